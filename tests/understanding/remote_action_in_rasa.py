"""Prints, as JSON, whether Rasa's own check and ours agree on answers of an action server; run by Rasa's Python."""

import json

from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from understanding.remote_action import check_answers_with_compiled_schema

ANSWERS = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "language", "value": "zh", "timestamp": None}], "responses": [{"text": "a"}]},
    {"events": [{"event": "active_loop", "name": None}], "responses": [{"custom": {"kind": "text"}}]},
    {"events": "none", "responses": []},
    {"events": [{"event": "slot"}], "responses": []},
    {"events": [{"event": "no_such_event"}], "responses": []},
    {"events": [], "responses": ["text"]},
    [],
]


def accepted() -> list:
    action = RemoteAction("action_x", None)
    verdicts = []
    for answer in ANSWERS:
        try:
            verdicts.append(action._validate_action_result(answer))
        except ValidationError:
            verdicts.append(False)
    return verdicts


own = accepted()
check_answers_with_compiled_schema()
print(json.dumps({"rasa": own, "ours": accepted()}))

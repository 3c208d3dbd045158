"""Parse utterances with a trained model, for the evaluation: `python -m understanding.parse MODEL < lines > json`.

Reads one utterance a line and writes one JSON list: `{text, intent, ranking, entities, milliseconds}` each.
Runs in Rasa's environment.
"""

import asyncio
import contextlib
import json
import logging
import sys
import time
from typing import List

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog


async def parse(model: str, texts: List[str]) -> List[dict]:
    """Return what `model` (a path) understands of each text, in order."""
    agent = Agent.load(model)
    parsed = []
    for text in texts:
        began = time.perf_counter()
        data = await agent.parse_message(text)
        parsed.append(
            {
                "text": text,
                "intent": data["intent"]["name"],
                "ranking": [(one["name"], one["confidence"]) for one in data["intent_ranking"]],
                "entities": [(one["entity"], one["value"], one["start"], one["end"]) for one in data["entities"]],
                "milliseconds": (time.perf_counter() - began) * 1000,
            }
        )
    return parsed


if __name__ == "__main__":
    lines = [line.rstrip("\n") for line in sys.stdin]
    with contextlib.redirect_stdout(sys.stderr):  # Rasa logs on standard output
        configure_structlog(logging.WARNING)
        understood = asyncio.run(parse(sys.argv[1], lines))
    json.dump(understood, sys.stdout, ensure_ascii=False)

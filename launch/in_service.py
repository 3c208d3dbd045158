"""Which trained model answers citizens, and which ones do not although they are newer, so that one can go back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Set

from launch.errors import LaunchError

FILE = "in-service.json"
BEFORE = 2  # models that were in service before and are kept to go back to


@dataclass
class InService:
    """Names of files in the folder of models. `before`: what was in service earlier, the latest last.

    `set_aside`: models that do not answer citizens until somebody accepts them, each with the reason.
    """

    model: Optional[str] = None
    before: List[str] = field(default_factory=list)
    set_aside: Dict[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> Set[str]:
        """The models that may not be forgotten."""
        return {*self.before, *([self.model] if self.model else [])}

    def take(self, name: str) -> None:
        """Put a model into service; the one until now becomes the one before."""
        before = [one for one in [*self.before, self.model] if one and one != name]
        self.model, self.before = name, before[-BEFORE:]
        self.set_aside.pop(name, None)

    def step_back(self, reason: str) -> None:
        """Put the model before into service again and the present one aside, for `reason`."""
        assert self.model and self.before
        self.set_aside[self.model] = reason
        self.model = self.before.pop()


def read(models: Path) -> InService:
    """What the folder's record says of the models that are there; an empty record where there is none.

    A model whose file is gone is as if it had never been; the one before then takes its place. Raises LaunchError
    for a record that cannot be read.
    """
    path = models / FILE
    if not path.exists():
        return InService()
    try:
        kept = InService(**json.loads(path.read_text(encoding="utf-8")))
        there = [name for name in [*kept.before, *([kept.model] if kept.model else [])] if (models / name).is_file()]
        aside = {name: why for name, why in kept.set_aside.items() if (models / name).is_file()}
    except (ValueError, TypeError) as error:
        raise LaunchError(f"{path} cannot be read ({error}). Remove it: the next run writes it anew.") from error
    return InService(there.pop() if there else None, there, aside)


def write(models: Path, record: InService) -> None:
    """Keep the record, whole or not at all."""
    new = models / f"{FILE}.new"
    new.write_text(json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(models / FILE)

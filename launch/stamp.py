"""What an environment says of itself once its installation has finished."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Dict, List, Optional

NAME = "jiefen-stamp.json"


@dataclass
class Stamp:
    """`layers`: layer name to fingerprint of what was installed; `packages`: the installed *.dist-info folders."""

    layers: Dict[str, str] = field(default_factory=dict)
    packages: List[str] = field(default_factory=list)


def read(folder: Path) -> Optional[Stamp]:
    """The stamp of the environment in `folder`; None when it has none or a damaged one: it is unfinished."""
    try:
        return Stamp(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(folder: Path, stamp: Stamp) -> None:
    """Say that the environment is finished."""
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    new.replace(folder / NAME)


def remove(folder: Path) -> None:
    """From here until `write` the environment counts as unfinished."""
    (folder / NAME).unlink(missing_ok=True)

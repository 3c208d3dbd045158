"""``python -m evaluation.predecessor NEW OLD``: is a new model no worse than the one in service?

Ends with 0 when NEW may replace OLD, with 3 and a reason a line when it may not, with 1 when NEW cannot be measured.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from evaluation.acts_heard import Act, acts_heard
from evaluation.intents import SAFETY, IntentsError
from evaluation.scores import scores
from launch.choosing import WORSE
from launch.settings import settings_load

MOST_LOST = 0.01  # of macro-F1; more is worse
SHOWN = 8  # utterances named for one reason


def reasons(new: Sequence[Act], old: Sequence[Act]) -> list[str]:
    """Why ``new`` is worse than ``old``, each with the utterances that it lost; none when it is not.

    Both are of the same utterances in the same order. Worse is a lower recall of danger or fraud, however little, or a
    macro-F1 that fell by more than a point.
    """
    ours, theirs = (scores((one.meant, one.heard) for one in acts) for acts in (new, old))
    lost = [one for one, before in zip(new, old, strict=True) if before.is_right and not one.is_right]
    found = []
    for name in SAFETY:
        if ours.meant[name] and ours.recall(name) < theirs.recall(name):
            found.append(f"{name}: recall {ours.recall(name):.1%}, was {theirs.recall(name):.1%}. Missed now:")
            found += _named([one for one in lost if one.meant == name])
    if ours.macro_f1 < theirs.macro_f1 - MOST_LOST:
        found.append(f"all intents: macro-F1 {ours.macro_f1:.1%}, was {theirs.macro_f1:.1%}. Misheard now:")
        found += _named(lost)
    return found


def _named(acts: Sequence[Act]) -> list[str]:
    rows = [f"  {one.place}: {one.text} ({one.meant}, heard as {one.heard})" for one in acts[:SHOWN]]
    return rows + ([f"  and {len(acts) - SHOWN} more"] if len(acts) > SHOWN else [])


def main(arguments: Sequence[str]) -> int:
    """Compare two models, given as paths."""
    settings = settings_load()
    new, old = map(Path, arguments)
    try:
        ours = acts_heard(settings, new)
    except IntentsError as error:
        print(f"the new model cannot be measured: {error}")
        return 1
    try:
        theirs = acts_heard(settings, old)
    except IntentsError:
        # It could not be started either: going on with it is no choice.
        print(f"no comparison: {old.name} cannot be loaded any more")
        return 0
    found = reasons(ours, theirs)
    macro = (scores((one.meant, one.heard) for one in acts).macro_f1 for acts in (ours, theirs))
    print("\n".join(found) if found else "macro-F1 {:.1%}, was {:.1%}; danger and fraud no worse".format(*macro))
    return WORSE if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

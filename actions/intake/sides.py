"""Who the other side of a dispute is, by kind: employer, landlord, neighbour, business …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.intake.table import Counterparty
from actions.intake.words import found
from understanding.normalise import normalise

_OWN = re.compile(
    r"(?:我们|咱们|阿拉|我|我自己|俺)(?:是|的|家)?(?:公司|单位|店|厂|企业|饭店|餐厅|网店)"
    r"|(?:our|my) (?:company|shop|firm|restaurant|store)"
)
"""The citizen's own, which is the other side only for who works there."""


def side_in(text: str, kind: str | None, sides: Sequence[Counterparty], *, alone: bool = False) -> str | None:
    """The id of the kind of other side that ``text`` names or, in a dispute of ``kind``, means; None for none.

    ``alone``: the text answers the question for the other side, so that every word for one counts.
    """
    words = normalise(text).lower()
    others = _OWN.sub(lambda match: " " * len(match[0]), words)
    ranked: list[tuple[bool, bool, int, int, str]] = []
    for order, side in enumerate(sides):
        fits = kind in side.kinds
        heard = words if fits and side.own else others
        vague = found(side.words_with_kind, heard) if fits or alone else []
        named = [(False, match.start()) for match in found(side.words, heard)]
        named += [(True, match.start()) for match in vague]
        ranked += [(not fits, is_vague, place, order, side.id) for is_vague, place in named]
    if ranked:
        return min(ranked)[-1]
    return None if alone else next((side.id for side in sides if kind in side.usual_for), None)

"""The words behind the ids that the desk's page meets: kinds, districts, organisations, states, quick replies …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.cases.catalogue import Catalogue, Words
from bot.cases.routing import Routing
from bot.desk.problems import Refused
from bot.desk.quick_replies import QuickReply, quick_replies_load, quick_reply_shown
from bot.desk.staff import StaffMember

ROLES: Mapping[str, Words] = {
    "mediator": {"zh": "调解员", "en": "Mediator"},
    "lead": {"zh": "负责人", "en": "Lead"},
    "administrator": {"zh": "管理员", "en": "Administrator"},
    "maintainer": {"zh": "内容维护", "en": "Maintainer"},
}
STATES: Mapping[str, Words] = {
    "registered": {"zh": "已登记", "en": "Registered"},
    "routed": {"zh": "待认领", "en": "Waiting"},
    "in_progress": {"zh": "办理中", "en": "In progress"},
    "supervised": {"zh": "督办中", "en": "Supervised"},
    "closed": {"zh": "已结案", "en": "Closed"},
    "reviewed": {"zh": "已回访", "en": "Reviewed"},
    "refused": {"zh": "不受理", "en": "Refused"},
    "withdrawn": {"zh": "已撤回", "en": "Withdrawn"},
    "transferred": {"zh": "已移送", "en": "Transferred"},
}
OUTCOMES: Mapping[str, Words] = {
    "agreement": {"zh": "达成协议", "en": "Agreement"},
    "no_agreement": {"zh": "未达成协议", "en": "No agreement"},
    "withdrawn": {"zh": "当事人撤回", "en": "Withdrawn"},
    "referred": {"zh": "转其他途径", "en": "Referred on"},
}


class Vocabulary:
    """What ``catalogue``, ``routing`` and ``data/quick-replies.yml`` in the folder ``data`` name."""

    def __init__(self, catalogue: Catalogue, routing: Routing, data: Path) -> None:
        """Raises ``QuickRepliesError``."""
        self._catalogue = catalogue
        self._routing = routing
        self._quick_replies: Sequence[QuickReply] = quick_replies_load(data / "quick-replies.yml", catalogue.kinds)

    def kinds_check(self, kinds: Iterable[str]) -> None:
        """Refuse a kind that there is not."""
        if not set(kinds) <= self._catalogue.kinds.keys():
            raise Refused(422, "unknown_kind")

    def organisation_check(self, organisation: str) -> None:
        """Refuse an organisation that there is not."""
        if organisation not in self._routing.organisations:
            raise Refused(422, "unknown_organisation")

    def organisation(self, organisation: str) -> Words:
        """An organisation's name; its id where it is no longer in ``data/routing.yml``."""
        known = self._routing.organisations.get(organisation)
        return known.name if known else {"zh": organisation, "en": organisation}

    def participant_role(self, role: str) -> Words:
        """The name of what an organisation takes part as; the id where it is no longer in ``data/routing.yml``."""
        known = self._routing.roles.get(role)
        return known.name if known else {"zh": role, "en": role}

    def listed(self, member: StaffMember) -> dict[str, list[Any]]:
        """Everything by id, with both names; the quick replies are signed by ``member``."""
        own = self.organisation(member.organisation)
        replies = [quick_reply_shown(reply, member.name, own) for reply in self._quick_replies]
        return {
            "kinds": _named(self._catalogue.kinds),
            "districts": _named(self._catalogue.districts),
            "organisations": _named({id_: one.name for id_, one in self._routing.organisations.items()}),
            "participant_roles": _named({id_: one.name for id_, one in self._routing.roles.items()}),
            "partners": _named({id_: one.name for id_, one in self._routing.partners.items()}),
            "roles": _named(ROLES),
            "states": _named(STATES),
            "outcomes": _named(OUTCOMES),
            "quick_replies": [shown for several in replies for shown in several],
        }


def _named(words: Mapping[str, Words]) -> list[dict[str, str]]:
    return [{"id": id_, "zh": name["zh"], "en": name["en"]} for id_, name in words.items()]

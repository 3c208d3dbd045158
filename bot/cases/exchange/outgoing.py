"""Cases that leave: made into packets, kept until the partner has them, and only then gone.

Each step is one transaction, so that whatever is killed when, a packet is sent again or not at all, and never half.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.cases import access, moves
from bot.cases.cases import Cases
from bot.cases.exchange.gathering import gather
from bot.cases.exchange.packing import pack
from bot.cases.exchange.standard import LARGEST, Packet, Standard, written
from bot.cases.files import Files
from bot.cases.notices import leads, notices_add
from bot.cases.records import Actor, Case, Forbidden, System, WrongState
from bot.cases.tables import case_events, packets_out
from bot.cases.work import Work

PAUSE_LONGEST = 3600.0  # seconds
MOST_ATTEMPTS = 80
"""A partner that does not answer is tried for three days."""
WAITS = (packets_out.c.acknowledged_at.is_(None), packets_out.c.failed_at.is_(None))
"""A packet on its way."""
DONE: Mapping[str, Any] = {}
"""What stays of a packet that is acknowledged or given up: nothing of the case."""


@dataclass(frozen=True)
class Parcel:
    """A packet to be sent now: ``content`` is what is posted, the same each time."""

    id: str
    partner: str
    content: bytes


class Outgoing:
    """What leaves. Every method blocks and may raise ``StoreUnavailable`` and the refusals of ``bot.cases.records``."""

    def __init__(self, cases: Cases, files: Files, standard: Standard, pause: float) -> None:
        """``pause`` is for how many seconds a packet rests after its first attempt; twice as long after each next."""
        self._cases = cases
        self._office = cases.office
        self._files = files
        self._standard = standard
        self._pause = pause

    def packet_get(self, actor: Actor, case: str, partner: str | None = None) -> bytes:
        """The case as a packet in a file: what ``partner`` may see of it, or without one what the actor sees.

        Of a case that was left to a partner it is that partner's. For who leads the organisation in charge or holds
        the case, in any state; else ``Forbidden``.
        """
        with self._office.database.writing() as connection:
            work = self._work(connection, actor)
            found = work.read(case)
            work.sees(found)
            if not access.standings(actor, found) & {"lead", "holder"}:
                raise Forbidden
            partner = partner or self._sent_to(connection, found)
            packet = self._packed(work, found, partner)
            work.note(found, "packet_made", details={"packet": packet["packet"], "partner": partner, "by": "file"})
        return written(packet)

    def send(self, actor: Actor, case: str, partner: str, why: str) -> Case:
        """Let the case go to a partner. It stays where it is until the partner has acknowledged the packet.

        A partner without an address takes packets as files only: then the case has left at once, and ``packet_get``
        gives the file. Sending again what is under way changes nothing; to somebody else it is ``WrongState``.
        """
        with self._office.database.writing() as connection:
            work = self._work(connection, actor)
            found, _state = work.take(case, "send")
            if partner not in self._office.routing.partners:
                raise Forbidden
            on_its_way = _under_way(connection, case)
            if on_its_way is not None:
                if on_its_way.partner != partner:
                    raise WrongState(found.state)
                return found
            if self._office.routing.partners[partner].url is None:
                found = moves.send(work, case, partner, why)
            else:
                found = self._put(work, found, partner, why)
        self._cases.announce(found)
        return found

    def take_due(self) -> Parcel | None:
        """The packet that is to be sent next, if one is due; it is due again later, should this attempt get lost."""
        while (taken := self._due()) is not None:
            row, is_open = taken
            if not is_open:
                self.give_up(row.id, "case_ended")  # withdrawn or closed meanwhile: nothing of it leaves any more
            elif row.attempts >= MOST_ATTEMPTS or row.partner not in self._office.routing.partners:
                self.give_up(row.id, "no_answer")
            else:
                kept = self._office.sealer.unseal_json(row.sealed)
                return Parcel(row.id, row.partner, kept["packet"].encode())
        return None

    def acknowledge(self, packet: str, number: str) -> None:
        """The partner has the packet, as its case ``number``: the case has left. Repeating it changes nothing."""
        office = self._office
        with office.database.writing() as connection:
            work = self._work(connection, System())
            row = _waiting_row(connection, packet)
            if row is None:
                return
            kept = office.sealer.unseal_json(row.sealed)
            case = work.read(row.case)
            details = {"packet": packet, "partner": row.partner, "number": number}
            work.note(case, "packet_acknowledged", details=details)
            if case.is_open:
                case = moves.send(work, row.case, row.partner, kept["why"])
            self._end(connection, packet, acknowledged_at=work.at)
        self._cases.announce(case)

    def give_up(self, packet: str, reason: str) -> None:
        """The packet will not be taken: who worked on the case is told, and the case stays. Repeating is harmless."""
        with self._office.database.writing() as connection:
            work = self._work(connection, System())
            row = _waiting_row(connection, packet)
            if row is None:
                return
            case = work.read(row.case)
            work.note(case, "packet_failed", details={"packet": packet, "partner": row.partner, "reason": reason})
            self._end(connection, packet, failed_at=work.at)
            if case.is_open:
                told = [case.holder, *leads(connection, case.organisation)]
                notices_add(connection, case, "packet_failed", work.at, told)
        self._cases.announce(case)

    def waiting(self) -> int:
        """How many packets are under way."""
        with self._office.database.reading() as connection:
            counted = connection.execute(select(func.count()).select_from(packets_out).where(*WAITS))
            return counted.scalar_one()

    def _due(self) -> tuple[Row[Any], bool] | None:
        """The row that is due next, as it was before this attempt is counted, and whether its case is still open."""
        office, now = self._office, self._office.clock()
        due = select(packets_out).where(*WAITS, packets_out.c.next_at <= now).order_by(packets_out.c.next_at).limit(1)
        with office.database.reading() as connection:
            if connection.execute(due).first() is None:
                return None
        with office.database.writing() as connection:
            row = connection.execute(due).first()
            if row is None:
                return None
            pause = min(self._pause * 2 ** min(row.attempts, 16), PAUSE_LONGEST)
            counted = update(packets_out).where(packets_out.c.id == row.id)
            connection.execute(counted.values(attempts=row.attempts + 1, next_at=now + pause))
            return row, self._work(connection, System()).read(row.case).is_open

    def _sent_to(self, connection: Connection, case: Case) -> str | None:
        """The partner that has the case now, as far as it is still one."""
        if case.state != "transferred":
            return None
        sent = (case_events.c.case == case.id, case_events.c.event == "case_sent")
        newest = select(case_events.c.details).where(*sent).order_by(case_events.c.id.desc()).limit(1)
        details: Mapping[str, str] = connection.execute(newest).scalar_one_or_none() or {}
        partner = details.get("partner")
        return partner if partner in self._office.routing.partners else None

    def _put(self, work: Work, case: Case, partner: str, why: str) -> Case:
        packet = self._packed(work, case, partner)
        kept = {"packet": written(packet).decode(), "why": why}
        row = {"id": packet["packet"], "case": case.id, "partner": partner, "attempts": 0, "next_at": work.at}
        work.connection.execute(insert(packets_out).values(row | {"sealed": work.office.sealer.seal_json(kept)}))
        work.note(case, "packet_made", why=why, details={"packet": row["id"], "partner": partner})
        return case

    def _packed(self, work: Work, case: Case, partner: str | None) -> Packet:
        """The packet of a case for a partner. Without its files' contents, should it become too large with them."""
        source = gather(work, case, partner, self._files)
        identity = uuid.uuid4().hex
        packet = pack(source, identity, work.at)
        if len(written(packet)) > LARGEST:
            packet = pack(source, identity, work.at, with_contents=False)
        self._standard.check(packet)
        return packet

    def _end(self, connection: Connection, packet: str, **when: float) -> None:
        ended = update(packets_out).where(packets_out.c.id == packet)
        connection.execute(ended.values(**when, sealed=self._office.sealer.seal_json(DONE)))

    def _work(self, connection: Connection, actor: Actor) -> Work:
        return Work(connection, self._office, actor, self._office.clock())


def _under_way(connection: Connection, case: str) -> Row[Any] | None:
    return connection.execute(select(packets_out).where(packets_out.c.case == case, *WAITS)).first()


def _waiting_row(connection: Connection, packet: str) -> Row[Any] | None:
    return connection.execute(select(packets_out).where(packets_out.c.id == packet, *WAITS)).first()

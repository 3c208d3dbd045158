"""Cases that come as packets: taken once, however often the packet comes, and acknowledged alike each time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.cases.attachments import name_fit
from bot.cases.cases import Cases
from bot.cases.exchange.packing import moment
from bot.cases.exchange.standard import ACKNOWLEDGEMENT, Packet, PacketRefused, Standard, digest_of
from bot.cases.exchange.unpacking import Received, ReceivedFile, unpack
from bot.cases.files import LARGEST, Files
from bot.cases.media import MediaBroken, media_clean, media_type
from bot.cases.records import Case, Forbidden, Member, Partner
from bot.cases.rows import event_add
from bot.cases.tables import case_files, case_notes, cases, packets_in
from bot.logs import log

BY_FILE = "file"
"""The partner of a packet that was brought as a file and says of no known system that it comes from there."""


@dataclass(frozen=True)
class _Kept:
    """A file of a packet whose content is on the disk already."""

    id: str
    name: str
    type: str
    size: int


class Incoming:
    """What comes. Every method blocks and may raise ``StoreUnavailable``."""

    def __init__(self, cases: Cases, files: Files, standard: Standard) -> None:
        self._cases = cases
        self._office = cases.office
        self._files = files
        self._standard = standard

    def take(self, partner: str, content: bytes) -> dict[str, str]:
        """The acknowledgement of a packet that ``partner`` sent, whose signature is checked.

        The same packet again changes nothing and gives the same acknowledgement. Raises ``PacketRefused``, also for the
        name of an earlier packet with other content (``packet_reused``).
        """
        packet = self._standard.read(content)
        return self._take(packet, partner, self._office.routing.partners[partner].organisation, {"by": "webhook"})

    def take_file(self, member: Member, content: bytes) -> dict[str, str]:
        """As ``take``, for a packet that a member of staff brings as a file; it goes to their own organisation.

        Raises ``Forbidden`` for who does not work on cases.
        """
        if member.role not in ("mediator", "lead"):
            raise Forbidden
        packet = self._standard.read(content)
        system = packet["from"].get("system")
        partner = system if system in self._office.routing.partners else BY_FILE
        return self._take(packet, partner, member.organisation, {"by": member.name})

    def _take(self, packet: Packet, partner: str, organisation: str, how: Mapping[str, str]) -> dict[str, str]:
        with self._office.database.reading() as connection:
            known = self._known(connection, packet)
        if known is not None:
            return known
        received = unpack(packet, partner, organisation, self._office.catalogue, self._office.categories)
        kept, refused = self._keep(received.files)
        received = _told(received, refused)
        is_new = False
        try:
            with self._office.database.writing() as connection:
                known = self._known(connection, packet)
                if known is not None:
                    return known
                case = self._open(connection, packet, partner, received, kept, how)
                acknowledgement = self._acknowledgement(connection, packet)
            is_new = True
        finally:
            if not is_new:
                self._files.drop([file.id for file in kept])
        self._cases.announce(case)
        log("packet_taken", partner=partner, case=case.number)
        return acknowledgement

    def _open(
        self,
        connection: Connection,
        packet: Packet,
        partner: str,
        received: Received,
        kept: Sequence[_Kept],
        how: Mapping[str, str],
    ) -> Case:
        actor, seal, at = Partner(partner), self._office.sealer.seal_json, self._office.clock()
        case = self._cases.case_open(actor, received.opening, None, within=connection).case
        for file in kept:
            row: dict[str, Any] = {"id": file.id, "case": case.id, "type": file.type, "size": file.size, "at": at}
            connection.execute(insert(case_files).values(row | {"sealed": seal({"name": file.name})}))
        for written_at, text in received.notes:
            row = {"id": uuid.uuid4().hex, "case": case.id, "staff": None, "at": written_at}
            connection.execute(insert(case_notes).values(row | {"sealed": seal({"text": text})}))
        details = {"packet": packet["packet"], "partner": partner, **how}
        event_add(connection, case, at, actor, "packet_imported", details=details)
        row = {"partner": partner, "packet": packet["packet"], "digest": digest_of(packet), "case": case.id, "at": at}
        connection.execute(insert(packets_in).values(row))
        return case

    def _known(self, connection: Connection, packet: Packet) -> dict[str, str] | None:
        """The acknowledgement of a packet that came before, whoever brought it. Raises ``PacketRefused``."""
        same = select(packets_in.c.digest).where(packets_in.c.packet == packet["packet"])
        digest = connection.execute(same).scalar_one_or_none()
        if digest is None:
            return None
        if digest != digest_of(packet):
            raise PacketRefused("packet_reused", "a packet of this name with other content came before")
        return self._acknowledgement(connection, packet)

    def _acknowledgement(self, connection: Connection, packet: Packet) -> dict[str, str]:
        came = select(packets_in, cases.c.number).join(cases, cases.c.id == packets_in.c.case)
        row = connection.execute(came.where(packets_in.c.packet == packet["packet"])).one()
        return {
            "schema": ACKNOWLEDGEMENT,
            "packet": row.packet,
            "digest": row.digest,
            "number": row.number,
            "received_at": moment(row.at),
        }

    def _keep(self, files: Sequence[ReceivedFile]) -> tuple[list[_Kept], list[str]]:
        """Put the contents on the disk, before any row names them; also the names of those that are not taken."""
        kept, refused = [], []
        for file in files:
            try:
                kind = media_type(file.content)
                content = media_clean(file.content, kind)
            except MediaBroken:
                refused.append(file.name)
                continue
            if len(content) > LARGEST:
                refused.append(file.name)
                continue
            one = _Kept(uuid.uuid4().hex, name_fit(file.name, kind), kind, len(content))
            self._files.put(one.id, content)
            kept.append(one)
        return kept, refused


def _told(received: Received, refused: Sequence[str]) -> Received:
    """The mediator reads in the case which files were not taken."""
    if not refused:
        return received
    facts = received.opening.facts
    attachments = {**facts.attachments, "packet_files_refused": "\n".join(refused)}
    return replace(received, opening=replace(received.opening, facts=replace(facts, attachments=attachments)))

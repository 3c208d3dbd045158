"""Puts the exchange together, and refuses to start with partners that could neither send nor be sent anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter

from bot.cases.cases import Cases
from bot.cases.exchange.courier import Courier
from bot.cases.exchange.incoming import Incoming
from bot.cases.exchange.outgoing import Outgoing
from bot.cases.exchange.routes import exchange_routes
from bot.cases.exchange.standard import standard_load
from bot.cases.files import Files
from bot.cases.routing import PartnerSystem
from bot.settings import Settings, SettingsError


@dataclass(frozen=True)
class Exchange:
    """``courier.run`` is to be kept running; ``courier.close`` ends it; ``routes`` are for partners' systems."""

    outgoing: Outgoing
    incoming: Incoming
    courier: Courier
    routes: APIRouter


def exchange_open(cases: Cases, files: Files, settings: Settings, clock: Callable[[], float]) -> Exchange:
    """The exchange over the door to cases. ``clock`` gives Unix seconds, by which signatures are judged.

    Raises ``SettingsError``.
    """
    partners = cases.office.routing.partners
    secrets = _secrets(settings, partners)
    standard = standard_load(settings.data)
    outgoing = Outgoing(cases, files, standard, settings.packet_pause)
    incoming = Incoming(cases, files, standard)
    courier = Courier(outgoing, partners, secrets, clock, settings.packet_timeout)
    return Exchange(outgoing, incoming, courier, exchange_routes(incoming, standard, secrets, clock))


def _secrets(settings: Settings, partners: Mapping[str, PartnerSystem]) -> dict[str, Sequence[str]]:
    """The secrets of each partner, the one that signs first."""
    given = {name: secret.get_secret_value().split(",") for name, secret in settings.partner_secrets.items()}
    if unknown := sorted(given.keys() - partners.keys()):
        raise SettingsError(f"JIEFEN_PARTNER_SECRETS names {', '.join(unknown)}, which data/routing.yml does not")
    if silent := sorted(one.id for one in partners.values() if one.url is not None and one.id not in given):
        raise SettingsError(f"JIEFEN_PARTNER_SECRETS lacks {', '.join(silent)}, to which packets are to be sent")
    return dict(given)

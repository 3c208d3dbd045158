"""What is in a packet: what the receiver's role may see, in the published form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.cases.categories import categories_load
from bot.cases.exchange.signature import TOLERANCE, headers_signed, signature_check
from bot.cases.exchange.standard import VERSION, digest_of, standard_load, written
from bot.cases.records import PARTS, CaseHidden, Citizen, Facts, Forbidden, Opening, Party
from bot.settings import ROOT, SettingsError, settings_load
from tests.exchange.two_systems import FACTS, SECRET, Clock, System, partner, system_open

STANDARD = standard_load(ROOT / "data")
SECRETS_OF_PARTS = {
    "facts": ["渗水", "12000.50", "2026-10-03", "江湾镇街道", "居委会", "符合条件"],
    "parties": ["王五", "李四"],
    "contact": ["13800000000", "某路1号"],
    "transcript": ["楼上漏水怎么办"],
    "files": ["天花板.png"],
    "notes": ["私下说的"],
}


ROLES = [role["id"] for role in yaml.safe_load((ROOT / "data" / "routing.yml").read_text(encoding="utf-8"))["roles"]]


@pytest.mark.parametrize("role", ROLES)
def test_a_packet_holds_what_the_role_sees_and_no_more(
    sqlite_made: Path, tmp_path: Path, clock: Clock, role: str
) -> None:
    system = system_open(sqlite_made, tmp_path / "a", [partner("b", None, role)], clock, {})
    lead, made = system.member(), system.case()
    system.cases.note_add(lead, made.id, "私下说的")
    text = system.exchange.outgoing.packet_get(lead, made.id, "b").decode()
    sees = system.cases.office.routing.roles[role].sees
    for part, secrets in SECRETS_OF_PARTS.items():
        for secret in secrets:
            assert (secret in text) == (part in sees), (part, secret)
    system.database.close()


def test_names_and_numbers_in_free_words_stay_out_too(sqlite_made: Path, tmp_path: Path, clock: Clock) -> None:
    system = system_open(sqlite_made, tmp_path / "a", [partner("b", None, "outsider")], clock, {})
    facts = replace(FACTS, what_happened="李四家漏水，他电话13912345678。", wishes="王五要赔偿")
    lead, made = system.member(), system.case(facts=facts)
    system.cases.note_add(lead, made.id, "李四说打13700001111")
    text = system.exchange.outgoing.packet_get(lead, made.id, "b").decode()
    assert "漏水" in text and "要赔偿" in text
    for secret in ("李四", "王五", "13912345678", "13700001111", "13800000000", "某路1号"):
        assert secret not in text
    system.database.close()


def test_without_a_partner_a_packet_holds_what_the_member_sees(hongkou: System) -> None:
    lead, made = hongkou.member(), hongkou.case()
    hongkou.cases.note_add(lead, made.id, "私下说的")
    packet = json.loads(hongkou.exchange.outgoing.packet_get(lead, made.id))
    assert set(PARTS) - {"summary", "papers"} <= packet.keys()
    assert [line["text"] for line in packet["transcript"] if line["from"] == "citizen"] == ["楼上漏水怎么办"]
    STANDARD.check(packet)


def test_nobody_else_gets_a_packet(hongkou: System) -> None:
    made = hongkou.case()
    with pytest.raises(Forbidden):
        hongkou.exchange.outgoing.packet_get(hongkou.member("mediator"), made.id)
    with pytest.raises(CaseHidden):
        hongkou.exchange.outgoing.packet_get(hongkou.member("lead", "elsewhere"), made.id)
    with pytest.raises(CaseHidden):
        hongkou.exchange.outgoing.packet_get(hongkou.member("administrator"), made.id)


def test_what_belongs_to_another_case_of_the_citizen_stays_out(hongkou: System) -> None:
    made = hongkou.case()
    opening = Opening("divorce", "zh", facts=Facts(what_happened="另一件事"), consent_version="1")
    with hongkou.database.writing() as connection:
        other = hongkou.cases.case_open(Citizen("k"), opening, "k", within=connection).case
    lead = hongkou.member()
    hongkou.cases.case_claim(lead, other.id)
    hongkou.cases.reply(lead, other.id, "r1", "关于另一件事的话")
    text = hongkou.exchange.outgoing.packet_get(lead, made.id).decode()
    assert "另一件事" not in text


def test_an_empty_case_makes_a_packet_too(hongkou: System) -> None:
    made = hongkou.case(facts=Facts(), kind="other")
    packet = json.loads(hongkou.exchange.outgoing.packet_get(hongkou.member(), made.id))
    assert packet["case"]["category"] == {"id": "other", "number": 18, "zh": "其他纠纷"}
    assert "parties" not in packet
    assert "None" not in json.dumps(packet)


def test_content_beyond_the_limit_is_named_and_left_out(hongkou: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cases.exchange.packing.MOST_CONTENT", 10)
    packet = json.loads(hongkou.exchange.outgoing.packet_get(hongkou.member(), hongkou.case().id))
    (file,) = packet["files"]
    assert "content" not in file
    assert file["name"] == "天花板.png"


def test_a_partner_by_file_takes_over_at_once(hongkou: System) -> None:
    lead, made = hongkou.member(), hongkou.case()
    assert hongkou.exchange.outgoing.send(lead, made.id, "court", "归法院").state == "transferred"
    # The file is cut to what that partner may see, without being told again who it is.
    packet = json.loads(hongkou.exchange.outgoing.packet_get(lead, made.id))
    assert packet["to"] == {"partner": "court", "role": "police-station"}
    assert "transcript" not in packet and "files" not in packet
    assert hongkou.exchange.outgoing.waiting() == 0


def test_the_digest_is_that_of_rfc_8785() -> None:
    packet = {"b": 1, "a": "甲\n\u001f", "c": [True, None, {"z": "", "y": "é"}]}
    assert written(packet) == '{"a":"甲\\n\\u001f","b":1,"c":[true,null,{"y":"é","z":""}]}'.encode()
    assert digest_of(packet) == digest_of(json.loads(json.dumps(packet, indent=4)))


def test_the_signature_is_as_documented() -> None:
    # From docs/exchange.md; any HMAC-SHA256 gives the same.
    headers = headers_signed(["0123456789abcdef0123456789abcdef"], b'{"schema":"jiefen.case/1"}', 1_795_500_000.9)
    told = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert headers["x-jiefen-timestamp"] == "1795500000"
    assert headers["x-jiefen-signature"] in told
    assert f"{TOLERANCE // 60} minutes" in told


def _places(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield place, schema
        for name, part in schema.items():
            for inner in part.items() if name in ("properties", "$defs") else [(name, part)]:
                if isinstance(inner[1], (dict, list)) and name != "required":
                    yield from _places(inner[1], f"{place}/{inner[0]}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from _places(part, f"{place}/{number}")


def test_every_field_of_the_schema_is_described() -> None:
    Draft202012Validator.check_schema(STANDARD.schema)
    typed = [(place, part) for place, part in _places(STANDARD.schema) if part.keys() & {"type", "enum", "const"}]
    assert len(typed) > 60
    assert [place for place, part in typed if "description" not in part and not place.endswith("items")] == []


def test_the_schema_knows_our_version_categories_and_states() -> None:
    properties = STANDARD.schema["properties"]
    assert properties["schema"]["const"] == VERSION
    case = properties["case"]["properties"]
    categories = categories_load(ROOT / "data" / "categories.yml").all
    assert case["category"]["properties"]["id"]["enum"] == [category.id for category in categories]


@pytest.mark.parametrize(
    ("partners", "secrets", "words"),
    [
        ([partner("b", "http://127.0.0.1:9/x")], {}, "lacks b"),
        ([], {"b": SECRET}, "names b"),
    ],
)
def test_partners_and_secrets_that_do_not_match_stop_the_start(
    sqlite_made: Path, tmp_path: Path, clock: Clock, partners: list[dict[str, Any]], secrets: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        system_open(sqlite_made, tmp_path / "a", partners, clock, secrets)


def test_a_short_secret_stops_the_start_and_is_not_told(sqlite_made: Path, tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(ValueError, match="32 to 256"):
        system_open(sqlite_made, tmp_path / "a", [partner("b", None)], clock, {"b": "short-secret"})


@pytest.mark.parametrize(
    "value", ["not-json-but-a-secret", '["not-json-but-a-secret"]', '{"b": "not-json-but-a-secret"}']
)
def test_a_malformed_setting_is_named_and_its_value_is_not_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("JIEFEN_PARTNER_SECRETS", value)
    with pytest.raises(SettingsError, match="PARTNER_SECRETS") as told:
        settings_load()
    assert "not-json-but-a-secret" not in str(told.value)


def test_secrets_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEFEN_PARTNER_SECRETS", json.dumps({"b": SECRET}))
    settings = settings_load()
    assert settings.partner_secrets["b"].get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_a_secret_can_be_changed_while_packets_are_under_way(clock: Clock) -> None:
    new = "b" * 40
    signature_check([new, SECRET], headers_signed([SECRET], b"body", clock.now), b"body", clock.now)
    signature_check([new, SECRET], headers_signed([new, SECRET], b"body", clock.now), b"body", clock.now)


def test_a_name_in_the_case_is_unpacked_as_it_was(hongkou: System, pudong: System) -> None:
    lead, made = hongkou.member(), hongkou.case(facts=Facts(parties=(Party("阿依古丽·买买提", "applicant"),)))
    content = hongkou.exchange.outgoing.packet_get(lead, made.id)
    number = pudong.exchange.incoming.take("hongkou", content)["number"]
    assert pudong.cases.case_find(pudong.member(), number).case.facts.parties[0].name == "阿依古丽·买买提"

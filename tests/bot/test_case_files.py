"""Files over HTTP: into the open case, out to its citizen and its mediators, and to nobody else."""

from __future__ import annotations

import errno
import os
import uuid
from pathlib import Path

import httpx
import pytest

from bot.cases.files import LARGEST
from bot.records import conversation_key
from tests.bot.both_stores import gateway, kept, office, store_url
from tests.bot.gateway import Client
from tests.bot.pictures import JPEG, OGG, PDF, PNG, PRIVATE, jpeg_with_notes
from tests.bot.rasa_double import RasaDouble
from tests.bot.wishes import answering, opening
from tests.databases import locked
from tests.desk.office import Office

__all__ = ["gateway", "office", "store_url"]


@pytest.fixture
def party(citizen: Client, rasa: RasaDouble) -> Client:
    """A citizen with an open case."""
    rasa.answer = answering(登记=opening())
    citizen.say("登记")
    return citizen


def send(citizen: Client, content: bytes, name: str = "照片.jpg", id: str = "") -> httpx.Response:
    path = f"/api/conversations/{citizen.conversation}/files"
    parameters = {"name": name, "id": id or uuid.uuid4().hex}
    return citizen.http.post(path, params=parameters, content=content, headers={"content-type": "image/jpeg"})


def fetch(citizen: Client, file: str) -> httpx.Response:
    return citizen.http.get(f"/api/conversations/{citizen.conversation}/files/{file}")


def contents(var: Path) -> set[str]:
    folder = var / "files"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_a_photo_goes_into_the_case_and_comes_back_without_where_it_was_taken(
    party: Client, office: Office, store_url: str
) -> None:
    with party.events() as events:
        message = send(party, jpeg_with_notes(), "我的 合同.JPEG").json()
        while next(events)[1].get("kind") != "file":
            pass
    assert (message["from"], message["kind"], message["type"]) == ("citizen", "file", "image/jpeg")
    assert message["name"] == "我的 合同.jpg"
    assert party.list()["messages"][-1] == message
    mine = fetch(party, message["file"])
    assert (mine.status_code, mine.headers["content-type"], len(mine.content)) == (200, "image/jpeg", message["size"])
    assert PRIVATE not in mine.content and mine.content.startswith(b"\xff\xd8")
    assert mine.headers["content-security-policy"].startswith("sandbox")
    assert mine.headers["x-content-type-options"] == "nosniff"
    assert mine.headers["content-disposition"].startswith("inline")
    # The name may name somebody: it is sealed like the content.
    assert "我的 合同" not in kept(store_url)

    mediator = office.member()
    (case,) = office.cases.citizen_cases(conversation_key(party.conversation))
    theirs = mediator.ask("GET", f"/cases/{case.id}/files/{message['file']}")
    assert (theirs.status_code, theirs.content) == (200, mine.content)
    assert "file_viewed" in {event.event for event in office.cases.event_list(office.actor(mediator), case.id)}
    assert mediator.get(f"/cases/{case.id}")["files"][0]["name"] == "我的 合同.jpg"


def test_a_file_is_of_its_citizen_and_its_mediators_alone(party: Client, office: Office) -> None:
    file = send(party, PDF).json()["file"]
    stranger = party.stranger()
    stranger.say("你好")
    assert fetch(stranger, file).status_code == 404
    assert fetch(party, uuid.uuid4().hex).status_code == 404
    (case,) = office.cases.citizen_cases(conversation_key(party.conversation))
    administrator = office.member("administrator")
    assert administrator.ask("GET", f"/cases/{case.id}/files/{file}").status_code in (403, 404)
    assert fetch(party, file).headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "name", "status", "error"),
    [
        (b"MZ" + bytes(100), "照片.jpg", 415, "file_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "x.svg", 415, "file_type"),
        (PNG[:60], "半张.png", 415, "file_type"),
        (b"", "空.png", 422, "file_empty"),
        (PNG + bytes(LARGEST), "大.png", 413, "too_large"),
    ],
)
def test_what_is_no_picture_recording_or_paper_is_refused_in_plain_words(
    party: Client, var: Path, content: bytes, name: str, status: int, error: str
) -> None:
    before = contents(var)
    refused = send(party, content, name)
    assert (refused.status_code, refused.json()["error"]) == (status, error)
    assert refused.json()["detail"] and contents(var) == before
    assert party.list()["messages"][-1]["kind"] == "case"


def test_ten_megabytes_are_taken(party: Client) -> None:
    content = OGG + bytes(LARGEST - len(OGG))
    message = send(party, content, "录音.ogg")
    assert message.status_code == 200
    assert fetch(party, message.json()["file"]).content == content


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)), ("bytes=10-", 206, slice(10, None)), ("bytes=-5", 206, slice(-5, None)),
        ("bytes=5-99999", 206, slice(5, None)), ("bytes=99999-", 200, slice(None)), ("lines=1-2", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
    ],
)  # fmt: skip
def test_a_recording_can_be_played_from_anywhere(party: Client, asked: str, status: int, part: slice) -> None:
    message = send(party, OGG, "录音.ogg").json()
    path = f"/api/conversations/{party.conversation}/files/{message['file']}"
    response = party.http.get(path, headers={"range": asked})
    assert (response.status_code, response.content) == (status, OGG[part])


def test_without_an_open_case_nothing_is_kept(citizen: Client, var: Path) -> None:
    citizen.say("你好")
    before = contents(var)
    refused = send(citizen, PNG)
    assert (refused.status_code, refused.json()["error"]) == (409, "no_case")
    assert "调解员" in refused.json()["detail"] and contents(var) == before


def test_the_same_file_sent_again_is_there_once(party: Client, var: Path) -> None:
    first = send(party, JPEG, id="f1")
    before = contents(var)
    assert send(party, JPEG, id="f1").json() == first.json()
    assert send(party, PNG, id="f1").status_code == 409
    assert contents(var) == before
    assert [message["kind"] for message in party.list()["messages"]].count("file") == 1


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd.png"), ("C:\\a\\b.exe", "b.png"), ("", "image.png"), ("a\r\nb\0.png", "a b.png"),
        ("无" * 300, "无" * 80 + ".png"), ("..", "image.png"),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(party: Client, given: str, name: str) -> None:
    assert send(party, PNG, given).json()["name"] == name


def test_a_full_disk_is_said_and_leaves_nothing_half(
    party: Client, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(var)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused = send(party, PNG)
    monkeypatch.undo()
    assert (refused.status_code, refused.json()["error"]) == (507, "file_full")
    assert contents(var) == before
    assert send(party, PNG).status_code == 200


def test_a_store_that_cannot_keep_the_row_keeps_no_content_either(party: Client, var: Path, store_url: str) -> None:
    before = contents(var)
    with locked(store_url):
        refused = send(party, PNG, id="f2")
    assert refused.status_code == 503 and contents(var) == before
    assert send(party, PNG, id="f2").status_code == 200


def test_while_a_mediator_speaks_a_file_is_theirs_and_they_are_told(party: Client, office: Office) -> None:
    mediator = office.member()
    (case,) = office.cases.citizen_cases(conversation_key(party.conversation))
    mediator.post(f"/cases/{case.id}/claim")
    mediator.post(f"/cases/{case.id}/messages", {"id": "r1", "text": "请把合同拍给我"})
    message = send(party, JPEG).json()
    assert message["relayed"] is True
    theirs = mediator.get(f"/cases/{case.id}/messages")["messages"][-1]
    assert (theirs["kind"], theirs["file"]) == ("file", message["file"])
    assert "message" in {notice["kind"] for notice in mediator.get("/notices")["notices"]}


def test_an_erased_case_leaves_no_content(party: Client, var: Path) -> None:
    file = send(party, JPEG).json()["file"]
    assert file in contents(var)
    number = party.list()["messages"][-1]["case"]
    assert party.http.delete(f"/api/conversations/{party.conversation}/cases/{number}").status_code == 200
    assert file not in contents(var)
    assert fetch(party, file).status_code == 404
    assert "file" not in {message["kind"] for message in party.list()["messages"]}

"""The action server's own routes, over HTTP, from its start on."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from actions.knowledge import ROOT

PATIENCE = 180


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    def __init__(self, log):
        self.port = free_port()
        environment = {**os.environ, "JIEFEN_ACTIONS_PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "actions"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        self.seen = []

    def get(self, path, **query):
        address = f"http://127.0.0.1:{self.port}{path}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def post(self, path, body):
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, body.encode(), {"content-type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def wait(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                health = self.get("/health")
            except urllib.error.URLError:
                continue
            if health not in self.seen:
                self.seen.append(health)
                if health[1]["status"] == "starting":
                    self.early = self.get("/search", q="工资")
            if health[0] == 200:
                return
        pytest.fail(f"the action server did not get well: {self.seen}")


@pytest.fixture(scope="module")
def server(embedder, search, tmp_path_factory):
    log = (tmp_path_factory.mktemp("actions") / "log").open("w")
    running = Server(log)
    try:
        running.wait()
        yield running
    finally:
        running.process.terminate()
        running.process.wait(20)
        log.close()


def test_it_says_that_it_is_starting_before_it_says_that_it_is_well(server):
    assert server.seen == [(503, {"status": "starting"}), (200, {"status": "ok"})]
    assert server.early == (200, {"outcome": "unavailable", "confidence": 0.0, "hits": [], "reason": "starting"})


def test_it_listens_on_loopback_alone(server):
    socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
    # A server on all interfaces would answer here as well.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", server.port), timeout=5)


def test_search_finds_in_both_languages(server):
    status, found = server.get("/search", q="My landlord keeps my deposit", language="en", limit=2)
    assert (status, found["outcome"], len(found["hits"])) == (200, "found", 2)
    assert found["hits"][0]["card_id"] == "rent-deposit"
    assert found["hits"][0]["title"].isascii()
    assert server.get("/search", q="今天天气怎么样")[1]["outcome"] == "nothing"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": " "},
        {"q": "x" * 2001},
        {"q": "x", "limit": "0"},
        {"q": "x", "limit": "many"},
        {"q": "x", "language": "fr"},
    ],
)
def test_a_search_that_cannot_be_read_is_refused(server, query):
    status, body = server.get("/search", **query)
    assert status == 400
    assert body["error"]


def test_a_long_question_is_read_and_an_endless_one_refused(server):
    assert server.get("/search", q="长" * 1700)[0] == 200
    assert server.get("/search", q="长" * 100_000)[0] == 413


def test_an_article_tells_its_standing(server):
    status, article = server.get("/articles", law="劳动争议调解仲裁法", article="27")
    assert status == 200
    assert (article["article"], article["has_text"], article["status"]) == ("第二十七条", True, "现行有效")
    assert (article["effective_from"], article["instrument"]) == ("2008-05-01", None)
    instrument = server.get("/articles", law="商事调解条例", article="第三条")[1]
    assert (instrument["has_text"], instrument["text"]) == (False, None)
    assert instrument["instrument"]["number"] == "国务院令第827号"


def test_what_does_not_exist_is_404_and_what_cannot_be_read_is_400(server):
    assert server.get("/articles", law="没有这部法", article="1")[0] == 404
    assert server.get("/articles", law="民法典", article="x")[0] == 400
    assert server.get("/articles", article="1")[0] == 400
    assert server.get("/cards/no-such-card")[0] == 404
    assert server.get("/cards/wage-arrears", language="fr")[0] == 400


def test_a_card_comes_as_a_reply(server):
    status, card = server.get("/cards/wage-arrears", language="en")
    assert (status, card["kind"], card["card_id"], card["language"]) == (200, "card", "wage-arrears", "en")
    assert card["steps"]
    assert card["citations"][0]["label"].startswith("《")


def test_rasas_own_routes_are_still_there(server):
    names = {action["name"] for action in server.get("/actions")[1]}
    assert "action_answer_guidance" in names


def test_a_bad_setting_stops_the_start_with_its_name():
    done = subprocess.run(
        [sys.executable, "-m", "actions"],
        cwd=ROOT,
        env={**os.environ, "JIEFEN_ACTIONS_PORT": "many"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "JIEFEN_ACTIONS_PORT" in done.stderr


def test_articles_of_law_are_found_by_their_words(server):
    until = time.monotonic() + PATIENCE
    status, answer = server.get("/statutes", q="试用期工资不得低于百分之八十", limit=5)
    while answer["outcome"] == "unavailable" and time.monotonic() < until:
        assert (status, answer["reason"], answer["hits"]) == (200, "starting", [])
        status, answer = server.get("/statutes", q="试用期工资不得低于百分之八十", limit=5)
    assert (status, answer["outcome"], answer["ranked_by"]) == (200, "found", "words")
    assert "中华人民共和国劳动合同法 第二十条" in {f"{hit['law']} {hit['article']}" for hit in answer["hits"]}
    assert len(answer["hits"]) == 5
    assert all(hit["text"] for hit in answer["hits"])
    nothing = {"outcome": "nothing", "ranked_by": "words", "preparing": None, "hits": []}
    assert server.get("/statutes", q="xyzzy")[1] == nothing


@pytest.mark.parametrize(
    "query", [{}, {"q": " "}, {"q": "船" * 501}, {"q": "船", "limit": 0}, {"q": "船", "limit": 51}]
)
def test_a_search_for_articles_is_bounded(server, query):
    status, answer = server.get("/statutes", **query)
    assert status == 400
    assert answer["error"]


def test_sentences_are_grouped_by_meaning(server):
    texts = ["狗把我咬了谁赔", "怎么注册商标", "狗咬伤了我，找谁赔"]
    assert server.post("/groups", json.dumps({"texts": texts})) == (200, {"groups": [[0, 2], [1]]})


@pytest.mark.parametrize("body", ["{", "[]", '{"texts": "x"}', '{"texts": [1]}', json.dumps({"texts": ["x"] * 401})])
def test_what_cannot_be_grouped_is_refused(server, body):
    status, answer = server.post("/groups", body)
    assert status == 400
    assert answer["error"]

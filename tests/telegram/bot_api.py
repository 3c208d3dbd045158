"""A server that speaks Telegram's Bot API over HTTP, checks what it is sent as Telegram does, and fails on demand.

python-telegram-bot talks to it as to Telegram. What a person does in the app is in ``people.py``.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.answering import AnsweringHandler
from tests.telegram.markup import NotParsed, text_of

TOKEN = "987654:AAFakeTokenOfTheTestsNotOfAnybody-1234567"
BOT = {"id": 987654, "is_bot": True, "first_name": "解纷助手", "username": "jiefen_test_bot"}
PATIENCE = 20.0  # seconds for what a test waits for
Call = dict[str, Any]


class Refused(Exception):
    """The Bot API's answer to a call that it does not carry out."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass
class Fault:
    """What goes wrong with the next ``times`` calls of ``method`` (to ``chat``).

    ``status`` is the answer; None for no answer at all: then the call is carried out all the same when ``accepts``.
    """

    method: str
    times: int = 1
    chat: int | None = None
    status: int | None = None
    description: str = "Bad Gateway"
    retry_after: int | None = None
    parameters: dict[str, Any] | None = None
    accepts: bool = False
    holds: Callable[[Call], bool] = field(default=lambda call: True)

    def concerns(self, method: str, call: Call) -> bool:
        same_chat = self.chat is None or str(call.get("chat_id")) == str(self.chat)
        return self.times > 0 and self.method == method and same_chat and self.holds(call)


class BotApi:
    """Telegram at ``url``. ``sent`` holds every message that it took, ``calls`` every call."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.calls: list[tuple[str, Call]] = []
        self.confirmed = 0
        self.faults: list[Fault] = []
        self.blocked: set[int] = set()
        self.files: dict[str, bytes] = {}
        self.topics: dict[tuple[int, int], dict[str, Any]] = {}
        self.refused: list[str] = []  # calls with another token
        self.answered: dict[str, str | None] = {}
        self.webhook: dict[str, Any] | None = None
        self.ids = itertools.count(1000)
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, again on the same port after a stop."""
        self.is_closing = False
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def stop(self) -> None:
        """Be gone: connections are refused from now on."""
        with self.changed:
            self.is_closing = True
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    # --- what tests do and see ---

    def arrive(self, update: dict[str, Any], update_id: int | None = None) -> dict[str, Any]:
        """An update happens; it is given out until it is confirmed."""
        with self.changed:
            update = {"update_id": update_id or next(self.ids), **update}
            self.updates.append(update)
            self.changed.notify_all()
            return update

    def fail(self, method: str, **fault: Any) -> Fault:
        """Let coming calls go wrong; see ``Fault``."""
        made = Fault(method, **fault)
        with self.changed:
            self.faults.append(made)
        return made

    def wait(self, found: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Wait until ``found`` gives something true, and return it."""
        with self.changed:
            assert self.changed.wait_for(found, seconds), [message.get("text") for message in self.sent]
            return found()

    def messages(self, chat: int, thread: int | None = None) -> list[dict[str, Any]]:
        """What the bot wrote to ``chat``, oldest first."""
        return [
            message for message in self.sent
            if message["chat"]["id"] == chat and (thread is None or message.get("message_thread_id") == thread)
        ]  # fmt: skip

    def texts(self, chat: int, thread: int | None = None) -> list[str]:
        """The same as words."""
        return [message.get("text") or message.get("caption") or "" for message in self.messages(chat, thread)]

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for name, call in self.calls if name == method]

    # --- the API ---

    def answer(self, method: str, call: Call) -> Any:
        """Carry a call out, or let it go wrong. None is no answer."""
        with self.changed:
            fault = next((one for one in self.faults if one.concerns(method, call)), None)
            self.calls.append((method, call))
            self.changed.notify_all()
            if fault is not None:
                fault.times -= 1
                if fault.status is not None:
                    after = {"retry_after": fault.retry_after} if fault.retry_after else None
                    raise Refused(fault.status, fault.description, fault.parameters or after)
                if not fault.accepts:
                    return None
            name = re.sub("([A-Z])", lambda capital: f"_{capital[1].lower()}", method)
            work = getattr(self, f"_{name}", None)
            if work is None:
                raise Refused(404, "Not Found: method not found")
            result = work(call)
            self.changed.notify_all()
            return None if fault is not None else result

    def _get_me(self, call: Call) -> Any:
        return BOT

    def _get_updates(self, call: Call) -> Any:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, seconds = int(call.get("offset", 0)), float(call.get("timeout", 0))
        if offset:
            self.confirmed = offset
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self.changed.wait_for(lambda: self.updates or self.is_closing, min(seconds, 2))
        return self.updates[: int(call.get("limit", 100))]

    def _send_message(self, call: Call) -> Any:
        text = _parsed(call, "text", 4096)
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        return self._take(call, {"text": text})

    def _send_document(self, call: Call) -> Any:
        return self._send_file(call, "document")

    def _send_photo(self, call: Call) -> Any:
        return self._send_file(call, "photo")

    def _send_voice(self, call: Call) -> Any:
        return self._send_file(call, "voice")

    def _send_file(self, call: Call, kind: str) -> Any:
        name, content = call[kind]
        caption = _parsed(call, "caption", 1024)
        identity = f"{kind}-{next(self.ids)}"
        self.files[identity] = content
        described: Any = {"file_id": identity, "file_unique_id": identity, "file_name": name}
        if kind == "photo":
            described = [{**described, "width": 1, "height": 1}]
        if kind == "voice":
            described["duration"] = 1
        return self._take(call, {"caption": caption, kind: described})

    def _take(self, call: Call, content: dict[str, Any]) -> Any:
        chat = int(call["chat_id"])
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        thread = int(call["message_thread_id"]) if "message_thread_id" in call else None
        if thread is not None and (chat, thread) not in self.topics:
            raise Refused(400, "Bad Request: message thread not found")
        message: dict[str, Any] = {
            "message_id": next(self.ids), "date": int(time.time()), "chat": _chat(chat), "from": BOT, **content,
        }  # fmt: skip
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if "reply_markup" in call:
            message["reply_markup"] = _keyboard(json.loads(call["reply_markup"]))
        if "reply_parameters" in call:
            message["_reply_to"] = json.loads(call["reply_parameters"])["message_id"]
        self.sent.append(message)
        return {name: value for name, value in message.items() if not name.startswith("_")}

    def _send_chat_action(self, call: Call) -> Any:
        if int(call["chat_id"]) in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return True

    def _answer_callback_query(self, call: Call) -> Any:
        if call["callback_query_id"] not in self.answered:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered[call["callback_query_id"]] = call.get("text", "")
        return True

    def _edit_message_reply_markup(self, call: Call) -> Any:
        message = self._own(call)
        message.pop("reply_markup", None)
        if "reply_markup" in call:
            message["reply_markup"] = _keyboard(json.loads(call["reply_markup"]))
        return {name: value for name, value in message.items() if not name.startswith("_")}

    def _edit_message_text(self, call: Call) -> Any:
        message = self._own(call)
        message["text"] = _parsed(call, "text", 4096)
        return self._edit_message_reply_markup(call)

    def _own(self, call: Call) -> dict[str, Any]:
        chat, identity = int(call["chat_id"]), int(call["message_id"])
        for message in self.sent:
            if message["chat"]["id"] == chat and message["message_id"] == identity:
                return message
        raise Refused(400, "Bad Request: message to edit not found")

    def _get_file(self, call: Call) -> Any:
        identity = call["file_id"]
        if identity not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        size = len(self.files[identity])
        if size > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": identity, "file_unique_id": identity, "file_size": size, "file_path": f"files/{identity}"}

    def _set_webhook(self, call: Call) -> Any:
        self.webhook = call
        return True

    def _delete_webhook(self, call: Call) -> Any:
        self.webhook = None
        return True

    def _set_my_commands(self, call: Call) -> Any:
        for command in json.loads(call["commands"]):
            assert re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) and 1 <= len(command["description"]) <= 256
        return True

    def _delete_my_commands(self, call: Call) -> Any:
        return True

    def _create_forum_topic(self, call: Call) -> Any:
        thread = next(self.ids)
        self.topics[int(call["chat_id"]), thread] = {"name": call["name"], "is_open": True}
        return {"message_thread_id": thread, "name": call["name"], "icon_color": 7322096}

    def _edit_forum_topic(self, call: Call) -> Any:
        self._topic(call)["name"] = call["name"]
        return True

    def _close_forum_topic(self, call: Call) -> Any:
        return self._topic_turn(call, False)

    def _reopen_forum_topic(self, call: Call) -> Any:
        return self._topic_turn(call, True)

    def _topic_turn(self, call: Call, is_open: bool) -> Any:
        topic = self._topic(call)
        if topic["is_open"] == is_open:
            raise Refused(400, "Bad Request: TOPIC_NOT_MODIFIED")
        topic["is_open"] = is_open
        return True

    def _topic(self, call: Call) -> dict[str, Any]:
        place = int(call["chat_id"]), int(call["message_thread_id"])
        if place not in self.topics:
            raise Refused(400, "Bad Request: message thread not found")
        return self.topics[place]


def _chat(chat: int) -> dict[str, Any]:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": "某"}
    return {"id": chat, "type": "supergroup", "title": "调解小组", "is_forum": True}


def _parsed(call: Call, name: str, longest: int) -> str:
    """The words of a text with or without HTML, when Telegram would take them."""
    text = call.get(name, "")
    if call.get("parse_mode") == "HTML":
        try:
            text = text_of(text)
        except NotParsed as error:
            raise Refused(400, f"Bad Request: can't parse entities: {error}") from error
    if len(text.encode("utf-16-le")) // 2 > longest:
        raise Refused(400, f"Bad Request: {'message' if name == 'text' else 'message caption'} is too long")
    return text


def _keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    for row in markup.get("inline_keyboard", []):
        if not 1 <= len(row) <= 8:
            raise Refused(400, "Bad Request: invalid keyboard row")
        for button in row:
            if not button["text"].strip():
                raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
            if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _handler(api: BotApi) -> type[AnsweringHandler]:
    class Handler(AnsweringHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            prefix, method = self.path.rsplit("/", 1)
            if prefix != f"/bot{TOKEN}":
                with api.changed:
                    api.refused.append(method)
                    api.changed.notify_all()
                self.send_json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
                return
            try:
                result = api.answer(method, _fields(self.headers["content-type"], body))
            except Refused as refusal:
                self.send_json(refusal.status, refusal.body)
                return
            if result is None:
                time.sleep(0.5)  # longer than the client waits in these tests
                self.close_connection = True
                return
            self.send_json(200, {"ok": True, "result": result})

        def do_GET(self) -> None:
            prefix = f"/file/bot{TOKEN}/files/"
            path = unquote(self.path)  # the library quotes the colon of the token
            content = api.files.get(path.removeprefix(prefix)) if path.startswith(prefix) else None
            if content is None:
                self.send_json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
            else:
                self.send_bytes(200, "application/octet-stream", content)

    return Handler


def _fields(kind: str | None, body: bytes) -> Call:
    """The parameters of a call: a form, or a form with files as (name, content)."""
    if not kind:
        return {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    parsed = BytesParser(policy=HTTP).parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + body)
    call: Call = {}
    for part in parsed.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        filename = part.get_filename()
        call[str(name)] = (filename, content) if filename else content.decode()
    # A file is named by the field that holds it: attach://<field>.
    return {name: call[value.removeprefix("attach://")] if isinstance(value, str) and value.startswith("attach://")
            else value for name, value in call.items()}  # fmt: skip

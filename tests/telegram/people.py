"""What people do in the Telegram app: write, press, edit, send files, block; each becomes an update."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.telegram.bot_api import BotApi

chats = itertools.count(5_000_000_001)  # ids of today's users do not fit 32 bits


class Person:
    """Somebody in a chat with the bot, or in the group ``group`` (and its topic ``thread``)."""

    def __init__(
        self, api: BotApi, language: str = "zh-hans", user: int | None = None, group: int | None = None
    ) -> None:
        self.api = api
        self.user = user or next(chats)
        self.chat = group or self.user
        self.language = language

    def of_group(self, group: int) -> Person:
        """The same person, writing in a group."""
        return Person(self.api, self.language, self.user, group)

    # --- does ---

    def says(self, text: str, *, update_id: int | None = None, **fields: Any) -> dict[str, Any]:
        """Write a text; what begins with a slash is a command, as the app marks it."""
        return self.api.arrive({"message": self._message(text=text, **self._command(text), **fields)}, update_id)

    def sends(self, **content: Any) -> dict[str, Any]:
        """Send something else than a text: ``photo``, ``document``, ``sticker``, ``location`` …"""
        return self.api.arrive({"message": self._message(**content)})

    def sends_file(self, kind: str, content: bytes, name: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a ``photo``, ``document`` or ``voice`` that Telegram keeps for the bot."""
        identity = f"{kind}-{next(self.api.ids)}"
        self.api.files[identity] = content
        about: Any = {"file_id": identity, "file_unique_id": identity, "file_size": len(content)}
        if kind == "photo":
            about = [{**about, "width": 90, "height": 90, "file_size": 3}, {**about, "width": 900, "height": 900}]
        elif kind == "voice":
            about |= {"duration": 3, "mime_type": "audio/ogg"}
        else:
            about |= {"file_name": name}
        return self.sends(**{kind: about}, **fields)

    def edits(self, update: dict[str, Any], text: str) -> dict[str, Any]:
        """Change a message that was sent."""
        edited = {**update["message"], "text": text, "edit_date": int(time.time())}
        return self.api.arrive({"edited_message": edited})

    def presses(self, title: str, *, update_id: int | None = None) -> str:
        """Press the newest button whose title begins so; returns the id of the press."""
        message, button = self._button(title)
        shown = {name: value for name, value in message.items() if not name.startswith("_")}
        return self._press(shown, button["callback_data"], update_id)

    def presses_stale(self, data: str) -> str:
        """Press a button of a message that is so old that Telegram no longer tells its content."""
        gone = {"chat": self._chat(), "message_id": 7, "date": 0}
        return self._press(gone, data, None)

    def blocks(self) -> None:
        """Block the bot."""
        self.api.blocked.add(self.chat)
        self.api.arrive({"my_chat_member": self._membership("member", "kicked")})

    def unblocks(self) -> None:
        """Unblock the bot."""
        self.api.blocked.discard(self.chat)
        self.api.arrive({"my_chat_member": self._membership("kicked", "member")})

    # --- sees ---

    def texts(self, thread: int | None = None) -> list[str]:
        """Everything that the bot wrote in this chat."""
        return self.api.texts(self.chat, thread)

    def sees(self, words: str, *, times: int = 1, thread: int | None = None) -> dict[str, Any]:
        """Wait until that many messages hold ``words``; returns the last one."""
        found = self.api.wait(lambda: self._found(words, times, thread))
        assert isinstance(found, dict)
        return found

    def alert(self, press: str) -> str | None:
        """What a press brought up over the chat: "" for nothing."""
        shown = self.api.wait(lambda: self.api.answered.get(press) is not None)
        assert shown
        return self.api.answered[press]

    def buttons(self) -> list[str]:
        """The titles of the buttons under the last message that has any."""
        for message in reversed(self.api.messages(self.chat)):
            if keyboard := message.get("reply_markup", {}).get("inline_keyboard"):
                return [button["text"] for row in keyboard for button in row]
        return []

    def _found(self, words: str, times: int, thread: int | None) -> dict[str, Any] | None:
        holding = [
            message for message in self.api.messages(self.chat, thread)
            if words in (message.get("text") or message.get("caption") or "")
        ]  # fmt: skip
        return holding[-1] if len(holding) >= times else None

    def _button(self, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
        def look() -> tuple[dict[str, Any], dict[str, Any]] | None:
            for message in reversed(self.api.messages(self.chat)):
                for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                    for button in row:
                        if button["text"].removeprefix("✓ ").startswith(title):
                            return message, button
            return None

        found = self.api.wait(look)
        assert found is not None
        return found  # type: ignore[no-any-return]

    def _press(self, message: dict[str, Any], data: str, update_id: int | None) -> str:
        identity = f"press-{next(self.api.ids)}"
        self.api.answered.setdefault(identity, None)
        query = {"id": identity, "from": self._from(), "chat_instance": "1", "message": message, "data": data}
        self.api.arrive({"callback_query": query}, update_id)
        return identity

    def _message(self, **content: Any) -> dict[str, Any]:
        base = {"message_id": next(self.api.ids), "date": int(time.time()), "chat": self._chat(), "from": self._from()}
        return {**base, **content}

    def _from(self) -> dict[str, Any]:
        return {"id": self.user, "is_bot": False, "first_name": "某", "language_code": self.language}

    def _chat(self) -> dict[str, Any]:
        if self.chat > 0:
            return {"id": self.chat, "type": "private", "first_name": "某"}
        return {"id": self.chat, "type": "supergroup", "title": "调解小组", "is_forum": True}

    def _membership(self, before: str, after: str) -> dict[str, Any]:
        bot = {"id": 987654, "is_bot": True, "first_name": "解纷助手"}
        states = {"member": {"status": "member", "user": bot}, "left": {"status": "left", "user": bot},
                  "kicked": {"status": "kicked", "user": bot, "until_date": 0}}  # fmt: skip
        return {"chat": self._chat(), "from": self._from(), "date": int(time.time()),
                "old_chat_member": states[before], "new_chat_member": states[after]}  # fmt: skip

    @staticmethod
    def _command(text: str) -> dict[str, Any]:
        if not text.startswith("/"):
            return {}
        return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}

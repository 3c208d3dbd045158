"""The shapes of the web chat's requests and answers, from which the OpenAPI page is made."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import UUID4, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from bot.case_shapes import CaseReply
from bot.schema import CardReply, ChannelsReply, ContactsReply, TextReply
from bot.sentences import Language


class MessageIn(BaseModel):
    """What a citizen sends. ``payload`` when a button was pressed; ``text`` is the button's title then."""

    model_config = ConfigDict(extra="forbid")

    conversation: UUID4 = Field(description="a secret made by the client; a new one begins a new conversation")
    id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$", description="makes it harmless to repeat the request")
    text: str = Field(max_length=2000, description="plain text")
    payload: str | None = Field(None, max_length=2000, description="of a button that this conversation was shown")
    language: Language | None = Field(None, description="only when the citizen chose it")

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str) -> str:
        # NUL and lone halves of surrogate pairs are no characters, and no store or model can take them.
        text = text.encode("utf-8", "ignore").decode().replace("\0", "")
        if not text.strip():
            raise PydanticCustomError("text_empty", "is empty")
        return text


class _Shown(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    seq: int = Field(description="place in the conversation; the same message always has the same")
    id: str
    at: datetime


class CitizenMessage(_Shown):
    """A message of the citizen. ``erased`` when its text was deleted since.

    Personal numbers are masked but in what only the mediator of the ``case`` answers (``relayed``).
    """

    from_: Literal["citizen"] = Field(alias="from")
    kind: Literal["text"]
    text: str
    payload: str | None = None
    erased: bool = False
    relayed: bool = False
    case: str | None = Field(None, description="number of the case")


class FileMessage(_Shown):
    """A file of a case; its content is at ``/api/conversations/{conversation}/files/{file}``."""

    from_: Literal["citizen", "mediator"] = Field(alias="from")
    kind: Literal["file"]
    file: str
    name: str
    type: str
    size: int = Field(description="in bytes")
    case: str
    relayed: bool = False


class MediatorText(_Shown):
    """What a mediator, a person, wrote."""

    from_: Literal["mediator"] = Field(alias="from")
    kind: Literal["text"]
    language: Language
    text: str
    name: str = Field(description="of the mediator")
    case: str


class _FromAssistant(_Shown):
    from_: Literal["assistant"] = Field(alias="from", description="an automatic reply")


class AssistantText(_FromAssistant, TextReply):
    """A text of the assistant."""


class AssistantCard(_FromAssistant, CardReply):
    """A guidance card."""


class AssistantChannels(_FromAssistant, ChannelsReply):
    """A comparison of ways to settle a dispute."""


class AssistantContacts(_FromAssistant, ContactsReply):
    """Numbers to call."""


class AssistantCase(_FromAssistant, CaseReply):
    """What became of a case."""


AssistantMessage = AssistantText | AssistantCard | AssistantChannels | AssistantContacts | AssistantCase


class SpeakerShown(BaseModel):
    """Who answers the citizen now. Of a mediator: the name, the number of the case, how far they have read."""

    who: Literal["assistant", "mediator"]
    name: str | None
    case: str | None
    read_seq: int


class Answered(BaseModel):
    """What was said to a message so far; with status 202 the answer itself is still to come."""

    conversation: UUID4
    id: str
    seq: int = Field(description="of the citizen's message")
    language: Language | None = Field(description="the language that the citizen fixed, if any")
    replies: list[AssistantMessage]


class MessageList(BaseModel):
    """A conversation after some seq."""

    messages: list[CitizenMessage | FileMessage | MediatorText | AssistantMessage]
    typing: bool = Field(description="whether the assistant is working on an answer now")
    language: Language | None = Field(description="the language that the citizen fixed, if any")
    erased_to: int = Field(description="up to this seq things were erased; 0 when nothing was")
    speaker: SpeakerShown


class Kept(BaseModel):
    """What stays of a case that was erased, and why."""

    number: str
    kept: str


class ErasedConversation(BaseModel):
    """What became of the cases of a conversation that was erased."""

    kept: list[Kept]

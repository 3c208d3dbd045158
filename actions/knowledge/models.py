"""The forms of guidance cards and knowledge tables; what does not fit is refused with the field's name."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from actions.article_numbers import is_official

Language = Literal["zh", "en"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Region = Literal["national", "shanghai"]
Topic = Literal[
    "commercial", "ip", "finance", "legal-aid", "labour", "family", "housing", "consumer", "debt", "traffic",
    "medical", "injury", "online", "safety", "channels", "litigation", "administrative", "community",
]  # fmt: skip
Audience = Literal[
    "anyone", "worker", "employer", "business", "consumer", "tenant", "landlord", "owner", "family", "woman",
    "minor", "elder", "disabled", "service-member", "driver", "patient", "student", "suspect", "victim", "foreigner",
]  # fmt: skip
InstrumentKind = Literal[
    "administrative-regulation", "judicial-interpretation", "local-regulation", "departmental-rule",
    "party-regulation",
]  # fmt: skip


class Entry(BaseModel):
    """Everything in the knowledge base is read-only and has no field that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Bilingual(Entry):
    """One text in both languages."""

    zh: Text
    en: Text

    def in_language(self, language: Language) -> str:
        """The text in the citizen's language."""
        return self.en if language == "en" else self.zh


class Citation(Entry):
    """One article of a law under its full official name."""

    law: Text
    article: Text

    @field_validator("article")
    @classmethod
    def _is_official(cls, article: str) -> str:
        if not is_official(article):
            raise ValueError(f"write the article as the law does, such as 第二十七条, not {article!r}")
        return article


class Deadline(Entry):
    """A time limit; ``rule`` names the rule in data/deadlines.yml that computes it, if one does."""

    rule: Id | None
    text: Text


class EnglishCard(Entry):
    """A card's English side; lists run parallel to the Chinese ones."""

    title: Text
    questions: tuple[Text, ...] = Field(min_length=3)
    answer: Annotated[Text, StringConstraints(max_length=320)]
    steps: tuple[Text, ...]
    papers: tuple[Text, ...]
    cost: Text | None = None
    duration: Text | None = None
    deadlines: tuple[Text, ...]
    body: Text


class CardWords(Entry):
    """One language's words of a card."""

    title: str
    answer: str
    steps: tuple[str, ...]
    papers: tuple[str, ...]
    cost: str | None
    duration: str | None
    deadlines: tuple[Deadline, ...]
    more: str


class Card(Entry):
    """One piece of vetted guidance, as docs/architecture.md describes it."""

    id: Id
    title: Text
    topic: Topic
    questions: tuple[Text, ...] = Field(min_length=8)
    answer: Annotated[Text, StringConstraints(max_length=120)]
    steps: tuple[Text, ...] = Field(min_length=2, max_length=7)
    papers: tuple[Text, ...]
    cost: Text | None = None
    duration: Text | None = None
    deadlines: tuple[Deadline, ...]
    channels: tuple[Id, ...]
    citations: tuple[Citation, ...] = Field(min_length=1)
    audience: tuple[Audience, ...] = Field(min_length=1)
    region: Region
    effective_from: date | None = None
    effective_to: date | None = None
    reviewed: date
    review_by: date
    en: EnglishCard
    body: Text

    @model_validator(mode="after")
    def _sides_agree(self) -> "Card":
        for field in ("steps", "papers", "deadlines"):
            chinese, english = len(getattr(self, field)), len(getattr(self.en, field))
            if chinese != english:
                raise ValueError(f"en.{field}: {english} entries beside {chinese} in Chinese")
        for field in ("cost", "duration"):
            if (getattr(self, field) is None) != (getattr(self.en, field) is None):
                raise ValueError(f"en.{field}: must be there in both languages or in neither")
        return self

    @model_validator(mode="after")
    def _dates_in_order(self) -> "Card":
        if self.review_by <= self.reviewed:
            raise ValueError("review_by: must come after reviewed")
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to: lies before effective_from")
        return self

    def applies_on(self, day: date) -> bool:
        """Whether the card may be given on ``day``; both ends of its term count as inside."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )

    def in_language(self, language: Language) -> CardWords:
        """The card's words in the citizen's language."""
        if language == "zh":
            return CardWords(
                more=self.body, **{name: getattr(self, name) for name in CardWords.model_fields if name != "more"}
            )
        texts = zip(self.deadlines, self.en.deadlines, strict=True)
        return CardWords(
            title=self.en.title,
            answer=self.en.answer,
            steps=self.en.steps,
            papers=self.en.papers,
            cost=self.en.cost,
            duration=self.en.duration,
            deadlines=tuple(Deadline(rule=deadline.rule, text=text) for deadline, text in texts),
            more=self.en.body,
        )


class Channel(Entry):
    """A way to settle a dispute, with the six facts by which people compare."""

    id: Id
    name: Bilingual
    accepts: Bilingual
    who_may_apply: Bilingual
    how: Bilingual
    fee: Bilingual
    time: Bilingual
    binding: Bilingual
    enforcement: Bilingual
    decided_by: Bilingual
    not_for: Bilingual
    if_it_fails: Bilingual
    next: tuple[Id, ...]
    hotline: Id | None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None
    citations: tuple[Citation, ...]
    reviewed: date


class Hotline(Entry):
    """A telephone number that a citizen can call."""

    id: Id
    number: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 \-]*[0-9]$")]
    name: Bilingual
    use_for: Bilingual
    hours: Bilingual
    source: Text
    reviewed: date


class Instrument(Entry):
    """A rule that the statutes database lacks; it is cited by name, number and dates, without its text."""

    name: Text
    short: Text
    issuer: Text
    number: Text | None
    published: date | None
    effective_from: date | None
    effective_to: date | None
    articles: Annotated[int, Field(gt=0)] | None
    kind: InstrumentKind
    source: Text
    note: Text | None = None

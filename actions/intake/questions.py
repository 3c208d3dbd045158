"""The intake's questions as they are asked after the answers so far."""

from __future__ import annotations

from collections.abc import Sequence

from actions.intake.places import Places, latin_name
from actions.intake.table import Asked, IntakeTable, Purpose
from actions.knowledge.models import Bilingual, Language
from actions.questionnaire import Answers, Option, Question
from actions.texts import bilingual, say

CONSENT, CONFIRM = "consent", "confirm"
YES, NO, SKIPPED, STORY = "yes", "no", "skip", "story"
CORRECT = "correct:"
"""Stands before a question's id in the button that asks it again."""
WORDS = frozenset({"what_happened", "other_side", "wishes", "tried", "evidence", "contact"})
"""Questions that any words answer."""
LANGUAGES: tuple[Language, Language] = ("zh", "en")
KEPT = frozenset({"contact"})
"""Questions whose answer the gateway keeps as it is written, numbers and all."""
MOST_STORY = 120


class Questions:
    """Makes the questions from the tables; ``kinds`` are the kinds of dispute as options."""

    def __init__(self, table: IntakeTable, places: Places, kinds: Sequence[Option], years: str, operator: str) -> None:
        """``years`` is how long ended cases are kept, ``operator`` who runs this; both go into the purpose."""
        self._asked = {asked.id: asked for asked in table.questions}
        self._places = places
        self._kinds = {option.id: option for option in kinds}
        self._agreed, self._refused, self._skipped = table.agreed, table.refused, table.skipped
        self._sides = {side.id: side.name for side in table.counterparties}
        self.purpose = _purpose(table.purpose, years, operator)

    def next(self, answers: Answers, summary: Bilingual) -> Question | None:
        """The first question that has no answer yet; ``summary`` is what is to be confirmed at the end."""
        if CONSENT not in answers:
            return self._consent()
        if answers[CONSENT] == NO:
            return None
        open_questions = [asked for asked in self._asked.values() if self._is_open(asked.id, answers)]
        if open_questions:
            return self.question(open_questions[0].id, answers, len(open_questions) - 1)
        return None if answers.get(CONFIRM) == YES else self._confirm(summary)

    def question(self, name: str, answers: Answers, left: int = 0) -> Question:
        """The question ``name``, of which ``left`` others come after."""
        asked = self._asked[name]
        why = asked.why
        if left:
            why = Bilingual(
                zh=why.zh + say("intake_left", "zh", count=left), en=f"{why.en} {say('intake_left', 'en', count=left)}"
            )
        options = self._options(name, answers)
        if asked.skip:
            options = (*options, self._skip(asked.skip, is_known=name == "other_side" and "_side" in answers))
        return Question(
            id=name,
            ask=self._wording(asked, answers),
            why=why,
            options=options,
            takes_words=name in WORDS,
            keeps=name if name in KEPT else None,
        )

    def _skip(self, label: Bilingual, is_known: bool) -> Option:
        """The way past a question; of who the other side is, where that is known, a yes leads past it as well."""
        if is_known:
            label = bilingual("intake_side_right")
        examples = (*self._skipped, *(self._agreed if is_known else ()))
        return Option(id=SKIPPED, label=label, examples=examples, always=True)

    def _is_open(self, name: str, answers: Answers) -> bool:
        if name == "subdistrict" and answers.get("district", SKIPPED) not in self._places.districts:
            return False  # the district is not known, or was told with its subdistrict
        return name not in answers

    def _wording(self, asked: Asked, answers: Answers) -> Bilingual:
        if asked.id == "what_happened" and answers.get("_story"):
            told = answers["_story"]
            short = told if len(told) <= MOST_STORY else f"{told[:MOST_STORY]}…"
            return Bilingual(zh=say("intake_story", "zh", story=short), en=say("intake_story", "en", story=short))
        if asked.id == "other_side" and answers.get("_side") in self._sides:
            side = self._sides[answers["_side"]]
            return Bilingual(zh=say("intake_side", "zh", side=side.zh), en=say("intake_side", "en", side=side.en))
        if asked.id == "subdistrict":
            district = self._places.districts[answers["district"]]
            first = district.subdistricts[0]
            return Bilingual(
                zh=asked.ask.zh.format(example=first),
                en=asked.ask.en.format(example=latin_name(district, first).title()),
            )
        return asked.ask

    def _options(self, name: str, answers: Answers) -> tuple[Option, ...]:
        if name == "kind":
            likely = [self._kinds[kind] for kind in answers.get("_guesses", "").split(",") if kind in self._kinds]
            first = [option.model_copy(update={"always": True, "group": None}) for option in likely]
            return (*first, *(option for option in self._kinds.values() if option not in likely))
        if name == "what_happened" and answers.get("_story"):
            return (Option(id=STORY, label=bilingual("intake_use_story"), examples=self._agreed),)
        if name == "district":
            districts = self._places.districts.values()
            return tuple(Option(id=one.id, label=one.name, group=one.area) for one in districts)
        if name == "subdistrict":
            streets = self._places.districts[answers["district"]].subdistricts
            return tuple(Option(id=street, label=Bilingual(zh=street, en=street)) for street in streets)
        return ()

    def _consent(self) -> Question:
        options = (
            Option(id=YES, label=bilingual("intake_agree"), examples=self._agreed),
            Option(id=NO, label=bilingual("intake_disagree"), examples=self._refused),
        )
        short = self.purpose.short
        again = Bilingual(
            zh=say("intake_consent_again", "zh", short=short.zh), en=say("intake_consent_again", "en", short=short.en)
        )
        why = bilingual("intake_why_consent")
        return Question(id=CONSENT, ask=self.purpose.text, why=why, options=options, again=again)

    def _confirm(self, summary: Bilingual) -> Question:
        fields = [_correction(asked) for asked in self._asked.values() if asked.called]
        send = Option(id=YES, label=bilingual("intake_send"), examples=self._agreed)
        later = Option(id="later", label=bilingual("intake_later"), payload="/stop")
        return Question(
            id=CONFIRM, ask=summary, why=bilingual("intake_confirm"), options=(send, *fields, later), in_full=True
        )


def _correction(asked: Asked) -> Option:
    zh, en = (say("intake_correct", language, field=asked.label.in_language(language)) for language in LANGUAGES)
    return Option(id=f"{CORRECT}{asked.id}", label=Bilingual(zh=zh, en=en))


def _purpose(purpose: Purpose, years: str, operator: str) -> Purpose:
    zh, en = (say("intake_operator", language, operator=operator) if operator else "" for language in LANGUAGES)
    return purpose.model_copy(
        update={
            part: Bilingual(zh=words.zh.format(years=years, operator=zh), en=words.en.format(years=years, operator=en))
            for part, words in (("text", purpose.text), ("short", purpose.short))
        }
    )

"""The review of a draft: every law that it names, every article, every quotation from them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from actions.statutes import Article, Statutes
from actions.statutes.former import FormerLaws
from actions.statutes.versions import Version
from review import quotes
from review.differences import bare, closest_window
from review.documents import Paragraph
from review.findings import Comparison, Finding, Report, Severity
from review.mentions import SOUNDS_LIKE_LAW, Mention, Reader
from review.quantities import chinese_quantities
from review.sentences import say
from review.suggestions import Articles, Names

SOON = timedelta(days=180)
_ITEM = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)．.、]")
_SENTENCE_END = re.compile(r"[。；\n]")
_COUNTED = ("day", "workday", "month", "hour", "yuan", "percent", "times")


@dataclass(frozen=True)
class Sources:
    """What a draft is checked against, on the day ``on``."""

    statutes: Statutes
    names: Names
    articles: Articles
    former: FormerLaws
    on: date


def review_document(file: str, paragraphs: Sequence[Paragraph], sources: Sources) -> Report:
    """Check the draft called ``file``."""
    report = Report(file)
    reader = Reader(sources.statutes.official_name, lambda name: len(sources.names.short_for(name)) == 1)
    named = cited = 0
    for position, paragraph in enumerate(paragraphs):
        mentions = reader.mentions(paragraph.text)
        following = paragraphs[position + 1].text if position + 1 < len(paragraphs) else ""
        for number, mention in enumerate(mentions):
            stop = mentions[number + 1].start if number + 1 < len(mentions) else len(paragraph.text)
            check = _MentionCheck(file, paragraph, mention, stop, following, sources)
            report.add(check.findings())
        named += len(mentions)
        cited += sum(len(mention.articles) for mention in mentions)
    report.looked_at = {"paragraphs": len(paragraphs), "laws named": named, "articles cited": cited}
    return report


class _MentionCheck:
    """One law named in one place, with what stands after it up to the next one."""

    def __init__(
        self, file: str, paragraph: Paragraph, mention: Mention, stop: int, following: str, sources: Sources
    ) -> None:
        self._file = file
        self._paragraph = paragraph
        self._mention = mention
        self._stop = stop
        self._following = following
        self._sources = sources
        self._statutes = sources.statutes

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong with it."""
        for written in self._mention.impossible:
            yield self._finding("error", "no_number", written=written)
        law = self._statutes.official_name(self._mention.law)
        if law is None:
            shortened = self._sources.names.short_for(self._mention.law)
            yield from self._unknown_law(shortened)
            if self._sources.former.find(self._mention.law) or len(shortened) != 1:
                return
            law = shortened[0]
        if not self._mention.articles:
            yield from self._standing(self._statutes.article(law, None, self._sources.on))
        articles = []
        for number in self._mention.articles:
            article = self._statutes.article(law, number, self._sources.on)
            if article is None:
                yield self._no_article(law, number)
                continue
            articles.append(article)
            yield from self._standing(article)
            yield from self._paragraph_of(article)
        yield from self._quotations(law, articles)

    def _unknown_law(self, shortened: list[str]) -> Iterator[Finding]:
        mention, former = self._mention, self._sources.former.find(self._mention.law)
        if former is not None:
            yield self._finding(
                "error", "former", suggestions=(former.replaced_by,),
                law=former.name, day=former.last_day, source=former.source,
            )  # fmt: skip
        elif len(shortened) == 1:
            yield self._finding("warning", "not_official", suggestions=tuple(shortened), law=mention.law)
        elif mention.articles:
            nearest = tuple(self._sources.names.nearest(mention.law))
            severity: Severity = "error" if mention.in_brackets else "warning"
            yield self._finding(severity, "unknown", suggestions=nearest, law=mention.law)
        elif SOUNDS_LIKE_LAW.search(mention.law):
            nearest = tuple(self._sources.names.nearest(mention.law))
            yield self._finding("warning", "unchecked", suggestions=nearest, law=mention.law)

    def _no_article(self, law: str, number: str) -> Finding:
        numbers = self._statutes.numbers(law, self._sources.on)
        words = self._first_quotation() or self._sentence()
        likely = self._sources.articles.with_words(words, law, 0.35) if len(bare(words)) >= quotes.SHORTEST else []
        name, last = ("no_article_ends", numbers[-1]) if numbers else ("no_article", "")
        labels = tuple(one.label for one in likely)
        return self._finding("error", name, suggestions=labels, law=law, article=number, last=last)

    def _standing(self, article: Article | None) -> Iterator[Finding]:
        if article is None:
            return
        cited, today = article.law + (article.article or ""), self._sources.on
        if article.status == "ended":
            name = "ended_on" if article.last_day else "ended"
            yield self._finding("error", name, cited=cited, day=article.last_day)
        elif article.status == "not_yet":
            yield self._finding("error", "not_yet", cited=cited, day=_first_day(article, self._statutes))
        elif article.status == "changed":
            yield self._finding("warning", "reworded", cited=cited)
        elif article.last_day is not None and article.last_day - today <= SOON:
            yield self._finding("note", "ends_soon", cited=cited, day=article.last_day)

    def _paragraph_of(self, article: Article) -> Iterator[Finding]:
        wanted = self._mention.paragraphs.get(article.article or "")
        if wanted is None or article.text is None:
            return
        count = sum(1 for line in article.text.splitlines() if not _ITEM.match(line))
        if wanted > count:
            yield self._finding(
                "error", "paragraphs", Comparison("cited", None, "the article", article.text),
                cited=f"{article.law}{article.article}", count=count, s="s" * (count != 1), wanted=wanted,
            )  # fmt: skip

    def _quotations(self, law: str, articles: Sequence[Article]) -> Iterator[Finding]:
        found = quotes.quotations(self._paragraph.text, self._mention.end, self._stop)
        if not found and self._stop == len(self._paragraph.text):
            found = _block_quotation(self._paragraph.text[self._mention.end :], self._following)
        texts = [article.text for article in articles if article.text is not None]
        if len(texts) < len(articles) and found:
            yield self._finding("note", "no_words")
        elif texts:
            for quotation in found:
                yield from self._quotation(quotation, law, articles, texts)
            if not found:
                yield from self._numbers(articles, texts)
        elif not self._mention.articles:
            yield from self._without_article(law, [one for one in found if one.introduced])

    def _quotation(
        self, quotation: quotes.Quotation, law: str, articles: Sequence[Article], texts: Sequence[str]
    ) -> Iterator[Finding]:
        standing = quotes.against(quotation.text, texts)
        if standing.kind == "same":
            return
        cited = "、".join(article.article or "" for article in articles)
        old = self._of_another_text(quotation.text, law)
        if old is not None:
            version, number = old
            today = self._sources.articles.with_words(quotation.text, law)
            yield self._quoted(
                "old_words", quotation, today[0].words if today else texts[0], tuple(one.label for one in today),
                article=number, day=version.adopted,
            )  # fmt: skip
            return
        likely = self._sources.articles.with_words(quotation.text, law, 0.7)
        elsewhere = [one for one in likely if one.law != law or one.article not in self._mention.articles]
        better = elsewhere and (standing.kind == "other" or elsewhere[0].likeness > 0.97)
        if better:
            yield self._quoted(
                "elsewhere", quotation, elsewhere[0].words, tuple(one.label for one in elsewhere), articles=cited
            )
        elif standing.kind == "differs":
            yield self._quoted("misquoted", quotation, standing.words, articles=cited)
        elif quotation.introduced:
            beside = Comparison("the draft", quotation.text, "the article", texts[0])
            yield self._finding("warning", "nowhere", beside, articles=cited)

    def _without_article(self, law: str, found: Sequence[quotes.Quotation]) -> Iterator[Finding]:
        for quotation in found:
            likely = self._sources.articles.with_words(quotation.text, law)
            own = [one for one in likely if one.law == law]
            labels = tuple(one.label for one in own or likely)
            if own and own[0].likeness > 0.99:
                yield self._finding("note", "without_number", suggestions=labels)
            elif likely:
                yield self._quoted("misquoted_or_other", quotation, likely[0].words, labels)

    def _numbers(self, articles: Sequence[Article], texts: Sequence[str]) -> Iterator[Finding]:
        """Numbers that the sentence ascribes to the article and that the article has otherwise."""
        in_law = [one for text in texts for one in chinese_quantities(text)]
        kinds = {one.unit for one in in_law}
        for said in chinese_quantities(self._sentence()):
            if said.unit in _COUNTED and said.unit in kinds and said.key not in {one.key for one in in_law}:
                has = "、".join(dict.fromkeys(one.text for one in in_law if one.unit == said.unit))
                beside = Comparison("the draft", self._sentence(), "the article", self._nearest_words(texts))
                cited = f"{articles[0].law}{articles[0].article}"
                yield self._finding("warning", "other_number", beside, said=said.text, cited=cited, has=has)

    def _nearest_words(self, texts: Sequence[str]) -> str:
        windows = [closest_window(self._sentence(), text) for text in texts]
        best = max(windows, key=lambda window: window.likeness)
        return best.text or texts[0]

    def _of_another_text(self, quotation: str, law: str) -> tuple[Version, str] | None:
        """The text of the law that does not apply today and has exactly these words."""
        words, today = bare(quotation), self._statutes.article(law, None, self._sources.on)
        for version in self._statutes.versions(law):
            if today is not None and version.adopted == today.adopted:
                continue
            for number, text in self._statutes.texts(version):
                if words in bare(text):
                    return version, number
        return None

    def _first_quotation(self) -> str:
        found = quotes.quotations(self._paragraph.text, self._mention.end, self._stop)
        return found[0].text if found else ""

    def _sentence(self) -> str:
        """What follows in the same sentence, up to the next law."""
        rest = self._paragraph.text[self._mention.end : self._stop]
        return _SENTENCE_END.split(rest, maxsplit=1)[0].strip("的规定，, ")

    def _quoted(
        self, name: str, quotation: quotes.Quotation, words: str, suggestions: tuple[str, ...] = (), **told: object
    ) -> Finding:
        beside = Comparison("the draft", quotation.text, "the law", words)
        return self._finding("error", name, beside, suggestions, **told)

    def _finding(
        self,
        severity: Severity,
        name: str,
        comparison: Comparison | None = None,
        suggestions: tuple[str, ...] = (),
        **told: object,
    ) -> Finding:
        """``name`` is that of the sentence in ``review/sentences.py``, and ``told`` fills it in."""
        written = self._paragraph.text[self._mention.start : self._mention.end]
        place = f"{self._paragraph.place}, {written}" if len(written) <= 60 else self._paragraph.place
        english, chinese = say(name, **told)
        return Finding(
            severity, "draft", self._file, place, english, comparison, suggestions, chinese, self._existing()
        )

    def _existing(self) -> tuple[tuple[str, str | None], ...]:
        """What the mention names, as far as there is such a thing."""
        law = self._statutes.official_name(self._mention.law)
        numbers: Sequence[str | None] = self._mention.articles or (None,)
        named = [(law, number) for number in numbers if law]
        return tuple(one for one in named if self._statutes.article(*one, self._sources.on))


def _block_quotation(rest: str, following: str) -> list[quotes.Quotation]:
    """The next paragraph, when this one ends with a colon and that one is set as a quotation."""
    if not rest.rstrip().endswith(("：", ":")):
        return []
    words = following.lstrip("> \u3000")
    if not following.startswith(">") and not words.startswith(("“", '"', "「")):
        return []
    words = words.strip('“”"「」')
    return [quotes.Quotation(words, True, 0)] if len(bare(words)) >= quotes.SHORTEST else []


def _first_day(article: Article, statutes: Statutes) -> date | str:
    if article.applies_from is not None:
        return article.applies_from
    return next((one.starts for one in statutes.versions(article.law) if one.adopted == article.adopted), "a later day")

"""Checks of citations in data/: unchanged since the card was read, and how long they will still hold."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from actions.statutes import Article, Statutes
from review.cited import Cited
from review.differences import alike, bare, letter_pairs
from review.findings import Comparison, Finding
from review.kept_texts import KeptTexts
from review.lock import LOCK, UNKNOWN, Lock, Locked, digest_of, locked_as

SAME_RULE = 0.5  # from this share of common pairs of characters on, two articles hold the same rule
ACCEPT = "read the card again, then run python -m review --accept"


def resolved(cited: Iterable[Cited], statutes: Statutes) -> list[tuple[Cited, Article]]:
    """Each citation with its article; those that lead nowhere are left to the checks of form."""
    found = ((one, statutes.article(one.law, one.article, one.day)) for one in cited)
    return [(one, article) for one, article in found if article is not None]


def change_findings(
    cited: list[tuple[Cited, Article]], lock: Lock, kept: KeptTexts, statutes: Statutes
) -> Iterator[Finding]:
    """Citations whose words or day differ from the lock, those that are not in it, and rows that nobody cites."""
    new: dict[str, list[Cited]] = {}
    for one, article in cited:
        before, now = lock.get(one.source, {}).get(one.label), locked_as(article)
        if before is None:
            new.setdefault(one.source, []).append(one)
        elif now.digest != UNKNOWN and before.digest not in (UNKNOWN, now.digest):
            old = kept.find(before.digest, one.law, one.article, statutes)
            yield _changed(one, article, before, old, statutes)
        elif before.adopted != now.adopted:
            yield _finding("error" if now.digest == UNKNOWN else "warning", one,
                           f"{one.label}: another text of it applies now (read: {before.adopted}, "
                           f"now: {now.adopted}): {ACCEPT}")  # fmt: skip
        elif article.text is not None:
            kept.keep(article.text)
    for unread in new.values():
        labels = "、".join(one.label for one in unread)
        yield _finding("warning", unread[0], f"not in {LOCK} yet: {labels}: {ACCEPT}")
    used = {(one.source, one.label) for one, _ in cited}
    for source, rows in lock.items():
        stale = [label for label in rows if (source, label) not in used]
        if stale:
            yield Finding("note", "lock", source.partition("#")[0], source.partition("#")[2],
                          f"no longer cited, still in {LOCK}: {', '.join(stale)}")  # fmt: skip


def _changed(one: Cited, article: Article, before: Locked, old: str | None, statutes: Statutes) -> Finding:
    said = f"{one.label} has other words than when the card was read: {ACCEPT}"
    if old is None:
        said += "; the old words are not on this machine"
    return Finding(
        "error", "changed", one.file, one.place, said,
        Comparison(f"read, text of {before.adopted}", old, f"now, text of {article.adopted}", article.text),
        _moved_to(old, one, statutes) if old is not None else (),
    )  # fmt: skip


def _moved_to(old: str, one: Cited, statutes: Statutes) -> tuple[str, ...]:
    """The article of today's text that has nearly the old words, when a revision has counted the articles anew."""
    wanted = letter_pairs(bare(old))
    likeness = {
        number: alike(wanted, letter_pairs(bare(text)))
        for number in statutes.numbers(one.law, one.day)
        if (text := _words(statutes, one, number))
    }
    best = max(likeness, key=lambda number: likeness[number], default=None)
    if best is None or best == one.article or likeness[best] < SAME_RULE:
        return ()
    return (f"the old words are now in {best}",)


def _words(statutes: Statutes, one: Cited, number: str) -> str | None:
    article = statutes.article(one.law, number, one.day)
    return article.text if article is not None else None


def ending_findings(cited: list[tuple[Cited, Article]], statutes: Statutes, today: date) -> Iterator[Finding]:
    """Citations whose law ends, or is replaced by other words, before the card is read again."""
    for one, article in cited:
        last = article.last_day
        if not article.applies or last is None or one.until is None or not today <= last < one.until:
            continue
        after = statutes.article(one.law, one.article, last + timedelta(days=1))
        if after is None or not after.applies:
            yield _finding("warning", one, f"{one.label} ends on {last}, before the card is to be read again")
        elif after.text and article.text and digest_of(after.text) != digest_of(article.text):
            yield Finding(
                "warning", "ending", one.file, one.place,
                f"{one.label} has other words from {last + timedelta(days=1)}, before the card is to be read again",
                Comparison(f"until {last}", article.text, f"from {last + timedelta(days=1)}", after.text),
            )  # fmt: skip


def _finding(severity: str, one: Cited, message: str) -> Finding:
    return Finding("error" if severity == "error" else "warning", "changed", one.file, one.place, message)

"""Reads one official text in Markdown: title, dates, chapters and articles, or the reason why it cannot be read.

The form: a heading ``# title``; perhaps lines such as ``2022年4月10日 施行``; perhaps ``<!-- INFO END -->``; headings
for chapters and sections; each article begins a line with 第…条 and a space, and may go on for many paragraphs.
"""

import re
from dataclasses import dataclass
from datetime import date

from actions.article_numbers import article_number, official_article

LONGEST_NAME = 200
_SPACES = re.compile(r"[\s\u3000\u200b\ufeff]+")
_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_NUMERAL = "[〇零一二三四五六七八九十百千]+"
_TITLE = re.compile(r"#\s+(.+)")
_HEADING = re.compile(r"#{2,6}\s+(.+)")
# Files made without headings: the line is nothing but the chapter's number and name.
_BARE_HEADING = re.compile(rf"第{_NUMERAL}[编章节][\s\u3000]+[^。；：]{{1,40}}")
_ARTICLE = re.compile(rf"(第{_NUMERAL}条(?:之{_NUMERAL})?)(?:[\s\u3000]+|(?=【)|$)(.*)")
_SECTION = re.compile(rf"第{_NUMERAL}节")
_APPENDIX = re.compile(r"附(?:录|件|表|则表)?[一二三四五六七八九十\d]*[：:]?")
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
_DATED_LINE = re.compile(rf"{_DAY}[\s\u3000]*(.*)")
_DATE_IN_NAME = re.compile(r"[(（](\d{4})-(\d{2})-(\d{2})[)）]")
_COMMENCEMENT = re.compile(rf"自\s*{_DAY}\s*起\s*(?:施行|实施|生效)")


class UnreadableText(Exception):
    """The file is not a text of this form; the message says what is wrong with it."""


@dataclass(frozen=True)
class ImportedArticle:
    """One article; ``text`` has a line for each paragraph or item, without the number."""

    number: str
    text: str
    chapter: str | None
    section: str | None


@dataclass(frozen=True)
class ImportedText:
    """One text of a law. ``adopted`` is None when nothing tells; ``starts`` is the first day that the text names.

    At least one of the two is known.
    """

    name: str
    adopted: date | None
    starts: date | None
    articles: tuple[ImportedArticle, ...]


def read_markdown(text: str, file_name: str) -> ImportedText:
    """The law in ``text``; raises ``UnreadableText``."""
    lines = [_tidy(line) for line in _NOTE.sub("", text).splitlines()]
    lines = [line for line in lines if line]
    if not lines or (match := _TITLE.fullmatch(lines[0])) is None:
        raise UnreadableText("its first line is not a heading with the law's name, such as # 物业管理条例")
    name = _name(match[1])
    articles = _articles(lines[1:])
    head = _before_first_article(lines[1:])
    adopted = _date_in_name(file_name) or _last_date(head, starting=False)
    starts = _last_date(head, starting=True) or _commencement(articles[-1].text)
    if adopted is None and starts is None:
        raise UnreadableText(
            "has no date: put the day of adoption into the file's name, such as 物业管理条例(2018-03-19).md"
        )
    return ImportedText(name, adopted, starts, articles)


def _tidy(line: str) -> str:
    return line.replace("**", "").strip(" \t\r\u3000\u200b\ufeff")


def _name(heading: str) -> str:
    name = _SPACES.sub("", heading)
    if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
        name = name[1:-1]
    if not name or len(name) > LONGEST_NAME:
        raise UnreadableText(f"its heading is no law's name: {heading[:40]!r}")
    return name


def _before_first_article(lines: list[str]) -> list[str]:
    for position, line in enumerate(lines):
        if _ARTICLE.fullmatch(_plain(line)):
            return lines[:position]
    return lines


def _plain(line: str) -> str:
    return re.sub(r"^#+\s*", "", line)


def _articles(lines: list[str]) -> tuple[ImportedArticle, ...]:
    chapter: str | None = None
    section: str | None = None
    found: list[tuple[str, list[str], str | None, str | None]] = []
    for line in lines:
        if match := _ARTICLE.fullmatch(_plain(line)):
            found.append((official_article(match[1]), [match[2]] if match[2] else [], chapter, section))
        elif heading := _heading(line):
            if _SECTION.match(heading):
                section = heading
            else:
                chapter, section = heading, None
        elif found and _APPENDIX.fullmatch(line):
            break  # tables and lists after the last article belong to no article
        elif found:
            found[-1][1].append(line)
    if not found:
        raise UnreadableText("no line begins with an article's number, such as 第一条")
    _check_order([number for number, *_ in found])
    return tuple(_article(number, paragraphs, where, part) for number, paragraphs, where, part in found)


def _heading(line: str) -> str | None:
    match = _HEADING.fullmatch(line) or _BARE_HEADING.fullmatch(line)
    return _SPACES.sub(" ", match[1] if match.re is _HEADING else line).strip() if match else None


def _article(number: str, paragraphs: list[str], chapter: str | None, section: str | None) -> ImportedArticle:
    if not paragraphs:
        raise UnreadableText(f"{number} has no text")
    return ImportedArticle(number, "\n".join(paragraphs), chapter, section)


def _check_order(numbers: list[str]) -> None:
    # A gap or a repetition means that a line was lost or misread, and then no number can be trusted.
    place = (0, 0)
    for number in numbers:
        following = article_number(number)
        if following not in ((place[0] + 1, 0), (place[0], place[1] + 1)):
            before = f"after {numbers[numbers.index(number) - 1]}" if place != (0, 0) else "at the beginning"
            raise UnreadableText(f"{number} stands {before}, so an article is missing or stands twice")
        place = following


def _date_in_name(file_name: str) -> date | None:
    match = _DATE_IN_NAME.search(file_name)
    return _date(match.groups(), file_name) if match else None


def _last_date(head: list[str], starting: bool) -> date | None:
    """The latest date among the lines before the first article: of commencement, or of everything else."""
    dates = []
    for line in head:
        match = _DATED_LINE.fullmatch(line)
        if match and bool(re.match(r"(?:起)?(?:施行|实施|生效)", match[4])) == starting:
            dates.append(_date(match.groups()[:3], line))
    return max(dates, default=None)


def _commencement(last_article: str) -> date | None:
    match = _COMMENCEMENT.search(last_article)
    return _date(match.groups(), match[0]) if match else None


def _date(parts: tuple[str, ...], source: str) -> date:
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise UnreadableText(f"{source[:40]!r} holds a day that does not exist") from error

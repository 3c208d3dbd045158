"""What is said of a draft, in English for the terminal and in Chinese beside it at the desk."""

from collections.abc import Mapping

SAID: Mapping[str, tuple[str, str]] = {
    "no_number": ("{written} is no article number", "“{written}”不是条文编号"),
    "former": ("{law} ended on {day} ({source})", "《{law}》施行到 {day} 为止（{source}）"),
    "not_official": ("{law!r} is not the official name", "“{law}”不是法律的正式名称"),
    "unknown": (
        "{law!r} is in neither the statutes nor data/instruments.yml", "法律库和文件目录里都没有《{law}》",
    ),
    "unchecked": ("{law!r} is not known here, so it could not be checked", "这里不认识“{law}”，没法核对"),
    "no_article": ("{law} has no {article}", "《{law}》没有{article}"),
    "no_article_ends": ("{law} has no {article}; it ends with {last}", "《{law}》没有{article}，最后一条是{last}"),
    "ended": ("{cited} is not in force any more", "{cited}已经失效"),
    "ended_on": ("{cited} is not in force any more; it ended on {day}", "{cited}施行到 {day} 为止"),
    "not_yet": ("{cited} is not in force yet; it applies from {day}", "{cited}还没有生效，{day} 起施行"),
    "reworded": (
        "{cited} was reworded by an amendment whose words are not at hand", "{cited}已被修改，这里没有改后的文字",
    ),
    "ends_soon": ("{cited}: this text applies until {day}", "{cited}：这个文本用到 {day}"),
    "paragraphs": (
        "{cited} has {count} paragraph{s} (款), not {wanted}", "{cited}有 {count} 款，没有第 {wanted} 款",
    ),
    "no_words": (
        "the words of the article are not at hand, so the quotation was not checked",
        "这里没有条文的文字，引文没有核对",
    ),
    "old_words": (
        "the quoted words are those of {article} in the text of {day}, which does not apply today",
        "引的是 {day} 文本{article}的文字，现在不适用",
    ),
    "elsewhere": ("the quoted words are not in {articles}, but in another article", "引文不在{articles}，在另一条"),
    "misquoted": ("{articles} is quoted wrongly", "{articles}引错了"),
    "nowhere": (
        "the quoted words are not in {articles}, nor in any article at hand",
        "引文不在{articles}，也不在这里有的任何条文里",
    ),
    "without_number": ("quoted without the article's number", "引了条文，没写是第几条"),
    "misquoted_or_other": ("quoted wrongly, or from another law", "引错了，或者引的是别的法律"),
    "other_number": ("the sentence says {said}, {cited} says {has}", "句子里说{said}，{cited}说的是{has}"),
}  # fmt: skip
"""English and Chinese by name."""


def say(name: str, **values: object) -> tuple[str, str]:
    """The sentence in English and in Chinese."""
    english, chinese = SAID[name]
    return english.format(**values), chinese.format(**values)

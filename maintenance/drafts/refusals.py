"""Why a draft is not made or not saved, in both languages of those who maintain the data."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "malformed": ("请求不完整：{what}。", "The request is malformed: {what}."),
    "nothing": ("没有可以写进去的内容。", "There is nothing to write."),
    "personal": (
        "“{text}”里还有个人信息（{found}）。请改掉或删掉再试。",
        "“{text}” still holds personal data ({found}). Change it or leave it out.",
    ),
    "already": ("“{text}”已经在 {place} 了。", "“{text}” stands at {place} already."),
    "of_other": (
        "“{text}”已经是 {of} 的例句（{place}）。同一句话不能有两个意思。",
        "“{text}” is already an example of {of}, at {place}. One sentence cannot mean two things.",
    ),
    "too_long": ("“{text}”太长，最多 {most} 个字。", "“{text}” is too long: {most} characters at most."),
    "unknown": ("没有“{what}”。", "There is no “{what}”."),
    "unreadable": ("{file} 现在读不出来：{why}。", "{file} cannot be read as it is: {why}."),
    "form": ("{file} 的写法特别，请手工修改：{why}。", "{file} has a form of its own; please edit it by hand: {why}."),
    "story_form": ("故事的写法不对：{why}。", "This is no story: {why}."),
    "story_unlike": (
        "训练故事和测试故事走的不是同一条路：第 {step} 步不一样。",
        "The story and its test do not go the same way: step {step} differs.",
    ),
    "story_empty": (
        "这段对话里没有能写成故事的内容（没听懂的话不算）。",
        "Nothing in this conversation can be a story; what was not understood does not count.",
    ),
    "changed": (
        "{file} 在您看过以后被别人改了。请重新生成，再看一遍。",
        "{file} has been changed since you looked. Make the draft again and look once more.",
    ),
    "disk": ("{file} 写不进去：{why}。什么都没有改。", "{file} cannot be written: {why}. Nothing was changed."),
}


class DraftRefused(Exception):
    """No draft, or nothing saved; nothing has changed. ``code`` is a key of ``WORDS``."""

    def __init__(self, code: str, **told: object) -> None:
        self.code = code
        self.zh, self.en = (words.format(**told) for words in WORDS[code])
        super().__init__(self.en)

"""Names of parties: found in what people write, hashed to be compared, hidden where they must not stay. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.cases.records import Facts
from bot.sealing import Sealer

LONGEST = 40
"""Characters of a piece of text that may still be a name; a company's full name is this long at most."""
PIECES = re.compile(r"[^\W_]+(?:[ ·'’.-]+[^\W_]+)*")
HAN = re.compile(r"[\u3400-\u9fff]")
# The commonest surnames, which most people have; a name is one of them and one or two characters more.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯"
)
PERSON = re.compile(f"[{SURNAMES}][\u3400-\u9fff]{{1,2}}")
MOST_HASHES = 200
PURPOSE = "party"


def names_in(text: str) -> Iterator[str]:
    """Everything in ``text`` that may be a name: each piece between punctuation, and each beginning and end of it.

    People write 房东张伟 or "my landlord John Smith": the name is at one end. In Chinese a name has at least two
    characters, elsewhere it is made of whole words.
    """
    for piece in PIECES.findall(text):
        parts = list(piece) if HAN.search(piece) else piece.split()
        joint = "" if HAN.search(piece) else " "
        shortest = 2 if joint == "" else 1
        for length in range(shortest, min(len(parts), LONGEST) + 1):
            yield joint.join(parts[-length:])
            yield joint.join(parts[:length])


def party_hashes(sealer: Sealer, facts: Facts) -> list[str]:
    """Keyed hashes of what may be the name of a party, by which a conflict of interest is found."""
    names = [party.name for party in facts.parties] + [facts.other_side]
    found = dict.fromkeys(sealer.hash(PURPOSE, name) for text in names for name in (text, *names_in(text)) if text)
    return list(found)[:MOST_HASHES]


def name_hash(sealer: Sealer, name: str) -> str:
    """The hash of a name that somebody declares or looks for."""
    return sealer.hash(PURPOSE, name.strip())


def names_hide(text: str, facts: Facts) -> str:
    """``text`` with the names of the case's parties taken out, also where 张伟 stands for 房东张伟."""
    told = [party.name.strip() for party in facts.parties] + [facts.other_side.strip()]
    names = {name for name in told if len(name) > 1}
    names |= {name for one in told for name in names_in(one) if PERSON.fullmatch(name)}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "〔当事人〕")
    return text

"""Names of parties: found at either end of what people write, hidden where they must not stay."""

from __future__ import annotations

import pytest

from bot.cases.names import name_hash, names_hide, party_hashes
from bot.cases.records import Facts, Party
from tests.cases.world import SEALER


@pytest.mark.parametrize(
    ("told", "name", "is_found"),
    [
        ("房东张伟", "张伟", True),
        ("张伟（房东）", "张伟", True),
        ("房东：张伟，还有他老婆李梅", "李梅", True),
        ("my ex-husband John Smith", "john smith", True),
        ("ＪＯＨＮ  Smith", "John Smith", True),
        ("上海好物业管理有限公司", "上海好物业管理有限公司", True),
        ("房东张伟", "张伟强", False),
        ("房东", "张伟", False),
        ("", "张伟", False),
    ],
)
def test_a_declared_name_is_found_in_what_was_told(told: str, name: str, is_found: bool) -> None:
    assert (name_hash(SEALER, name) in party_hashes(SEALER, Facts(other_side=told))) is is_found


def test_a_long_text_makes_no_long_list() -> None:
    facts = Facts(other_side="张三，李四，王五" * 200, parties=(Party("甲乙丙", "applicant"),))
    assert 0 < len(party_hashes(SEALER, facts)) <= 200


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("房东张伟不退押金", "〔当事人〕不退押金"),
        ("张伟不退押金", "〔当事人〕不退押金"),
        ("房东不退押金", "房东不退押金"),
        ("李梅的押金", "〔当事人〕的押金"),
    ],
)
def test_names_are_hidden_and_other_words_stay(text: str, hidden: str) -> None:
    facts = Facts(other_side="房东张伟", parties=(Party("李梅", "applicant"),))
    assert names_hide(text, facts) == hidden


def test_a_companys_last_word_is_no_name() -> None:
    facts = Facts(other_side="上海好物业管理有限公司")
    assert names_hide("公司不给钱，上海好物业管理有限公司也不认", facts) == "公司不给钱，〔当事人〕也不认"

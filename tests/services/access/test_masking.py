import pytest

from services.access.masking import mask_name, mask_phone, mask_text


def test_that_names_keep_their_family_name_only():
    assert mask_name("王小明") == "王**"
    assert mask_name("") == ""


@pytest.mark.parametrize(("phone", "masked"), [("13812342210", "138****2210"), ("5123456", "*****56"), ("", "")])
def test_that_phones_are_masked(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请联系13812342210尽快", "请联系138****2210尽快"),
        ("身份证41148119900101123X丢失", "身份证411481********123X丢失"),
        ("电话0370-5123456", "电话0370****456"),
        ("编号20261123000127不是电话", "编号20261123000127不是电话"),
        ("138-1234-2210", "138****2210"),
        ("回电008613812342210", "回电138****2210"),
        ("+86 138 1234 2210或8613812342210", "138****2210或138****2210"),
        ("13812342210", "138****2210"),
        ("138—1234—2210", "138****2210"),
        ("（0370）5123456，010-8888 9999", "0370****456，010****9999"),
        ("411481 19900101 123X", "411481********123X"),
        ("411481-1990-0101-123x", "411481********123x"),
        ("411481199001011234和网格411481101001001", "411481********1234和网格411481101001001"),
        ("位于116.0312345678", "位于116.0312345678"),
    ],
)
def test_that_numbers_inside_words_are_masked(text, masked):
    assert mask_text(text) == masked


def test_that_the_name_of_who_reported_is_masked_where_the_words_tell_it():
    assert mask_text("我是王小明，电话13812342210", ["王小明"]) == "我是王**，电话138****2210"
    assert mask_text("王家村的路灯坏了", ["王", ""]) == "王家村的路灯坏了"

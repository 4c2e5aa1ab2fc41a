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
    ],
)
def test_that_numbers_inside_words_are_masked(text, masked):
    assert mask_text(text) == masked

import pytest

from services.domain.areas import Level, full_code, level_of_code, parent_code
from services.domain.refusals import Refusal


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("411481000000", Level.CITY),
        ("411481115000", Level.TOWN),
        ("411481115201", Level.VILLAGE),
        ("411481115201007", Level.GRID),
        ("4114811152", None),
        ("41148111520X", None),
        ("000000115201", None),
        ("", None),
    ],
)
def test_that_a_code_tells_its_level(code, level):
    assert level_of_code(code) is level


def test_that_each_code_knows_the_one_above():
    assert parent_code("411481115201007") == "411481115201"
    assert parent_code("411481115201") == "411481115000"
    assert parent_code("411481115000") == "411481000000"
    assert parent_code("411481000000") is None


def test_that_short_public_codes_are_filled_up():
    assert full_code("411481") == "411481000000"
    assert full_code("411481115") == "411481115000"
    assert full_code("rubbish") == "rubbish"


def test_that_an_unknown_level_is_refused_with_the_choices():
    with pytest.raises(Refusal) as caught:
        Level.of("province")
    assert caught.value.code == "areas.unknown_level"
    assert "town" in caught.value.say(lambda text, **values: text.format(**values))

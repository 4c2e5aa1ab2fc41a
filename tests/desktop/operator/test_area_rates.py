"""What an area closed of what was due, in its detail: the figures of the evaluation, opened into their cases."""

from __future__ import annotations

from desktop.cases.window import CasesWindow
from services.domain.areas import Level
from services.domain.evaluation import Group, Part
from services.insight.evaluation.keeping import catch_up
from services.insight.evaluation.table import last_days


def test_that_the_city_shows_the_rates_of_the_evaluation_and_opens_them(open_seat, filled, qtbot, services) -> None:
    catch_up(services.database)
    seat = open_seat()
    page = seat.detail.area_page
    qtbot.waitUntil(lambda: page.look is not None and len(page.rates.looks) == 2)
    now = services.database.clock()
    table = services.reading.evaluation(
        Group.DEPARTMENT, last_days(now, 30, seat.context.situation.picture.city.zone), now
    )
    due = table.total.sums.of(Part.DUE)
    assert due > 0
    assert [look.name for look in page.rates.looks] == ["结案率", "按期结案率"]
    share = seat.context.words.formats.share(table.total.sums.of(Part.IN_TIME), due)
    assert page.rates.looks[1].text == share
    page.rates.open_row(1)
    window = page.findChild(CasesWindow)
    qtbot.waitUntil(lambda: window.total is not None)
    assert window.total == due
    window.close()


def test_that_each_town_has_the_row_of_the_table(services, filled, make_context) -> None:
    catch_up(services.database)
    picture, now = make_context().situation.picture, services.database.clock()
    table = services.reading.evaluation(Group.TOWN, last_days(now, 30, picture.city.zone), now)
    rows = {row.key: row.sums for row in table.rows}
    for at in picture.areas.at_level(Level.TOWN):
        ident = int(picture.areas.ids[int(at)])
        found = services.reading.area_rates(Level.TOWN, ident, now)
        assert found.sums.of(Part.DUE) == (rows[ident].of(Part.DUE) if ident in rows else 0)
        assert services.reading.cases(found.cases(Part.DUE)).total == found.sums.of(Part.DUE)


def test_that_the_page_says_when_cases_are_still_being_counted(open_seat, filled, qtbot) -> None:
    seat = open_seat(lang="en")
    page = seat.detail.area_page
    qtbot.waitUntil(lambda: page.look is not None)
    assert page.look.rates_note == "Last 30 days · still being counted"
    assert page.rates.looks[0].text == "—"
    page.rates.open_row(0)
    assert page.findChild(CasesWindow) is None

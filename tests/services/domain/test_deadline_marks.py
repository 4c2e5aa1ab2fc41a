from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.bundle import read_deadlines
from services.domain.calendar import WorkCalendar, window_on
from services.domain.deadlines import Deadlines, LimitUnit, Phase, Rule, Stop
from services.domain.incidents import IncidentClass
from services.domain.refusals import Refusal

CITY = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([CITY, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), UTC])
CALENDAR = read_deadlines().calendar
ANY = st.sampled_from(LimitUnit)
WORKING = st.sampled_from([LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS])
MINUTE = timedelta(minutes=1)


@st.composite
def windows(draw: st.DrawFn) -> tuple[time, time]:
    opens = draw(st.integers(0, 23))
    shuts = draw(st.integers(opens + 1, 24))
    return time(opens, 30 * (shuts - opens > 1)), time(shuts % 24)


@st.composite
def rules(draw: st.DrawFn, units: st.SearchStrategy[LimitUnit] = ANY) -> Rule:
    unit = draw(units)
    most = 12 if unit is LimitUnit.WORKING_DAYS else 72
    return Rule(Phase.FINISH, draw(st.integers(1, most * 2)) / 2, unit, window=draw(windows()))


def begins(year: int = 2024, last: int = 2027) -> st.SearchStrategy[datetime]:
    naive = st.datetimes(datetime(year, 1, 1), datetime(last, 12, 31))  # noqa: DTZ001
    return naive.map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))


def of(*rows: Rule, parents: dict[str, str | None] | None = None, calendar: WorkCalendar = CALENDAR) -> Deadlines:
    return Deadlines(rows, calendar, parents or {})


def finish(**values: object) -> Rule:
    return Rule(Phase.FINISH, **{"amount": 1.0, "unit": LimitUnit.HOURS, **values})  # type: ignore[arg-type]


@settings(deadline=None)
@given(rules(), begins(), ZONES)
def test_that_the_marks_of_a_limit_are_in_order(rule, begin, zone):
    marks = of(rule).counted(rule, begin, zone)
    assert marks.begin < marks.warn_at < marks.due_at < marks.triple_at


@settings(deadline=None)
@given(rules(), begins(), st.integers(0, 60 * 24 * 9), ZONES)
def test_that_what_begins_later_is_not_due_earlier(rule, begin, minutes, zone):
    table = of(rule)
    later = table.counted(rule, begin + minutes * MINUTE, zone)
    assert later.due_at >= table.counted(rule, begin, zone).due_at


@settings(deadline=None)
@given(rules(), begins(), ZONES)
def test_that_a_longer_limit_ends_later(rule, begin, zone):
    longer = Rule(rule.phase, rule.amount + 0.25, rule.unit, window=rule.window)
    assert of(longer).counted(longer, begin, zone).due_at > of(rule).counted(rule, begin, zone).due_at


@settings(deadline=None)
@given(rules(WORKING), begins(), ZONES)
def test_that_a_limit_in_working_time_ends_in_working_time(rule, begin, zone):
    marks = of(rule).counted(rule, begin, zone)
    for moment in (marks.warn_at, marks.due_at, marks.triple_at):
        day = (moment - timedelta(microseconds=1)).astimezone(zone).date()
        opens, shuts = window_on(day, zone, rule.window)
        assert CALENDAR.is_working(day)
        assert opens < moment <= shuts


@settings(deadline=None)
@given(rules(), begins(), ZONES, st.integers(0, 200), st.integers(1, 4000))
def test_that_a_stop_before_the_end_moves_it_by_the_working_time_that_lay_in_it(rule, begin, zone, after, long):
    table = of(rule)
    stop = Stop(begin + after * MINUTE, begin + (after + long) * MINUTE)
    plain = table.counted(rule, begin, zone)
    assume(stop.begin < plain.warn_at)
    stopped = table.counted(rule, begin, zone, [stop])
    lost = table.spent(rule, begin, stop.end, zone) - table.spent(rule, begin, stop.begin, zone)
    for mark in ("warn_at", "due_at", "triple_at"):
        before, moved = getattr(plain, mark), getattr(stopped, mark)
        assert table.spent(rule, begin, moved, zone) == table.spent(rule, begin, before, zone) + lost


def test_that_a_stop_of_three_working_hours_moves_a_limit_by_three_working_hours():
    rule = finish(amount=8, unit=LimitUnit.WORKING_HOURS)
    begin = datetime(2026, 11, 26, 14, tzinfo=CITY)
    stop = Stop(datetime(2026, 11, 26, 16, tzinfo=CITY), datetime(2026, 11, 27, 9, tzinfo=CITY))
    assert of(rule).counted(rule, begin, CITY).due_at == datetime(2026, 11, 27, 12, tzinfo=CITY)
    assert of(rule).counted(rule, begin, CITY, [stop]).due_at == datetime(2026, 11, 27, 15, tzinfo=CITY)


def test_that_a_stop_after_the_end_does_not_make_what_was_late_timely():
    rule, begin = finish(amount=2), datetime(2026, 11, 23, 9, tzinfo=CITY)
    late = Stop(begin + timedelta(hours=3), begin + timedelta(hours=9))
    marks = of(rule).counted(rule, begin, CITY, [late])
    assert marks.due_at == begin + timedelta(hours=2)
    assert marks.triple_at == begin + timedelta(hours=12)


def test_that_stops_that_overlap_or_come_in_any_order_count_once():
    rule, begin = finish(amount=10), datetime(2026, 11, 23, 9, tzinfo=CITY)
    hour = timedelta(hours=1)
    stops = [Stop(begin + 3 * hour, begin + 6 * hour), Stop(begin + hour, begin + 4 * hour), Stop(begin, begin)]
    assert of(rule).counted(rule, begin, CITY, stops).due_at == begin + 15 * hour


def naive_due(rule: Rule, calendar: WorkCalendar, begin: datetime, zone, stops: list[Stop]) -> datetime:
    """Minute by minute, as one would with a finger on the calendar."""
    left, at = rule.length, begin
    while left > timedelta(0):
        local = at.astimezone(zone)
        opens, shuts = rule.window
        in_window = local.time() >= opens and (shuts == time(0) or local.time() < shuts)
        works = rule.unit is LimitUnit.HOURS or (calendar.is_working(local.date()) and in_window)
        if works and not any(stop.begin <= at < stop.end for stop in stops):
            left -= MINUTE
        at += MINUTE
    return at


@settings(max_examples=40, deadline=None)
@given(
    st.frozensets(st.dates(date(2026, 3, 1), date(2026, 4, 30)), max_size=20),
    st.frozensets(st.dates(date(2026, 3, 1), date(2026, 4, 30)), max_size=20),
    rules().filter(lambda rule: rule.length < timedelta(hours=40)),
    st.integers(0, 30 * 24 * 60),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 2000)), max_size=3),
    ZONES,
)
def test_that_the_end_is_where_a_finger_on_a_calendar_would_find_it(off, work, rule, minute, pauses, zone):
    calendar = WorkCalendar(off - work, work, frozenset({2026}))
    begin = datetime(2026, 3, 1, tzinfo=UTC) + minute * MINUTE
    stops = [Stop(begin + a * MINUTE, begin + (a + n) * MINUTE) for a, n in pauses]
    found = Deadlines((rule,), calendar).counted(rule, begin, zone, stops)
    assert found.due_at == naive_due(rule, calendar, begin, zone, stops)


@pytest.mark.parametrize(
    ("begin", "due", "provisional"),
    [
        ((2026, 12, 28, 10), (2026, 12, 31, 10), False),
        ((2026, 12, 29, 10), (2027, 1, 4, 10), True),  # New Year's Day and a weekend lie between
        ((2026, 12, 30, 10), (2027, 1, 5, 10), True),
        ((2026, 12, 31, 10), (2027, 1, 6, 10), True),
        ((2026, 12, 31, 20), (2027, 1, 6, 18), True),
    ],
)
def test_that_three_working_days_of_late_december_go_over_the_new_year(begin, due, provisional):
    rule = finish(amount=3, unit=LimitUnit.WORKING_DAYS)
    marks = of(rule).counted(rule, datetime(*begin, tzinfo=CITY), CITY)
    assert marks.due_at == datetime(*due, tzinfo=CITY)
    assert marks.provisional is provisional


def test_that_hours_are_never_provisional():
    rule = finish(amount=72)
    assert not of(rule).counted(rule, datetime(2027, 12, 31, 9, tzinfo=CITY), CITY).provisional


def test_that_a_working_day_goes_on_through_the_holiday_and_its_make_up_days():
    rule = finish(amount=2, unit=LimitUnit.WORKING_DAYS)
    begin = datetime(2026, 9, 30, 12, tzinfo=CITY)
    assert of(rule).counted(rule, begin, CITY).due_at == datetime(2026, 10, 9, 12, tzinfo=CITY)


def test_that_clocks_put_forward_and_back_leave_the_window_where_the_people_see_it():
    zone = ZoneInfo("Europe/Berlin")
    rule = finish(amount=2, unit=LimitUnit.WORKING_DAYS)
    begin = datetime(2026, 3, 27, 10, tzinfo=zone)  # a Friday; the clocks go forward on Sunday
    assert of(rule).counted(rule, begin, zone).due_at == datetime(2026, 3, 31, 10, tzinfo=zone)
    hours = finish(amount=24)
    night = datetime(2026, 10, 24, 12, tzinfo=zone)  # back on Sunday: 24 hours are 24 hours
    assert of(hours).counted(hours, night, zone).due_at == datetime(2026, 10, 25, 11, tzinfo=zone)


def test_that_the_most_specific_rule_holds():
    town, village = "411481115000", "411481115201"
    table = of(
        finish(amount=1),
        finish(amount=2, kind=IncidentClass.COMPLEX),
        finish(amount=3, category="events"),
        finish(amount=4, category="garbage"),
        finish(amount=5, category="garbage", area=town),
        finish(amount=6, category="garbage", area=village),
        finish(amount=7, category="garbage", area=village, valid_from=date(2026, 7, 1)),
        finish(amount=8, category="events", kind=IncidentClass.COMPLEX),
        parents={"garbage": "events.appearance", "events.appearance": "events", "events": None},
    )

    def amount(category, kind, area, day=date(2026, 1, 1)) -> float:
        rule = table.rule_for(Phase.FINISH, category, kind, area, day)
        assert rule is not None
        return rule.amount

    ordinary, complex_ = IncidentClass.ORDINARY, IncidentClass.COMPLEX
    assert amount("other", ordinary, None) == 1
    assert amount("other", complex_, town) == 2
    assert amount("dust", complex_, None) == 2
    assert amount("events.appearance", ordinary, town) == 3
    assert amount("events.appearance", complex_, town) == 8
    assert amount("garbage", complex_, None) == 4
    assert amount("garbage", complex_, "411481100000") == 4
    assert amount("garbage", ordinary, "411481115305") == 5
    assert amount("garbage", ordinary, f"{village}001") == 6
    assert amount("garbage", ordinary, village, date(2026, 7, 1)) == 7


def test_that_a_rule_waits_for_its_day_in_the_city_not_in_greenwich():
    table = of(finish(amount=1), finish(amount=9, category="a", valid_from=date(2027, 1, 1)))
    eve = datetime(2026, 12, 31, 17, tzinfo=UTC)
    asked = (Phase.FINISH, "a", IncidentClass.ORDINARY, None, eve)
    assert table.marks(*asked, CITY).due_at == eve + timedelta(hours=9)
    assert table.marks(*asked, UTC).due_at == eve + timedelta(hours=1)


def test_that_a_phase_without_a_rule_has_no_marks():
    begin = datetime(2026, 11, 23, tzinfo=UTC)
    assert of(finish()).marks(Phase.VERIFY, None, IncidentClass.ORDINARY, None, begin, CITY) is None


def test_that_categories_in_a_circle_end():
    table = of(finish(category="z"), parents={"a": "b", "b": "a"})
    assert table.rule_for(Phase.FINISH, "a", None, None, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"window": (time(18), time(8))}, "deadlines.window"),
        ({"window": (time(8), time(8))}, "deadlines.window"),
        ({"amount": 0}, "deadlines.amount"),
        ({"amount": -1}, "deadlines.amount"),
        ({"amount": float("nan")}, "deadlines.amount"),
        ({"amount": 1e9}, "deadlines.amount"),
    ],
)
def test_that_a_rule_that_makes_no_sense_is_refused(values, code):
    with pytest.raises(Refusal) as refused:
        finish(**values)
    assert refused.value.code == code


def test_that_times_without_a_zone_are_refused():
    rule, naive = finish(), datetime(2026, 11, 23, 9)  # noqa: DTZ001
    aware = naive.replace(tzinfo=CITY)
    asked = (Phase.FINISH, None, None, None)
    for begin, stops in ((naive, []), (aware, [Stop(naive, naive)])):
        with pytest.raises(Refusal) as refused:
            of(rule).marks(*asked, begin, CITY, stops)
        assert refused.value.code == "deadlines.naive"


def test_that_a_calendar_without_any_working_day_is_refused_and_does_not_hang():
    weekdays = frozenset(date(2020, 1, 1) + timedelta(days=n) for n in range(366 * 100))
    rule = finish(unit=LimitUnit.WORKING_DAYS)
    with pytest.raises(Refusal) as refused:
        of(rule, calendar=WorkCalendar(off=weekdays)).counted(rule, datetime(2026, 1, 1, tzinfo=UTC), CITY)
    assert refused.value.code == "calendar.idle"


def test_that_the_end_of_time_is_refused():
    for rule in (finish(amount=20), finish(amount=20, unit=LimitUnit.WORKING_HOURS)):
        with pytest.raises(Refusal) as refused:
            of(rule).counted(rule, datetime(9999, 12, 31, 12, tzinfo=UTC), UTC)
        assert refused.value.code == "deadlines.time"


@settings(deadline=None)
@given(rules(), begins(), st.integers(0, 20_000), ZONES)
def test_that_the_time_used_never_runs_backwards_and_is_whole_at_the_end(rule, begin, minutes, zone):
    table = of(rule)
    due = table.counted(rule, begin, zone).due_at
    assert table.spent(rule, begin, due, zone) == rule.length
    assert table.spent(rule, begin, begin, zone) == timedelta(0)
    at = begin + minutes * MINUTE
    assert (table.spent(rule, begin, at, zone) < rule.length) is (at < due)


def test_that_the_tables_of_the_city_limit_every_phase_of_every_class():
    table, begin = read_deadlines(), datetime(2026, 11, 23, 9, tzinfo=CITY)
    for phase in set(Phase) - {Phase.REOPEN}:  # that of the whole way holds for it
        for kind in IncidentClass:
            assert table.marks(phase, "garbage", kind, "411481115201", begin, CITY) is not None


def test_that_limits_by_class_alone_can_be_read_as_before():
    table = Deadlines.of({"ordinary": {"hours": 24}, "complex": {"working_days": 3}}, CALENDAR)
    begin = datetime(2026, 11, 23, 9, tzinfo=CITY)
    assert table.due(IncidentClass.ORDINARY, begin, CITY) == begin + timedelta(days=1)
    assert table.due(IncidentClass.COMPLEX, begin, CITY) == begin + timedelta(days=3)
    with pytest.raises(Refusal):
        table.due(IncidentClass.MAJOR, begin, CITY)

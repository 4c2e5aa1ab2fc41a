"""A shift as a stream: believable, of every kind, the same again by seed and begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from services.connectors.simulator.shift import Shift, first_of
from services.demo.catalogue import read_tables
from services.domain.incidents import Report

BEGIN = datetime(2026, 11, 23, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MakeShift = Callable[..., Shift]


def hours(shift: Shift, count: int, begin: datetime = BEGIN) -> list[Report]:
    """The reports of so many hours, from midnight on the city's clock."""
    found: list[Report] = []
    for n in range(count):
        found += shift.between(begin + n * HOUR, begin + (n + 1) * HOUR, n % 24)
    return found


def test_that_the_same_seed_and_begin_give_the_same_shift(make_shift: MakeShift) -> None:
    one, same, other = (hours(make_shift(seed=seed), 24) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_that_a_shift_begun_later_gives_numbers_of_its_own(make_shift: MakeShift) -> None:
    first = {report.external for report in hours(make_shift(), 24)}
    second = {report.external for report in hours(make_shift(), 24, BEGIN + HOUR)}
    assert len(first) > 50
    assert not first & second


def test_that_every_source_is_heard(make_shift: MakeShift) -> None:
    heard = Counter(report.source for report in hours(make_shift(per_hour=60), 72))
    assert set(heard) == {source.code for source in read_tables().catalogue.sources}
    assert heard.most_common(1)[0][0] == "grid_worker"


def test_that_a_day_has_its_rhythm_and_its_mean(make_shift: MakeShift) -> None:
    found = hours(make_shift(per_hour=60), 48)
    by_hour = Counter(report.reported_at.hour for report in found)
    assert 0.85 < len(found) / (60 * 48) < 1.25
    assert by_hour[9] > 5 * by_hour[3]


def test_that_reports_come_in_order_and_within_their_stretch(make_shift: MakeShift) -> None:
    shift = make_shift(per_hour=200)
    for n in range(20):
        begin = BEGIN + n * HOUR
        times = [report.reported_at for report in shift.between(begin, begin + HOUR, 9)]
        assert times == sorted(times)
        assert all(time <= begin + HOUR for time in times)


def test_that_wrong_coordinates_duplicates_and_bursts_are_among_them(make_shift: MakeShift) -> None:
    found = hours(make_shift(per_hour=120), 48)
    assert 0.005 < sum(report.lon == 0.0 for report in found) / len(found) < 0.05
    assert 0.003 < sum((report.lon or 0) > 117.3 for report in found) / len(found) < 0.03
    twins = Counter(first_of(report.external) for report in found)
    assert sum(count > 1 for count in twins.values()) / len(found) > 0.03
    assert max(twins.values()) >= 5


def test_that_each_number_says_whether_it_is_the_same_as_an_earlier_one(make_shift: MakeShift) -> None:
    found = hours(make_shift(per_hour=120), 24)
    by_number = {report.external: report for report in found}
    assert len(by_number) == len(found)
    twins = [report for report in found if first_of(report.external) != report.external]
    assert twins
    for twin in twins:
        first = by_number[first_of(twin.external)]
        assert twin.address in (first.address, f"{first.address[:4]}附近", "")
        assert twin.reported_at >= first.reported_at
    assert 0.2 < sum(twin.text != by_number[first_of(twin.external)].text for twin in twins) / len(twins) < 1
    assert 0 < sum(twin.category != by_number[first_of(twin.external)].category for twin in twins) / len(twins) < 0.2


def test_that_words_are_whole_and_devices_leave_no_telephone(make_shift: MakeShift) -> None:
    kinds = {source.code: source.kind for source in read_tables().catalogue.sources}
    for report in hours(make_shift(per_hour=60), 24):
        assert report.text
        assert "{" not in report.text
        assert (report.contact == "") is (kinds[report.source] == "device")
        assert report.contact == "" or "0000" in report.contact


def test_that_no_time_brings_no_report(make_shift: MakeShift) -> None:
    assert list(make_shift(per_hour=1000).between(BEGIN, BEGIN, 9)) == []

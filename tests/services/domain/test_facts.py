import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.domain.facts import (
    CityRedrawn,
    IncidentChanged,
    IncidentReported,
    PersonMoved,
    RecordsChanged,
    ReportFolded,
    from_payload,
    to_payload,
)
from services.domain.incidents import IncidentClass, IncidentState, LiveIncident, Place, PlaceStatus, Severity
from services.domain.people import Duty

AT = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
INCIDENT = LiveIncident(
    7, 3, "20261123-000007", "hotline", "c1", Severity.RED, IncidentClass.MAJOR, IncidentState.FILED,
    Place(PlaceStatus.LOCATED, 116.4, 33.9, 2, 3, 4), AT, due_at=AT, closed_at=None, reports=2,
)  # fmt: skip


@pytest.mark.parametrize(
    "fact",
    [
        IncidentReported(INCIDENT),
        ReportFolded(INCIDENT),
        ReportFolded(INCIDENT, "qr", AT),
        IncidentChanged(INCIDENT),
        IncidentChanged(replace(INCIDENT, reopened_at=AT), AT, True),
        PersonMoved(5, 2, Duty.ON, 116.1, 33.8, AT),
        PersonMoved(5, 2, Duty.OFF, None, None, AT),
        CityRedrawn("areas"),
        RecordsChanged((1, 4)),
    ],
)
def test_that_a_fact_survives_the_way_through_json(fact):
    kind, payload = to_payload(fact)
    assert from_payload(kind, json.loads(json.dumps(payload))) == fact


def test_that_a_kind_of_a_newer_program_is_passed_over():
    assert from_payload("SomethingNew", {}) is None


def test_that_facts_have_no_field_for_words_or_contacts():
    _, payload = to_payload(IncidentReported(INCIDENT))
    assert set(payload) == {
        "id", "v", "no", "src", "cat", "sev", "cls", "st", "pl", "at", "due", "end", "n", "bad", "dep", "warn", "tri",
        "step", "ack", "shv", "sup", "pen", "ret", "wrk", "again",
    }  # fmt: skip

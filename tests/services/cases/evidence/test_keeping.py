from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.evidence.keeping import EvidenceFiles, check_bytes, check_file, digest_of
from services.cases.evidence.names import clean_name
from services.cases.rulebook import RuleBook
from services.domain.incidents import Evidence, IncidentState, Report
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.engine import Database
from services.store.queries.files import forget_unused

Make = Callable[..., bytes]
DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))


@pytest.fixture
def evidence(city: Database) -> EvidenceFiles:
    return EvidenceFiles(city)


def test_that_photos_of_a_step_are_seen_by_every_seat(
    city: Database, door: Door, a_report: Callable[..., Report], evidence: EvidenceFiles, jpeg: Make, tmp_path: Path
) -> None:
    incident = door.take(a_report()).incident
    proof = []
    for kind, wide in (("before", 640), ("after", 641)):
        path = tmp_path / f"{kind} 现场.JPEG"
        path.write_bytes(jpeg(wide))
        proof.append(Evidence(kind, str(path)))
    order = Order(Verb.SETTLE, incident, 1, Details(words="当场修好", evidence=tuple(proof)))
    Desk(city, RuleBook(read_deadlines())).carry_out(evidence.attach(order), DESK)
    with city.reading() as reader:
        found = reader.incident(incident)
    assert found is not None
    assert found.live.state is IncidentState.CLOSED
    assert [(one.kind, one.uri) for one in found.evidence] == [
        ("before", "before 现场.jpg"),
        ("after", "after 现场.jpg"),
    ]
    other = EvidenceFiles(city)
    assert [other.read(one.digest)[1] for one in found.evidence] == [jpeg(640), jpeg(641)]
    assert {kept.content.suffix for kept in other.known(found.evidence).values()} == {".jpg"}


def test_that_the_same_content_is_kept_once(city: Database, evidence: EvidenceFiles, png: Make) -> None:
    first, second = (evidence.keep(check_bytes(png(), name)) for name in ("a.png", "b.png"))
    assert first.digest == second.digest
    with city.reading() as reader:
        assert reader.count("blobs") == 1


def test_that_what_is_missing_or_was_changed_looks_so(city: Database, evidence: EvidenceFiles, png: Make) -> None:
    kept = evidence.keep(check_bytes(png(), "a.png"))
    gone = Evidence("photo", "b.png", digest_of(b"gone"))
    assert set(evidence.known([kept, gone, Evidence("photo", "http://elsewhere/1.jpg")])) == {kept.digest}
    with city.unit() as unit:
        unit.connection.execute(text("update blobs set content = :other"), {"other": png(65)})
        unit.commit()
    for digest, code in ((gone.digest, "evidence.missing"), (kept.digest, "evidence.changed")):
        with pytest.raises(Refusal) as refusal:
            evidence.read(digest)
        assert refusal.value.code == code


def test_that_a_shared_photo_does_not_tell_its_place(evidence: EvidenceFiles, jpeg: Make, make_exif: Make) -> None:
    checked = check_bytes(jpeg(about=make_exif()), "a.jpg")
    assert checked.position == pytest.approx((116.45, 33.93), abs=1e-6)
    kept = evidence.keep(checked)
    assert check_bytes(evidence.read(kept.digest)[1], "a.jpg").position is not None
    assert check_bytes(evidence.shared(kept.digest)[1], "a.jpg").position is None


def test_that_a_photo_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    for path, code in ((huge, "evidence.too_large"), (tmp_path / "gone.jpg", "evidence.unreadable")):
        with pytest.raises(Refusal) as refusal:
            check_file(path)
        assert refusal.value.code == code


def test_that_attachments_of_an_order_that_never_came_to_be_go(
    city: Database, evidence: EvidenceFiles, png: Make, door: Door, a_report: Callable[..., Report]
) -> None:
    kept = evidence.keep(check_bytes(png(64), "kept.png"), "before")
    evidence.keep(check_bytes(png(65), "unused.png"))
    door.take(a_report(evidence=(kept,)))
    with city.unit() as unit:
        assert forget_unused(unit, unit.now - timedelta(hours=1)) == 0
        assert forget_unused(unit, unit.now + timedelta(hours=1)) == 1
        unit.commit()
    assert evidence.read(kept.digest)[1] == png(64)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\某\\现场 前.JPG", "现场 前.jpg"),
        ("photo.jpg.exe", "photo.jpg.exe.jpg"),
        ("gpj.\u202eexe", "gpj.exe.jpg"),
        ("a\x00b\nc.jpeg", "ab_c.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("...", "_.jpg"),
        ("长" * 300 + ".jpg", "长" * 76 + ".jpg"),
    ],
)
def test_that_a_name_is_harmless_everywhere(name: str, clean: str) -> None:
    assert clean_name(name, ".jpg") == clean

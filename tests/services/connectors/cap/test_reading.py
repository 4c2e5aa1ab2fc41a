"""Alerts of others: what is valid is taken, what is not is told line by line, what attacks is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.connectors.cap.checking import circle_of, ring_of
from services.connectors.cap.codes import CAP_12, read_codes
from services.connectors.cap.reading import read_cap
from services.connectors.cap.trees import LARGEST, read_tree
from services.domain.refusals import Refusal
from services.words.catalogue import Words

VALID = (
    "testdata/australia.cap", "testdata/canada.cap", "testdata/canada_errors.cap", "testdata/canada_signed.cap",
    "testdata/earthquake-iso8859-1.cap", "testdata/wcatwc-warning.cap",
    "validator/src/com/google/publicalerts/cap/validator/examples/thunderstorm.cap",
    "validator/war/examples/43b080713727.cap",
)  # fmt: skip
ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>a1</identifier>
<sender>b</sender>
<sent>2026-11-23T14:05:00+08:00</sent>
<status>Actual</status>
<msgType>Alert</msgType>
<scope>Public</scope>
<info>
<category>Met</category>
<event>Rain</event>
<urgency>Expected</urgency>
<severity>Severe</severity>
<certainty>Likely</certainty>
</info>
</alert>"""


@pytest.fixture
def samples(real_data: Path) -> Path:
    folder = real_data / "cap12"
    if not folder.is_dir():
        pytest.skip(f"no CAP samples in {folder}")
    return folder


@pytest.mark.parametrize("name", VALID)
def test_that_each_of_the_eight_valid_samples_is_one_alert(name: str, samples: Path) -> None:
    found = read_cap((samples / name).read_bytes())
    assert (len(found.alerts), found.refused) == (1, 0)


def test_that_every_sample_gets_the_verdict_of_the_schema_of_its_version(samples: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    schemas = {v: etree.XMLSchema(etree.parse(samples / "schema" / f"cap{v}.xsd")) for v in ("12", "11")}
    compared = 0
    for file in sorted([*samples.glob("testdata/*"), *samples.glob("validator/**/*")]):
        if file.suffix not in (".cap", ".atom", ".edxlde") or file.name.startswith("xee"):
            continue
        data = file.read_bytes()
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        alerts = [one for one in root.iter() if isinstance(one.tag, str) and one.tag.endswith("}alert")]
        wanted = sum(
            schemas["12" if CAP_12 in one.tag else "11"].validate(etree.fromstring(etree.tostring(one)))
            for one in alerts
        )
        # the older schema knows no signature, which the alert may carry all the same
        wanted += file.name == "earthquake_signed.cap"
        assert len(read_cap(data).alerts) == wanted, file.name
        compared += len(alerts)
    assert compared > 30


@pytest.mark.parametrize("name", ["testdata/xee.cap", "testdata/xee.atom"])
def test_that_a_file_that_attacks_the_parser_is_refused_in_a_sentence(name: str, samples: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_cap((samples / name).read_bytes())
    assert refusal.value.code == "cap.attack"
    assert "第 3 行" in refusal.value.say(Words("zh_CN"))


def test_that_what_is_missing_is_told_with_its_line_and_the_rest_of_a_feed_goes_on(samples: Path) -> None:
    (flaw,) = read_cap((samples / "testdata/invalid.cap").read_bytes()).flaws
    assert (flaw.line, flaw.element, flaw.why.code) == (9, "scope", "cap.missing")
    feed = read_cap((samples / "testdata/bushfire_invalid.edxlde").read_bytes())
    assert len(feed.alerts) == 5
    assert {flaw.line for flaw in feed.flaws if flaw.refused}


def test_that_entries_without_an_alert_are_told_and_nothing_is_fetched(samples: Path) -> None:
    found = read_cap((samples / "testdata/earthquake_index.atom").read_bytes())
    assert (found.alerts, [flaw.why.code for flaw in found.flaws]) == ((), ["cap.only_link"])


@pytest.mark.parametrize(
    ("before", "after", "line", "element", "code"),
    [
        ("<scope>Public</scope>\n", "", 7, "scope", "cap.missing"),
        ("+08:00", "Z", 4, "sent", "cap.time"),
        ("2026-11-23T", "2026-13-23T", 4, "sent", "cap.time"),
        ("Severe<", "Bad<", 12, "severity", "cap.value"),
        ("<event>Rain", "<foo/><event>Rain", 10, "foo", "cap.unexpected"),
        ("<event>Rain", "<event>x</event><event>Rain", 10, "event", "cap.twice"),
        ("<identifier>a1</identifier>\n<sender>b</sender>", "<sender>b</sender>\n<identifier>a1</identifier>", 2,
         "identifier", "cap.missing"),
        ("<event>Rain", "<event><b/>Rain", 10, "b", "cap.unexpected"),
        ('xmlns="urn:oasis:names:tc:emergency:cap:1.2"', 'xmlns="urn:oasis:names:tc:emergency:cap:1.0"', 1, "alert",
         "cap.version"),
    ],
)  # fmt: skip
def test_that_each_kind_of_flaw_is_found_at_its_line(
    before: str, after: str, line: int, element: str, code: str
) -> None:
    assert read_cap(ALERT.encode()).flaws == ()
    found = read_cap(ALERT.replace(before, after).encode())
    assert found.alerts == ()
    first = found.flaws[0]
    assert (first.line, first.element, first.why.code) == (line, element, code)
    assert first.why.say(Words("zh_CN")) != first.why.say(Words("en"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "cap.xml"), (b"<alert>", "cap.xml"), (b"<html/>", "cap.nothing"), (b"\x00\x01", "cap.xml"),
        (b"<a>" * 80 + b"</a>" * 80, "cap.deep"), (b" " * (LARGEST + 1), "cap.large"),
        (b'<?xml version="1.0" encoding="klingon"?><alert/>', "cap.xml"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "cap.attack"),
    ],
)  # fmt: skip
def test_that_what_is_no_alert_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_cap(data)
    assert refusal.value.code == code


def test_that_the_language_of_the_reader_goes_before_others() -> None:
    info = ALERT[ALERT.index("<info>") : ALERT.index("</alert>")]
    both = info.replace("<info>", "<info><language>en</language>") + info.replace(
        "<info>", "<info><language>zh-CN</language>"
    ).replace("Rain", "暴雨")
    (alert,) = read_cap(ALERT.replace(info, both).encode()).alerts
    assert [one.event for one in alert.told("zh_CN")] == ["暴雨"]
    assert [one.event for one in alert.told("fr")] == ["Rain"]


def test_that_rings_and_circles_are_read_longitude_first() -> None:
    assert ring_of("33,116 33,117 34,117 33,116") == ((116, 33), (117, 33), (117, 34), (116, 33))
    assert ring_of("33,116 33,117 34,117") is None
    assert ring_of("95,116 33,117 34,117 95,116") is None
    assert circle_of("33.5,116.2 4") == (116.2, 33.5, 4)
    assert circle_of("33.5 116.2 4") is None


def test_that_lines_are_those_of_the_file() -> None:
    root = read_tree(ALERT.encode())
    assert [(one.name, one.line) for one in root.children][:3] == [("identifier", 2), ("sender", 3), ("sent", 4)]


def test_that_a_table_of_codes_with_a_wrong_word_is_refused(tmp_path: Path) -> None:
    text = (Path(read_codes.__wrapped__.__code__.co_filename).parents[3] / "resources/cap/cap.toml").read_text("utf-8")
    file = tmp_path / "cap.toml"
    file.write_text(text.replace('severity = "Severe"', 'severity = "Dreadful"'), "utf-8")
    with pytest.raises(Refusal) as refusal:
        read_codes(file)
    assert refusal.value.code == "cap.table"


def test_that_every_special_action_has_a_category() -> None:
    from services.risk.standard import read_standard

    known: Any = read_codes().categories
    assert {campaign.code for campaign in read_standard().campaigns} <= set(known)

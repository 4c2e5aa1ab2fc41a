"""The self-contained map page as text; test_page_in_browser.py opens it in a real browser."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
import shapely

from layers.page.content import Page, PageArea, PageIncident, PageMark, page_html

EVIL = "</script><img src=x onerror=\"document.title='owned'\">{{ 7 * 7 }}{% raw %}\u2028'`${1}"
MARKS = (
    PageMark("triangle", "#c7181d", "#ab0d15", "特别严重"),
    PageMark("diamond", "#e97e17", "#984b04", "严重"),
    PageMark("square", "#f6d236", "#755e01", "较重"),
    PageMark("circle", "#2061b6", "#0d52a6", "一般"),
)
COLOURS = {
    "ground": "#e9e8e4", "panel": "#fbfaf8", "ink": "#1a1f22", "quiet": "#42494e",
    "line": "#94928d", "focus": "#256155",
}  # fmt: skip


def a_page(evil: str = "", incidents: int = 40) -> Page:
    areas = tuple(
        PageArea(
            shapely.box(116 + i * 0.1, 33, 116.1 + i * 0.1, 33.2), "#b0cac2", f"镇{i}{evil}", (("未结", f"{i}{evil}"),)
        )
        for i in range(4)
    )
    crowd = tuple(
        PageIncident(116.01 + i * 1e-4, 33.1, i % 4, f"20261123-{i:06d}{evil}", (("联系", f"王** 138****2210{evil}"),))
        for i in range(incidents)
    )
    lone = (PageIncident(116.35, 33.05, 3, f"lone{evil}", ()),) if incidents else ()
    return Page(
        "zh_CN", f"永城市{evil}", (f"截至 14:32{evil}",), f"演示数据{evil}", areas, crowd + lone,
        MARKS, f"未结事件{evil}",
        (("#b0cac2", f"0–3{evil}"),), f"事件{evil}", (f"无位置 2 件{evil}",), f"请启用脚本{evil}", COLOURS,
        {"zoom_in": f"放大{evil}", "zoom_out": "缩小", "close": "关闭"},
    )  # fmt: skip


def test_that_nothing_in_a_page_comes_from_outside() -> None:
    text = page_html(a_page())
    assert not re.findall(r"<(?:link|iframe|object|embed|img|base)\b", text)
    assert not re.findall(r"\bsrc\s*=\s*[\"']", text.replace("img.src=", ""))
    assert "@import" not in text
    plain = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert set(re.findall(r"url\([^)]{0,30}", plain)) == {'url("data:font/woff;base64,d09GRk9'}
    assert set(re.findall(r"https?://([^\s\"'<,)]+)", text)) <= {"www.w3.org/2000/svg", "leafletjs.com"}
    assert "Vladimir Agafonkin" in text
    assert "David Leaver" in text


def test_that_only_the_pages_own_scripts_may_run() -> None:
    text = page_html(a_page(EVIL))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy
    digests = set(re.findall(r"'(sha256-[^']+)'", policy))
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert {f"sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}" for s in scripts} == digests
    assert text.index("Content-Security-Policy") < text.index("<script>")


def test_that_hostile_words_stay_words() -> None:
    plain, evil = page_html(a_page()), page_html(a_page(EVIL))
    assert evil.count("<script>") == plain.count("<script>")
    assert evil.count("</script>") == plain.count("</script>")
    assert "<img" not in evil
    assert "{{ 7 * 7 }}" not in re.sub(r"<title>.*?</title>", "", evil)
    assert "49" not in re.sub(r"[0-9a-f]{32}|\d+\.\d+", "", evil.split("<body>")[1].split("gridcommand.areas")[0])


def test_that_a_page_speaks_its_language_and_says_what_it_is() -> None:
    text = page_html(a_page())
    assert '<html lang="zh-CN">' in text
    assert "<title>永城市</title>" in text
    assert '<span class="gc-demo">演示数据</span>' in text
    assert "user-scalable=no" not in text
    assert "演示数据" not in page_html(replace(a_page(), badge=""))


def test_that_a_colour_is_a_colour() -> None:
    bad = PageArea(shapely.box(0, 0, 1, 1), "red;background:url(x)", "a")
    with pytest.raises(ValueError, match="no colour"):
        page_html(replace(a_page(), areas=(bad,)))


def test_that_a_city_without_areas_or_incidents_still_has_a_page() -> None:
    assert "gridcommand.areas(" in page_html(replace(a_page(), areas=(), incidents=()))
    assert "gridcommand.incidents(" not in page_html(a_page(incidents=0))


def test_that_a_page_without_chinese_carries_no_font() -> None:
    marks = tuple(PageMark(mark.shape, mark.fill, mark.edge, "x") for mark in MARKS)
    bare = Page("en", "City", (), "", (), (), marks, "Open", (), "Incidents", (), "Scripts", COLOURS, {})
    assert "font/woff" not in page_html(bare)

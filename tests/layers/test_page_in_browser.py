"""A page in a real browser that has no network: what it fetches (nothing), what it complains of, what a click shows."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.page.content import Page, PageArea, PageIncident, PageMark, page_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="the browser is driven through a pipe"),
]
PATIENCE = 60.0
WIRE = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 100) for end in sys.argv[1:3]]
for place, end in zip((3, 4), ends):
    os.dup2(end, place)
os.execvp(sys.argv[3], sys.argv[3:])
"""
COLOURS = {
    "ground": "#e9e8e4", "panel": "#fbfaf8", "ink": "#1a1f22", "quiet": "#42494e", "line": "#94928d",
    "focus": "#256155",
}  # fmt: skip
MARKS = (
    PageMark("triangle", "#c7181d", "#ab0d15", "特别严重"),
    PageMark("circle", "#2061b6", "#0d52a6", "一般"),
)


class Chromium:
    """One browser driven through a pipe (DevTools protocol, messages that end with a zero byte)."""

    def __init__(self, program: str, folder: Path) -> None:
        asks, self._ask = os.pipe()
        self._answers, answers = os.pipe()
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", "--proxy-server=127.0.0.1:9", "--window-size=1200,800",
            f"--user-data-dir={folder}",
        ]  # fmt: skip

        # the browser reads at 3 and writes at 4
        wired = [sys.executable, "-c", WIRE, str(asks), str(answers), *command]
        self._process = subprocess.Popen(
            wired, pass_fds=(asks, answers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(asks)
        os.close(answers)
        self._rest, self._number, self._session = b"", 0, ""
        self.events: list[dict[str, Any]] = []
        try:
            self._attach()
        except BaseException:
            self.close()
            raise

    def _attach(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._ask, json.dumps(message).encode() + b"\0")
        while True:
            said = self._said()
            if said.get("id") == self._number:
                assert "error" not in said, said
                return dict(said["result"])
            self.events.append(said)

    def open(self, path: Path) -> None:
        """Loads a file and waits until it has loaded."""
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._said())

    def tell(self, script: str) -> Any:
        """What a script gives that runs in the page, as if typed into its console."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, script: str) -> None:
        """Until a script gives true."""
        end = time.monotonic() + PATIENCE
        while not self.tell(script):
            assert time.monotonic() < end, script
            select.select([self._answers], [], [], 0.05)

    def fetched(self) -> list[str]:
        """Every address that was asked for."""
        asked = [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [url.split(";")[0] if url.startswith("data:") else url for url in asked]

    def complaints(self) -> list[str]:
        """What the console has: refused fetches, scripts and styles among it."""
        kinds = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
        return [json.dumps(e["params"], ensure_ascii=False) for e in self.events if e.get("method") in kinds]

    def close(self) -> None:
        """Ends the browser."""
        os.close(self._ask)
        self._process.terminate()
        self._process.wait(20)
        os.close(self._answers)

    def _said(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], PATIENCE)
            part = os.read(self._answers, 1 << 16) if ready else b""
            assert part, "the browser said nothing more"
            self._rest += part
        first, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(first))


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    program = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None)
    if program is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    browser = Chromium(program, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


EVIL = "</script><img src=x onerror=\"document.title='owned'\">{{ 7 * 7 }}{% raw %}\u2028'`${1}"


def a_page(crowd: int = 30, evil: str = "") -> Page:
    areas = (
        PageArea(shapely.box(116, 33, 116.1, 33.2), "#b0cac2", f"酂城镇{evil}", (("在办事件", f"31{evil}"),)),
        PageArea(shapely.box(116.1, 33, 116.2, 33.2), "#fbfaf7", "茴村镇", (("在办事件", "0"),)),
    )
    lines = (("类别", "井盖缺失"), ("地址", ""), ("描述", f"联系 王** 138****2210{evil}"))
    incidents = [PageIncident(116.02 + n * 2e-4, 33.05, min(n, 1), f"n{n}", lines) for n in range(crowd)]
    incidents.append(PageIncident(116.15, 33.15, 1, f"lone{evil}", lines))
    return Page(
        "zh_CN", f"永城市 · 在办事件{evil}", (f"截至 14:32{evil}",), f"演示数据{evil}", areas, tuple(incidents),
        MARKS, "按区域：在办事件",
        (("#fbfaf7", "0"), ("#b0cac2", "1–31")), "在办事件", (f"无位置 2 件，市域外 1 件。{evil}",),
        "请启用脚本", COLOURS,
        {"zoom_in": "放大", "zoom_out": "缩小", "close": "关闭"},
    )  # fmt: skip


@pytest.fixture
def opened(chromium: Chromium, tmp_path: Path) -> Chromium:
    path = tmp_path / "page.html"
    path.write_text(page_html(a_page()), encoding="utf-8", newline="\n")
    chromium.open(path)
    chromium.wait("document.querySelectorAll('.gc-cluster, .gc-mark').length === 2")
    return chromium


def text(browser: Chromium, selector: str) -> str:
    return str(browser.tell(f"document.querySelector({selector!r}).innerText"))


def test_that_a_page_asks_for_nothing_but_itself_and_nothing_in_it_is_refused(opened: Chromium, tmp_path: Path) -> None:
    assert opened.complaints() == []
    assert set(opened.fetched()) <= {(tmp_path / "page.html").as_uri(), "data:font/woff"}
    assert opened.tell("document.contentType + document.documentElement.lang") == "text/htmlzh-CN"


def test_that_the_policy_refuses_what_somebody_would_slip_in(opened: Chromium) -> None:
    script = """
        var made = document.createElement('script'); made.textContent = 'window.slipped = 1';
        document.body.appendChild(made);
        var image = document.createElement('img'); image.src = 'http://127.0.0.1:9/x.png';
        document.body.appendChild(image);
        fetch('http://127.0.0.1:9/').catch(function () { return 'refused'; })
    """
    assert opened.tell(script) == "refused"
    assert opened.tell("window.slipped === undefined") is True
    assert sum("Content Security Policy" in line for line in opened.complaints()) >= 3


def test_that_head_and_legend_say_what_is_shown_and_when(opened: Chromium) -> None:
    head = text(opened, ".gc-head")
    assert [part in head for part in ("永城市 · 在办事件", "演示数据", "截至 14:32")] == [True] * 3
    legend = text(opened, ".gc-legend").split("\n")
    assert [line for line in legend if line.strip()] == [
        "按区域：在办事件", "0", "1–31", "在办事件", "特别严重", "一般", "无位置 2 件，市域外 1 件。",
    ]  # fmt: skip


def test_that_a_cluster_counts_all_and_wears_its_worst_level_and_opens_by_a_click(opened: Chromium) -> None:
    assert text(opened, ".gc-cluster") == "30"
    assert "#c7181d" in opened.tell("document.querySelector('.gc-cluster').innerHTML")
    opened.tell("document.querySelector('.gc-cluster').click()")
    opened.wait("document.querySelectorAll('.gc-cluster').length > 2")
    counted = """Array.from(document.querySelectorAll('.gc-cluster')).reduce(
        function (sum, one) { return sum + Number(one.innerText); }, document.querySelectorAll('.gc-mark').length)"""
    opened.wait(f"{counted} === 30")


def test_that_an_incident_opens_its_masked_card_and_leaves_out_empty_lines(opened: Chromium) -> None:
    opened.tell("document.querySelector('.gc-mark').click()")
    opened.wait("document.querySelector('.leaflet-popup .gc-card') !== null")
    assert text(opened, ".gc-card").split() == ["lone", "类别", "井盖缺失", "描述", "联系", "王**", "138****2210"]
    # wide enough to read: each of its lines stands on one
    assert opened.tell("""Array.from(document.querySelectorAll('.gc-card dd')).every(function (line) {
        return line.getBoundingClientRect().height < 30; })""")
    assert opened.tell("document.querySelector('.leaflet-popup-close-button').getAttribute('aria-label')") == "关闭"


def test_that_red_lies_above_blue(opened: Chromium) -> None:
    depth = "Number(getComputedStyle(document.querySelector('{}')).zIndex)"
    assert opened.tell(depth.format(".gc-cluster")) > opened.tell(depth.format(".gc-mark")) + 10_000


def test_that_hostile_words_stay_words_on_the_page_and_in_its_cards(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    path.write_text(page_html(a_page(evil=EVIL)), encoding="utf-8", newline="\n")
    chromium.open(path)
    chromium.wait("document.querySelectorAll('.gc-mark').length === 1")
    chromium.tell("document.querySelector('.gc-mark').click()")
    chromium.wait("document.querySelector('.leaflet-popup .gc-card') !== null")
    assert EVIL.replace("\u2028", "") in text(chromium, ".leaflet-popup .gc-card").replace("\u2028", "")
    assert chromium.tell("document.querySelectorAll('img').length") == 0
    assert not chromium.tell("document.title").startswith("owned")
    assert chromium.complaints() == []


def test_that_every_control_has_a_name_and_can_be_reached_by_keys(opened: Chromium) -> None:
    names = opened.tell("""Array.from(document.querySelectorAll('a, .gc-mark')).map(function (one) {
        return [one.tabIndex, one.getAttribute('aria-label') || one.title || one.innerText]; })""")
    assert [name for tab, name in names if tab < 0 or not name] == []
    assert {"放大", "缩小"} <= {name for _, name in names}


def test_that_chinese_is_drawn_with_glyphs_even_where_no_font_is_installed(opened: Chromium) -> None:
    """Widths tell: characters of one box would all look alike, so the picture of two is compared."""
    differ = """document.fonts.load('32px "GridCommand Han"', '永').then(function () {
        function drawn(text) {
            var canvas = document.createElement('canvas'); canvas.width = canvas.height = 40;
            var pen = canvas.getContext('2d'); pen.font = '32px "GridCommand Han"'; pen.fillText(text, 2, 34);
            return canvas.toDataURL();
        }
        return drawn('永') !== drawn('城') && drawn('永') !== drawn('');
    })"""
    assert opened.tell(differ) is True

"""Draws a map page with folium: heads, areas, incidents, legend; sealed so that nothing else runs or is fetched."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from typing import Any

import folium
import shapely
from branca.element import Figure, MacroElement
from folium.template import Template

from layers.page.assets import Assets, load_assets
from layers.page.content import Lines, Page, PageArea
from layers.page.font import font_style

DECIMALS = 6  # of a degree: a decimetre
CLOSEST = 19
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def drawn(page: Page) -> str:
    """The whole page as HTML that opens without a network and forbids itself to fetch or run anything else."""
    assets = load_assets()
    bounds = page.extent or _bounds(page)
    figure = Figure(title=html.escape(page.title))
    chart = folium.Map(
        location=[(bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2],
        tiles=None,
        zoom_start=10,
        prefer_canvas=True,
        font_size="14px",
        zoom_control=False,
        maxZoom=CLOSEST,
        zoomSnap=0.25,
        attributionControl=False,
    )
    chart.default_js, chart.default_css = [], []
    figure.add_child(_Head(page, assets))
    figure.add_child(chart)
    chart.add_child(_Areas(page, bounds))
    if page.incidents:
        chart.add_child(_Incidents(page))
    chart.add_child(_Legend(page))
    return _sealed(figure.render(), page.lang, assets)


def _bounds(page: Page) -> tuple[float, float, float, float]:
    shapes = [area.geometry for area in page.areas] + [shapely.Point(i.lon, i.lat) for i in page.incidents]
    if not shapes:
        return (-180.0, -60.0, 180.0, 75.0)
    west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
    return west, south, east, north


class _Head(MacroElement):  # type: ignore[misc]
    """Styles and scripts in the head, title, badge and facts above the map."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>:root { {{ this.variables }} }</style>
        {% for style in this.styles %}<style>{{ style }}</style>
        {% endfor %}
        {% for script in this.scripts %}<script>{{ script }}</script>
        {% endfor %}
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <header class="gc-head">{{ this.above }}</header><noscript>{{ this.no_script }}</noscript>
        {% endmacro %}
        """
    )

    def __init__(self, page: Page, assets: Assets) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Head"
        self.variables = " ".join(f"--{name}: {_colour(value)};" for name, value in sorted(page.colours.items()))
        self.styles, self.scripts = (font_style(page.texts()), *assets.styles), assets.scripts
        badge = f'<span class="gc-demo">{_text(page.badge)}</span>' if page.badge else ""
        facts = "".join(f"<p>{_text(fact)}</p>" for fact in page.facts)
        self.above = f"<h1>{_text(page.title)}</h1>{badge}{facts}"
        self.no_script = _text(page.no_script)


class _Areas(MacroElement):  # type: ignore[misc]
    """The areas of one level with tooltip and popup."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        gridcommand.areas({{ this._parent.get_name() }}, {{ this.spec }});
        {% endmacro %}
        """
    )

    def __init__(self, page: Page, bounds: tuple[float, float, float, float]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Areas"
        west, south, east, north = bounds
        self.spec = _json(
            {
                "features": [_feature(area) for area in page.areas],
                "line": _colour(page.colours["line"]),
                "weight": 1 if len(page.areas) < 1000 else 0.5,
                "opacity": 1,
                "bounds": [[south, west], [north, east]],
            }
        )


class _Incidents(MacroElement):  # type: ignore[misc]
    """The incidents, clustered; each cluster shows its count and its worst level."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        gridcommand.incidents({{ this._parent.get_name() }}, {{ this.spec }});
        {% endmacro %}
        """
    )

    def __init__(self, page: Page) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Incidents"
        labels = list(dict.fromkeys(label for incident in page.incidents for label, _ in incident.lines))
        rows = [[_rounded(i.lat), _rounded(i.lon), i.mark, i.title, _values(i.lines, labels)] for i in page.incidents]
        self.spec = _json({"marks": _marks(page), "labels": labels, "rows": rows})


class _Legend(MacroElement):  # type: ignore[misc]
    """What colours and shapes mean, and what the map does not show."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        gridcommand.legend({{ this._parent.get_name() }}, {{ this.spec }});
        {% endmacro %}
        """
    )

    def __init__(self, page: Page) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Legend"
        self.spec = _json(
            {
                "figure": page.figure,
                "classes": [[_colour(colour), words] for colour, words in page.classes],
                "incidents": page.incidents_title,
                "marks": _marks(page) if page.incidents else [],
                "notes": page.notes,
                "controls": dict(page.controls),
            }
        )


def _marks(page: Page) -> list[dict[str, str]]:
    return [
        {"shape": mark.shape, "fill": _colour(mark.fill), "edge": _colour(mark.edge), "name": mark.name}
        for mark in page.marks
    ]


def _values(lines: Lines, labels: list[str]) -> list[str]:
    """The values of lines in the order of all labels, empty where a line is missing: labels are written once."""
    known = dict(lines)
    return [known.get(label, "") for label in labels]


def _feature(area: PageArea) -> dict[str, Any]:
    rounded = shapely.transform(area.geometry, lambda points: points.round(DECIMALS))
    known = {"colour": _colour(area.colour), "title": area.title, "lines": area.lines}
    return {"type": "Feature", "properties": known, "geometry": json.loads(shapely.to_geojson(rounded))}


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"no colour: {text}")
    return text


def _rounded(degrees: float) -> float:
    return round(degrees, DECIMALS)


def _text(words: str) -> str:
    """Words as HTML. The map library reads what it is given as a template once more: no brace may reach it."""
    return html.escape(words).replace("{", "&#123;").replace("}", "&#125;")


def _json(value: object) -> str:
    """JSON that can stand inside a script and inside a template: no string in it can end one or begin one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return _STRING.sub(lambda found: found[0].replace("{", "\\u007b").replace("}", "\\u007d"), text)


def _sealed(text: str, lang: str, assets: Assets) -> str:
    """Adds language, licences and the policy under which only the scripts that are in the page now may run."""
    text = text.replace("\r", "")
    known = sorted({_digest(script) for script in _SCRIPT.findall(text)})
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
        "form-action 'none'; "
        f"script-src {' '.join(known)}"
    )
    licences = "\n\n".join(f"{name}\n\n{words}" for name, words in assets.licences).replace("--", "- -")
    head = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    text = text.replace("<html>", f'<html lang="{html.escape(lang.replace("_", "-"))}">', 1).replace("<head>", head, 1)
    text = text.replace("initial-scale=1.0, maximum-scale=1.0, user-scalable=no", "initial-scale=1.0", 1)
    return f"{text}\n<!--\n{licences}\n-->\n"


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"

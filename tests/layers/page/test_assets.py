"""The assets of a map page: as their makers published them, complete, and without a link to anywhere."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from layers.page.assets import WEB, load_assets

LISTED = tomllib.loads((WEB / "assets.toml").read_text(encoding="utf-8"))["asset"]


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_that_each_asset_is_unchanged_and_has_its_licence(entry: dict[str, str]) -> None:
    assert hashlib.sha256((WEB / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    licence = (WEB / entry["licence"]).read_text(encoding="utf-8")
    assert "Copyright" in licence
    assert "WITHOUT" in licence or "AS IS" in licence


def test_that_nothing_is_loaded_by_an_address() -> None:
    assets = load_assets()
    assert len(assets.scripts) == 3
    assert len(assets.styles) == 3
    for style in assets.styles:
        assert "url(" not in style
        assert "@import" not in style
        assert "http" not in style
    for script in assets.scripts:
        assert "sourceMappingURL" not in script
        # a namespace and the maker's name are no addresses that are fetched
        links = set(re.findall(r"https?://[^\s\"'<]+", script))
        assert links <= {"http://www.w3.org/2000/svg", "https://leafletjs.com"}
    assert [name for name, _ in assets.licences] == [
        "leaflet 1.9.4 (BSD-2-Clause)", "leaflet.markercluster 1.5.3 (MIT)",
    ]  # fmt: skip


def test_that_an_asset_that_a_template_would_misread_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(WEB, tmp_path / "web")
    (tmp_path / "web" / "page.js").write_text("var a = '{{ 7 * 7 }}';", encoding="utf-8")
    with pytest.raises(ValueError, match="misread"):
        load_assets(tmp_path / "web")

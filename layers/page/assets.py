"""What a map page is made of besides its data: scripts and styles, without a link to anything outside."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "resources" / "web"
_SOURCE_MAP = re.compile(r"^\s*//# sourceMappingURL=.*$", re.MULTILINE)
_PICTURE = re.compile(r"url\([^)]*\)")
_BUG_LINK = re.compile(r"/\*[^*]*https?://[^*]*\*/")


@dataclass(frozen=True, slots=True)
class Assets:
    """Scripts and styles in the order they are needed, and the licences that must stay with them."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    licences: tuple[tuple[str, str], ...]


def load_assets(folder: Path = WEB) -> Assets:
    """Reads the assets of the list; raises OSError where the program's own files are missing."""
    listed = tomllib.loads((folder / "assets.toml").read_text(encoding="utf-8"))["asset"]
    files = [folder / entry["file"] for entry in listed] + [folder / "page.js", folder / "page.css"]
    licences = {
        f"{entry['name']} {entry['version']} ({entry['spdx']})": (folder / entry["licence"]).read_text(encoding="utf-8")
        for entry in listed
    }
    texts = [(path.suffix, path.read_text(encoding="utf-8").replace("\r", "")) for path in files]
    for _, text in texts:
        if any(sign in text for sign in ("{{", "{%", "{#", "</script", "</style")):
            raise ValueError("an asset that the page's template would misread")
    return Assets(
        scripts=tuple(_script(text) for suffix, text in texts if suffix == ".js"),
        styles=tuple(_style(text) for suffix, text in texts if suffix == ".css"),
        licences=tuple(licences.items()),
    )


def _script(text: str) -> str:
    return _SOURCE_MAP.sub("", text).strip()


def _style(text: str) -> str:
    """Pictures of controls that no page shows, and remarks with links, are left out."""
    return _BUG_LINK.sub("", _PICTURE.sub("none", text)).strip()

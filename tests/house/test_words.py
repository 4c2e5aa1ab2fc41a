"""Every word that a person may read is in the catalogue, whole, once, and can be drawn."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import pytest

NAMES = {"words", "_words", "N_"}
SENTENCES = {"Refusal", "Note"}
COUNTED = {"n"}  # a plural may show its count in one language and not in another
# a date is given all of its parts, and each language takes those that it needs
DATES = {"day", "month", "year", "weekday", "long_weekday", "mm", "dd", "month_number"}
COUNTED_THING = re.compile(
    r"\{n\} (warnings|cases|signals|facts|arrivals|households|records|lines|towns at|incidents|points|changes)\b"
)
PERCENT = re.compile(r"%(?:\(\w+\))?[sdr]")


@dataclass(frozen=True)
class Said:
    """A text given to the catalogue: where, in which context, and its plural where it has one."""

    at: str
    ctx: str
    text: str
    many: str = ""


def said_in(source: Any) -> Iterator[Said]:
    contexts = dict(contexts_in(source.tree))
    named = constants_in(source.tree)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        ctx = next(iter(texts(options.get("ctx"))), "")
        if name == "N_" and len(node.args) > 1:
            ctx = next(iter(texts(node.args[1])), "")
        if name in NAMES or name in contexts:
            first = node.args[0] if node.args else None
            yield from (Said(source.at(node), ctx or contexts.get(name, ""), text) for text in texts(first))
        elif name == "plural" and len(node.args) >= 2:
            for one, many in zip(texts(node.args[0]), texts(node.args[1]), strict=True):
                yield Said(source.at(node), ctx, one, many)
        elif name in SENTENCES and len(node.args) > 1:
            yield from (Said(source.at(node), "", text) for text in sentences(node, named))
        elif name == "add_argument":
            yield from (Said(source.at(node), "", text) for text in texts(options.get("help")))
        elif name == "add_argument_group" and node.args:
            yield from (Said(source.at(node), "", text) for text in texts(node.args[0]))
    functions = {node.name for node in source.tree.body if isinstance(node, ast.FunctionDef)}
    if {"arguments", "run"} <= functions:
        yield Said(f"{source.path}:1", "", (ast.get_docstring(source.tree) or "").split("\n")[0])


def sentences(call: ast.Call, named: dict[str, list[str]]) -> list[str]:
    """The sentences that a refusal or a note can say: written there, or kept under a name in the same file."""
    sentence = call.args[1]
    return named[sentence.id] if isinstance(sentence, ast.Name) else texts(sentence)


def texts(node: ast.expr | None) -> list[str]:
    """The texts that an argument can be: one, or either of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return []


def constants_in(tree: ast.Module) -> dict[str, list[str]]:
    """Sentences that a file keeps under a name, by that name; marked with N_ or not."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            kept = node.value
            if isinstance(kept, ast.Call) and getattr(kept.func, "id", "") == "N_" and kept.args:
                kept = kept.args[0]
            found[node.targets[0].id] += texts(kept)
    return found


def contexts_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that stand for the words of one context: `say = words.context("state")`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr == "context"
            and isinstance(node.targets[0], ast.Name)
        ):
            yield from ((node.targets[0].id, ctx) for ctx in texts(node.value.args[0] if node.value.args else None))


@pytest.fixture(scope="session")
def said(room_sources: list[Any]) -> list[Said]:
    return [text for source in room_sources for text in said_in(source) if text.text]


@pytest.fixture(scope="session")
def entries(root: Path) -> list[tuple[Path, polib.POEntry]]:
    files = sorted((root / "resources" / "i18n" / "zh_CN").glob("*.po"))
    assert files
    return [(path, entry) for path in files for entry in polib.pofile(str(path), encoding="utf-8")]


def key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def test_that_every_text_has_its_chinese(said: list[Said], entries: list[tuple[Path, polib.POEntry]]) -> None:
    known = {key(entry) for _, entry in entries if entry.translated() and not entry.fuzzy}
    missing = sorted({f"{text.at} {text.ctx and f'[{text.ctx}] '}{text.text!r}" for text in said
                      if (text.ctx, text.text) not in known})  # fmt: skip
    assert missing == [], "without a translation:\n" + "\n".join(missing)


def test_that_every_refusal_has_a_sentence_that_can_be_found(room_sources: list[Any]) -> None:
    """Else the sweep would not see it. Some files hand on: what another process refused, what a marked table says."""
    handed_on = {"services/demo/apart.py", "services/store/complaints.py", "services/cases/outbox_files.py"}
    unseen = [
        source.at(node)
        for source in room_sources
        if str(source.path) not in handed_on
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in SENTENCES
        and len(node.args) > 1
        and not sentences(node, constants_in(source.tree))
    ]
    assert unseen == []


def test_that_no_text_is_put_together_before_it_is_translated(room_sources: list[Any]) -> None:
    built = [
        source.at(node)
        for source in room_sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in NAMES
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert built == []


def test_that_plurals_are_written_where_they_are_said(room_sources: list[Any]) -> None:
    """A singular and its plural belong together, so no table hands them on one by one."""
    unseen = [
        source.at(node)
        for source in room_sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "plural"
        and not (len(node.args) == 3 and texts(node.args[0]) and texts(node.args[1]))
    ]
    assert unseen == []


def test_that_a_counted_thing_has_its_form_for_one(said: list[Said]) -> None:
    """“1 warnings” is no English: what is counted on a screen is said through `plural`."""
    wrong = [
        f"{text.at} {text.text!r}"
        for text in said
        if text.at.startswith(("desktop/", "widgets/")) and not text.many and COUNTED_THING.search(text.text)
    ]
    assert wrong == []


def test_that_no_translation_is_left_over(said: list[Said], entries: list[tuple[Path, polib.POEntry]]) -> None:
    used = {(text.ctx, text.text) for text in said}
    stale = [f"{path.name}: {entry.msgctxt or ''} {entry.msgid!r}" for path, entry in entries if key(entry) not in used]
    assert stale == [], "translated, but said nowhere:\n" + "\n".join(stale)


def test_that_no_text_is_translated_twice(entries: list[tuple[Path, polib.POEntry]]) -> None:
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, entry in entries:
        places[key(entry)].append(path.name)
    assert {text: names for text, names in places.items() if len(names) > 1} == {}


def placeholders(text: str) -> set[str]:
    if PERCENT.search(text):
        return set(PERCENT.findall(text))
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} - COUNTED
    except ValueError:
        return {"unreadable"}


def test_that_a_translation_keeps_every_value(entries: list[tuple[Path, polib.POEntry]]) -> None:
    wrong = []
    for path, entry in entries:
        for told in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            of = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
            if placeholders(told) != of and not (entry.msgctxt == "date" and placeholders(told) <= DATES):
                wrong.append(f"{path.name}: {entry.msgid!r} → {told!r}")
    assert wrong == []


def test_that_plurals_are_plural_on_both_sides(said: list[Said], entries: list[tuple[Path, polib.POEntry]]) -> None:
    many = {(text.ctx, text.text): text.many for text in said if text.many}
    wrong = [e.msgid for _, e in entries if key(e) in many and e.msgid_plural != many[key(e)]]
    assert wrong == []


def test_that_chinese_is_written_as_chinese(entries: list[tuple[Path, polib.POEntry]]) -> None:
    """Full-width commas, stops and brackets between Han characters, and no stray English word left."""
    half = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]")
    wrong = [f"{path.name}: {entry.msgstr!r}" for path, entry in entries if half.search(entry.msgstr)]
    assert wrong == []


def written_by_people(root: Path) -> Iterator[tuple[str, str]]:
    """Every text of the resources that can reach a screen, by the file it stands in."""
    for path in sorted((root / "resources").rglob("*.toml")):
        if "web" not in path.parts:
            for text in leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield str(path.relative_to(root)), text
    for path in sorted((root / "resources").rglob("*")):
        if path.suffix in (".csv", ".tsv", ".txt") and "web" not in path.parts:
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


def test_that_every_character_can_be_drawn(
    root: Path, said: list[Said], entries: list[tuple[Path, polib.POEntry]], bundled_font: Any
) -> None:
    shown = [(text.at, text.text + text.many) for text in said]
    shown += [(path.name, entry.msgstr + "".join(entry.msgstr_plural.values())) for path, entry in entries]
    shown += list(written_by_people(root))
    boxes: dict[str, set[str]] = defaultdict(set)
    for where, text in shown:
        for character in set(text):
            if character.isprintable() and not bundled_font.supportsCharacter(ord(character)):
                boxes[f"{character} U+{ord(character):04X}"].add(where)
    assert boxes == {}


@pytest.fixture(scope="session")
def bundled_font(qapp: Any) -> Any:
    """The font that comes with the program, as Qt reads it."""
    qt_gui = pytest.importorskip("PySide6.QtGui")
    bundled = pytest.importorskip("noto_cjk_sans_otc")
    font = qt_gui.QRawFont(str(bundled.FONT_PATH), 16)
    assert font.isValid()
    # the check itself: an emoji is no glyph of this font, a rare town name is
    assert not font.supportsCharacter(0x23F1)
    assert font.supportsCharacter(ord("酂"))
    return font


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('words("a")', [("", "a")]),
        ('self._words("a" if x else "b", ctx="c")', [("c", "a"), ("c", "b")]),
        ('say = words.context("state")\nsay("a")', [("state", "a")]),
        ('words.plural("{n} one", "{n} many", 3)', [("", "{n} one")]),
        ('raise Refusal("a.b", "Long " "sentence.", x=1)', [("", "Long sentence.")]),
        ('parser.add_argument("--x", help="y")', [("", "y")]),
        ('WHY = "Sentence."\nRefusal("a.b", WHY)', [("", "Sentence.")]),
        ('N_("Jan", "date")', [("date", "Jan")]),
        ('words(name)', []),
    ],
)  # fmt: skip
def test_that_the_sweep_sees_what_is_said(code: str, expected: list[tuple[str, str]]) -> None:
    class Given:
        path, tree = Path("x.py"), ast.parse(code)

        def at(self, node: ast.AST) -> str:
            return "x.py:1"

    assert [(found.ctx, found.text) for found in said_in(Given())] == expected

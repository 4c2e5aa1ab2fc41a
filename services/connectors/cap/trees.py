"""XML of strangers as a small tree with line numbers: no document type, no entities, nothing fetched, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from services.domain.refusals import Refusal

LARGEST = 20 * 1024 * 1024
DEEPEST = 60
MOST_ELEMENTS = 200_000
GAP = " "  # between namespace and name


@dataclass(slots=True)
class Element:
    """One element: its namespace, name, line, attributes by their bare names, own words, and children."""

    space: str
    name: str
    line: int
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own words, without spaces at the ends."""
        return "".join(self.words).strip()

    def all(self, name: str) -> list[Element]:
        """The children of a name, whatever their namespace."""
        return [child for child in self.children if child.name == name]

    def one(self, name: str) -> str:
        """The text of the first child of a name, empty without."""
        return next((child.text for child in self.children if child.name == name), "")

    def walk(self) -> Iterator[Element]:
        """Itself and all below, in the order of the file."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(reversed(found.children))


def read_tree(data: bytes) -> Element:
    """The root of a file's elements.

    Raises `Refusal`: cap.large, cap.attack for a document type (the way in of entities that read files or fill the
    memory), cap.xml for what is no XML, with the line.
    """
    if len(data) > LARGEST:
        raise Refusal("cap.large", "The file has more than {most} MB; no alert is that long.", most=LARGEST >> 20)
    building = _Building()
    try:
        building.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refusal(
            "cap.xml", "Line {line}: this is no XML ({why}).", line=error.lineno, why=expat.ErrorString(error.code)
        ) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise Refusal("cap.xml", "Line {line}: this is no XML ({why}).", line=1, why=error) from error
    if building.root is None:
        raise Refusal("cap.xml", "Line {line}: this is no XML ({why}).", line=1, why="empty")
    return building.root


class _Building:
    """Takes what the parser tells."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=GAP)
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say

    def _refuse(self, *_: object) -> None:
        raise Refusal(
            "cap.attack",
            "Line {line}: the file has a document type declaration. No alert needs one, and entities in it can read "
            "other files; it was not read.",
            line=self.parser.CurrentLineNumber,
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > MOST_ELEMENTS:
            line = self.parser.CurrentLineNumber
            raise Refusal("cap.deep", "Line {line}: more elements than any alert has; it was not read.", line=line)
        space, _, bare = name.rpartition(GAP)
        bare_names = {key.rpartition(GAP)[2]: value for key, value in attributes.items()}
        made = Element(space, bare, self.parser.CurrentLineNumber, bare_names)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _say(self, words: str) -> None:
        if self._open:
            self._open[-1].words.append(words)

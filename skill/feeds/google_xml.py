"""Google Merchant product feeds in XML: RSS 2.0 items or Atom entries, attributes with the g: namespace.

Read with expat as it comes: only one item is in memory, each has its line, and a feed that declares entities
of its own is refused whole (that is how a small file becomes a huge one).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.parsers import expat

from skill.errors import FeedError
from skill.feeds.google import REPEATED, row_of
from skill.feeds.item import Refused, Row
from skill.feeds.reading import Source, opened
from skill.feeds.table import column_name

_BLOCK = 1 << 16
_ITEMS = frozenset(("item", "entry"))
# Atom's own names for what Google names otherwise.
_ATOM = {"summary": "description", "content": "description"}
_LONGEST = 1_000_000  # characters in one item
_DEEPEST = 50


def read_google_xml(source: Source) -> Iterator[Row]:
    """The items of a feed in order; raises FeedError for no feed, and where it breaks off."""
    items = _Items(source)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = items.start
    parser.EndElementHandler = items.end
    parser.CharacterDataHandler = items.text
    parser.EntityDeclHandler = items.refuse_entities
    items.line = lambda: parser.CurrentLineNumber
    with opened(source) as file:
        try:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
                yield from items.take()
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as broken:
            yield from items.take()
            raise FeedError(f"{source.path} is no whole XML: {broken}") from None
    yield from items.take()
    if not items.any:
        raise FeedError(f"{source.path} has no <item> and no <entry>")


class _Items:
    """The items met so far, and the one that is being read."""

    def __init__(self, source: Source) -> None:
        self.any = False
        self.line: Callable[[], int] = lambda: 0
        self._source = source
        self._ready: list[Row] = []
        self._cells: dict[str, str] | None = None
        self._line = self._size = self._depth = 0
        self._column = ""
        self._parts: list[str] = []
        self._inner: list[str] = []

    def take(self) -> list[Row]:
        """The rows that have come together since last time."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if self._cells is None:
            if name in _ITEMS:
                self.any, self._cells, self._line, self._size, self._depth = True, {}, self.line(), 0, 0
            return
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("its elements are nested too deep")
        if self._depth == 1:
            self._column, self._parts, self._inner = column_name(_ATOM.get(name, name)), [], []
        else:
            self._inner.append("")
        if name == "link" and "href" in attributes:
            self.text(attributes["href"])

    def text(self, text: str) -> None:
        if self._cells is None or self._depth == 0:
            return
        self._size += len(text)
        if self._size > _LONGEST:
            return
        if self._inner:
            self._inner[-1] += text
        else:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        if self._cells is None:
            return
        if self._depth == 0:
            self._finish(self._cells)
            self._cells = None
            return
        self._depth -= 1
        if self._depth == 0:
            self._keep(self._cells)

    def refuse_entities(self, *declared: object) -> None:
        raise FeedError(f"{self._source.path} declares entities of its own, which is not taken")

    def _keep(self, cells: dict[str, str]) -> None:
        """A column's text; what it has inside, as <g:product_detail> does, is joined by colons."""
        inner = [text for part in self._inner if (text := part.strip())]
        told = ":".join(inner) or "".join(self._parts).strip()
        if told and self._column not in cells:
            cells[self._column] = told
        elif told and self._column in REPEATED:
            cells[self._column] += f"\n{told}"

    def _finish(self, cells: dict[str, str]) -> None:
        if self._size > _LONGEST:
            self._ready.append(Refused(self._line, "", f"is longer than {_LONGEST} characters"))
        else:
            self._ready.append(row_of(self._line, cells, self._source))

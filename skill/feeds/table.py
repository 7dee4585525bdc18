"""Tab-separated files as merchants really save them: BOM, CRLF, quotes, blank lines, broken rows."""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from skill.errors import FeedError
from skill.feeds.item import Refused
from skill.feeds.reading import Source, opened

_MOST_LINES = 50  # that a quoted cell may span; after so many its quote was never meant to open one
LONGEST_LINE = 1_000_000
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=\t|\Z)')
_OPEN = re.compile(r'"[^"]*(?:""[^"]*)*\Z')
_UNDECODED = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: the line it begins on, and its cells by column; what is empty or missing reads as ""."""

    line: int
    by_column: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.by_column.get(column, "")


def read_table(
    source: Source, required: Collection[str], optional: Collection[str], repeated: Collection[str] = ()
) -> Iterator[Cells | Refused]:
    """The rows of a file, one at a time; raises FeedError when it has no text or not the required columns.

    A `repeated` column may come several times; its cells are joined by line ends. Of others the first one
    that says something counts.
    """
    path = source.path
    try:
        with opened(source) as file:
            text = io.TextIOWrapper(file, encoding=encoding_of(file), errors="surrogateescape")
            lines = _Lines(bounded(text))
            columns = _header(lines, path)
            if missing := [name for name in required if name not in columns]:
                found = ", ".join(columns) or "none at all"
                raise FeedError(f"{path} has no column {missing[0]}; its columns are: {found[:200]}")
            yield from _rows(lines, columns, {*required, *optional}, repeated)
    except UnicodeError:
        raise FeedError(f"{path} is no text in UTF-8") from None


def column_name(cell: str) -> str:
    """A column's name in one spelling: "g:Product Type" and "product-type" are "product_type"."""
    return re.sub(r"[\s_-]+", "_", cell.strip().casefold().removeprefix("g:")).strip("_")


def split(line: str) -> list[str]:
    """The cells of a line; a quote that does not enclose a whole cell is just a character."""
    if '"' not in line:
        return line.split("\t")
    cells, place = [], 0
    while place <= len(line):
        quoted = _QUOTED.match(line, place)
        end = quoted.end() if quoted else line.find("\t", place)
        end = len(line) if end < 0 else end
        cells.append(quoted.group(1).replace('""', '"') if quoted else line[place:end])
        place = end + 1
    return cells


class _Lines:
    """Numbered lines that can be looked at before they are taken."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._ahead: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        """The next line without its end."""
        if not self.peek(1):
            return None
        self.number += 1
        return self._ahead.popleft()

    def peek(self, count: int) -> list[str]:
        """Up to so many of the lines that come next."""
        missing = count - len(self._ahead)
        if missing > 0:
            self._ahead.extend(line.removesuffix("\n") for line in islice(self._text, missing))
        return list(islice(self._ahead, count))


def bounded(text: IO[str]) -> Iterator[str]:
    """The lines of a text; of one that is far too long only the beginning, so that memory stays steady."""
    while line := text.readline(LONGEST_LINE + 1):
        yield line
        while line and len(line) > LONGEST_LINE and not line.endswith("\n"):
            line = text.readline(LONGEST_LINE + 1)


def encoding_of(file: IO[bytes]) -> str:
    """UTF-8 with or without a mark, or what spreadsheet programs call "Unicode text": UTF-16."""
    start = file.peek(2)[:2]  # type: ignore[attr-defined]
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _header(lines: _Lines, path: Path) -> list[str]:
    while (line := lines.take()) is not None:
        if line.lstrip().startswith("<"):
            raise FeedError(f"{path} is markup; save the feed as tab-separated text")
        if line.strip():
            return [column_name(cell) for cell in split(line)]
    raise FeedError(f"{path} is empty; the first line must name the columns")


def _rows(
    lines: _Lines, columns: list[str], wanted: Collection[str], repeated: Collection[str]
) -> Iterator[Cells | Refused]:
    places = [(name, place) for place, name in enumerate(columns) if name in wanted]
    while (line := lines.take()) is not None:
        if not line.strip():
            continue
        number = lines.number
        cells = _whole_row(line, lines, len(columns))
        if reason := _fault(line, cells, len(columns)):
            yield Refused(number, "", reason)
            continue
        cells += [""] * (len(columns) - len(cells))
        yield Cells(number, _by_column(cells, places, repeated))


def _by_column(cells: list[str], places: list[tuple[str, int]], repeated: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, place in places:
        if cell := cells[place].strip():
            if name not in found:
                found[name] = cell
            elif name in repeated:
                found[name] += f"\n{cell}"
    return found


def _whole_row(line: str, lines: _Lines, width: int) -> list[str]:
    """The cells of a row, with the lines that follow when a quoted cell spans them and the row then fits."""
    cells = split(line)
    if '"' not in line or not _is_open(line):
        return cells
    joined = line
    for count, more in enumerate(lines.peek(_MOST_LINES), 1):
        joined = f"{joined}\n{more}"
        if '"' in more and not _is_open(joined):
            longer = split(joined)
            if len(longer) != width:
                return cells
            for _ in range(count):
                lines.take()
            return longer
    return cells


def _is_open(text: str) -> bool:
    """Whether the last cell begins with a quote that is not closed."""
    place = 0
    while place < len(text):
        if quoted := _QUOTED.match(text, place):
            place = quoted.end() + 1
            continue
        if _OPEN.match(text, place):
            return True
        end = text.find("\t", place)
        if end < 0:
            return False
        place = end + 1
    return False


def _fault(line: str, cells: list[str], width: int) -> str | None:
    if not line.isascii() and _UNDECODED.search(line):
        return "is not UTF-8"
    if "\0" in line:
        return "contains a NUL character"
    if len(line) > LONGEST_LINE:
        return f"is longer than {LONGEST_LINE} characters"
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return f"has {len(cells)} columns, the header has {width}"
    return None

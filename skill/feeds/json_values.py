"""The products in a JSON file of any size, one at a time: a list, an object around a list, or line by line.

ijson reads as it goes, with amounts exact; of a file of lines a bad one costs only itself.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import IO, Any

from skill.errors import FeedError
from skill.feeds.item import Refused
from skill.feeds.reading import Source, opened
from skill.feeds.table import LONGEST_LINE, bounded

Values = Iterator[tuple[int, Any]]
_BEGINS, _ENDS = ("start_map", "start_array"), ("end_map", "end_array")
_NESTED = 60


def json_values(source: Source, lists: Collection[str]) -> Iterator[tuple[int, Any] | Refused]:
    """Each value with its number: the line in a file of lines, else its place in the list.

    The products of a top-level object are in one of its `lists`, or it is one itself. Raises FeedError for
    what is no JSON, or breaks off.
    """
    with opened(source) as file:
        if _is_by_lines(file):
            yield from _by_lines(file)
        else:
            yield from _streamed(source, file, lists)


def _is_by_lines(file: IO[bytes]) -> bool:
    """Whether the first line is a whole object, and not the only one."""
    start = file.peek(1 << 16)  # type: ignore[attr-defined]
    first, _, rest = start.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    try:
        return bool(rest.strip()) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _by_lines(file: IO[bytes]) -> Iterator[tuple[int, Any] | Refused]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape")
    for number, line in enumerate(bounded(text), 1):
        if len(line) > LONGEST_LINE:
            yield Refused(number, "", f"is longer than {LONGEST_LINE} characters")
            continue
        if line.strip():
            try:
                yield number, json.loads(line, parse_float=Decimal)
            except (ValueError, RecursionError):
                yield Refused(number, "", "is no JSON")


def _streamed(source: Source, file: IO[bytes], lists: Collection[str]) -> Values:
    import ijson

    try:
        yield from _parsed(ijson.parse(_without_mark(file)), ijson.ObjectBuilder, lists)
    except (ijson.JSONError, UnicodeError, ValueError, RecursionError) as broken:
        raise FeedError(f"{source.path} is no whole JSON: {_first_line(broken)}") from None


def _parsed(events: Iterator[tuple[str, str, Any]], builder: Any, lists: Collection[str]) -> Values:
    """Collect one value at a time; what stands beside the list of products is small and kept for the end."""
    single: dict[str, Any] = {}
    number, key, found = 0, "", False
    base: str | None = None
    growing: _Growing | None = None
    for prefix, event, value in events:
        if growing is None:
            if event == "map_key" and prefix == "":
                key = value
                continue
            base = _base(prefix, event, key, lists)
            found = found or base == "open"
            if base in (None, "open") or event in _ENDS:
                continue
            growing = _Growing(builder())
        if not growing.is_whole_with(event, value):
            continue
        if base == "item":
            number += 1
            yield number, growing.value
        else:
            single[key] = growing.value
        growing = None
    if single and not found:
        yield 1, single


class _Growing:
    """A value that is put together event by event."""

    def __init__(self, builder: Any) -> None:
        self._builder = builder
        self._depth = 0

    def is_whole_with(self, event: str, value: Any) -> bool:
        """Take an event; whether it was the last one. ValueError for what is nested too deep."""
        self._builder.event(event, value)
        self._depth += (event in _BEGINS) - (event in _ENDS)
        if self._depth > _NESTED:
            raise ValueError("it is nested too deep")
        return self._depth == 0

    @property
    def value(self) -> Any:
        return self._builder.value


def _base(prefix: str, event: str, key: str, lists: Collection[str]) -> str | None:
    """What begins here: an "item" of the list, the list itself ("open"), a value beside it, or nothing."""
    if prefix == "item" or (key in lists and prefix == f"{key}.item"):
        return "item"
    if prefix == "":
        return None if event in _BEGINS or event in _ENDS else "item"
    if prefix == key and key in lists and event in ("start_array", "end_array"):
        return "open"
    return "single" if prefix == key else None


def _without_mark(file: IO[bytes]) -> IO[bytes]:
    if file.peek(3)[:3] == b"\xef\xbb\xbf":  # type: ignore[attr-defined]
        file.read(3)
    return file


def _first_line(failure: BaseException) -> str:
    return (str(failure).splitlines() or [type(failure).__name__])[0][:200]


def text_of(value: Any) -> str:
    """A value as a cell: text and numbers as they are written, everything else as nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)


def list_of(value: Any) -> list[Any]:
    """A value that may stand alone, or several of it in a list."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def dict_of(value: Any) -> dict[str, Any]:
    """An object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}

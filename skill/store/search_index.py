"""Product search: a Tantivy index on disk beside the database, made from it and thrown away without regret.

The index of one catalogue version is one folder, named after the version, which never changes once it is
there: whoever needs it and does not find it whole makes it under another name and moves it into place. So
processes need no lock on each other's index, and a damaged one is simply made again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import tantivy
from sqlalchemy import Connection, Row, Select, select

from skill.store.catalog import catalog_version
from skill.store.search_query import ANALYSIS, ANALYZER, make_schema, queries, stemmed
from skill.store.tables import products, variants
from skill.store.words import normal

_FORMAT = "1"  # raise it when the schema or the analysis changes: older folders are then not looked at
_MANIFEST = "manifest.json"
_HEAP = 32_000_000
_AT_ONCE = 2000
_UNFINISHED_SECONDS = 3600
# How long a search waits for an index being made while an older one will do.
_PATIENCE_SECONDS = 0.5

_LISTED: Select[Any] = (
    select(
        variants.c.sku,
        variants.c.spoken,
        variants.c.name,
        variants.c.synonyms,
        variants.c.options,
        variants.c.description,
        products.c.brand,
        products.c.category,
    )
    .join(products)
    .where(~variants.c.retired)
    .order_by(variants.c.sku)
)


@dataclass(frozen=True, slots=True)
class _Opened:
    version: str
    schema: tantivy.Schema
    searcher: tantivy.Searcher


class SearchIndex:
    """The index for a database, kept in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: _Opened | None = None
        self._lock = threading.Lock()

    def find(self, connection: Connection, words: str, limit: int) -> list[str]:
        """Skus for the customer's words, best first."""
        opened = self._current(connection)
        try:
            return _search(opened, words, limit)
        except BaseException as failure:
            if not _is_damage(failure):
                raise
            self.rebuild(connection)
            return _search(self._current(connection), words, limit)

    def is_ready(self, connection: Connection) -> bool:
        """Whether the index of this catalogue is there; it is made now if need be."""
        return self._current(connection).version == catalog_version(connection)

    def rebuild(self, connection: Connection) -> None:
        """Make the index again although it is there."""
        with self._lock:
            self._opened = None
            _discard(self._path(catalog_version(connection)))
        self._current(connection)

    def close(self) -> None:
        """Let go of the files."""
        self._opened = None

    def _current(self, connection: Connection) -> _Opened:
        version = catalog_version(connection)
        opened = self._opened
        if opened is not None and opened.version == version:
            return opened
        if opened is not None and not self._lock.acquire(timeout=_PATIENCE_SECONDS):
            return opened
        if opened is None:
            self._lock.acquire()
        try:
            if self._opened is None or self._opened.version != version:
                self._opened = self._open_or_build(connection, version)
            return self._opened
        finally:
            self._lock.release()

    def _open_or_build(self, connection: Connection, version: str) -> _Opened:
        path = self._path(version)
        opened = _open(path, version)
        if opened is None:
            _discard(path)
            _build(connection, path)
            self._clean_up(path)
            opened = _open(path, version)
        if opened is None:
            raise OSError(f"the search index in {path} cannot be read just after it was made")
        return opened

    def _path(self, version: str) -> Path:
        return self._folder / f"{_FORMAT}-{version or 'empty'}"

    def _clean_up(self, keep: Path) -> None:
        """Drop the indexes of other versions, and what somebody began to make and never finished."""
        for other in self._folder.iterdir():
            if other != keep and not (other.name.startswith("new-") and _is_fresh(other)):
                _discard(other)


def _search(opened: _Opened, words: str, limit: int) -> list[str]:
    """Ask ever more leniently until there is enough; the words that are nearly alike only when nothing is."""
    found: dict[str, None] = {}
    for lenience, query in enumerate(queries(opened.searcher, opened.schema, words)):
        if len(found) >= limit or (found and lenience > 1):
            break
        hits = opened.searcher.search(query, limit, count=False).hits
        found |= dict.fromkeys(opened.searcher.doc(address)["sku"][0] for _, address in hits)
    return list(found)[:limit]


def _open(path: Path, version: str) -> _Opened | None:
    """The index in a folder, if it is whole."""
    if not _is_whole(path):
        return None
    try:
        index = tantivy.Index.open(str(path))
        index.register_tokenizer(ANALYSIS, ANALYZER)
        return _Opened(version, index.schema, index.searcher())
    except BaseException as failure:
        if not _is_damage(failure):
            raise
        return None


def _is_damage(failure: BaseException) -> bool:
    """Whether Tantivy stumbled over its files: it tells of them in many ways, and panics at some."""
    return isinstance(failure, Exception) or type(failure).__name__ == "PanicException"


def _is_whole(path: Path) -> bool:
    """Whether every file is there in its full length: reading past the end of a mapped file would kill us."""
    try:
        sizes = json.loads((path / _MANIFEST).read_text())
        return all((path / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def _build(connection: Connection, path: Path) -> None:
    """Make the index under another name and move it into place; a rival's that got there first is as good."""
    making = path.with_name(f"new-{uuid4().hex}")
    making.mkdir(parents=True)
    try:
        _write(connection, making)
        with contextlib.suppress(OSError):
            making.rename(path)
    finally:
        _discard(making)


def _write(connection: Connection, folder: Path) -> None:
    schema = make_schema()
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer(ANALYSIS, ANALYZER)
    writer = index.writer(_HEAP, 1)
    for document in _documents(connection):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    sizes = {file.name: file.stat().st_size for file in folder.iterdir() if not file.name.startswith(".")}
    (folder / _MANIFEST).write_text(json.dumps(sizes))


def _documents(connection: Connection) -> Iterator[tantivy.Document]:
    return map(_document, connection.execute(_LISTED, execution_options={"yield_per": _AT_ONCE}))


def _document(row: Row[Any]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("sku", row.sku)
    called = dict.fromkeys(map(normal, (row.spoken, row.name, *row.synonyms)))
    for name in called:
        document.add_text("exact", stemmed(name))
    document.add_text("names", " ".join(called))
    document.add_text("letters", " ".join((*called, normal(row.brand))))
    document.add_text(
        "kind", normal(" ".join((row.brand, row.category, *(value for _, value in row.options))))
    )
    document.add_text("text", normal(row.description))
    return document


def _is_fresh(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime < _UNFINISHED_SECONDS
    return False


def _discard(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)

"""One search index on disk: made whole from the database, opened only when whole.

It is made under another name and moved into place, so nobody ever sees half of one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import tantivy
from sqlalchemy import Connection, Row, Select, select

from skill.errors import StoreUnavailable
from skill.store.search_query import ANALYSIS, ANALYZER, make_schema, stemmed
from skill.store.tables import products, variants
from skill.store.words import normal

UNFINISHED = "new-"
_MANIFEST = "manifest.json"
_HEAP_BYTES = 32_000_000
_ROWS_AT_ONCE = 2000

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
class OpenIndex:
    """An index ready for searching; it goes on working when its folder is removed."""

    version: str
    schema: tantivy.Schema
    searcher: tantivy.Searcher


def open_index(path: Path, version: str) -> OpenIndex | None:
    """The index in a folder, or None when it is not there or not whole."""
    if not _is_whole(path):
        return None
    try:
        index = tantivy.Index.open(str(path))
        index.register_tokenizer(ANALYSIS, ANALYZER)
        return OpenIndex(version, index.schema, index.searcher())
    except BaseException as failure:
        if not is_damage(failure):
            raise
        return None


def build_index(connection: Connection, path: Path) -> None:
    """Make the index of what is on sale; raises StoreUnavailable when the disk does not take it."""
    making = path.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        making.mkdir(parents=True)
        _write(connection, making)
        if not _is_whole(path):
            discard(path)
            making.rename(path)
    except (OSError, ValueError) as failure:
        # A rival may have moved its own into place meanwhile, which is as good.
        if not _is_whole(path):
            raise StoreUnavailable(
                f"the search index in {path.parent} cannot be made: {failure}"
            ) from failure
    finally:
        discard(making)


def discard(path: Path) -> None:
    """Remove a folder, out of sight at once."""
    aside = path.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        path.rename(aside)
    except OSError:
        return  # it is not there, or a rival is removing it
    shutil.rmtree(aside, ignore_errors=True)


def is_damage(failure: BaseException) -> bool:
    """Whether Tantivy stumbled over its files: it tells of them in many ways, and panics at some."""
    return isinstance(failure, Exception) or type(failure).__name__ == "PanicException"


def _is_whole(path: Path) -> bool:
    """Whether every file is there in its full length: reading past the end of a mapped file would kill us."""
    try:
        sizes = json.loads((path / _MANIFEST).read_text())
        return all((path / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def _write(connection: Connection, folder: Path) -> None:
    index = tantivy.Index(make_schema(), path=str(folder))
    index.register_tokenizer(ANALYSIS, ANALYZER)
    writer = index.writer(_HEAP_BYTES, 1)
    for document in _documents(connection):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    sizes = {file.name: file.stat().st_size for file in folder.iterdir() if not file.name.startswith(".")}
    (folder / _MANIFEST).write_text(json.dumps(sizes))


def _documents(connection: Connection) -> Iterator[tantivy.Document]:
    return map(_document, connection.execute(_LISTED, execution_options={"yield_per": _ROWS_AT_ONCE}))


def _document(row: Row[Any]) -> tantivy.Document:
    called = dict.fromkeys(map(normal, (row.spoken, row.name, *row.synonyms)))
    options = (value for _, value in row.options)
    document = tantivy.Document()
    document.add_text("sku", row.sku)
    for name in called:
        document.add_text("exact", stemmed(name))
    document.add_text("names", " ".join(called))
    document.add_text("letters", " ".join((*called, normal(row.brand))))
    document.add_text("kind", normal(" ".join((row.brand, row.category, *options))))
    document.add_text("text", normal(row.description))
    return document

"""One search index on disk: made whole from the database, then followed change by change.

It is made under another name and moved into place, so nobody ever sees half of one. A manifest beside it says
up to which change of the catalogue it goes; it is written after the index, so it never promises too much.
"""

from __future__ import annotations

import json
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import tantivy
from sqlalchemy import Connection

from skill.errors import StoreUnavailable
from skill.store.index_rows import changes, everything, next_boundary
from skill.store.revisions import Revision, revision_of
from skill.store.search_schema import ANALYSIS, ANALYZER, make_document, make_schema

UNFINISHED = "new-"
_MANIFEST = "manifest.json"
_BUILDING_BYTES, _FOLLOWING_BYTES = 64_000_000, 15_000_000
_LOOKS = 5
_LOOK_PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index ready for searching, with all changes up to `revision` as prices were before `until`."""

    path: Path
    catalog: str
    revision: int
    until: datetime
    as_of: datetime
    index: tantivy.Index
    searcher: tantivy.Searcher

    @property
    def schema(self) -> tantivy.Schema:
        """Its fields."""
        return self.index.schema

    def serves(self, wanted: Revision, now: datetime) -> bool:
        """Whether nothing has changed since, and no sale has begun or ended."""
        return self.catalog == wanted.catalog and self.revision >= wanted.number and now < self.until

    def reloaded(self) -> OpenIndex:
        """The same index with what another process has written meanwhile."""
        manifest = _manifest(self.path)
        if manifest is None or _moments(manifest) == _moments_of(self):
            return self
        self.index.reload()
        return replace(self, searcher=self.index.searcher(), **_moments(manifest))


def open_index(path: Path, catalog: str) -> OpenIndex | None:
    """The index in a folder, or None when it is not there or not whole."""
    manifest = _whole(path)
    if manifest is None:
        return None
    try:
        index = tantivy.Index.open(str(path))
        index.register_tokenizer(ANALYSIS, ANALYZER)
        return OpenIndex(path, catalog, index=index, searcher=index.searcher(), **_moments(manifest))
    except BaseException as failure:
        if not is_damage(failure):
            raise
        return None


def build_index(connection: Connection, path: Path, wanted: Revision, now: datetime) -> None:
    """Make the index of what is on sale; raises StoreUnavailable when the disk does not take it."""
    making = path.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        making.mkdir(parents=True)
        index = tantivy.Index(make_schema(), path=str(making))
        index.register_tokenizer(ANALYSIS, ANALYZER)
        writer = index.writer(_BUILDING_BYTES, 1)
        for row in everything(connection):
            writer.add_document(make_document(row, now))
        writer.commit()
        writer.wait_merging_threads()
        _write_manifest(making, wanted.number, now, next_boundary(connection, now))
        if _whole(path) is None:
            discard(path)
            making.rename(path)
    except (OSError, ValueError) as failure:
        # A rival may have moved its own into place meanwhile, which is as good.
        if _whole(path) is None:
            raise StoreUnavailable(
                f"the search index in {path.parent} cannot be made: {failure}"
            ) from failure
    finally:
        discard(making)


def follow(connection: Connection, known: OpenIndex, now: datetime) -> OpenIndex | None:
    """The index with every change of the catalogue since, kept; None while another process writes it."""
    try:
        writer = known.index.writer(_FOLLOWING_BYTES, 1)
    except ValueError as busy:
        if "LockBusy" in str(busy):
            return None
        raise
    # Another process may have been here since: what is on disk counts now that we are the one who writes.
    manifest = _manifest(known.path) or {}
    known = replace(known, **_moments(manifest)) if manifest else known
    wanted = revision_of(connection)
    for row in changes(connection, known.revision, known.as_of, now):
        writer.delete_documents_by_term("sku", row.sku)
        if not row.retired:
            writer.add_document(make_document(row, now))
    writer.commit()
    until = next_boundary(connection, now)
    _write_manifest(known.path, wanted.number, now, until)
    writer.wait_merging_threads()
    _write_manifest(known.path, wanted.number, now, until)
    known.index.reload()
    return replace(known, searcher=known.index.searcher(), revision=wanted.number, until=until, as_of=now)


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


def _whole(path: Path) -> dict[str, Any] | None:
    """The manifest when every file has its full length: reading past a mapped file's end would kill us.

    Looked at a few times, because a rival that writes just now exchanges files between two looks.
    """
    for _ in range(_LOOKS):
        manifest = _manifest(path)
        if manifest is None and not (path / _MANIFEST).exists():
            return None
        with suppress(OSError, ValueError, AttributeError, KeyError, TypeError):
            if manifest and _has_all(path, manifest["files"]):
                return manifest
        time.sleep(_LOOK_PAUSE_SECONDS)
    return None


def _has_all(path: Path, sizes: dict[str, int]) -> bool:
    """Whether the segments that count now have their files; they never change once they are there.

    A file that the manifest does not know was committed just before somebody was killed, and is whole.
    """
    segments = _segments(path)
    return all(_is_full(path / name, size) for name, size in sizes.items() if name.startswith(segments))


def _is_full(file: Path, size: int) -> bool:
    # Which documents are deleted is written anew each time, and the file of before goes.
    return file.stat().st_size == size if file.exists() or file.suffix != ".del" else True


def _segments(path: Path) -> tuple[str, ...]:
    told = json.loads((path / "meta.json").read_text())
    return tuple(segment["segment_id"].replace("-", "") for segment in told["segments"])


def _manifest(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads((path / _MANIFEST).read_text())
        return told if isinstance(told, dict) and _moments(told) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _moments_of(known: OpenIndex) -> dict[str, Any]:
    return {"revision": known.revision, "until": known.until, "as_of": known.as_of}


def _moments(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        "revision": int(manifest["revision"]),
        "until": datetime.fromisoformat(manifest["until"]),
        "as_of": datetime.fromisoformat(manifest["as_of"]),
    }


def _write_manifest(path: Path, revision: int, as_of: datetime, until: datetime) -> None:
    told = {
        "revision": revision,
        "as_of": as_of.isoformat(),
        "until": until.isoformat(),
        "files": {
            file.name: file.stat().st_size for file in path.iterdir() if file.name.startswith(_segments(path))
        },
    }
    aside = path / f"{_MANIFEST}.{uuid4().hex}"
    aside.write_text(json.dumps(told))
    aside.replace(path / _MANIFEST)

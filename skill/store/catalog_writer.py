"""The catalogue going in: upserted in place, in batches of one transaction each, so that shoppers go on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select, true, update

from skill.commerce.rules.catalog import Variant
from skill.store.catalog import VERSION
from skill.store.dialects import replacing, upsert
from skill.store.tables import meta, names, products, variants
from skill.store.words import normal

BATCH = 1000
# Opens a transaction that is committed at its end.
Begin = Callable[[], AbstractContextManager[Connection]]
_NAME_LENGTH = 200  # of a name that somebody may say; keys have a limit in PostgreSQL

_PRODUCT_COLUMNS = ("brand", "department", "category")
_SEARCHED = ("product_id", "name", "spoken", "synonyms", "options", "description", "retired")
_VARIANT_COLUMNS = tuple(column.name for column in variants.c if column.name not in ("sku", "on_hand"))


def _changes(new: Any) -> dict[str, Any]:
    # A feed that counts nothing leaves the count that the shop keeps.
    return {**replacing(*_VARIANT_COLUMNS)(new), "on_hand": func.coalesce(new.on_hand, variants.c.on_hand)}


_PUT_PRODUCTS = upsert(products, ("id",), replacing(*_PRODUCT_COLUMNS))
_PUT_VARIANTS = upsert(variants, ("sku",), _changes)
_PUT_VERSION = upsert(meta, ("key",), replacing("value"))
_SKUS: BindParameter[Sequence[str]] = bindparam("skus", expanding=True)
_FORGET_NAMES = delete(names).where(names.c.sku.in_(_SKUS))
_PRESENT = (
    select(variants, *(products.c[name] for name in _PRODUCT_COLUMNS))
    .join(products)
    .where(variants.c.sku.in_(_SKUS))
)
_PUT_NAMES = insert(names)
_ON_SALE = select(variants.c.sku).where(~variants.c.retired)
_RETIRE = update(variants).where(variants.c.sku.in_(_SKUS)).values(retired=true())


@dataclass(frozen=True, slots=True)
class Listing:
    """A variant as a catalogue lists it; `category` is the whole path, department first."""

    variant: Variant
    category: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the listings."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.retired + other.retired,
        )


def write_batches(begin: Begin, listings: Iterable[Listing], batch: int) -> Iterator[Written]:
    """Write listings, each sku once, and tell about each batch when it has been committed."""
    source = iter(listings)
    while chunk := list(islice(source, batch)):
        with begin() as connection:
            written = _write(connection, chunk)
        yield written


def retire_others(begin: Begin, kept: Collection[str]) -> Written:
    """Take everything off sale but these; orders and histories still know it."""
    with begin() as connection:
        gone = [sku for sku in connection.execute(_ON_SALE).scalars() if sku not in kept]
        for start in range(0, len(gone), BATCH):
            connection.execute(_RETIRE, {"skus": gone[start : start + BATCH]})
        if gone:
            new_version(connection)
        return Written(retired=len(gone))


def new_version(connection: Connection) -> None:
    """Say that names have changed: every search index made until now is old."""
    connection.execute(_PUT_VERSION(connection), {"key": VERSION, "value": uuid4().hex})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A listing as rows of the tables."""

    variant: dict[str, Any]
    product: dict[str, Any]

    @property
    def sku(self) -> str:
        return str(self.variant["sku"])


def _write(connection: Connection, chunk: Sequence[Listing]) -> Written:
    wanted = _wanted(chunk)
    present = _present(connection, [one.sku for one in wanted])
    changed = [one for one in wanted if not _is_same(present.get(one.sku), one)]
    if changed:
        _put(connection, changed)
    if any(_is_renamed(present.get(one.sku), one) for one in changed):
        new_version(connection)
    added = sum(one.sku not in present for one in wanted)
    return Written(added, len(changed) - added, len(wanted) - len(changed))


def _wanted(chunk: Sequence[Listing]) -> list[_Wanted]:
    """Rows sorted by sku, so that two imports wait for each other and never in a circle.

    What variants of one product say about the product may differ; the first one counts.
    """
    listed: dict[str, dict[str, Any]] = {}
    for listing in chunk:
        listed.setdefault(listing.variant.product_id, _product_row(listing))
    rows = (_Wanted(_variant_row(listing), listed[listing.variant.product_id]) for listing in chunk)
    return sorted(rows, key=lambda one: one.sku)


def _present(connection: Connection, skus: list[str]) -> dict[str, dict[str, Any]]:
    return {row["sku"]: dict(row) for row in connection.execute(_PRESENT, {"skus": skus}).mappings()}


def _is_same(known: dict[str, Any] | None, wanted: _Wanted) -> bool:
    """Whether the database holds this already; a count is compared only where the feed counts."""
    if known is None or any(known[name] != wanted.product[name] for name in _PRODUCT_COLUMNS):
        return False
    return all(
        known[name] == value or (name == "on_hand" and value is None)
        for name, value in wanted.variant.items()
    )


def _is_renamed(known: dict[str, Any] | None, wanted: _Wanted) -> bool:
    """Whether something has changed that the search index knows: more than price and stock."""
    if known is None:
        return True
    after = wanted.variant | wanted.product
    return any(known[name] != after[name] for name in (*_PRODUCT_COLUMNS, *_SEARCHED))


def _put(connection: Connection, changed: Sequence[_Wanted]) -> None:
    by_id = {one.product["id"]: one.product for one in changed}
    connection.execute(_PUT_PRODUCTS(connection), [by_id[id] for id in sorted(by_id)])
    connection.execute(_PUT_VARIANTS(connection), [one.variant for one in changed])
    connection.execute(_FORGET_NAMES, {"skus": [one.sku for one in changed]})
    called = [{"name": name, "sku": one.sku} for one in changed for name in _names(one.variant)]
    if called:
        connection.execute(_PUT_NAMES, called)


def _names(variant: dict[str, Any]) -> set[str]:
    called = (variant["spoken"], variant["name"], *variant["synonyms"])
    return {normal(name)[:_NAME_LENGTH] for name in called} - {""}


def _product_row(listing: Listing) -> dict[str, Any]:
    variant = listing.variant
    return {
        "id": variant.product_id,
        "brand": variant.brand,
        "department": variant.department,
        "category": listing.category or variant.department,
    }


def _variant_row(listing: Listing) -> dict[str, Any]:
    variant = listing.variant
    return {
        "sku": variant.sku,
        "product_id": variant.product_id,
        "name": variant.name,
        "spoken": variant.spoken,
        "synonyms": list(variant.synonyms),
        "options": [list(option) for option in variant.options],
        "description": variant.description,
        "price_minor": variant.price.minor,
        "currency": variant.price.currency,
        "on_hand": variant.on_hand,
        "available": variant.available,
        "retired": False,
    }

"""The catalogue going in: upserted in place, in batches of one transaction each, so that shoppers go on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, func, insert, select, true, update

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


def _write(connection: Connection, chunk: Sequence[Listing]) -> Written:
    # In one order everywhere, so that two imports wait for each other and never in a circle.
    wanted = sorted(chunk, key=lambda listing: listing.variant.sku)
    present = _present(connection, [listing.variant.sku for listing in wanted])
    changed = [listing for listing in wanted if not _same(present.get(listing.variant.sku), listing)]
    if changed:
        _put(connection, changed)
    if any(_names_changed(present.get(listing.variant.sku), listing) for listing in changed):
        new_version(connection)
    added = sum(listing.variant.sku not in present for listing in wanted)
    return Written(added, len(changed) - added, len(wanted) - len(changed))


def _present(connection: Connection, skus: list[str]) -> dict[str, Row[Any]]:
    return {row.sku: row for row in connection.execute(_PRESENT, {"skus": skus})}


def _same(row: Row[Any] | None, listing: Listing) -> bool:
    """Whether the database holds this listing already; a count is compared only where the feed counts."""
    if row is None:
        return False
    wanted = _variant_row(listing) | _product_row(listing)
    wanted["id"] = wanted["product_id"]
    known = dict(row._mapping) | {"id": row.product_id}
    if wanted["on_hand"] is None:
        known["on_hand"] = None
    return known == wanted


def _names_changed(row: Row[Any] | None, listing: Listing) -> bool:
    """Whether what the search index knows has changed, and not only price and stock."""
    if row is None:
        return True
    wanted = _variant_row(listing) | _product_row(listing)
    aside = ("id", "price_minor", "currency", "on_hand", "available")
    return any(row._mapping[name] != value for name, value in wanted.items() if name not in aside)


def _put(connection: Connection, listings: Sequence[Listing]) -> None:
    by_product = {listing.variant.product_id: _product_row(listing) for listing in reversed(listings)}
    connection.execute(_PUT_PRODUCTS(connection), [by_product[id] for id in sorted(by_product)])
    connection.execute(_PUT_VARIANTS(connection), [_variant_row(listing) for listing in listings])
    connection.execute(_FORGET_NAMES, {"skus": [listing.variant.sku for listing in listings]})
    called = [{"name": name, "sku": listing.variant.sku} for listing in listings for name in _names(listing)]
    if called:
        connection.execute(insert(names), called)


def _names(listing: Listing) -> set[str]:
    variant = listing.variant
    return {normal(name)[:_NAME_LENGTH] for name in (variant.spoken, variant.name, *variant.synonyms)} - {""}


def _product_row(listing: Listing) -> dict[str, object]:
    variant = listing.variant
    return {
        "id": variant.product_id,
        "brand": variant.brand,
        "department": variant.department,
        "category": listing.category or variant.department,
    }


def _variant_row(listing: Listing) -> dict[str, object]:
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

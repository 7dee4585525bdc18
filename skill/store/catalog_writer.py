"""The catalogue going in: upserted in place, in batches of one transaction each, so that shoppers go on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select, true, update

from skill.commerce.rules.catalog import Sale, Variant
from skill.commerce.rules.money import Money
from skill.store.catalog import pairs
from skill.store.dialects import replacing, upsert
from skill.store.revisions import new_version, next_revision
from skill.store.tables import names, products, variants
from skill.store.words import normal

BATCH = 1000
# Opens a transaction that is committed at its end.
Begin = Callable[[], AbstractContextManager[Connection]]
_NAME_LENGTH = 200  # of a name that somebody may say; keys have a limit in PostgreSQL

_PRODUCT_COLUMNS = ("brand", "department", "category")
_CALLED = ("name", "spoken", "synonyms", "retired")
_KEPT = ("sku", "on_hand", "owed", "sold", "added_at")  # what a feed says nothing about, or not always
_VARIANT_COLUMNS = tuple(column.name for column in variants.c if column.name not in _KEPT)
_FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def _changes(new: Any) -> dict[str, Any]:
    # A feed that counts nothing leaves the count that the shop keeps.
    return {**replacing(*_VARIANT_COLUMNS)(new), "on_hand": func.coalesce(new.on_hand, variants.c.on_hand)}


_PUT_PRODUCTS = upsert(products, ("id",), replacing(*_PRODUCT_COLUMNS))
_PUT_VARIANTS = upsert(variants, ("sku",), _changes)
_SKUS: BindParameter[Sequence[str]] = bindparam("skus", expanding=True)
_FORGET_NAMES = delete(names).where(names.c.sku.in_(_SKUS))
_PRESENT = (
    select(variants, *(products.c[name] for name in _PRODUCT_COLUMNS))
    .join(products)
    .where(variants.c.sku.in_(_SKUS))
)
_PUT_NAMES = insert(names)
_ON_SALE = (
    select(variants.c.sku)
    .where(~variants.c.retired, variants.c.sku > bindparam("after"))
    .order_by(variants.c.sku)
    .limit(BATCH)
)
_RETIRE = (
    update(variants)
    .where(variants.c.sku.in_(_SKUS), ~variants.c.retired)
    .values(retired=true(), revision=bindparam("number"))
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A variant as a catalogue lists it; `category` is the whole path, department first.

    The variant's price is the one without the sale.
    """

    variant: Variant
    category: str = ""
    sale: Sale | None = None


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


def write_batches(
    begin: Begin, listings: Iterable[Listing], now: datetime, batch: int = BATCH
) -> Iterator[Written]:
    """Write listings, each sku once, and tell about each batch when it has been committed."""
    source = iter(listings)
    while chunk := list(islice(source, batch)):
        with begin() as connection:
            _make_room(connection)
            written = _write(connection, chunk, now)
        yield written


def listings(connection: Connection, skus: Sequence[str]) -> dict[str, Listing]:
    """These variants as they were listed last, whether they are on sale or not."""
    return {sku: _listed(row) for sku, row in _present(connection, list(skus)).items()}


def _make_room(connection: Connection) -> None:
    """Make SQLite ready for very many rows: the upper levels of its indexes stay in memory (KiB).

    Pages go from its log into the file less often, as each batch touches the same ones again (pages).
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-65536")
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint=16000")


def retire(begin: Begin, skus: Sequence[str]) -> Written:
    """Take these off sale; orders and histories still know them."""
    with begin() as connection:
        change = {"skus": list(skus), "number": next_revision(connection)}
        gone = connection.execute(_RETIRE, change).rowcount
        if gone:
            new_version(connection)
        return Written(retired=gone)


def retire_others(begin: Begin, kept: Callable[[list[str]], Collection[str]]) -> Written:
    """Take off sale what is not `kept`, which is asked about some skus at a time."""
    done, after = Written(), ""
    while True:
        with begin() as connection:
            skus = list(connection.execute(_ON_SALE, {"after": after}).scalars())
        if not skus:
            return done
        after = skus[-1]
        stay = kept(skus)
        if gone := [sku for sku in skus if sku not in stay]:
            done += retire(begin, gone)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A listing as rows of the tables."""

    variant: dict[str, Any]
    product: dict[str, Any]

    @property
    def sku(self) -> str:
        return str(self.variant["sku"])


def _write(connection: Connection, chunk: Sequence[Listing], now: datetime) -> Written:
    wanted = _wanted(chunk)
    present = _present(connection, [one.sku for one in wanted])
    changed = [one for one in wanted if not _is_same(present.get(one.sku), one)]
    if changed:
        _put(connection, changed, now)
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
    """Whether people call it otherwise than before."""
    return known is None or any(known[name] != wanted.variant[name] for name in _CALLED)


def _put(connection: Connection, changed: Sequence[_Wanted], now: datetime) -> None:
    stamp = {"revision": next_revision(connection), "added_at": now}
    by_id = {one.product["id"]: one.product for one in changed}
    connection.execute(_PUT_PRODUCTS(connection), [by_id[id] for id in sorted(by_id)])
    connection.execute(_PUT_VARIANTS(connection), [one.variant | stamp for one in changed])
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
        "availability": variant.availability,
        "arrives": variant.arrives,
        "attributes": [list(attribute) for attribute in variant.attributes],
        "gtin": variant.gtin,
        "mpn": variant.mpn,
        "rating": variant.rating,
        "reviews": variant.reviews,
        "retired": False,
        **_sale_columns(listing.sale),
    }


def _listed(row: dict[str, Any]) -> Listing:
    """A row of the tables as a listing."""
    code, sale = row["currency"], None
    if row["sale_minor"] is not None:
        end = None if row["sale_until"] == _FOREVER else row["sale_until"]
        sale = Sale(Money(row["sale_minor"], code), row["sale_from"], end)
    variant = Variant(
        sku=row["sku"],
        product_id=row["product_id"],
        name=row["name"],
        spoken=row["spoken"],
        price=Money(row["price_minor"], code),
        synonyms=tuple(row["synonyms"]),
        options=pairs(row["options"]),
        brand=row["brand"],
        department=row["department"],
        description=row["description"],
        availability=row["availability"],
        arrives=row["arrives"],
        attributes=pairs(row["attributes"]),
        gtin=row["gtin"],
        mpn=row["mpn"],
        rating=row["rating"],
        reviews=row["reviews"],
    )
    return Listing(variant, row["category"], sale)


def _sale_columns(sale: Sale | None) -> dict[str, Any]:
    if sale is None:
        return {"sale_minor": None, "sale_from": None, "sale_until": None}
    return {
        "sale_minor": sale.price.minor,
        "sale_from": sale.start,
        "sale_until": sale.end or _FOREVER,
    }

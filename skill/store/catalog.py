"""The products as the handlers ask for them: one query each, prices and stock as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, desc, func, select, update

from skill.commerce.rules.catalog import Variant, made
from skill.commerce.rules.modifiers import split_key
from skill.commerce.rules.money import Money
from skill.store.modifiers import read_groups
from skill.store.tables import meta, names, products, variants
from skill.store.words import normal

if TYPE_CHECKING:
    from skill.store.search_index import SearchIndex

VERSION = "catalog_version"

# In the order in which `_variant` takes them.
_SOLD: Select[Any] = (
    select(
        variants.c.sku,
        variants.c.product_id,
        variants.c.name,
        variants.c.spoken,
        variants.c.price_minor,
        variants.c.currency,
        variants.c.synonyms,
        variants.c.options,
        products.c.brand,
        products.c.department,
        variants.c.description,
        variants.c.on_hand,
        variants.c.available,
        products.c.modifiers,
    )
    .join(products)
    .where(~variants.c.retired)
)
_VARIANTS = _SOLD.where(variants.c.sku.in_(bindparam("skus", expanding=True)))
_CHEAPEST_FIRST = (variants.c.price_minor, variants.c.sku)
_SIBLINGS = _SOLD.where(variants.c.product_id == bindparam("product")).order_by(*_CHEAPEST_FIRST)
_NAMED = _SOLD.join(names, names.c.sku == variants.c.sku).where(names.c.name == bindparam("called"))
_NAMED = _NAMED.order_by(*_CHEAPEST_FIRST)
_DEPARTMENTS = (
    select(products.c.department)
    .join(variants)
    .where(~variants.c.retired, products.c.department != "")
    .group_by(products.c.department)
    .order_by(desc(func.count(products.c.id.distinct())), products.c.department)
)
_VERSION = select(meta.c.value).where(meta.c.key == VERSION)
_SET_PRICE = (
    update(variants)
    .where(variants.c.sku == bindparam("of"))
    .values(price_minor=bindparam("minor"), currency=bindparam("code"))
)
# The index may be a moment older than the database: some of what it finds may be sold no more.
_SPARE = 10


class StoredCatalog:
    """The catalogue in the database, found through the search index."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self._connection = connection
        self._index = index

    def variants(self, keys: Iterable[str]) -> dict[str, Variant]:
        """The variants of some line keys, made so, as far as they are sold, in the order asked for."""
        wanted = {key: split_key(key) for key in keys}
        if not wanted:
            return {}
        skus = list(dict.fromkeys(sku for sku, _ in wanted.values()))
        rows = self._connection.execute(_VARIANTS, {"skus": skus}).all()
        found = {row[0]: _variant(row) for row in rows}
        ready = {key: made(found[sku], chosen) for key, (sku, chosen) in wanted.items() if sku in found}
        return {key: variant for key, variant in ready.items() if variant is not None}

    def siblings(self, product_id: str) -> tuple[Variant, ...]:
        """All variants of one product, cheapest first."""
        return tuple(map(_variant, self._connection.execute(_SIBLINGS, {"product": product_id})))

    def find(self, words: str, limit: int) -> tuple[Variant, ...]:
        """Variants for the customer's words, best first: those with all words, then with any, then alike."""
        skus = self._index.find(self._connection, words, limit + _SPARE)
        return tuple(self.variants(skus).values())[:limit]

    def named(self, name: str) -> tuple[Variant, ...]:
        """Variants whose spoken name, title or synonym is exactly this (lower case, no punctuation)."""
        return tuple(map(_variant, self._connection.execute(_NAMED, {"called": normal(name)})))

    def departments(self) -> tuple[str, ...]:
        """The departments, the one with most products first."""
        return tuple(self._connection.execute(_DEPARTMENTS).scalars())

    def set_price(self, sku: str, price: Money) -> None:
        """Change a price. KeyError: no such variant."""
        change = {"of": sku, "minor": price.minor, "code": price.currency}
        if self._connection.execute(_SET_PRICE, change).rowcount != 1:
            raise KeyError(sku)


def catalog_version(connection: Connection) -> str:
    """The word that changes whenever names do; empty for an empty catalogue."""
    return connection.execute(_VERSION).scalar_one_or_none() or ""


def _variant(row: Sequence[Any]) -> Variant:
    # Unpacked and not asked by name: a search reads dozens of these within a turn.
    sku, product_id, name, spoken, minor, currency, synonyms, options, *rest, modifiers = row
    price = Money(minor, currency)
    pairs = tuple((option, value) for option, value in options)
    groups = read_groups(modifiers, currency)
    facts = (sku, product_id, name, spoken, price, tuple(synonyms), pairs, *rest, groups)
    return Variant(*facts)

"""The products as the handlers ask for them: one query each, prices and stock as they are now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, Text, bindparam, cast, desc, func, select, update

from skill.commerce.looking import Looking
from skill.commerce.rules.catalog import Sale, Variant, made
from skill.commerce.rules.modifiers import split_key
from skill.commerce.rules.money import Money
from skill.store.engine import looking_up
from skill.store.modifiers import read_groups
from skill.store.revisions import next_revision
from skill.store.tables import names, products, variants
from skill.store.words import normal

if TYPE_CHECKING:
    from skill.store.search_index import SearchIndex

# In the order in which `_variant` takes them.
_SOLD: Select[Any] = looking_up(
    select(
        variants.c.sku,
        variants.c.product_id,
        variants.c.name,
        variants.c.spoken,
        variants.c.price_minor,
        variants.c.currency,
        cast(variants.c.synonyms, Text),  # these as text: the same few are read dozens of times, see `_texts`
        cast(variants.c.options, Text),
        products.c.brand,
        products.c.department,
        variants.c.description,
        variants.c.on_hand,
        variants.c.availability,
        variants.c.arrives,
        cast(variants.c.attributes, Text),
        variants.c.gtin,
        variants.c.mpn,
        variants.c.rating,
        variants.c.reviews,
        variants.c.sold,
        variants.c.sale_minor,
        variants.c.sale_from,
        variants.c.sale_until,
        cast(products.c.modifiers, Text),
    )
    .join(products)
    .where(~variants.c.retired)
)
_VARIANTS = _SOLD.where(variants.c.sku.in_(bindparam("skus", expanding=True)))
_CHEAPEST_FIRST = (variants.c.price_minor, variants.c.sku)
_SIBLINGS = _SOLD.where(variants.c.product_id == bindparam("product")).order_by(*_CHEAPEST_FIRST)
_NAMED = _SOLD.join(names, names.c.sku == variants.c.sku).where(names.c.name == bindparam("called"))
_NAMED = _NAMED.order_by(*_CHEAPEST_FIRST)
# Counted in the index of departments alone: a big shop has few departments and very many variants.
_COUNTED = (
    select(products.c.department, func.count().label("products"))
    .where(products.c.department != "")
    .group_by(products.c.department)
    .subquery()
)
_ON_SALE = (
    select(variants.c.sku)
    .join(products)
    .where(products.c.department == _COUNTED.c.department, ~variants.c.retired)
    .correlate(_COUNTED)
)
_DEPARTMENTS = looking_up(
    select(_COUNTED.c.department)
    .where(_ON_SALE.exists())
    .order_by(desc(_COUNTED.c.products), _COUNTED.c.department)
)
_SET_PRICE = (
    update(variants)
    .where(variants.c.sku == bindparam("of"))
    .values(
        price_minor=bindparam("minor"),
        currency=bindparam("code"),
        revision=bindparam("number"),
        sale_minor=None,
        sale_from=None,
        sale_until=None,
    )
)
# The index may be a moment older than the database: some of what it finds may be sold no more.
_SPARE = 10


class StoredCatalog:
    """The catalogue in the database, found through the search index."""

    def __init__(self, connection: Connection, index: SearchIndex, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._index = index
        self._clock = clock

    def variants(self, keys: Iterable[str]) -> dict[str, Variant]:
        """The variants of some line keys, made so, as far as they are sold, in the order asked for."""
        wanted = {key: split_key(key) for key in keys}
        if not wanted:
            return {}
        skus = list(dict.fromkeys(sku for sku, _ in wanted.values()))
        found = {one.sku: one for one in self._read(_VARIANTS, skus=skus)}
        ready = {key: made(found[sku], chosen) for key, (sku, chosen) in wanted.items() if sku in found}
        return {key: variant for key, variant in ready.items() if variant is not None}

    def siblings(self, product_id: str) -> tuple[Variant, ...]:
        """All variants of one product, cheapest first."""
        return self._read(_SIBLINGS, product=product_id)

    def find(self, looking: str | Looking, limit: int) -> tuple[Variant, ...]:
        """Variants for the customer's words, best first: those with all words, then with any, then alike.

        The index narrows down; what it costs and whether it is sold is decided by the database.
        """
        wanted = Looking(looking) if isinstance(looking, str) else looking
        skus = self.skus(wanted, limit + _SPARE)
        return tuple(one for one in self.variants(skus).values() if _is_within(one, wanted))[:limit]

    def skus(self, looking: Looking, limit: int) -> list[str]:
        """The ids that the index finds, best first; it may be a moment old."""
        return self._index.find(self._connection, looking, limit)

    def named(self, name: str) -> tuple[Variant, ...]:
        """Variants whose spoken name, title or synonym is exactly this (lower case, no punctuation)."""
        return self._read(_NAMED, called=normal(name))

    def departments(self) -> tuple[str, ...]:
        """The departments, the one with most products first."""
        return tuple(self._connection.execute(_DEPARTMENTS).scalars())

    def set_price(self, sku: str, price: Money) -> None:
        """Change what it costs now, and end its sale. KeyError: no such variant."""
        change = {"of": sku, "minor": price.minor, "code": price.currency}
        change["number"] = next_revision(self._connection)
        if self._connection.execute(_SET_PRICE, change).rowcount != 1:
            raise KeyError(sku)

    def _read(self, statement: Select[Any], **wanted: object) -> tuple[Variant, ...]:
        now = self._clock()
        return tuple(_variant(row, now) for row in self._connection.execute(statement, wanted).all())


def _is_within(variant: Variant, looking: Looking) -> bool:
    return (
        (looking.most is None or variant.price <= looking.most)
        and (looking.least is None or variant.price >= looking.least)
        and not (looking.on_sale and variant.regular_price is None)
    )


def _variant(row: Sequence[Any], now: datetime) -> Variant:
    # Unpacked and not asked by name: a search reads dozens of these within a turn.
    sku, product_id, name, spoken, minor, code, synonyms, options, *rest = row
    brand, department, description, on_hand, availability, arrives, attributes, *rest = rest
    gtin, mpn, rating, reviews, sold, sale_minor, sale_from, sale_until, modifiers = rest
    price, regular = Money(minor, code), None
    if sale_minor is not None and Sale(Money(sale_minor, code), sale_from, sale_until).runs(now):
        price, regular = Money(sale_minor, code), price
    return Variant(
        sku,
        product_id,
        name,
        spoken,
        price,
        _texts(synonyms),
        _pairs(options),
        brand,
        department,
        description,
        on_hand,
        availability,
        arrives,
        _pairs(attributes),
        regular,
        gtin,
        mpn,
        rating,
        reviews,
        sold,
        read_groups(modifiers, code),
    )


@lru_cache(maxsize=20_000)
def _texts(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


@lru_cache(maxsize=20_000)
def _pairs(kept: str) -> tuple[tuple[str, str], ...]:
    return pairs(json.loads(kept))


def pairs(stored: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Names with values, as JSON has kept them."""
    return tuple((name, value) for name, value in stored)

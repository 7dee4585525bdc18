"""The merchant's rules: kept as one document, read into memory once for each version of it.

Each turn that needs them reads one word; so all processes follow a change at their next turn.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from skill.commerce.rules.coupon import Coupon
from skill.commerce.rules.promotion import Limits, Window
from skill.commerce.rules.shop import ShopRules
from skill.store.dialects import replacing, upsert
from skill.store.tables import coupons, meta, shop_rules

VERSION = "rules_version"
_NONE = ShopRules()
_VERSION = select(meta.c.value).where(meta.c.key == VERSION)
# In one question: a rival may replace both between two.
_DOCUMENT = (
    select(shop_rules.c.version, shop_rules.c.document)
    .join(meta, meta.c.value == shop_rules.c.version)
    .where(meta.c.key == VERSION)
)
_PUT_VERSION = upsert(meta, ("key",), replacing("value"))
_COUPONS = select(coupons).where(coupons.c.key.in_(bindparam("keys", expanding=True)))
_SHARED = (
    select(coupons.c.code)
    .where(or_(coupons.c.total.is_(None), coupons.c.total > 1))
    .order_by(coupons.c.code)
    .limit(bindparam("most"))
)
_ALL_COUPONS = select(coupons).order_by(coupons.c.code)


class RulesInMemory:
    """The rules of the newest version that this process has seen."""

    def __init__(self) -> None:
        self._kept: tuple[str, str, ShopRules] = ("", "", _NONE)

    def of(self, connection: Connection, currency: str) -> ShopRules:
        """The rules as they stand in the database."""
        version = connection.execute(_VERSION).scalar_one_or_none() or ""
        kept = self._kept
        if (version, currency) != kept[:2]:
            kept = self._kept = _read(connection, currency)
        return kept[2]


def _read(connection: Connection, currency: str) -> tuple[str, str, ShopRules]:
    row = connection.execute(_DOCUMENT).one_or_none()
    if row is None:
        return "", currency, _NONE
    from skill.commerce.shop_rules import read_rules

    return row.version, currency, read_rules(json.loads(row.document), currency)


class StoredRules:
    """The rules and coupons in the database."""

    def __init__(self, connection: Connection, memory: RulesInMemory) -> None:
        self._connection = connection
        self._memory = memory
        self._seen: ShopRules | None = None

    def current(self, currency: str) -> ShopRules:
        """The merchant's rules as they are now, the same throughout a unit of work."""
        if self._seen is None:
            self._seen = self._memory.of(self._connection, currency)
        return self._seen

    def coupons(self, keys: Collection[str]) -> dict[str, Coupon]:
        """The coupons with these keys, as far as there are any."""
        if not keys:
            return {}
        rows = self._connection.execute(_COUPONS, {"keys": list(keys)})
        return {row.key: _coupon(row) for row in rows}

    def all_coupons(self) -> tuple[Coupon, ...]:
        """Every coupon, by its code: for the merchant."""
        return tuple(map(_coupon, self._connection.execute(_ALL_COUPONS)))

    def shared_codes(self, most: int) -> tuple[str, ...]:
        """Codes that more than one order may use, so many at most: what customers may be expected to say."""
        return tuple(self._connection.execute(_SHARED, {"most": most}).scalars())

    def document(self) -> Mapping[str, Any]:
        """The document as the merchant wrote it, empty without one."""
        row = self._connection.execute(_DOCUMENT).one_or_none()
        found: Mapping[str, Any] = json.loads(row.document) if row else {}
        return found

    def replace(self, document: Mapping[str, Any], all_coupons: Iterable[Coupon]) -> None:
        """Keep other rules and coupons; what has been used stays used."""
        version = uuid4().hex
        # First: whoever replaces them at the same time waits here, and deletes what is written below.
        self._connection.execute(_PUT_VERSION(self._connection), {"key": VERSION, "value": version})
        self._connection.execute(delete(shop_rules))
        self._connection.execute(
            insert(shop_rules), {"version": version, "document": json.dumps(document, ensure_ascii=False)}
        )
        self._connection.execute(delete(coupons))
        if rows := [_row(one) for one in all_coupons]:
            self._connection.execute(insert(coupons), rows)


def _coupon(row: Any) -> Coupon:
    window, limits = Window(row.starts, row.ends), Limits(row.total, row.per_customer)
    return Coupon(row.key, row.code, row.promotion, window, limits)


def _row(coupon: Coupon) -> dict[str, object]:
    return {
        "key": coupon.key,
        "code": coupon.code,
        "promotion": coupon.promotion,
        "starts": coupon.window.starts,
        "ends": coupon.window.ends,
        "total": coupon.limits.total,
        "per_customer": coupon.limits.per_customer,
    }

"""What the search index is made from: every row on sale, or those that have changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, or_, select

from skill.store.tables import products, variants

_AT_ONCE = {"yield_per": 2000}
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)

_ROWS: Select[Any] = select(
    variants.c.sku,
    variants.c.spoken,
    variants.c.name,
    variants.c.synonyms,
    variants.c.options,
    variants.c.attributes,
    variants.c.description,
    variants.c.price_minor,
    variants.c.sale_minor,
    variants.c.sale_from,
    variants.c.sale_until,
    variants.c.rating,
    variants.c.reviews,
    variants.c.sold,
    variants.c.added_at,
    variants.c.retired,
    products.c.brand,
    products.c.category,
).join(products)
_EVERYTHING = _ROWS.where(~variants.c.retired)


def _passed(moment: Any) -> Any:
    return and_(moment > bindparam("since"), moment <= bindparam("now"))


_CHANGED = _ROWS.where(
    or_(
        variants.c.revision > bindparam("after"),
        _passed(variants.c.sale_from),
        _passed(variants.c.sale_until),
    )
)
# So many changes are no longer made up for while a customer waits.
_FAR = 2000
_BEHIND = select(variants.c.sku).where(variants.c.revision > bindparam("after")).limit(_FAR + 1).subquery()
_HOW_FAR = select(func.count()).select_from(_BEHIND)
_BEGINS, _ENDS = (
    select(moment).where(moment > bindparam("now")).order_by(moment).limit(1)
    for moment in (variants.c.sale_from, variants.c.sale_until)
)


def everything(connection: Connection) -> Iterator[Row[Any]]:
    """All that is on sale, streamed."""
    yield from connection.execute(_EVERYTHING, execution_options=_AT_ONCE)


def changes(connection: Connection, after: int, since: datetime, now: datetime) -> Iterator[Row[Any]]:
    """The rows changed after a revision, and those whose sale has begun or ended since a moment; streamed."""
    wanted = {"after": after, "since": since, "now": now}
    yield from connection.execute(_CHANGED, wanted, execution_options=_AT_ONCE)


def is_far(connection: Connection, after: int) -> bool:
    """Whether so much has changed since a revision that it takes longer than a customer waits."""
    return int(connection.execute(_HOW_FAR, {"after": after}).scalar_one()) > _FAR


def next_boundary(connection: Connection, now: datetime) -> datetime:
    """When the next sale begins or ends; a very late moment when none does."""
    moments = [connection.execute(query, {"now": now}).scalar() for query in (_BEGINS, _ENDS)]
    return min((moment for moment in moments if moment is not None), default=_NEVER)

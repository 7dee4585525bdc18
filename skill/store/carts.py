"""The carts: one a customer, changed by one writer at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, delete, or_, select, update

from skill.commerce.rules.cart import Cart, Line
from skill.store.agreed import read_wish, wish_data
from skill.store.dialects import insert_new, replacing, upsert
from skill.store.tables import cart_lines, carts, customers

_MINE: BindParameter[str] = bindparam("owner")
# One row a line; a cart without lines has one row without sku.
_CART = (
    select(carts.c.codes, carts.c.wish, cart_lines.c.sku, cart_lines.c.quantity, cart_lines.c.modifiers)
    .outerjoin(cart_lines)
    .where(carts.c.customer_id == _MINE)
    .order_by(cart_lines.c.position)
)
_LOCK = select(carts.c.customer_id).where(carts.c.customer_id == _MINE).with_for_update()
_TAKE_OUT = delete(cart_lines).where(
    cart_lines.c.customer_id == _MINE,
    cart_lines.c.sku == bindparam("of"),
    cart_lines.c.modifiers == bindparam("made"),
)
_PUT_IN = upsert(cart_lines, ("customer_id", "sku", "modifiers"), replacing("position", "quantity"))
_NEW = insert_new(carts)
_LEFT = (
    select(carts.c.customer_id, carts.c.changed_at)
    .join(customers)
    .where(customers.c.reminders, carts.c.changed_at <= bindparam("moment", type_=carts.c.changed_at.type))
    .where(or_(carts.c.told_of.is_(None), carts.c.told_of != carts.c.changed_at))
    .where(select(cart_lines.c.sku).where(cart_lines.c.customer_id == carts.c.customer_id).exists())
    .order_by(carts.c.changed_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=carts)
)
_TOLD = update(carts).where(carts.c.customer_id == _MINE).values(told_of=carts.c.changed_at)
_TOUCH = upsert(carts, ("customer_id",), replacing("changed_at", "codes", "wish"))


Kept = dict[tuple[str, str], tuple[int, int]]
"""The lines of a cart as rows: (sku, modifiers) -> (position, quantity)."""


class StoredCarts:
    """The carts in the database; while one transaction is changing a cart, rivals wait to read it."""

    def __init__(self, connection: Connection, *, writing: bool, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._locks = writing and connection.dialect.name != "sqlite"
        self._clock = clock
        self._kept: dict[str, Kept] = {}

    def get(self, customer_id: str) -> Cart:
        """The customer's cart, empty if there is none; in a writing unit of work rivals wait."""
        if self._locks:
            self._lock(customer_id)
        rows = self._connection.execute(_CART, {"owner": customer_id}).all()
        lines = tuple(
            Line(sku, quantity, tuple(modifiers.split()))
            for _, _, sku, quantity, modifiers in rows
            if sku is not None
        )
        codes, wish = (rows[0].codes, rows[0].wish) if rows else ((), None)
        cart = Cart(customer_id, lines, tuple(codes), read_wish(wish))
        self._kept[customer_id] = _rows(cart)
        return cart

    def put(self, cart: Cart) -> None:
        """Keep the cart as it is now: only what is different is written."""
        if cart.customer_id not in self._kept:
            self.get(cart.customer_id)
        owner = cart.customer_id
        before, now = self._kept[owner], _rows(cart)
        self._connection.execute(_TOUCH(self._connection), self._row(cart))
        if gone := [key for key in before if key not in now]:
            rows = [{"owner": owner, "of": sku, "made": modifiers} for sku, modifiers in gone]
            self._connection.execute(_TAKE_OUT, rows)
        if new := [(key, row) for key, row in now.items() if before.get(key) != row]:
            self._connection.execute(_PUT_IN(self._connection), [_line_row(owner, *item) for item in new])
        self._kept[owner] = now

    def left_since(self, moment: datetime, limit: int) -> tuple[tuple[Cart, datetime], ...]:
        """Carts with something in them that nobody has touched since, and when they were touched last.

        Only of customers who agreed to be reminded, and each once until it changes again.
        """
        left = self._connection.execute(_LEFT, {"moment": moment, "limit": limit}).all()
        for owner, _ in left:
            self._connection.execute(_TOLD, {"owner": owner})
        return tuple((self.get(owner), changed_at) for owner, changed_at in left)

    def _lock(self, customer_id: str) -> None:
        """Hold the row of the cart, made if need be; only then read the lines, or they would be old ones."""
        if self._connection.execute(_LOCK, {"owner": customer_id}).first() is None:
            self._connection.execute(_NEW(self._connection), self._row(Cart(customer_id)))
            self._connection.execute(_LOCK, {"owner": customer_id})

    def _row(self, cart: Cart) -> dict[str, object]:
        return {
            "customer_id": cart.customer_id,
            "changed_at": self._clock(),
            "codes": list(cart.codes),
            "wish": wish_data(cart.wish),
        }


def _rows(cart: Cart) -> Kept:
    return {
        (line.sku, " ".join(line.modifiers)): (place, line.quantity) for place, line in enumerate(cart.lines)
    }


def _line_row(owner: str, key: tuple[str, str], row: tuple[int, int]) -> dict[str, object]:
    (sku, modifiers), (position, quantity) = key, row
    return {
        "customer_id": owner,
        "sku": sku,
        "modifiers": modifiers,
        "position": position,
        "quantity": quantity,
    }

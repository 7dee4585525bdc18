"""The carts: one a customer, changed by one writer at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select

from skill.commerce.rules.cart import Cart, Line
from skill.store.dialects import insert_new, replacing, upsert
from skill.store.tables import cart_lines, carts

_MINE: BindParameter[str] = bindparam("owner")
_LINES = (
    select(cart_lines.c.sku, cart_lines.c.quantity, cart_lines.c.modifiers)
    .where(cart_lines.c.customer_id == _MINE)
    .order_by(cart_lines.c.position)
)
_LOCK = select(carts.c.customer_id).where(carts.c.customer_id == _MINE).with_for_update()
_CLEAR = delete(cart_lines).where(cart_lines.c.customer_id == _MINE)
_FILL = insert(cart_lines)
_NEW = insert_new(carts)
_TOUCH = upsert(carts, ("customer_id",), replacing("changed_at"))


class StoredCarts:
    """The carts in the database; while one transaction is changing a cart, rivals wait to read it."""

    def __init__(self, connection: Connection, *, writing: bool, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._locks = writing and connection.dialect.name != "sqlite"
        self._clock = clock

    def get(self, customer_id: str) -> Cart:
        """The customer's cart, empty if there is none; in a writing unit of work rivals wait."""
        if self._locks:
            self._lock(customer_id)
        found = self._connection.execute(_LINES, {"owner": customer_id})
        return Cart(
            customer_id,
            tuple(Line(sku, quantity, tuple(modifiers.split())) for sku, quantity, modifiers in found),
        )

    def put(self, cart: Cart) -> None:
        """Keep the cart as it is now."""
        owner = {"owner": cart.customer_id}
        self._connection.execute(_TOUCH(self._connection), self._row(cart.customer_id))
        self._connection.execute(_CLEAR, owner)
        if cart.lines:
            self._connection.execute(_FILL, _rows(cart))

    def _lock(self, customer_id: str) -> None:
        """Hold the row of the cart, made if need be; only then read the lines, or they would be old ones."""
        if self._connection.execute(_LOCK, {"owner": customer_id}).first() is None:
            self._connection.execute(_NEW(self._connection), self._row(customer_id))
            self._connection.execute(_LOCK, {"owner": customer_id})

    def _row(self, customer_id: str) -> dict[str, object]:
        return {"customer_id": customer_id, "changed_at": self._clock()}


def _rows(cart: Cart) -> list[dict[str, object]]:
    return [
        {
            "customer_id": cart.customer_id,
            "sku": line.sku,
            "modifiers": " ".join(line.modifiers),
            "position": place,
            "quantity": line.quantity,
        }
        for place, line in enumerate(cart.lines)
    ]

"""Forgetting a person: everything about them goes; orders stay for the books and are nobody's.

An order that is still on its way keeps its address until it is over: `forget_the_rest` takes it then.
So does a charge that is still open with what the card is called.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, update

from skill.store.dialects import insert_new
from skill.store.event_tables import events
from skill.store.paper_tables import order_history, refunds, returns
from skill.store.payment_tables import cards, charges, voice_codes
from skill.store.tables import answers, cart_lines, carts, customers, identities, orders, quotes, uses

NOBODY = "erased"
"""Whose the orders are of people who were forgotten."""
_OVER = ("delivered", "cancelled")
_WHO: BindParameter[str] = bindparam("who")
_PRIVATE_EVENTS = ("cart.abandoned", "handoff.requested")
_NOBODY = insert_new(customers)
_COUNTED = {
    "doors": select(func.count()).where(identities.c.customer_id == _WHO),
    "cart_lines": select(func.count()).where(cart_lines.c.customer_id == _WHO),
    "cards": select(func.count()).where(cards.c.customer_id == _WHO),
    "voice_codes": select(func.count()).where(voice_codes.c.customer_id == _WHO),
    "quotes": select(func.count()).where(quotes.c.customer_id == _WHO),
}
_GONE = {
    "answers": delete(answers).where(
        answers.c.user_id.in_(select(identities.c.user_id).where(identities.c.customer_id == _WHO))
    ),
    "uses": delete(uses).where(uses.c.owner == _WHO),
    "events": delete(events).where(events.c.customer_id == _WHO, events.c.name.in_(_PRIVATE_EVENTS)),
}
_ORDERS = select(orders.c.id, orders.c.status, orders.c.agreed).where(orders.c.customer_id == _WHO)
_EVENTS = select(events.c.seq, events.c.data).where(events.c.customer_id == _WHO)
_LEFT_OVER = select(orders.c.id, orders.c.status, orders.c.agreed).where(
    orders.c.customer_id == NOBODY, orders.c.status.in_(_OVER), orders.c.address.is_not(None)
)
# A charge keeps what the card company calls it, for refunds, and the card only while it is open.
_CHARGES = update(charges).where(charges.c.customer_id == _WHO).values(customer_id=NOBODY)
_NO_CARD = (
    update(charges)
    .where(charges.c.customer_id == NOBODY, charges.c.state != "open", charges.c.customer_ref != "")
    .values(customer_ref="", card_ref="")
)
_FREE_TEXTS = ((order_history, "why"), (returns, "reason"), (refunds, "reason"))


def erase(connection: Connection, customer_id: str) -> dict[str, int]:
    """Forget a customer; how much of each kind is gone, nothing at all when nobody has that id.

    Whoever moves one of the orders at the same time sees another version and looks again.
    """
    wanted = {"who": customer_id}
    if customer_id == NOBODY or not _is_known(connection, customer_id):
        return {}
    removed = {name: int(connection.execute(count, wanted).scalar_one()) for name, count in _COUNTED.items()}
    removed |= {name: connection.execute(gone, wanted).rowcount for name, gone in _GONE.items()}
    removed["orders"], removed["open_orders"] = _disown_orders(connection, customer_id)
    connection.execute(_CHARGES, wanted)
    connection.execute(_NO_CARD)
    _disown_events(connection, customer_id)
    connection.execute(delete(customers).where(customers.c.id == _WHO), wanted)
    return {"customer": 1, **removed}


def forget_the_rest(connection: Connection) -> int:
    """Take the address off orders of nobody that are over, and the card off charges that are; how many."""
    connection.execute(delete(carts).where(carts.c.customer_id == NOBODY))  # left by a charge that failed
    cards_gone = connection.execute(_NO_CARD).rowcount
    left = connection.execute(_LEFT_OVER.limit(500)).all()
    for row in left:
        connection.execute(update(orders).where(orders.c.id == row.id).values(_without_place(row)))
    return len(left) + cards_gone


def _is_known(connection: Connection, customer_id: str) -> bool:
    """Cart, orders, customer: locked in the order in which buyers and movers of orders do.

    A purchase is over before, or does not begin.
    """
    for key, owner in (
        (carts.c.customer_id, carts.c.customer_id),
        (orders.c.id, orders.c.customer_id),
        (customers.c.id, customers.c.id),
    ):
        wanted = select(key).where(owner == _WHO).order_by(key).with_for_update()
        found = connection.execute(wanted, {"who": customer_id}).first()
    return found is not None


def _disown_orders(connection: Connection, customer_id: str) -> tuple[int, int]:
    """How many orders there were, and how many of them are still on their way."""
    rows = connection.execute(_ORDERS, {"who": customer_id}).all()
    if rows:
        nobody = {"id": NOBODY, "name": "", "email": "", "address": None, "payment": "pay_on_delivery"}
        connection.execute(_NOBODY(connection), nobody)
    for row in rows:
        over = row.status in _OVER
        changes = {"customer_id": NOBODY, "version": orders.c.version + 1}
        changes |= _without_place(row) if over else {}
        connection.execute(update(orders).where(orders.c.id == row.id).values(changes))
        for table, column in _FREE_TEXTS:
            connection.execute(update(table).where(table.c.order_id == row.id).values({column: ""}))
    return len(rows), sum(row.status not in _OVER for row in rows)


def _without_place(row: Any) -> dict[str, Any]:
    """Where an order went to is nobody's business any more; a store may stay."""
    way = dict(row.agreed.get("way", {}))
    if not way.get("pick_up"):
        way.pop("address", None)
    agreed = {**row.agreed, "way": way} if way else {k: v for k, v in row.agreed.items() if k != "way"}
    return {"address": None, "agreed": agreed}


def _disown_events(connection: Connection, customer_id: str) -> None:
    for row in connection.execute(_EVENTS, {"who": customer_id}).all():
        data = {name: value for name, value in row.data.items() if name != "customer_id"}
        change = update(events).where(events.c.seq == row.seq)
        connection.execute(change.values(data=data, customer_id=None))

"""Cards on file, the charges of orders, and the refunds that wait for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update

from skill.commerce.rules.money import Money
from skill.commerce.rules.payment import ONLINE, Account, Attempt, AttemptState, Charge, Repayment, refund_key
from skill.store.dialects import replacing, upsert
from skill.store.engine import looking_up
from skill.store.paper_tables import refunds
from skill.store.payment_tables import cards, charges
from skill.store.tables import orders

REFUSED_FOR = timedelta(hours=6)
"""A refund that was refused is tried again after so long."""
_CARD = looking_up(select(cards).where(cards.c.customer_id == bindparam("customer")))
_PUT_CARD = upsert(cards, ("customer_id",), replacing("customer_ref", "card_ref", "label"))
_ATTEMPT = select(charges, orders.c.id, orders.c.imported_number).join(orders)
_OF_KEY = _ATTEMPT.where(charges.c.key == bindparam("key_of"))
_OF_REFERENCE = _ATTEMPT.where(charges.c.reference == bindparam("called"))
_OPEN = (
    _ATTEMPT.where(charges.c.state == "open", charges.c.tried_at < bindparam("before"))
    .order_by(charges.c.tried_at)
    .limit(bindparam("most"))
)
_NOT_DONE = (
    select(refunds.c.id, refunds.c.amount_minor, refunds.c.tried_at)
    .add_columns(
        orders.c.id.label("order_id"),
        orders.c.imported_number,
        orders.c.currency,
        charges.c.key,
        charges.c.reference,
    )
    .join(orders, orders.c.id == refunds.c.order_id)
    .join(charges, charges.c.order_id == orders.c.id)
    .where(
        orders.c.payment.in_(sorted(ONLINE)),
        charges.c.state == "paid",
        or_(
            and_(refunds.c.state == "requested", refunds.c.tried_at.is_(None)),
            and_(refunds.c.state == "requested", refunds.c.tried_at < bindparam("before")),
            and_(refunds.c.state == "failed", refunds.c.tried_at < bindparam("refused_before")),
        ),
    )
    .order_by(refunds.c.id)
    .limit(bindparam("most"))
)


class StoredPayments:
    """Payment in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def account(self, customer_id: str) -> Account | None:
        """The customer's card on file."""
        row = self._connection.execute(_CARD, {"customer": customer_id}).one_or_none()
        return Account(row.customer_ref, row.card_ref, row.label) if row else None

    def put_account(self, customer_id: str, account: Account | None) -> None:
        """Keep a customer's card on file, or forget it."""
        if account is None:
            self._connection.execute(delete(cards).where(cards.c.customer_id == customer_id))
            return
        row = {"customer_id": customer_id, "label": account.label}
        row |= {"customer_ref": account.customer, "card_ref": account.card}
        self._connection.execute(_PUT_CARD(self._connection), row)

    def open(self, attempt: Attempt) -> None:
        """Write down a charge before it is made."""
        charge = attempt.charge
        row = {
            "key": charge.key,
            "order_id": int(charge.order),
            "customer_id": attempt.customer_id,
            "amount_minor": charge.amount.minor,
            "currency": charge.amount.currency,
            "customer_ref": charge.account.customer,
            "card_ref": charge.account.card,
            "state": attempt.state,
            "reference": attempt.reference,
            "reason": attempt.reason,
            "made_at": charge.made_at,
            "tried_at": charge.made_at,
        }
        self._connection.execute(insert(charges), row)

    def of_key(self, key: str) -> Attempt | None:
        """The charge of that key."""
        row = self._connection.execute(_OF_KEY, {"key_of": key}).one_or_none()
        return _attempt(row) if row else None

    def of_reference(self, reference: str) -> Attempt | None:
        """The charge that the card company calls so."""
        row = self._connection.execute(_OF_REFERENCE, {"called": reference}).first()
        return _attempt(row) if row else None

    def note(self, reference: str, reason: str) -> None:
        """Write a remark on the charge that the card company calls so."""
        change = update(charges).where(charges.c.reference == reference)
        self._connection.execute(change.values(reason=reason))

    def settle(self, attempt: Attempt, at: datetime, *, unless: Sequence[AttemptState]) -> bool:
        """Keep what came of a charge; False when it is in one of these states already."""
        change = (
            update(charges)
            .where(charges.c.key == attempt.charge.key, charges.c.state.not_in(unless))
            .values(state=attempt.state, reference=attempt.reference, reason=attempt.reason, settled_at=at)
        )
        return self._connection.execute(change).rowcount == 1

    def claim_open(self, before: datetime, now: datetime, limit: int) -> list[Attempt]:
        """Charges that nobody has asked for since then, ours for a while."""
        rows = self._connection.execute(_OPEN, {"before": before, "most": limit}).all()
        return [_attempt(row) for row in rows if self._claim_charge(row, now)]

    def _claim_charge(self, row: Row[Any], now: datetime) -> bool:
        mine = update(charges).where(charges.c.key == row.key, charges.c.tried_at == row.tried_at)
        return self._connection.execute(mine.values(tried_at=now)).rowcount == 1

    def claim_refunds(self, before: datetime, now: datetime, limit: int) -> list[tuple[str, int, Repayment]]:
        """Refunds of paid charges that are not carried out: order, id, and what is to be paid back."""
        wanted = {"before": before, "refused_before": before - REFUSED_FOR, "most": limit}
        rows = self._connection.execute(_NOT_DONE, wanted).all()
        return [
            (
                row.imported_number or str(row.order_id),
                row.id,
                Repayment(refund_key(row.key, row.id), row.reference, Money(row.amount_minor, row.currency)),
            )
            for row in rows
            if self._claim_refund(row, now)
        ]

    def _claim_refund(self, row: Row[Any], now: datetime) -> bool:
        free = refunds.c.tried_at.is_(None) if row.tried_at is None else refunds.c.tried_at == row.tried_at
        mine = update(refunds).where(refunds.c.id == row.id, free)
        return self._connection.execute(mine.values(tried_at=now)).rowcount == 1


def _attempt(row: Row[Any]) -> Attempt:
    charge = Charge(
        row.key,
        row.imported_number or str(row.id),
        Money(row.amount_minor, row.currency),
        Account(row.customer_ref, row.card_ref),
        row.made_at,
    )
    return Attempt(charge, row.customer_id, row.state, row.reference, row.reason)

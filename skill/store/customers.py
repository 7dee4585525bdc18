"""Who shops here, and what each door calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from skill.commerce.people import Customer
from skill.store.dialects import insert_new, replacing, upsert
from skill.store.engine import looking_up
from skill.store.erasing import erase, forget_the_rest
from skill.store.personal_data import everything_about
from skill.store.tables import answers, customers, identities

_USER = identities.c.user_id == bindparam("user")
_OF_USER = looking_up(select(customers).join(identities).where(_USER))
_BY_ID = select(customers).where(customers.c.id == bindparam("id"))
_DOORS = (
    select(identities.c.user_id)
    .where(identities.c.customer_id == bindparam("owner"))
    .order_by(identities.c.user_id)
)
_KNOWN = insert_new(identities, giving=identities.c.user_id)
_PUT = upsert(customers, ("id",), replacing("name", "email", "address", "payment", "reminders", "told_at"))
_PUT_USER = upsert(identities, ("user_id",), replacing("customer_id"))


class StoredCustomers:
    """The customers in the database."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self._connection = connection
        self._writing = writing

    def of_user(self, user_id: str) -> Customer:
        """The customer behind a door's user id; in a writing unit of work a new one is kept."""
        return self.known(user_id) or self._new(user_id)

    def put(self, customer: Customer, user_id: str | None = None) -> None:
        """Keep a customer, and which door's user id means them."""
        self._connection.execute(_PUT(self._connection), _row(customer))
        if user_id is not None:
            identity = {"user_id": user_id, "customer_id": customer.id}
            self._connection.execute(_PUT_USER(self._connection), identity)

    def forget_user(self, user_id: str) -> None:
        """Forget that this door's user id means anybody, and what it was answered."""
        self._connection.execute(delete(identities).where(_USER), {"user": user_id})
        self._connection.execute(delete(answers).where(answers.c.user_id == user_id))

    def get(self, customer_id: str) -> Customer | None:
        """The customer of that id."""
        row = self._connection.execute(_BY_ID, {"id": customer_id}).one_or_none()
        return None if row is None else _customer(row)

    def doors(self, customer_id: str) -> tuple[str, ...]:
        """What the doors call a customer."""
        return tuple(self._connection.execute(_DOORS, {"owner": customer_id}).scalars())

    def erase(self, customer_id: str) -> Mapping[str, int]:
        """Forget everything about a customer; how much of each kind is gone, empty when there is nobody."""
        return erase(self._connection, customer_id)

    def everything_about(self, customer_id: str) -> dict[str, list[dict[str, Any]]]:
        """All rows about a customer, by table."""
        return everything_about(self._connection, customer_id)

    def forget_the_rest(self) -> int:
        """Take addresses and cards off what of forgotten people is over by now; how many there were."""
        return forget_the_rest(self._connection)

    def known(self, user_id: str) -> Customer | None:
        """The customer behind a door's user id, if there is one yet."""
        row = self._connection.execute(_OF_USER, {"user": user_id}).one_or_none()
        return None if row is None else _customer(row)

    def _new(self, user_id: str) -> Customer:
        """A new customer; when a rival has just made one for the same user, that one."""
        # Chance and not a hash of the user id: who was forgotten must not be found again.
        customer = Customer(uuid4().hex)
        if not self._writing:
            return customer
        self._connection.execute(insert(customers), _row(customer))
        identity = {"user_id": user_id, "customer_id": customer.id}
        if self._connection.execute(_KNOWN(self._connection), identity).first():
            return customer
        self._connection.execute(delete(customers).where(customers.c.id == customer.id))
        return self.known(user_id) or customer


def _customer(row: Row[Any]) -> Customer:
    return Customer(row.id, row.name, row.email, row.address, row.payment, row.reminders, row.told_at)


def _row(customer: Customer) -> dict[str, object]:
    return {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "address": customer.address,
        "payment": customer.payment,
        "reminders": customer.reminders,
        "told_at": customer.told_at,
    }

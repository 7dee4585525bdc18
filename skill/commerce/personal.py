"""Forgetting a customer who wants to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.events import Event


def erase(uow: UnitOfWork, customer_id: str, at: datetime) -> Mapping[str, int]:
    """Forget a customer, and tell other systems to; counts of what is gone, empty when there is nobody."""
    removed = uow.customers.erase(customer_id)
    if removed:
        told = {"type": "customer", "id": customer_id}
        uow.events.add(Event("customer.erased", f"customer {customer_id}", at, told))
    return removed


def close_door(uow: UnitOfWork, user_id: str, at: datetime) -> None:
    """A door is gone for good (a skill that was disabled): whom nobody else knows is forgotten (rule A3)."""
    customer = uow.customers.known(user_id)
    if customer is None:
        return
    if uow.customers.doors(customer.id) == (user_id,):
        erase(uow, customer.id, at)
    else:
        uow.customers.forget_user(user_id)

"""By what an order can be paid, and what is said when the card for it is missing (rule P12)."""

from __future__ import annotations

from dataclasses import replace

from skill.commerce.people import Customer
from skill.commerce.rules.payment import ONLINE
from skill.conversation.talk import Talk


def buyer(talk: Talk) -> tuple[Customer | None, *tuple[str, ...]]:
    """The customer with the method that this order can be paid by, and what has to be said about it.

    None: there is no way in which they could pay.
    """
    customer, say = talk.customer, talk.say
    method = customer.payment if is_offered(talk, customer.payment) else talk.shop.methods[0]
    if method not in ONLINE:
        return (replace(customer, payment=method),)
    if talk.uow.payments.account(customer.id) is not None:
        return (replace(customer, payment=method),)
    other = other_than_card(talk)
    if other is None:
        return (None, say("no-card"), say("card-in-account"))
    return (replace(customer, payment=other), say("no-card"))


def other_than_card(talk: Talk) -> str | None:
    """The first method that needs no card."""
    return next((method for method in talk.shop.methods if method not in ONLINE), None)


def is_offered(talk: Talk, method: str) -> bool:
    """Whether a customer may pay so: the shop offers it to all, or the merchant invoices this one."""
    if method in ONLINE and talk.shop.payment is None:
        return False
    return method in talk.shop.methods or method == talk.customer.payment == "invoice"

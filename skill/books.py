"""What a customer has and asks for as plain data, for people who look from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skill.commerce.rules.modifiers import WITHOUT, choices_named

if TYPE_CHECKING:
    from skill.commerce.asking import Understood
    from skill.commerce.cart import CartLine
    from skill.commerce.ports import UnitOfWork
    from skill.commerce.reading import Asked
    from skill.commerce.rules.catalog import Variant

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Books:
    """One customer's cart and orders."""

    cart: tuple[Json, ...]
    cart_total_minor: int
    orders: tuple[Json, ...]


def books_of(uow: UnitOfWork, user_id: str, currency: str) -> Books:
    """The cart and the orders of the customer behind a door's user id."""
    from skill.commerce.cart import view

    customer = uow.customers.of_user(user_id)
    seen = view(uow, customer.id, currency)
    orders = tuple(
        {"number": order.number, "status": order.status, "total_minor": order.total.minor}
        for order in uow.orders.history(customer.id)
    )
    return Books(tuple(map(_line, seen.lines)), seen.total.minor, orders)


def _line(line: CartLine) -> Json:
    return {
        "id": line.variant.sku,
        "name": line.variant.name,
        "quantity": line.quantity,
        "unit_price_minor": line.variant.price.minor,
        "line_total_minor": line.total.minor,
        "options": dict(line.variant.options),
        "modifiers": _modifiers(line.variant),
    }


def item_of(asked: Asked, found: Understood) -> Json:
    """A thing that was asked for; without an id where it can be one of several, or is not sold."""
    from skill.commerce.matching import One, Several

    meant = found.meant
    variant = meant.variant if isinstance(meant, One) else None
    made = variant or (meant.variants[0] if isinstance(meant, Several) else None)
    return {
        "id": variant.sku if variant else None,
        "name": variant.name if variant else asked.words,
        "quantity": found.quantity,
        "options": dict(variant.options) if variant else {},
        "modifiers": _modifiers(made) if made else [],
        "unmet": [wish.words for wish in found.unmet],
    }


def _modifiers(variant: Variant) -> list[Json]:
    """What is chosen, with what each adds to the price; "-foam" leaves out what is usual."""
    named = choices_named(variant.modifiers, variant.chosen) or ()
    return [
        {
            "id": id,
            "name": choice.spoken,
            "price_minor": 0 if id.startswith(WITHOUT) else choice.price.minor,
        }
        for id, choice in zip(variant.chosen, named, strict=True)
    ]

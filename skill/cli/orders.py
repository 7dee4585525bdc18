"""`voicecart orders`: what was bought, and moving it on from the counter to the door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast, get_args

import click

from skill.commerce.rules.order import MOVES, Order, Status, can_move
from skill.errors import VoicecartError
from skill.settings import Settings

if TYPE_CHECKING:
    from skill.bootstrap import Shop
    from skill.store.unit_of_work import StoredUnitOfWork


@click.group()
def command() -> None:
    """Look at orders and move them on."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--customer", help="Only this customer's: their id, or what a door calls them.")
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, 100_000), help="How many at most."
)
def list_(as_json: bool, customer: str | None, limit: int) -> None:
    """Show orders, newest first."""
    with _open_shop() as shop, shop.store.reading() as uow:
        orders = _of_customer(uow, customer, limit) if customer else uow.orders.newest(limit)
    if as_json:
        click.echo(json.dumps([_as_json(order) for order in orders], ensure_ascii=False))
        return
    for order in orders:
        price = f"{order.total.decimal} {order.total.currency}"
        things = ", ".join(f"{line.quantity} {line.name}" for line in order.lines)
        click.echo(
            f"{order.number:>8}  {order.status:<9}  {order.placed_at:%Y-%m-%d %H:%M}  {price:>12}  {things}"
        )
    if not orders:
        click.echo("no orders")


@command.command()
@click.argument("number")
@click.argument("status", type=click.Choice(get_args(Status)))
def move(number: str, status: str) -> None:
    """Move the order NUMBER on to STATUS; a cancelled one's goods go back on the shelf."""
    to = cast(Status, status)
    with _open_shop() as shop, shop.store.writing() as uow:
        order = uow.orders.numbered(number)
        if order is None:
            raise VoicecartError(f"there is no order {number}; see: voicecart orders list")
        if not can_move(order.status, to):
            allowed = " or ".join(MOVES[order.status]) or "nothing else"
            raise VoicecartError(f"order {number} is {order.status} and can become {allowed}, not {to}")
        if not _moved(uow, order, to):
            raise VoicecartError(f"somebody moved order {number} meanwhile; look again and try again")
        uow.commit()
    click.echo(f"order {number}: {order.status} -> {to}")


@contextmanager
def _open_shop() -> Iterator[Shop]:
    from skill.bootstrap import open_shop

    shop = open_shop(Settings.from_environment())
    try:
        yield shop
    finally:
        shop.close()


def _of_customer(uow: StoredUnitOfWork, customer: str, limit: int) -> tuple[Order, ...]:
    known = uow.customers.known(customer)
    return uow.orders.history(known.id if known else customer, limit)


def _moved(uow: StoredUnitOfWork, order: Order, to: Status) -> bool:
    from skill.commerce.orders import Cancelled, cancel

    if to == "cancelled":
        return isinstance(cancel(uow, order.customer_id, order.number), Cancelled)
    return uow.orders.move(order, to)


def _as_json(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "customer": order.customer_id,
        "placed_at": order.placed_at.isoformat(),
        "total_minor": order.total.minor,
        "currency": order.total.currency,
        "lines": [
            {
                "id": line.sku,
                "name": line.name,
                "quantity": line.quantity,
                "unit_price_minor": line.unit_price.minor,
                "modifiers": list(line.modifiers),
            }
            for line in order.lines
        ],
    }

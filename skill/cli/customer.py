"""`voicecart customer`: what is kept about a person, and forgetting them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from skill.cli._orders import open_books
from skill.errors import VoicecartError

if TYPE_CHECKING:
    from skill.commerce.ports import Customer
    from skill.store.unit_of_work import StoredUnitOfWork

_WHO = click.argument("id", required=False)
_USER = click.option("--user", metavar="USER_ID", help="What a door calls them, in place of ID.")


@click.group()
def command() -> None:
    """Show everything that is kept about a customer, or forget them."""


@command.command()
@_WHO
@_USER
def export(id: str | None, user: str | None) -> None:
    """Print everything that is kept about the customer ID as JSON, table by table."""
    with open_books() as shop, shop.store.reading() as uow:
        customer = _customer(uow, id, user)
        kept = uow.customers.everything_about(customer.id)
    click.echo(json.dumps(kept, ensure_ascii=False, indent=2))


@command.command()
@_WHO
@_USER
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(id: str | None, user: str | None, yes: bool) -> None:
    """Forget the customer ID. Their orders stay for the books and are nobody's; all else is deleted.

    An order on its way keeps its address until it is over. Who is not there (any more) is no mistake.
    """
    from skill.commerce.personal import erase

    with open_books() as shop:
        with shop.store.reading() as uow:
            customer = _find(uow, id, user)
        if customer is None:
            click.echo("nobody of that name is kept")
            return
        if not yes:
            click.confirm(f"Forget the customer {customer.id} for good?", abort=True)
        with shop.store.writing() as uow:
            removed = erase(uow, customer.id, shop.clock())
            uow.commit()
    for name, count in removed.items():
        if count and name not in ("orders", "open_orders"):
            click.echo(f"deleted: {count} {name.replace('_', ' ')}")
    if removed.get("orders"):
        click.echo(f"kept without the person: {removed['orders']} orders")
    if removed.get("open_orders"):
        click.echo(
            f"{removed['open_orders']} of them are on their way and keep their address until they are over"
        )


@command.command()
@_WHO
@_USER
@click.option("--off", is_flag=True, help="They do not want any.")
def reminders(id: str | None, user: str | None, off: bool) -> None:
    """Note that the customer ID agrees to be reminded of a cart they have left."""
    from dataclasses import replace

    with open_books() as shop, shop.store.writing() as uow:
        customer = _customer(uow, id, user)
        uow.customers.put(replace(customer, reminders=not off))
        uow.commit()
    click.echo(f"reminders for {customer.id}: {'off' if off else 'on'}")


def _find(uow: StoredUnitOfWork, id: str | None, user: str | None) -> Customer | None:
    if (id is None) == (user is None):
        raise click.UsageError("name the customer by ID or by --user")
    return uow.customers.get(id) if id is not None else uow.customers.known(str(user))


def _customer(uow: StoredUnitOfWork, id: str | None, user: str | None) -> Customer:
    customer = _find(uow, id, user)
    if customer is None:
        raise VoicecartError(f"there is no customer {id or user}")
    return customer

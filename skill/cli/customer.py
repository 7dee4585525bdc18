"""`voicecart customer`: what is kept about a person, and forgetting them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from skill.cli._orders import open_books
from skill.errors import VoicecartError

if TYPE_CHECKING:
    from skill.commerce.people import Customer
    from skill.store.unit_of_work import StoredUnitOfWork

_WHO = click.argument("id", required=False)
_USER = click.option("--user", metavar="USER_ID", help="What a door calls them, in place of ID.")


@click.group()
def command() -> None:
    """Show everything that is kept about a customer, or forget them; their card, and their voice code."""


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
    _say_what_went(removed)


def _say_what_went(removed: Mapping[str, int]) -> None:
    gone = {name: count for name, count in removed.items() if name not in ("orders", "open_orders")}
    told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in gone.items() if count)
    click.echo(f"deleted: {told or 'nothing'}")
    if removed.get("orders"):
        click.echo(f"kept without the person: orders {removed['orders']}")
    if removed.get("open_orders"):
        click.echo(f"on their way, with their address until they are over: orders {removed['open_orders']}")


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


@command.command()
@_WHO
@_USER
@click.option("--stripe", "account", metavar="cus_...", help="What Stripe calls the customer.")
@click.option(
    "--payment-method", "method", metavar="pm_...", help="Which of their cards; the first one else."
)
@click.option("--remove", is_flag=True, help="Forget the card.")
def card(id: str | None, user: str | None, account: str | None, method: str | None, remove: bool) -> None:
    """Put the card that the customer ID has saved at Stripe on file here; they pay by it from now on."""
    from dataclasses import replace

    if remove == (account is not None):
        raise click.UsageError("name Stripe's customer by --stripe cus_..., or --remove the card")
    with open_books() as shop:
        if account is not None and "card" not in shop.settings.payment:
            raise VoicecartError("this shop takes no cards: put card into VOICECART_PAYMENT")
        found = shop.payment.account(account, method) if shop.payment and account else None
        with shop.store.writing() as uow:
            customer = _customer(uow, id, user)
            uow.payments.put_account(customer.id, found)
            if found is not None:
                uow.customers.put(replace(customer, payment="card"))
            uow.commit()
    click.echo(f"{customer.id} pays by {found.label}" if found else f"{customer.id} has no card on file")


@command.command()
@_WHO
@_USER
@click.option("--set", "set_", is_flag=True, help="Set it to four digits that are asked for.")
@click.option("--reset", is_flag=True, help="Remove it, also a locked one.")
def code(id: str | None, user: str | None, set_: bool, reset: bool) -> None:
    """Set or reset the voice code of the customer ID; it is shown to nobody."""
    from skill.commerce.voice_code import is_code, remove, set_code

    if set_ == reset:
        raise click.UsageError("give --set or --reset")
    said = "" if reset else click.prompt("Four digits", hide_input=True, confirmation_prompt=True)
    if set_ and not is_code(said):
        raise VoicecartError("a voice code has four digits")
    with open_books() as shop, shop.store.writing() as uow:
        customer = _customer(uow, id, user)
        if reset:
            remove(uow, customer.id)
        else:
            set_code(uow, customer.id, said)
        uow.commit()
    click.echo(f"the voice code of {customer.id} is {'removed' if reset else 'set'}")


def _find(uow: StoredUnitOfWork, id: str | None, user: str | None) -> Customer | None:
    if bool(id) == bool(user):
        raise click.UsageError("name the customer by ID or by --user")
    return uow.customers.get(id) if id else uow.customers.known(str(user))


def _customer(uow: StoredUnitOfWork, id: str | None, user: str | None) -> Customer:
    customer = _find(uow, id, user)
    if customer is None:
        raise VoicecartError(f"there is no customer {id or user}")
    return customer

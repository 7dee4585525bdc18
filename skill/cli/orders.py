"""`voicecart orders`: what was bought, and moving it on from the counter to the door and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from skill.cli._orders import (
    as_json,
    being_charged,
    do,
    echo_json,
    money,
    no_such_order,
    open_books,
    units_of,
    with_papers,
)
from skill.commerce.rules.deeds import (
    AskReturn,
    Cancel,
    Deed,
    Deliver,
    LetOff,
    Pack,
    Pay,
    RefuseReturn,
    SettleRefund,
    Ship,
    TakeBack,
)
from skill.commerce.rules.order import COUNTS, Order
from skill.commerce.rules.owing import owed
from skill.commerce.rules.papers import Papers

if TYPE_CHECKING:
    from skill.store.unit_of_work import StoredUnitOfWork

F = TypeVar("F", bound=Callable[..., Any])
WHOLE: dict[str, Deed] = {"packed": Pack(), "shipped": Ship(), "delivered": Deliver(), "cancelled": Cancel()}
"""What brings a whole order to a status."""

as_json_option = click.option("--json", "json_", is_flag=True, help="Print the order as JSON.")
why_option = click.option("--why", default="", help="A reason, for the history.")
line_option = click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="ID[=COUNT]",
    help="A line by its id or number; can be repeated.",
)


@click.group()
def command() -> None:
    """Look at orders and move them on."""


@command.command("list")
@click.option("--json", "json_", is_flag=True, help="Print a JSON list.")
@click.option("--customer", help="Only this customer's: their id, or what a door calls them.")
@click.option(
    "--waiting-for", type=click.Choice(["refunds", "returns"]), help="Only those with some that are open."
)
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, 100_000), help="How many at most."
)
def list_(json_: bool, customer: str | None, waiting_for: str | None, limit: int) -> None:
    """Show orders, newest first."""
    if customer and waiting_for:
        raise click.UsageError("--customer or --waiting-for, not both")
    with open_books() as shop, shop.store.reading() as uow:
        orders = _of_customer(uow, customer, limit) if customer else uow.orders.newest(limit, waiting_for)
    if json_:
        echo_json([as_json(order) for order in orders])
        return
    for order in orders:
        things = ", ".join(f"{line.quantity} {line.name}" for line in order.lines)
        price = f"{order.total.decimal} {order.currency}"
        click.echo(
            f"{order.number:>8}  {order.status:<14}  {order.placed_at:%Y-%m-%d %H:%M}  {price:>12}  {things}"
        )
    if not orders:
        click.echo("no orders")


@command.command()
@click.argument("number")
@as_json_option
def show(number: str, json_: bool) -> None:
    """Show the order NUMBER: its lines, parcels, returns, refunds and history."""
    with open_books() as shop, shop.store.reading() as uow:
        order = uow.orders.numbered(number)
        if order is None:
            raise no_such_order(number)
        papers = uow.orders.papers(order)
        charge = uow.payments.of_key(order.quote_id) if order.quote_id else None
    if json_:
        echo_json(with_papers(order, papers))
        return
    _show(order, papers)
    if charge is not None:
        click.echo(f"  card: {charge.state} {charge.reference} {charge.reason}".rstrip())


def _show(order: Order, papers: Papers) -> None:
    back = sum(refund.amount.minor for refund in papers.refunds if refund.state == "done")
    left = max(0, order.refunded_minor - back)
    sums = {"paid": order.paid_minor, "paid back": back, "to pay back": left}
    paid = ", ".join(f"{name} {money(minor, order)}" for name, minor in sums.items())
    click.echo(f"order {order.number}: {order.status}, payment {order.payment_state} ({order.payment})")
    click.echo(
        f"  of {order.customer_id}, {order.placed_at:%Y-%m-%d %H:%M}, to {order.address or 'the counter'}"
    )
    for at, line in enumerate(order.lines, 1):
        done = ", ".join(
            f"{getattr(line, name)} {name.replace('_', ' ')}" for name in COUNTS if getattr(line, name)
        )
        click.echo(f"  {at}. {line.quantity} {line.name} ({line.sku}){': ' + done if done else ''}")
    click.echo(f"  total {money(order.total.minor, order)}, owed {money(owed(order).minor, order)}, {paid}")
    for parcel in papers.shipments:
        arrived = f", arrived {parcel.delivered_at:%Y-%m-%d}" if parcel.delivered_at else ""
        click.echo(f"  parcel {parcel.id}: {parcel.carrier} {parcel.tracking}{arrived}".rstrip(" :"))
    for asked in papers.returns:
        click.echo(f"  return {asked.id}: {asked.state} {asked.reason}".rstrip())
    for refund in papers.refunds:
        amount = money(refund.amount.minor, order)
        click.echo(f"  refund {refund.id}: {amount}, {refund.state} {refund.reason}".rstrip())
    for one in papers.history:
        click.echo(f"  {one.at:%Y-%m-%d %H:%M} {one.what.replace('_', ' ')} by {one.by} {one.why}".rstrip())


@command.command()
@click.argument("number")
@click.argument("status", type=click.Choice(list(WHOLE)))
@why_option
@as_json_option
def move(number: str, status: str, why: str, json_: bool) -> None:
    """Move the whole order NUMBER on to STATUS; a cancelled one's goods go back on the shelf."""
    do(number, lambda _: WHOLE[status], why, json_)


@command.command()
@click.argument("number")
@line_option
@click.option("--carrier", default="", help="Who brings it.")
@click.option("--tracking", default="", help="The carrier's number of the parcel.")
@as_json_option
def ship(number: str, lines: tuple[str, ...], carrier: str, tracking: str, json_: bool) -> None:
    """Send a parcel of the order NUMBER: some lines, or all that is still here."""
    do(
        number,
        lambda order: Ship(units_of(order, lines, lambda line: line.waiting), carrier, tracking),
        "",
        json_,
    )


@command.command()
@click.argument("number")
@click.option("--parcel", type=int, help="The number of the parcel; left out: all that is on its way.")
@as_json_option
def deliver(number: str, parcel: int | None, json_: bool) -> None:
    """Say that a parcel of the order NUMBER has arrived; what is paid on delivery is paid now."""
    do(number, lambda _: Deliver(parcel), "", json_)


@command.command()
@click.argument("number")
@line_option
@why_option
@as_json_option
def cancel(number: str, lines: tuple[str, ...], why: str, json_: bool) -> None:
    """Cancel lines of the order NUMBER, or all that is still here; it goes back on the shelf."""
    do(number, lambda order: Cancel(units_of(order, lines, lambda line: line.waiting)), why, json_)


@command.command("return")
@click.argument("number")
@line_option
@click.option("--receive", type=int, metavar="RETURN", help="The return of that number has arrived.")
@click.option("--refuse", type=int, metavar="RETURN", help="The return of that number is not accepted.")
@click.option("--restock", is_flag=True, help="With --receive: it can be sold again.")
@why_option
@as_json_option
def return_(
    number: str,
    lines: tuple[str, ...],
    receive: int | None,
    refuse: int | None,
    restock: bool,
    why: str,
    json_: bool,
) -> None:
    """Take back lines of the order NUMBER: first they are announced, then they arrive or are refused."""
    if receive is not None and refuse is not None:
        raise click.UsageError("--receive or --refuse, not both")
    if restock and receive is None:
        raise click.UsageError("--restock goes with --receive")

    def deed(order: Order) -> Deed:
        if receive is not None:
            return TakeBack(receive, restock)
        if refuse is not None:
            return RefuseReturn(refuse)
        return AskReturn(units_of(order, lines, lambda line: line.returnable))

    do(number, deed, why, json_)


@command.command()
@click.argument("number")
@click.option("--amount", type=click.IntRange(1), metavar="MINOR", help="Let the customer off so many cents.")
@click.option("--done", type=int, metavar="REFUND", help="The refund of that number was paid back.")
@click.option(
    "--failed", type=int, metavar="REFUND", help="The refund of that number could not be paid back."
)
@why_option
@as_json_option
def refund(
    number: str, amount: int | None, done: int | None, failed: int | None, why: str, json_: bool
) -> None:
    """Let a customer off a part of the order NUMBER, or say that a refund was carried out."""
    given = [one for one in (amount, done, failed) if one is not None]
    if len(given) != 1:
        raise click.UsageError("give one of --amount, --done or --failed")
    deed: Deed = LetOff(given[0]) if amount is not None else SettleRefund(given[0], done=done is not None)
    do(number, lambda _: deed, why, json_)


@command.command()
@click.argument("number")
@click.option(
    "--amount", type=click.IntRange(1), metavar="MINOR", help="So many cents; left out: all that is owed."
)
@why_option
@as_json_option
def pay(number: str, amount: int | None, why: str, json_: bool) -> None:
    """Say that the order NUMBER was paid, for instance by transfer."""
    do(
        number,
        lambda order: Pay("paid", amount or owed(order).minor + order.refunded_minor - order.paid_minor),
        why,
        json_,
        being_charged,
    )


@command.command("audit")
@click.option("--json", "json_", is_flag=True, help="Print a JSON list of what does not add up.")
def audit_(json_: bool) -> None:
    """Check that the books add up: orders, quotes, refunds, coupons, slots."""
    with open_books() as shop:
        faults = shop.store.audit()
    if json_:
        echo_json([asdict(fault) for fault in faults])
    for fault in () if json_ else faults:
        click.echo(f"{fault.check}: {fault.about} should be {fault.expected} and is {fault.found}")
    if faults:
        raise click.exceptions.Exit(1)
    if not json_:
        click.echo("the books add up")


@command.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]),
    help="Only those placed since then (UTC where no zone is named).",
)
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def export(since: datetime | None, format_: str) -> None:
    """Write all orders, the oldest first, in the shape of the Agentic Commerce Protocol."""
    from skill.cli._orders_export import shapes, write_csv, write_jsonl

    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    with open_books() as shop:
        (write_csv if format_ == "csv" else write_jsonl)(shapes(shop, since))


def _of_customer(uow: StoredUnitOfWork, customer: str, limit: int) -> tuple[Order, ...]:
    known = uow.customers.known(customer)
    return uow.orders.history(known.id if known else customer, limit)

"""Orders for the merchant: as JSON, as lines of text, and the words for what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from skill.commerce.moving import Busy, Moved, NoSuchOrder, NotSoMany, Outcome
from skill.commerce.rules.deeds import ALLOWED, Deed, Refused
from skill.commerce.rules.order import COUNTS, Order, OrderLine
from skill.commerce.rules.papers import Paper, Papers, Refund, Return, Shipment, Units
from skill.errors import VoicecartError
from skill.settings import Settings

if TYPE_CHECKING:
    from skill.bootstrap import Shop
    from skill.commerce.ports import UnitOfWork

Json = dict[str, Any]


@contextmanager
def open_books() -> Iterator[Shop]:
    """The shop that the environment describes."""
    from skill.bootstrap import open_shop

    shop = open_shop(Settings.from_environment())
    try:
        yield shop
    finally:
        shop.close()


Objection = Callable[["UnitOfWork", Order], str | None]


def do(
    number: str,
    deed_for: Callable[[Order], Deed],
    why: str,
    as_json: bool,
    objection: Objection = lambda uow, order: None,
) -> None:
    """Move an order as the merchant, and say what became of it; a refusal ends with exit code 1."""
    from skill.commerce.moving import move

    with open_books() as shop, shop.store.writing() as uow:
        order = uow.orders.numbered(number)
        if order is None:
            raise no_such_order(number)
        if wrong := objection(uow, order):
            raise click.ClickException(wrong)
        outcome = move(uow, number, deed_for(order), by="merchant", at=shop.clock(), why=why)
        if not isinstance(outcome, Moved):
            raise click.ClickException(_refusal(outcome))
        uow.commit()
        papers = uow_papers(shop, outcome.order)
    if as_json:
        echo_json(with_papers(outcome.order, papers))
        return
    click.echo(f"order {number}: {order.status} -> {outcome.order.status}{_note(outcome)}")


def being_charged(uow: UnitOfWork, order: Order) -> str | None:
    """An order whose card may be charged at any moment is not also paid by hand."""
    charge = uow.payments.of_key(order.quote_id) if order.quote_id else None
    if charge is None or charge.state != "open":
        return None
    return f"the card of order {order.number} is being charged: let `voicecart worker` finish it first"


def uow_papers(shop: Shop, order: Order) -> Papers:
    """The papers of an order, read anew."""
    with shop.store.reading() as uow:
        return uow.orders.papers(order)


def no_such_order(number: str) -> VoicecartError:
    """The mistake of naming an order that is not there."""
    return VoicecartError(f"there is no order {number}; see: voicecart orders list")


def _note(moved: Moved) -> str:
    happening = moved.happening
    what = happening.what.replace("_", " ")
    number = f" {happening.ref}" if happening.ref else ""
    amount = f", {money(happening.amount_minor, moved.order)}" if happening.amount_minor else ""
    return f" ({what}{number}{amount})"


def _refusal(outcome: Outcome) -> str:
    match outcome:
        case Refused():
            return f"order {outcome.order.number}: {_why_not(outcome)}"
        case NotSoMany(order, sku, left):
            return f"order {order.number}: only {left} of {sku} are left"
        case Busy(number):
            return f"others keep moving order {number}; look again and try again"
        case NoSuchOrder(number):
            return f"there is no order {number}"
        case Moved():
            return ""


def _why_not(refused: Refused) -> str:
    order, name = refused.order, refused.name.replace("_", " ")
    match refused.why:
        case "status":
            allowed = " or ".join(ALLOWED[refused.name]).replace("_", " ")
            return f"it is {order.status.replace('_', ' ')}; to {name} it must be {allowed}"
        case "payment_state":
            return f"its payment is {order.payment_state.replace('_', ' ')}"
        case "nothing":
            return f"there is nothing left in it to {name}"
        case "no_such_line":
            return "there is no such line"
        case "too_many":
            most = refused.most or 0
            return f"only {money(most, order) if refused.name == 'let_off' else most} left to {name}"
        case "too_late":
            return f"the {refused.most} days for returns are over"
        case "already_paid":
            return "it is paid or being paid already"
        case "no_such_paper":
            return "it has no parcel, return or refund of that number"
        case "settled":
            return "that is settled already"


def units_of(
    order: Order, lines: Sequence[str], room: Callable[[OrderLine], int]
) -> tuple[Units, ...] | None:
    """`--line bananas=2 --line 3` as units; None where no line was named. Raises click.BadParameter."""
    return tuple(_units(order, one, room) for one in lines) or None


def _units(order: Order, said: str, room: Callable[[OrderLine], int]) -> Units:
    which, equals, count = said.rpartition("=") if "=" in said else (said, "", "")
    at = _line(order, which)
    if equals and not (count.isascii() and count.isdecimal() and int(count)):
        raise click.BadParameter(f"{said}: write it like bananas=2")
    return Units(at, int(count) if equals else room(order.lines[at]))


def _line(order: Order, which: str) -> int:
    """A line by its id, or by its number where several have that id."""
    named = [at for at, line in enumerate(order.lines) if which in (line.sku, line.key)]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        raise click.BadParameter(f"{which} is on lines {', '.join(str(at + 1) for at in named)}; name one")
    if which.isascii() and which.isdecimal() and 1 <= int(which) <= len(order.lines):
        return int(which) - 1
    known = ", ".join(f"{at + 1} {line.sku}" for at, line in enumerate(order.lines))
    raise click.BadParameter(f"order {order.number} has no line {which}; it has {known}")


def echo_json(data: object) -> None:
    """Print plain data as one line of JSON."""
    import json

    click.echo(json.dumps(data, ensure_ascii=False))


def money(minor: int, order: Order) -> str:
    """An amount in the currency of an order."""
    from skill.commerce.rules.money import Money

    return f"{Money(minor, order.currency).decimal} {order.currency}"


def as_json(order: Order) -> Json:
    """An order as programs see it."""
    from skill.commerce.rules.owing import owed

    return {
        "number": order.number,
        "status": order.status,
        "customer": order.customer_id,
        "placed_at": order.placed_at.isoformat(),
        "total_minor": order.total.minor,
        "currency": order.currency,
        "lines": [
            {
                "id": line.sku,
                "name": line.name,
                "quantity": line.quantity,
                "unit_price_minor": line.unit_price.minor,
                "modifiers": list(line.modifiers),
                **{name: getattr(line, name) for name in COUNTS},
            }
            for line in order.lines
        ],
        "payment": order.payment,
        "payment_state": order.payment_state,
        "owed_minor": owed(order).minor,
        "paid_minor": order.paid_minor,
        "refunded_minor": order.refunded_minor,
        "address": order.address,
        "delivered_at": _moment(order.delivered_at),
    }


def with_papers(order: Order, papers: Papers) -> Json:
    """An order with its shipments, returns, refunds and history."""
    return {
        **as_json(order),
        "shipments": [_paper(order, one) for one in papers.shipments],
        "returns": [_paper(order, one) for one in papers.returns],
        "refunds": [_paper(order, one) for one in papers.refunds],
        "history": [
            {
                "what": one.what,
                "at": one.at.isoformat(),
                "by": one.by,
                "why": one.why,
                "status": one.status,
                "lines": _lines(order, one.units),
                "amount_minor": one.amount_minor,
                "ref": one.ref,
            }
            for one in papers.history
        ],
    }


def _paper(order: Order, paper: Paper) -> Json:
    told: Json = {"number": paper.id, "lines": _lines(order, paper.units)}
    match paper:
        case Shipment():
            times = {"shipped_at": paper.shipped_at, "delivered_at": paper.delivered_at}
            told |= {"carrier": paper.carrier, "tracking": paper.tracking}
        case Return() | Refund():
            times = {"requested_at": paper.requested_at, "settled_at": paper.settled_at}
            told |= {"state": paper.state, "reason": paper.reason}
    if isinstance(paper, Refund):
        told["amount_minor"] = paper.amount.minor
    return told | {name: _moment(moment) for name, moment in times.items()}


def _lines(order: Order, units: Sequence[Units]) -> list[Json]:
    return [{"line": one.line + 1, "id": order.lines[one.line].sku, "quantity": one.count} for one in units]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

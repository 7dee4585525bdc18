"""What an order costs, said: the read-out with its savings, and what has changed about it since."""

from __future__ import annotations

from datetime import date, datetime

from skill.commerce.coupons import made_now
from skill.commerce.rules.arranging import CannotDeliver, NotThatWay, Problem, SlotGone, TooSoon
from skill.commerce.rules.coupon import NotWithAnother, Refused, Unknown, Withdrawn
from skill.commerce.rules.delivery import Way
from skill.commerce.rules.money import Money
from skill.commerce.rules.payment import ONLINE
from skill.commerce.rules.promotion import (
    AlreadyUsed,
    Expired,
    LimitReached,
    MinimumSpend,
    NotForYou,
    NothingItAppliesTo,
    NotYet,
)
from skill.commerce.rules.quote import (
    DeliveryChanged,
    Difference,
    Quote,
    SavingChanged,
    TaxChanged,
    WayChanged,
)
from skill.conversation.ssml import escape
from skill.conversation.talk import Talk


def read_quote(talk: Talk, quote: Quote) -> tuple[str, ...]:
    """The whole order: seller, goods, what is saved, delivery, tax and total (rule P3)."""
    say = talk.say
    return (
        say(
            "read-out",
            shop=escape(talk.shop.name),
            items=say.goods((line.name, line.quantity) for line in quote.lines),
            saved=saved(talk, quote),
            delivery=_delivery(talk, quote),
            tax=_tax(talk, quote),
            total=say.money(quote.total),
            payment=payment(talk, quote.payment, bool(quote.address)),
        ),
    )


def payment(talk: Talk, method: str, delivered: bool) -> str:
    """How it will be paid."""
    if method == "invoice":
        return talk.say("pay-invoice")
    if method in ONLINE:
        return talk.say("pay-card")
    return talk.say("pay-on-delivery" if delivered else "pay-on-pick-up")


def saved(talk: Talk, quote: Quote) -> str:
    """What promotions and coupons take off, in few words: the two largest by name, the rest as a sum."""
    say, currency = talk.say, quote.tax.currency
    savings = sorted(quote.agreed.savings, key=lambda one: -one.minor)
    if not savings:
        return ""
    named = [
        say("saving", name=escape(one.name), amount=say.money(Money(one.minor, currency)))
        for one in savings[:2]
    ]
    rest = sum(one.minor for one in savings[2:])
    if rest:
        named.append(say("saving-more", amount=say.money(Money(rest, currency))))
    return say("you-save", savings=say.list(named))


def saved_so_far(talk: Talk) -> str:
    """What the cart saves as it is."""
    terms = talk.shop.terms
    if not talk.uow.rules.current(terms.currency).promotions:
        return ""
    cart = talk.uow.carts.get(talk.customer.id)
    made = made_now(talk.uow, talk.customer, cart, terms, talk.turn.now)
    return saved(talk, made.quote) if made else ""


def _tax(talk: Talk, quote: Quote) -> str:
    if not quote.tax.minor:
        return ""
    message = "read-out-tax-included" if quote.agreed.tax_included else "read-out-tax"
    return talk.say(message, price=talk.say.money(quote.tax))


def _delivery(talk: Talk, quote: Quote) -> str:
    say, way = talk.say, quote.agreed.way
    if quote.address is None:
        address = escape(way.address or talk.shop.address)
        when = arrival(talk, way)
        return say("read-out-pick-up", address=address, when=when)
    facts = {"address": escape(quote.address), "name": escape(way.name) or "none", "when": arrival(talk, way)}
    if quote.delivery.minor:
        return say("read-out-delivery", price=say.money(quote.delivery), **facts)
    return say("read-out-delivery-free", **facts)


def arrival(talk: Talk, way: Way) -> str:
    """When it comes or can be picked up, with a space before it; empty when nobody says."""
    say = talk.say
    if way.slot is not None:
        return " " + moment(talk, way.slot)
    return "" if way.day is None else " " + say.coming_day(way.day, today(talk))


def moment(talk: Talk, slot: datetime) -> str:
    """A time to come: "tomorrow at 5 PM"."""
    say = talk.say
    return say("at-time", day=say.coming_day(slot.date(), today(talk)), time=say.time_of_day(slot.time()))


def today(talk: Talk) -> date:
    """The date on the shop's wall."""
    return talk.local(talk.turn.now).date()


def refusal(talk: Talk, refused: Refused) -> str:
    """Why a coupon is not taken."""
    say, code = talk.say, escape(refused.code[:40])
    match refused.reason:
        case Unknown():
            return say("coupon-unknown", code=code)
        case Withdrawn():
            return say("coupon-withdrawn", code=code)
        case NotYet(starts):
            return say("coupon-not-yet", code=code, day=say.coming_day(starts.date(), today(talk)))
        case Expired(ended):
            return say("coupon-expired", code=code, day=talk.day(ended))
        case LimitReached():
            return say("coupon-limit-reached", code=code)
        case AlreadyUsed(times):
            return say("coupon-already-used", code=code, n=times)
        case NotForYou():
            return say("coupon-not-for-you", code=code)
        case MinimumSpend(missing):
            amount = say.money(Money(missing, talk.shop.terms.currency))
            return say("coupon-minimum", code=code, amount=amount)
        case NothingItAppliesTo():
            return say("coupon-nothing", code=code)
        case NotWithAnother(other):
            return say("coupon-not-with", code=code, other=escape(other) or "none")


def not_met(talk: Talk, problem: Problem) -> str:
    """What of the wish for delivery could not be met."""
    say = talk.say
    match problem:
        case NotThatWay():
            return say("way-gone")
        case SlotGone(slot, instead):
            if instead is None:
                return say("slot-gone", when=moment(talk, slot))
            return say("slot-gone-next", when=moment(talk, slot), other=moment(talk, instead))
        case TooSoon(day, soonest):
            facts = {"day": say.coming_day(day, today(talk)), "soonest": say.coming_day(soonest, today(talk))}
            return say("too-soon", **facts)


def sum_changed(talk: Talk, difference: Difference) -> str:
    """What is otherwise than it was read out, beside goods and prices."""
    say = talk.say
    match difference:
        case Refused():
            return refusal(talk, difference)
        case SavingChanged(name, was, now):
            if not now.minor:
                return say("saving-gone", name=escape(name), was=say.money(was))
            if not was.minor:
                return say("saving-new", name=escape(name), now=say.money(now))
            return say("saving-now", name=escape(name), now=say.money(now), was=say.money(was))
        case TaxChanged(was, now):
            return say("tax-now", was=_sum(talk, was), now=_sum(talk, now))
        case DeliveryChanged(was, now):
            return say("delivery-now", was=_sum(talk, was), now=_sum(talk, now))
        case WayChanged(was, now):
            return _way_changed(talk, was, now)
        case CannotDeliver(address):
            return say("cannot-deliver", address=escape(address))
        case _:
            return ""


def _sum(talk: Talk, amount: Money) -> str:
    return talk.say.money(amount) if amount.minor else "none"


def _way_changed(talk: Talk, was: Way, now: Way) -> str:
    say = talk.say
    if was.slot is not None and was.slot != now.slot:
        return not_met(talk, SlotGone(was.slot, now.slot))
    if was.by == now.by and was.day is not None and now.day is not None and was.day != now.day:
        days = {"was": say.coming_day(was.day, today(talk)), "now": say.coming_day(now.day, today(talk))}
        return say("arrives-now", **days)
    return say("way-changed")

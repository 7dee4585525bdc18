"""Coupons by voice, and what is on offer."""

from __future__ import annotations

from skill.commerce.coupons import (
    AlreadyThere,
    Taken,
    Waiting,
    apply_coupon,
    offers,
    remove_coupons,
)
from skill.commerce.rules.coupon import Refused
from skill.commerce.rules.money import Money
from skill.conversation.carrying_on import aside, carry_on
from skill.conversation.costs import refusal, saved
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

READ_OUT = 3


def apply(talk: Talk) -> Reply:
    """ApplyCouponIntent: take the code, or say why not; `code` is a known one, `otherCode` any words."""
    say, said = talk.say, talk.slot("code").value or talk.slot("otherCode").value
    if not said:
        asking = say("which-code")
        return talk.ask(asking, question=Question("what"), again=asking, elicit="otherCode")
    terms = talk.shop.terms
    meant = talk.slot("code").ids
    heard = (said, *meant) if len(meant) == 1 else (said,)
    match apply_coupon(talk.uow, talk.customer, terms, heard, talk.lexicon.codes, talk.turn.now):
        case Taken(code, name, 0):
            return carry_on(talk, say("coupon-kept", code=escape(code), name=escape(name)))
        case Taken(code, name, saving):
            amount = say.money(Money(saving, terms.currency))
            return carry_on(talk, say("coupon-taken", code=escape(code), name=escape(name), amount=amount))
        case Waiting(refused):
            return carry_on(talk, refusal(talk, refused), say("coupon-waits"))
        case AlreadyThere(code):
            return aside(talk, say("coupon-there", code=escape(code)))
        case Refused() as refused:
            return aside(talk, refusal(talk, refused))


def remove(talk: Talk) -> Reply:
    """RemoveCouponIntent: all coupons come off the cart."""
    say = talk.say
    codes = remove_coupons(talk.uow, talk.customer.id)
    if not codes:
        return aside(talk, say("no-coupon"))
    return carry_on(talk, say("coupon-removed", n=len(codes), codes=say.list([escape(one) for one in codes])))


def on_offer(talk: Talk) -> Reply:
    """OffersIntent: what the cart saves, and which offers there are beside."""
    say = talk.say
    found = offers(talk.uow, talk.customer, talk.shop.terms, talk.turn.now)
    quote = found.made.quote if found.made else None
    counted = {one.promotion for one in quote.agreed.savings} if quote else set()
    others = [escape(one.name) for one in found.open if one.id not in counted][:READ_OUT]
    sentences = [saved(talk, quote)] if quote and counted else []
    if others:
        sentences.append(say("also-on-offer" if counted else "on-offer", names=say.list(others)))
    return aside(talk, *(sentences or [say("nothing-on-offer")]))

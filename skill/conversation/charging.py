"""What came of charging a card, said: the order stands, or nothing was bought and the next best thing."""

from __future__ import annotations

from skill.commerce.rules.payment import Attempt
from skill.conversation.checkout import ordered, waits_for_card
from skill.conversation.paying import other_than_card
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

REASONS = {
    "insufficient_funds": "funds",
    "expired_card": "expired",
    "resource_missing": "gone",
    "amount_too_small": "amount",
    "amount_too_large": "amount",
    "invalid_charge_amount": "amount",
    "currency_not_supported": "amount",
}
"""Reasons that a customer may hear; banks keep others to themselves, and so do we.

"gone" and "amount": no bank was asked, as Stripe does not know the card (any more), or takes no such amount.
"""


def told(talk: Talk, attempt: Attempt) -> Reply:
    """The last answer to the yes."""
    order = talk.uow.orders.get(talk.customer.id, attempt.charge.order)
    if order is None or attempt.state == "open":
        return waits_for_card(talk, order) if order else talk.what_next(talk.say("trouble"))
    if attempt.state == "paid":
        return ordered(talk, order)
    say = talk.say
    if attempt.state == "authentication":
        why = say("card-needs-you")
    else:
        why = say("card-declined", reason=REASONS.get(attempt.reason, "none"))
    return _instead(talk, why)


def _instead(talk: Talk, why: str) -> Reply:
    """Nothing was bought; another way to pay is the next best thing."""
    say, other = talk.say, other_than_card(talk)
    if other is None:
        return talk.anything_else(why, say("nothing-was-ordered"), say("try-another-card"))
    asking = say("pay-instead", method=other)
    return talk.ask(
        why, say("nothing-was-ordered"), asking, question=Question("pay", ref=other), again=asking
    )

"""What is said beside a price: that it is lower than usual, that the thing comes later."""

from __future__ import annotations

from babel.dates import format_skeleton

from skill.commerce.rules.catalog import Variant
from skill.conversation.ssml import escape
from skill.conversation.talk import Talk


def priced(talk: Talk, variant: Variant) -> str:
    """ "oat milk for 3 dollars", and instead of what while it is on sale."""
    say = talk.say
    name, price = say.name(variant.spoken), say.money(variant.price)
    if variant.regular_price is None:
        return say("with-price", name=name, price=price)
    return say("instead-of", name=name, price=price, before=say.money(variant.regular_price))


def when_it_comes(talk: Talk, variant: Variant) -> str:
    """When something bought now is delivered; empty for what is in the shop."""
    if not variant.comes_later:
        return ""
    say, name = talk.say, talk.say.title(variant.spoken)
    if variant.arrives is None or variant.arrives <= talk.local(talk.turn.now).date():
        return say("comes-later", name=name)
    date = format_skeleton("MMMMd", variant.arrives, locale=say.phrases.locale.replace("-", "_"))
    return say("comes-on", name=name, date=say("day-on", date=escape(str(date))))

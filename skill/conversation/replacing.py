"""One thing in place of another: both are told, what comes and what it stands instead of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skill.conversation.talk import Talk


def instead_of(talk: Talk, before: Mapping[str, int]) -> Talk:
    """The same turn, which tells what was taken out since the cart held so many of these."""
    cart = talk.uow.carts.get(talk.customer.id)
    out = [(one.spoken, before[one.key] - cart.quantity(one.key)) for one in talk.variants(tuple(before))]
    return replace(talk, instead=talk.say.goods(one for one in out if one[1] > 0))

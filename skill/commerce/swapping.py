"""Another product in place of one in the cart: "make the second one a mocha"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skill.commerce.asking import read_thing, understood
from skill.commerce.cart import CartLine
from skill.commerce.lexicon import Lexicon
from skill.commerce.making import make
from skill.commerce.matching import COVERED, One, Several, fit
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading.pieces import said
from skill.commerce.reading.wishes import joint_at
from skill.commerce.remaking import lines_of, splits
from skill.commerce.rules.catalog import Variant


@dataclass(frozen=True, slots=True)
class Swap:
    """So many of a line become another thing, made as far as it can be like the old one."""

    was: Variant
    now: Variant
    quantity: int


def swap_for(
    words: str, lines: Sequence[CartLine], about: str | None, uow: UnitOfWork, lexicon: Lexicon
) -> Swap | None:
    """What in the cart should be which other thing; None where the words say nothing of the kind."""
    tokens = said(words, lexicon)
    if any(joint_at([token], lexicon.joints) for token in tokens):
        return None
    for target, wish in splits(tokens, lexicon):
        named = [word for word in wish if word not in lexicon.articles | lexicon.one]
        if not target or not named or wish[0] not in lexicon.one:
            continue
        for line, quantity in lines_of(target, lines, about, lexicon)[:1]:
            if swap := _swap(" ".join(named), line, quantity, uow, lexicon):
                return swap
    return None


def swap_newest(
    words: str, lines: Sequence[CartLine], about: str | None, uow: UnitOfWork, lexicon: Lexicon
) -> Swap | None:
    """The same for what was talked about last; `words` name the other thing."""
    newest = lines_of([], lines, about, lexicon)[:1]
    return next((swap for line, count in newest if (swap := _swap(words, line, count, uow, lexicon))), None)


def _swap(words: str, line: CartLine, quantity: int, uow: UnitOfWork, lexicon: Lexicon) -> Swap | None:
    now = _as_big(words, line.variant, uow, lexicon)
    if now is None:
        return None
    return Swap(line.variant, make(now, (), lexicon, before=line.variant.chosen).variant, quantity)


def _as_big(words: str, was: Variant, uow: UnitOfWork, lexicon: Lexicon) -> Variant | None:
    """What is called so; of several the one of the same size."""
    match understood(uow, read_thing(words, uow, lexicon), lexicon).meant:
        case One(variant):
            found = [variant]
        case Several(variants):
            found = [one for one in variants if one.options == was.options]
        case _:
            found = []
    fitting = [one for one in found if one.sku != was.sku and fit(words, one).level >= COVERED]
    return fitting[0] if len(fitting) == 1 else None

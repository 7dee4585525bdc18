"""One thing out of an order: how many, of what, and how it should be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading.asked import Asked, Menu, Wish
from skill.commerce.reading.measured import amount_at, is_amount_of
from skill.commerce.reading.wishes import is_known, joint_at, read_wishes
from skill.commerce.words import leading_number, tidy, without


def read_one(text: str, lexicon: Lexicon, menu: Menu) -> Asked:
    """Split one item into how many and of what: the longest rest that is a product's name wins."""
    words = tidy(text).split()
    whole = counted(words, lexicon)
    named = [asked for asked in whole if menu.is_name(asked.words)]
    if named:
        return named[0]
    asked = whole[-1]
    cut = _first_wish(asked.words.split(), lexicon)
    head, tail = asked.words.split()[:cut], asked.words.split()[cut:]
    return replace(_made(asked.quantity, head, tail, lexicon, menu), amount=asked.amount)


def counted(words: Sequence[str], lexicon: Lexicon) -> list[Asked]:
    """All ways to cut "a four pack of batteries" into a number and a name, from none cut off to most."""
    bare = without(" ".join(words), lexicon.articles - lexicon.one)
    words = bare.split()
    found = [Asked(None, bare)]
    if length := is_amount_of(words, lexicon):
        amount = amount_at(words, lexicon)
        name = without(" ".join(words[length:]), lexicon.articles)
        return [*found, Asked(None, name, amount=amount[0] if amount else None)]
    number = leading_number(words, lexicon)
    if number is not None:
        rest = words[number[1] :]
        found.append(Asked(number[0], without(" ".join(rest), lexicon.articles)))
        words = rest
    quantity = found[-1].quantity
    if len(words) > 2 and words[0] in lexicon.measures and words[1] == "of":
        name = without(" ".join(words[2:]), lexicon.articles)
        found.append(Asked(1 if quantity is None else quantity, name))
    return found


def _first_wish(words: Sequence[str], lexicon: Lexicon) -> int:
    """Where the wishes begin: at the first "with", "no" or the like behind the name."""
    markers = (*lexicon.with_, *lexicon.without)
    return next((at for at in range(1, len(words)) if joint_at(words[at:], markers)), len(words))


def _made(
    quantity: int | None, head: Sequence[str], tail: Sequence[str], lexicon: Lexicon, menu: Menu
) -> Asked:
    """The reading of the name that the wishes behind it fit; the likeliest where none or all do."""
    head, tail = _known_part(head, tail, menu)
    readings = [
        Asked(quantity, name, (*_choices(name, before, lexicon, menu), *_wishes(name, tail, lexicon, menu)))
        for name, before in menu.readings(" ".join(head))
    ]
    return min(readings, key=lambda asked: _unknown(asked, lexicon, menu))


def _known_part(head: Sequence[str], tail: Sequence[str], menu: Menu) -> tuple[Sequence[str], Sequence[str]]:
    """Where a name as a whole says nothing: its longest beginning that is a name, and the rest as wishes."""
    if len(head) < 2 or menu.is_name(" ".join(head)) or menu.groups(menu.readings(" ".join(head))[0][0]):
        return head, tail
    for cut in range(len(head) - 1, 0, -1):
        name = menu.readings(" ".join(head[:cut]))[0][0]
        if menu.is_name(name) and menu.groups(name):
            return head[:cut], (*head[cut:], *tail)
    return head, tail


def _choices(name: str, phrases: Sequence[str], lexicon: Lexicon, menu: Menu) -> tuple[Wish, ...]:
    groups = menu.groups(name)
    return tuple(wish for phrase in phrases for wish in read_wishes(phrase.split(), groups, lexicon))


def _wishes(name: str, tail: Sequence[str], lexicon: Lexicon, menu: Menu) -> tuple[Wish, ...]:
    return read_wishes(tail, menu.groups(name), lexicon) if tail else ()


def _unknown(asked: Asked, lexicon: Lexicon, menu: Menu) -> int:
    groups = menu.groups(asked.words)
    return sum(not is_known(wish, groups, lexicon) for wish in asked.wishes)

"""Answer "I'd like two lattes and a muffin": read it, find each thing, put into the cart what is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from skill.commerce.cart import Added, OnlyMore, SoldOut, TooMany, add
from skill.commerce.find import which
from skill.commerce.lexicon import Lexicon
from skill.commerce.making import Unmet, make, still_to_choose, ways
from skill.commerce.matching import Meant, Nearest, One, Several, fit
from skill.commerce.menu import CatalogMenu
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading import Asked, Wish, read_one, read_order
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import WITHOUT, choices_named
from skill.commerce.sizes import pieces_for
from skill.commerce.words import tidy

SHORTEST_LIST = 3
"""Things that follow each other without a joint: two may be one that is not sold, such as apple butter."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The words mean one of several things, or one that can be made in several ways.

    `by_the_piece`: it was asked for in a unit by which it is not sold.
    """

    words: str
    quantity: int
    variants: tuple[Variant, ...]
    wishes: tuple[Wish, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    by_the_piece: bool = False


@dataclass(frozen=True, slots=True)
class NotSold:
    """Nothing is called that; `nearest`, made as wished, may be empty."""

    words: str
    quantity: int
    nearest: tuple[Variant, ...]
    wishes: tuple[Wish, ...] = ()
    unmet: tuple[Unmet, ...] = ()


@dataclass(frozen=True, slots=True)
class ByThePiece:
    """It was asked for in a unit by which it is not sold: how many of it are wanted is not said yet."""

    variant: Variant


Outcome = Added | OnlyMore | SoldOut | TooMany | Unclear | NotSold | ByThePiece


@dataclass(frozen=True, slots=True)
class Understood:
    """What is meant, how many, made as wished; `unmet` is what could not be met."""

    meant: Meant
    quantity: int
    unmet: tuple[Unmet, ...] = ()


def read(text: str, uow: UnitOfWork, lexicon: Lexicon, before: Sequence[Asked] = ()) -> tuple[Asked, ...]:
    """The things that free speech asks for; `before` is what "the same with soy" refers to."""
    return read_order(text, lexicon, CatalogMenu(uow, lexicon), before)


def read_thing(text: str, uow: UnitOfWork, lexicon: Lexicon) -> Asked:
    """The one thing that words are about."""
    return read_one(text, lexicon, CatalogMenu(uow, lexicon))


def add_all(
    uow: UnitOfWork, customer_id: str, asked: Sequence[Asked], lexicon: Lexicon
) -> tuple[Outcome, ...]:
    """Add each thing that is clear; the outcomes stand in the order of the asking."""
    things = (one for item in asked for one in _apart(item, uow, lexicon))
    return tuple(add_one(uow, customer_id, one, lexicon) for one in things)


def _apart(item: Asked, uow: UnitOfWork, lexicon: Lexicon) -> tuple[Asked, ...]:
    """ "Bread milk eggs": a list without a joint, where nothing is called all of it. Two make no list."""
    words = item.words.split()
    if len(words) < SHORTEST_LIST or item.wishes or item.amount:
        return (item,)
    if not isinstance(which(item.words, uow, lexicon), Nearest):
        return (item,)
    names = _named_in(words, uow, lexicon)
    listed = tuple(Asked(None, name) for name in names[1:])
    return (replace(item, words=names[0]), *listed) if len(names) >= SHORTEST_LIST else (item,)


def _named_in(words: Sequence[str], uow: UnitOfWork, lexicon: Lexicon) -> tuple[str, ...]:
    """The words as names of things, each as long as it can be; empty where some word is in none."""
    for end in range(len(words), 0, -1):
        name = " ".join(words[:end])
        meant = which(name, uow, lexicon)
        if isinstance(meant, Nearest) or not any(fit(name, one).head for one in _variants_of(meant)):
            continue
        if end == len(words):
            return (name,)
        if rest := _named_in(words[end:], uow, lexicon):
            return (name, *rest)
    return ()


def add_one(
    uow: UnitOfWork,
    customer_id: str,
    asked: Asked,
    lexicon: Lexicon,
    ids: Sequence[str] = (),
    like: str | None = None,
) -> Outcome:
    """Add one thing, or say why not; of several that it can be, the one of the sku `like` is meant."""
    found = understood(uow, asked, lexicon, ids)
    meant = found.meant
    if isinstance(meant, Several) and (alike := [one for one in meant.variants if one.sku == like]):
        meant = One(alike[0])
    if asked.amount and isinstance(meant, One):
        return _add_amount(uow, customer_id, meant.variant, asked, asked.amount, found.unmet)
    match meant:
        case One(variant):
            return add_made(uow, customer_id, variant, found.quantity, asked.words, found.unmet)
        case Several(variants):
            likely = usual_first(variants, uow.orders.bought(customer_id))
            pieces = pieces_for(asked.amount, likely[0]) if asked.amount else None
            odd = asked.amount is not None and pieces is None
            return Unclear(asked.words, pieces or found.quantity, likely, asked.wishes, found.unmet, odd)
        case Nearest(variants):
            return NotSold(asked.words, found.quantity, variants, asked.wishes, found.unmet)


def _add_amount(
    uow: UnitOfWork,
    customer_id: str,
    variant: Variant,
    asked: Asked,
    amount: tuple[int, str],
    unmet: tuple[Unmet, ...],
) -> Outcome:
    """As many as come nearest to the amount."""
    pieces = pieces_for(amount, variant)
    if pieces is None:
        return ByThePiece(variant)
    outcome = add_made(uow, customer_id, variant, pieces, asked.words, unmet)
    return replace(outcome, measured=True) if isinstance(outcome, Added) else outcome


def add_made(
    uow: UnitOfWork,
    customer_id: str,
    variant: Variant,
    quantity: int,
    words: str,
    unmet: tuple[Unmet, ...] = (),
) -> Outcome:
    """Add a variant as it is made; when something has to be chosen still, nothing is added."""
    group = still_to_choose(variant)
    if group is not None:
        plain = uow.catalog.variants([variant.sku])[variant.sku]
        return Unclear(words, quantity, ways(variant, plain, group), (), unmet)
    outcome = add(uow, customer_id, variant, quantity)
    return replace(outcome, unmet=unmet) if isinstance(outcome, Added) else outcome


def understood(uow: UnitOfWork, asked: Asked, lexicon: Lexicon, ids: Sequence[str] = ()) -> Understood:
    """What is meant and how many: "six eggs" is one box where a box is called so, else six of them."""
    if asked.quantity is not None:
        for number in _spoken_numbers(asked.quantity, lexicon):
            boxed = uow.catalog.named(tidy(f"{number} {asked.words}"))
            if len(boxed) == 1:
                return Understood(One(boxed[0]), 1)
    meant = which(asked.words, uow, lexicon, ids=ids)
    quantity = 1 if asked.quantity is None else asked.quantity
    return _as_wished(meant, quantity, asked.wishes, lexicon) if asked.wishes else Understood(meant, quantity)


def _as_wished(meant: Meant, quantity: int, wishes: Sequence[Wish], lexicon: Lexicon) -> Understood:
    """Each thing that can be meant made as wished; those that can be made so best are what is meant."""
    ready = [make(variant, wishes, lexicon) for variant in _variants_of(meant)]
    fewest = min((len(one.unmet) for one in ready), default=0)
    best = [one for one in ready if len(one.unmet) == fewest]
    variants = tuple(one.variant for one in best)
    if isinstance(meant, Nearest):
        return Understood(Nearest(variants), quantity, best[0].unmet if best else ())
    return Understood(One(variants[0]) if len(best) == 1 else Several(variants), quantity, best[0].unmet)


def _variants_of(meant: Meant) -> tuple[Variant, ...]:
    return (meant.variant,) if isinstance(meant, One) else meant.variants


def in_words(asked: Asked, lexicon: Lexicon) -> str:
    """A thing and its wishes as words that are read back to the same, without the quantity."""
    joints = (lexicon.without[0] if wish.without else lexicon.with_[0] for wish in asked.wishes)
    wishes = [f"{joint} {wish.words}" for joint, wish in zip(joints, asked.wishes, strict=True)]
    amount = f"{asked.amount[0]} {unit_word(asked.amount[1], lexicon)} of " if asked.amount else ""
    return " ".join((f"{amount}{asked.words}", *wishes))


def unit_word(unit: str, lexicon: Lexicon) -> str:
    """What a unit is called."""
    return next(word for word, one in lexicon.units.items() if one == unit)


def as_asked(variant: Variant, plain: Variant, quantity: int = 1) -> Asked:
    """A thing in the cart as if it had just been asked for: what "the same with soy" refers to."""
    named = choices_named(variant.modifiers, variant.chosen) or ()
    wishes = (
        Wish(choice.spoken, without=one.startswith(WITHOUT))
        for one, choice in zip(variant.chosen, named, strict=True)
    )
    return Asked(quantity, plain.spoken, tuple(wishes))


def _spoken_numbers(number: int, lexicon: Lexicon) -> list[str]:
    if number < 2:
        return []
    spoken = [phrase for phrase, amount in lexicon.amounts.items() if amount == number]
    return spoken + ([lexicon.numbers[number]] if number < len(lexicon.numbers) else [])


def usual_first(variants: Sequence[Variant], counts: dict[str, int]) -> tuple[Variant, ...]:
    """The same variants, what the customer buys most often first, what is sold out last."""
    return tuple(sorted(variants, key=lambda v: (v.sellable == 0, -counts.get(v.sku, 0))))

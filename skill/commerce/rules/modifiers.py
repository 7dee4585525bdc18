"""How one thing is made: the milk of a latte, the filling of a bagel. Modifiers change no sku and no stock.

What is chosen is written as its differences from the usual: `("oat", "-foam")` is oat milk in place of the
usual milk, and none of the usual foam. The usual itself is `()`, so a line without wishes is its sku alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skill.commerce.rules.money import Money

WITHOUT = "-"
_MADE_WITH = "\t"  # ids of feeds hold no tab, ids of choices no white space

Modifiers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen; `price` is added to the product's and may be below nothing.

    `id` is unique within a product. `leads` says that it stands before the name: "iced", not "with oat milk".
    """

    id: str
    spoken: str
    price: Money
    synonyms: tuple[str, ...] = ()
    available: bool = True
    leads: bool = False


@dataclass(frozen=True, slots=True)
class ModifierGroup:
    """Choices of one kind: at least `least` and at most `most` are taken, the ids in `usual` unless told."""

    id: str
    spoken: str
    choices: tuple[Choice, ...]
    least: int = 0
    most: int = 1
    usual: tuple[str, ...] = ()


def line_key(sku: str, modifiers: Modifiers) -> str:
    """The name of a line wherever lines are told apart: the sku, with what is chosen where something is."""
    return f"{sku}{_MADE_WITH}{' '.join(modifiers)}" if modifiers else sku


def split_key(key: str) -> tuple[str, Modifiers]:
    """The sku and the modifiers of a line's key."""
    sku, _, modifiers = key.partition(_MADE_WITH)
    return sku, tuple(modifiers.split())


def taken(group: ModifierGroup, modifiers: Modifiers) -> tuple[Choice, ...]:
    """What is taken of a group in the end: the usual, less what is left out, and what was chosen.

    Where there is room for one only, the choice named last takes the place of the others.
    """
    offered = {choice.id for choice in group.choices}
    chosen = [id for id in modifiers if id in offered]
    kept = [id for id in group.usual if WITHOUT + id not in modifiers]
    ids = chosen[-1:] if chosen and group.most == 1 else (*chosen, *kept)
    return tuple(choice for choice in group.choices if choice.id in ids)


def differences_from_usual(group: ModifierGroup, ids: Iterable[str]) -> Modifiers:
    """Modifiers that make exactly these choices of a group, in the order of the group."""
    wanted = set(ids)
    added = [choice.id for choice in group.choices if choice.id in wanted and choice.id not in group.usual]
    replaced = bool(added) and group.most == 1
    left_out = [] if replaced else [WITHOUT + id for id in group.usual if id not in wanted]
    return (*added, *left_out)


def in_order(groups: Sequence[ModifierGroup], modifiers: Modifiers) -> Modifiers:
    """The same choices written in the one way that lines are compared in."""
    return tuple(
        one
        for group in groups
        for one in differences_from_usual(group, (choice.id for choice in taken(group, modifiers)))
    )


def choices_named(groups: Sequence[ModifierGroup], modifiers: Modifiers) -> tuple[Choice, ...] | None:
    """The choices that modifiers name, left-out ones too; None when one of them is not offered any more."""
    offered = {choice.id: choice for group in groups for choice in group.choices}
    named = [offered.get(one.removeprefix(WITHOUT)) for one in modifiers]
    found = tuple(choice for choice in named if choice is not None)
    return found if len(found) == len(named) else None

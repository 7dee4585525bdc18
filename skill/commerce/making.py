"""Make a thing as the customer wishes: wishes in words become choices, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading import Wish
from skill.commerce.reading.wishes import choice_called, group_called
from skill.commerce.rules.catalog import Variant, made
from skill.commerce.rules.modifiers import (
    Choice,
    ModifierGroup,
    Modifiers,
    differences_from_usual,
    taken,
)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish that was not met; `possible` is what there is instead, `most` how many of a kind can be."""

    words: str
    why: Literal["unknown", "sold_out", "too_many", "needed"]
    possible: tuple[Choice, ...] = ()
    most: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """The thing made as far as it can be."""

    variant: Variant
    unmet: tuple[Unmet, ...] = ()


def make(variant: Variant, wishes: Sequence[Wish], lexicon: Lexicon, before: Modifiers = ()) -> Made:
    """A plain variant made as wished; `before` is how it was made until now."""
    picked = {group.id: [choice.id for choice in taken(group, before)] for group in variant.modifiers}
    fresh: set[str] = set()
    unmet = [
        problem
        for wish in wishes
        if (problem := _meet(wish, variant.modifiers, picked, fresh, lexicon)) is not None
    ]
    modifiers = tuple(
        one for group in variant.modifiers for one in differences_from_usual(group, picked[group.id])
    )
    return Made(made(variant, modifiers) or variant, tuple(unmet))


def _meet(
    wish: Wish,
    groups: Sequence[ModifierGroup],
    picked: dict[str, list[str]],
    fresh: set[str],
    lexicon: Lexicon,
) -> Unmet | None:
    """Let one wish change what is picked of its group; `fresh` are the groups that had a wish already."""
    called = choice_called(wish.words, groups)
    if called is None and wish.words in lexicon.usual:
        return None
    if called is None:
        return _about_group(wish, group_called(wish.words, groups), groups, picked)
    group, choice = called
    chosen = picked[group.id]
    if wish.without:
        return _leave_out(wish, group, [choice.id], chosen)
    if not choice.available:
        possible = tuple(one for one in group.choices if one.available and one.id != choice.id)
        return Unmet(choice.spoken, "sold_out", possible)
    if choice.id in chosen:
        fresh.add(group.id)
        return None
    if group.most == 1 and (wish.instead or group.id not in fresh):
        chosen[:] = [choice.id]
    elif len(chosen) < group.most:
        chosen.append(choice.id)
    else:
        return Unmet(choice.spoken, "too_many", group.choices, group.most)
    fresh.add(group.id)
    return None


def _about_group(
    wish: Wish, group: ModifierGroup | None, groups: Sequence[ModifierGroup], picked: dict[str, list[str]]
) -> Unmet | None:
    """ "No milk", "with syrup": about a whole kind of choices, or about none that there is."""
    if group is None:
        kind = next((one for one in groups if one.spoken in wish.words.split()), None)
        return Unmet(wish.words, "unknown", kind.choices if kind else ())
    if wish.without:
        return _leave_out(wish, group, list(picked[group.id]), picked[group.id])
    return None if picked[group.id] else Unmet(wish.words, "unknown", group.choices)


def _leave_out(wish: Wish, group: ModifierGroup, ids: Sequence[str], chosen: list[str]) -> Unmet | None:
    left = [id for id in chosen if id not in ids]
    if len(left) < group.least:
        return Unmet(wish.words, "needed", tuple(one for one in group.choices if one.id not in ids))
    chosen[:] = left
    return None


def still_to_choose(variant: Variant) -> ModifierGroup | None:
    """The first kind of choice that has to be made and was not: the bread of a sandwich."""
    short = (group for group in variant.modifiers if len(taken(group, variant.chosen)) < group.least)
    return next(short, None)


def ways(variant: Variant, plain: Variant, group: ModifierGroup) -> tuple[Variant, ...]:
    """The same thing with each choice of a group that must still be chosen."""
    possible = (choice.id for choice in group.choices if choice.available)
    ready = (made(plain, (*variant.chosen, id)) for id in possible)
    return tuple(one for one in ready if one is not None)

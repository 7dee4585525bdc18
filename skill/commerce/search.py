"""Answer "do you have toothbrush heads under ten dollars?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import ALIKE, COVERED, Nearest, decide, fit
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money, exponent
from skill.commerce.words import leading_number, stems, tidy, without

MOST_HITS = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for, and within which limits."""

    words: str
    most: Money | None = None
    least: Money | None = None
    sort: Literal["best", "cheapest", "dearest"] = "best"


@dataclass(frozen=True, slots=True)
class Found:
    """What fits the wish, best first."""

    wish: Wish
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class OutsideLimits:
    """There is such a thing, but not at that price; `nearest` is the one that comes closest."""

    wish: Wish
    nearest: Variant


@dataclass(frozen=True, slots=True)
class NotFound:
    """The shop has no such thing; `nearest` may be empty."""

    wish: Wish
    nearest: tuple[Variant, ...]


def search(text: str, uow: UnitOfWork, lexicon: Lexicon, currency: str) -> Found | OutsideLimits | NotFound:
    """Look for what the customer describes."""
    wish = read_wish(text, lexicon, currency)
    candidates = uow.catalog.find(wish.words, MOST_HITS)
    fitting = _fitting(wish.words, candidates)
    if not fitting:
        near = decide(wish.words, candidates)
        return NotFound(wish, near.variants if isinstance(near, Nearest) else ())
    inside = tuple(variant for variant in fitting if _within(variant.price, wish))
    if not inside:
        return OutsideLimits(wish, _closest(fitting, wish))
    return Found(wish, _sorted(inside, wish))


def _fitting(words: str, candidates: Sequence[Variant]) -> tuple[Variant, ...]:
    """Named so in full; else described so; else misheard for so. What is sold out comes last."""
    fits = [fit(words, variant) for variant in candidates]
    named = [f for f in fits if f.level >= COVERED]
    named.sort(key=lambda f: (f.score < 1.0, not f.head))
    chosen = [f.variant for f in named]
    if not chosen:
        asked = set(stems(words))
        chosen = [variant for variant in candidates if asked and asked <= _described(variant)]
    if not chosen:
        chosen = [f.variant for f in fits if f.level == ALIKE]
    return tuple(sorted(chosen, key=lambda variant: variant.sellable == 0))


def _described(variant: Variant) -> set[str]:
    names = (variant.spoken, variant.name, variant.brand, variant.department, variant.description)
    return {stem for text in (*names, *variant.synonyms) for stem in stems(text)}


def _within(price: Money, wish: Wish) -> bool:
    return not (
        (wish.most is not None and price > wish.most) or (wish.least is not None and price < wish.least)
    )


def _closest(variants: Sequence[Variant], wish: Wish) -> Variant:
    cheapest_first = sorted(variants, key=lambda variant: variant.price)
    return cheapest_first[0] if wish.most is not None else cheapest_first[-1]


def _sorted(variants: tuple[Variant, ...], wish: Wish) -> tuple[Variant, ...]:
    if wish.sort == "best":
        return variants
    return tuple(sorted(variants, key=lambda variant: variant.price, reverse=wish.sort == "dearest"))


def read_wish(text: str, lexicon: Lexicon, currency: str) -> Wish:
    """Split a customer's words into what is looked for and the limits on its price."""
    words = tidy(text).split()
    rest, most, least = _limits(words, lexicon, currency)
    phrase = f" {' '.join(rest)} "
    sort: Literal["best", "cheapest", "dearest"] = "best"
    for marker in (*lexicon.cheapest, *lexicon.dearest):
        if f" {marker} " in phrase:
            phrase = phrase.replace(f" {marker} ", " ")
            sort = "cheapest" if marker in lexicon.cheapest else "dearest"
            break
    named = without(phrase, lexicon.articles | lexicon.anything).split()
    while named and named[-1] in lexicon.joints:
        named.pop()
    return Wish(" ".join(named), most, least, sort)


def _limits(
    words: list[str], lexicon: Lexicon, currency: str
) -> tuple[list[str], Money | None, Money | None]:
    """Take "under ten dollars", "over five" and "between two and four dollars" out of the words."""
    rest: list[str] = []
    most = least = None
    while words:
        marker = _marker(words, (*lexicon.below, *lexicon.above, *lexicon.between))
        amount = _amount(words[len(marker) :], lexicon, currency) if marker else None
        if amount is None:
            rest.append(words.pop(0))
            continue
        money, used = amount
        words = words[len(marker) + used :]
        if " ".join(marker) in lexicon.below:
            most = money
        else:
            least = money
        if " ".join(marker) in lexicon.between and (upper := _amount(words[1:], lexicon, currency)):
            most, words = upper[0], words[1 + upper[1] :]
    return rest, most, least


def _marker(words: list[str], markers: Sequence[str]) -> list[str]:
    text = " ".join(words) + " "
    found = max((marker for marker in markers if text.startswith(marker + " ")), key=len, default="")
    return found.split()


def _amount(words: list[str], lexicon: Lexicon, currency: str) -> tuple[Money, int] | None:
    """An amount such as "ten dollars" or "two fifty", and how many words it takes."""
    number = leading_number(words, lexicon)
    if number is None:
        return None
    major, used = number
    scale = 10 ** exponent(currency)
    cents = leading_number(words[used:], lexicon) if scale == 100 else None
    if cents is not None and 10 <= cents[0] < 100 and _ends(words[used + cents[1] :], lexicon):
        used += cents[1]
        major_cents = major * scale + cents[0]
    else:
        major_cents = major * scale
    used += words[used : used + 1] != [] and words[used] in lexicon.coins
    return Money(major_cents, currency), used


def _ends(words: list[str], lexicon: Lexicon) -> bool:
    """Whether an amount ends before these words: "two fifty" does, "two fifty gram bars" does not."""
    return not words or words[0] in lexicon.coins or words[0] in lexicon.joints

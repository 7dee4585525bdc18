"""The last search once more, with something changed: another color, another kind, a bigger one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import fit
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import Found, described_so, look_for
from skill.commerce.sizes import sized_unlike
from skill.commerce.wish import Wish
from skill.commerce.words import tidy


@dataclass(frozen=True, slots=True)
class Altered:
    """What is looked for now, and what fits."""

    words: str
    variants: tuple[Variant, ...]


def altered(trait: str, words: str, uow: UnitOfWork, lexicon: Lexicon) -> Altered | None:
    """The same thing, but so: "organic" of "bananas", "black" of "blue jeans"; None where there is none."""
    for wanted in _ways(trait, words, lexicon):
        answer = look_for(Wish(wanted), uow, lexicon)
        if isinstance(answer, Found) and (so := described_so(wanted, answer.variants, lexicon)):
            return Altered(wanted, so)
    return None


def with_trait(trait: str, words: str, lexicon: Lexicon) -> str:
    """The words for the same thing, but so; a color takes the place of another."""
    said, is_color = tidy(words).split(), trait in lexicon.colors
    return " ".join((trait, *(word for word in said if not (is_color and word in lexicon.colors))))


def _ways(trait: str, words: str, lexicon: Lexicon) -> Iterator[str]:
    """With the trait besides all words, then with it instead of one of those before the last."""
    yield with_trait(trait, words, lexicon)
    said = tidy(words).split()
    for place in range(len(said) - 1):
        yield " ".join((trait, *said[:place], *said[place + 1 :]))


def of_other_size(
    than: Variant, words: str, offered: Sequence[Variant], uow: UnitOfWork, lexicon: Lexicon, *, bigger: bool
) -> tuple[Variant, ...]:
    """What is bigger (or smaller): of what was offered, of the same product, of what is called so."""
    bare = " ".join(word for word in tidy(words).split() if word not in lexicon.sizes)
    called = [one for one in offered if fit(bare, one).head] if bare else offered
    if found := sized_unlike(called, than, bigger=bigger):
        return found
    if found := sized_unlike(uow.catalog.siblings(than.product_id), than, bigger=bigger):
        return found
    answer = look_for(Wish(bare), uow, lexicon) if bare else None
    return sized_unlike(answer.variants, than, bigger=bigger) if isinstance(answer, Found) else ()

"""Answer "do you have toothbrush heads under ten dollars?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skill.commerce.lexicon import Lexicon
from skill.commerce.looking import Looking
from skill.commerce.matching import ALIKE, COVERED, SOUNDS, fit, same_noun, shared_words
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.wish import Wish, read_wish, thinned
from skill.commerce.words import number_in, stems

MOST_HITS = 60
_MOST_NEAR = 3
# Of the letters of a name: what is like "cheese", like "gluten free bread", and misheard for it.
_LIKE, _MUCH_LIKE, _MISHEARD = 0.6, 0.75, 0.84
_BEGIN, _LONGER = 4, 2  # letters
_BEHIND = 0.2
Bought = Mapping[str, int]


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


Answer = Found | OutsideLimits | NotFound


def search(
    text: str, uow: UnitOfWork, lexicon: Lexicon, currency: str, bought: Bought | None = None
) -> Answer:
    """Look for what the customer describes; `bought` is how many of what they had before."""
    return look_for(read_wish(text, lexicon, currency), uow, lexicon, bought)


def look_for(wish: Wish, uow: UnitOfWork, lexicon: Lexicon, bought: Bought | None = None) -> Answer:
    """Look for what fits a wish."""
    if found := _fitting(wish, uow, lexicon, bought or {}):
        return Found(wish, found)
    if wish.is_limited:
        # Nearest to the limit comes first: the cheapest when all are too dear.
        free = Wish(wish.words, sort="dearest" if wish.most is None and wish.least else "cheapest")
        if found := _fitting(free, uow, lexicon, {}):
            return OutsideLimits(wish, found[0])
    return NotFound(wish, sensible(wish.words, uow.catalog.find(wish.words, MOST_HITS)))


def sensible(words: str, candidates: Sequence[Variant]) -> tuple[Variant, ...]:
    """What an assistant names when nothing is called so: at most three, none far behind the first."""
    scored = [(_spelled_alike(words, one), one) for one in candidates]
    scored = [(score, one) for score, one in scored if _comes_near(words, score, one)]
    scored.sort(key=lambda told: -told[0])
    return tuple(one for score, one in scored[:_MOST_NEAR] if score >= scored[0][0] - _BEHIND)


def _comes_near(words: str, score: float, variant: Variant) -> bool:
    """Misheard for it, or the same kind of thing; "blue pen" is no answer to "blue jeans"."""
    if score >= _MISHEARD or fit(words, variant).level >= SOUNDS or _fell_apart(words, variant):
        return True
    if same_noun(words, variant):
        return score >= _LIKE
    return score >= _MUCH_LIKE and shared_words(words, variant) > 1


def _fell_apart(words: str, variant: Variant) -> bool:
    """ "Band aids" for "bandages": a word that begins so and is about as long."""
    from rapidfuzz import fuzz

    joined = words.replace(" ", "")
    names = [name for name in (variant.spoken, *variant.synonyms) if " " not in name] if " " in words else []
    return any(
        name[:_BEGIN] == joined[:_BEGIN]
        and abs(len(name) - len(joined)) <= _LONGER
        and fuzz.ratio(joined, name) >= 100 * _LIKE
        for name in names
    )


def _spelled_alike(words: str, variant: Variant) -> float:
    """Between 0 and 1, over the whole phrase: a recogniser writes "sour doe bread" for "sourdough bread"."""
    from rapidfuzz import fuzz

    names = (variant.spoken, variant.name.lower(), *variant.synonyms)
    return max(fuzz.ratio(words, name) for name in names) / 100


def described_so(words: str, variants: Sequence[Variant], lexicon: Lexicon) -> tuple[Variant, ...]:
    """Those of some variants that are all that the words say, by name, brand, attribute or description."""
    asked = _asked(thinned(words, lexicon), lexicon)
    return tuple(one for one in variants if asked and all(word & _described(one) for word in asked))


def is_so(variant: Variant, words: str, lexicon: Lexicon) -> bool:
    """Whether a thing is called so, or has it among its properties; what is written about it may deny it."""
    asked = _asked(thinned(words, lexicon), lexicon)
    known = _properties(variant) | {stem for name in (variant.spoken, variant.name) for stem in stems(name)}
    return bool(asked) and all(word & known for word in asked)


def _fitting(wish: Wish, uow: UnitOfWork, lexicon: Lexicon, bought: Bought) -> tuple[Variant, ...]:
    """What fits, with its prices of now; what is sold out comes last."""
    looking = Looking(wish.words, wish.least, wish.most, wish.on_sale, wish.sort)
    candidates = uow.catalog.find(looking, MOST_HITS)
    chosen = _chosen(wish, candidates, lexicon, bought) if wish.words else tuple(candidates)
    return tuple(sorted(_in_order(chosen, wish), key=lambda variant: variant.sellable == 0))


def _chosen(
    wish: Wish, candidates: Sequence[Variant], lexicon: Lexicon, bought: Bought
) -> tuple[Variant, ...]:
    """Named so in full; else described so; else misheard for so."""
    words = wish.words
    fits = [fit(words, variant) for variant in candidates]
    named = [f for f in fits if f.level >= COVERED]
    if wish.sort != "best":
        # The cheapest cheese is a cheese, and no chips with cheese.
        named = [f for f in named if f.head] or named
    # Of what is named equally well, what this customer buys comes first, then what sells.
    named.sort(key=lambda f: (f.score < 1.0, not f.head, -bought.get(f.variant.sku, 0), -f.variant.sold))
    if named:
        called = tuple(f.variant for f in named)
        # "Gluten free" is in some names, and a property of more; "coffee" is what things are, be there a
        # Mill Lane Coffee Bar whose bagels are cheaper.
        like = () if wish.sort != "best" and named[0].head else _like(words, candidates, lexicon)
        return called + tuple(one for one in like if one not in called)
    if described := described_so(words, candidates, lexicon):
        return described
    alike = [f for f in fits if f.level == ALIKE]
    alike.sort(key=lambda f: (not f.head, -round(f.score, 1)))
    return tuple(f.variant for f in alike)


def _like(words: str, variants: Sequence[Variant], lexicon: Lexicon) -> tuple[Variant, ...]:
    """Those of which the words tell a brand, an option or an attribute and nothing else."""
    asked = _asked(thinned(words, lexicon), lexicon)
    return tuple(one for one in variants if asked and all(word & _properties(one) for word in asked))


def _asked(words: str, lexicon: Lexicon) -> list[set[str]]:
    """Each word with the ways in which it may be written: "ten" and "10"."""
    return [
        {stem} if (number := number_in(word, lexicon)) is None else {stem, str(number)}
        for word in words.split()
        for stem in stems(word)
    ]


def _described(variant: Variant) -> set[str]:
    names = (variant.spoken, variant.name, variant.department, variant.description, *variant.synonyms)
    return _properties(variant) | {stem for text in names for stem in stems(text)}


def _properties(variant: Variant) -> set[str]:
    pairs = (*variant.options, *variant.attributes, ("brand", variant.brand))
    return {stem for pair in pairs for text in pair for stem in stems(text)}


def _in_order(variants: tuple[Variant, ...], wish: Wish) -> Sequence[Variant]:
    """By the prices and ratings of now; what was asked for in no order stays as it is."""
    match wish.sort:
        case "cheapest" | "dearest":
            return sorted(variants, key=lambda one: one.price, reverse=wish.sort == "dearest")
        case "rated":
            rated = [one for one in variants if one.rating and one.reviews]
            return sorted(rated, key=lambda one: (-(one.rating or 0), -one.reviews))
        case "popular":
            return sorted(variants, key=lambda one: -one.sold)
        case _:
            return variants

"""Find the product that a customer's words mean."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import COVERED, SOUNDS, Meant, Nearest, One, Several, decide, fit
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import sensible
from skill.commerce.words import stems, tidy, without

CANDIDATES = 40


def which(
    words: str,
    uow: UnitOfWork,
    lexicon: Lexicon,
    *,
    ids: Sequence[str] = (),
    bought: dict[str, int] | None = None,
) -> Meant:
    """The product that is meant; `ids` are what the speech side took the words for, and are checked."""
    plain = without(tidy(words), lexicon.articles) or tidy(words)
    if resolved := _resolved(plain, ids, uow, bought):
        return resolved
    named = uow.catalog.named(plain)
    if named:
        return decide(plain, named, bought)
    candidates = uow.catalog.find(plain, CANDIDATES)
    meant = decide(plain, candidates, bought)
    return Nearest(sensible(plain, candidates)) if isinstance(meant, Nearest) else meant


def _resolved(words: str, ids: Sequence[str], uow: UnitOfWork, bought: dict[str, int] | None) -> Meant | None:
    variants = tuple(uow.catalog.variants(ids).values()) if ids else ()
    if len(variants) == 1:
        return One(variants[0])
    if len(variants) > 1:
        # The speech side may name a few of many; the shop knows everything that is called so.
        known = {variant.sku: variant for variant in (*variants, *uow.catalog.named(words))}
        variants = tuple(known.values())
        meant = decide(words, variants, bought)
        return Several(variants) if isinstance(meant, Nearest) else meant
    return None


def is_name(words: str, uow: UnitOfWork, lexicon: Lexicon) -> bool:
    """Whether words are what some product is called, or a part of its name that "and" stands in."""
    plain = without(tidy(words), lexicon.articles)
    if not plain:
        return False
    return _is_whole_name(plain, uow) or (" and " in plain and _is_piece_of_name(plain, uow))


def _is_whole_name(plain: str, uow: UnitOfWork) -> bool:
    return any(fit(plain, variant).level > COVERED for variant in uow.catalog.named(plain))


def _is_piece_of_name(plain: str, uow: UnitOfWork) -> bool:
    """Whether "ben and jerry's" stands so in a longer name; two names such as "salt and vinegar" do not."""
    if all(_is_whole_name(half, uow) for half in plain.split(" and ", 1)):
        return False
    asked = stems(plain)
    names = (stems(name) for v in uow.catalog.find(plain, 5) for name in (v.spoken, *v.synonyms, v.name))
    return any(asked == name[at : at + len(asked)] for name in names for at in range(len(name)))


def among(words: str, variants: Sequence[Variant], lexicon: Lexicon) -> Variant | None:
    """The one of a few known variants (a cart, an offer) that words mean, or None if that is not clear."""
    plain = without(tidy(words), lexicon.articles).split()
    while len(plain) > 1 and plain[-1] in lexicon.it:
        plain.pop()
    meant = decide(" ".join(plain), variants)
    match meant:
        case One(variant):
            return variant
        case Nearest((variant,)) if fit(" ".join(plain), variant).level == SOUNDS:
            return variant
        case _:
            return None

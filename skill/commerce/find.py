"""Find the product that a customer's words mean."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import COVERED, SOUNDS, Meant, Nearest, One, Several, decide, fit
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import tidy, without

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
    return decide(plain, uow.catalog.find(plain, CANDIDATES), bought)


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
    """Whether words are exactly what some product is called."""
    plain = without(tidy(words), lexicon.articles)
    return bool(plain) and any(
        fit(plain, variant).level > COVERED for variant in uow.catalog.named(plain) or ()
    )


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

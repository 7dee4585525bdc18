"""What a merchant's own text declares of a thing: "free of gluten", "contains wheat and milk"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skill.commerce.lexicon import Lexicon
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import stems, tidy

_SENTENCES = re.compile(r"[.;:!?]\s*")


@dataclass(frozen=True, slots=True)
class Contains:
    """What is in a thing, in the merchant's words; `perhaps`: traces of it."""

    what: str
    perhaps: bool = False


def is_declared(variant: Variant, trait: str, lexicon: Lexicon) -> bool:
    """Whether the text says just that: "vegan", "free of gluten"."""
    freed = _freed(trait, lexicon)
    said = {tidy(part) for one in _sentences(variant) for part in one.split(",")}
    return tidy(trait) in said or any(f"{word} {freed}" in said for word in lexicon.free_of if freed)


def against(variant: Variant, trait: str, lexicon: Lexicon) -> Contains | None:
    """What the text says is in it that makes it not so: wheat, where "gluten free" is asked about.

    The text is about the usual: a latte with oat milk it does not know.
    """
    if variant.chosen:
        return None
    named = {freed} if (freed := _freed(trait, lexicon)) else set()
    kept_out = named | set(lexicon.kept_out.get(tidy(trait), ()))
    unwanted = {stem for word in kept_out for stem in stems(word)}
    for sentence in _sentences(variant):
        for words, perhaps in ((lexicon.contains, False), (lexicon.may_contain, True)):
            what = _behind(words, sentence)
            if what and not unwanted.isdisjoint(stems(what)):
                return Contains(what, perhaps)
    return None


def _freed(trait: str, lexicon: Lexicon) -> str:
    """ "Gluten" of "gluten free"."""
    words = tidy(trait).split()
    return " ".join(words[:-1]) if words and words[-1] in lexicon.free else ""


def _behind(openers: tuple[str, ...], sentence: str) -> str:
    """What a sentence that begins so goes on with."""
    for opener in openers:
        if sentence.casefold().startswith(f"{opener} "):
            return sentence[len(opener) :].strip()
    return ""


def _sentences(variant: Variant) -> list[str]:
    return [one.strip() for one in _SENTENCES.split(variant.description) if one.strip()]

"""How things are made, in sentences: what choices cost, and which wishes cannot be met."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from skill.commerce.making import Unmet
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.modifiers import Choice
from skill.conversation.ssml import escape
from skill.conversation.talk import Talk, heard

AT_ONCE = 4
FEW_EXTRAS = 3


def say_extras(talk: Talk, variants: Sequence[Variant], only: Collection[str] | None = None) -> list[str]:
    """What each choice adds to the price, once, while it is few; `only` some of them."""
    say = talk.say
    chosen = {
        choice.id: choice
        for variant in variants
        for group in variant.modifiers
        for choice in group.choices
        if choice.id in variant.chosen and choice.price.minor > 0 and (only is None or choice.id in only)
    }
    if not 0 < len(chosen) <= FEW_EXTRAS:
        return []
    parts = [say("extra", name=escape(one.spoken), price=say.money(one.price)) for one in chosen.values()]
    return [say("extras", extras=say.list(parts))]


def say_unmet(talk: Talk, unmet: Sequence[Unmet]) -> list[str]:
    """Each wish that was not met, with what is possible instead."""
    return [_say_one(talk, one) for one in unmet]


def _say_one(talk: Talk, unmet: Unmet) -> str:
    say, words = talk.say, heard(unmet.words)
    match unmet.why:
        case "too_many":
            return say("unmet-too-many", words=words, count=say.count(unmet.most))
        case "sold_out":
            sentence = say("unmet-sold-out", words=words)
        case "needed":
            sentence = say("unmet-needed", words=words)
        case "unknown":
            sentence = say("unmet-unknown", words=words)
    if not unmet.possible:
        return sentence
    possible = say("unmet-possible", names=names_of(talk, unmet.possible))
    return f"{sentence} {possible}"


def names_of(talk: Talk, choices: Sequence[Choice]) -> str:
    """Some choices as a list, shortened when there are many."""
    names = [escape(choice.spoken) for choice in choices]
    if len(names) <= AT_ONCE:
        return talk.say.list(names)
    return talk.say("and-more", names=", ".join(names[:AT_ONCE]))

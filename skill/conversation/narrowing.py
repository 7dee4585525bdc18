"""Narrowing down: one question when too many things fit, and "in blue", "anything cheaper" about an offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.facets import Facet
from skill.commerce.lexicon import Lexicon
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.search import Answer, Found, described_so, look_for
from skill.commerce.wish import Wish, read_wish
from skill.commerce.words import stems, tidy
from skill.conversation.limits import is_within, kept
from skill.conversation.outcomes import offered
from skill.conversation.ssml import escape
from skill.conversation.state import AT_ONCE
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

MANY = 12
_NAMES = {
    "color": "facet-color",
    "size": "facet-size",
    "flavor": "facet-flavor",
    "material": "facet-material",
    "diet": "facet-diet",
}


def ask_to_narrow(talk: Talk, words: str, variants: Sequence[Variant], facet: Facet) -> Reply:
    """How many there are, from which price on, and the question whose answer helps most."""
    say = talk.say
    cheapest = min(variants, key=lambda one: one.price)
    found = say("found-many", n=len(variants), words=heard(words), price=say.money(cheapest.price))
    values = [escape(value) for value in facet.values[:AT_ONCE]]
    more = len(facet.values) > AT_ONCE
    asking = say(
        "which-facet-more" if more else "which-facet",
        facet=say(_NAMES[facet.name]),
        values=", ".join(values) if more else say.list(values, "or"),
    )
    question = offered(talk)
    return talk.ask(found, asking, question=question, again=asking, elicit="query")


def narrowed(talk: Talk, words: str) -> tuple[Variant, ...] | None:
    """What the words leave of the offer, nothing of it perhaps; None when they are about something else."""
    offered = talk.variants(talk.state.offer)
    if len(offered) < 2 and not talk.state.offer_words:
        return None
    wish = read_wish(about_them(words, talk.lexicon), talk.lexicon, talk.shop.terms.currency)
    if not wish.words:
        return () if offered and wish != Wish("") else None
    if not _is_about(words, offered, talk.lexicon):
        return None
    left = described_so(wish.words, offered, talk.lexicon)
    return left if len(left) < len(offered) else None


def within(talk: Talk, wish: Wish) -> Answer:
    """The last search within new limits; "cheaper" is than the one that was named with its price."""
    offered = talk.variants(talk.state.offer)
    same = kept(talk, _compared(wish, offered[talk.state.offer_at :] or offered))
    same = replace(same, words=talk.state.offer_words)
    if same.words:
        return look_for(same, talk.uow, talk.lexicon)
    fitting = [one for one in offered if is_within(one, same)]
    return Found(
        same, tuple(sorted(fitting, key=lambda one: one.price) if wish.sort == "cheapest" else fitting)
    )


def _compared(wish: Wish, named: Sequence[Variant]) -> Wish:
    """A wish whose limit is the price of what was named first."""
    if not named:
        return wish
    minor, currency = named[0].price.minor, named[0].price.currency
    if wish.sort == "cheapest" and wish.most is None and minor > 0:
        return replace(wish, most=Money(minor - 1, currency))
    if wish.than == "dearer" and wish.least is None:
        return replace(wish, least=Money(minor + 1, currency), sort="cheapest")
    return wish


def about_them(words: str, lexicon: Lexicon) -> str:
    """ "them in blue" as "in blue"."""
    said = tidy(words).split()
    while len(said) > 1 and said[0] in lexicon.it and said[0] not in lexicon.one:
        said.pop(0)
    return " ".join(said)


def _is_about(words: str, offered: Sequence[Variant], lexicon: Lexicon) -> bool:
    """Whether words speak of the offer ("in blue", "the vegan one") or only of what its things are like."""
    said = tidy(words).split()
    if said[0] in lexicon.links or (said[0] in lexicon.it and len(said) > 1) or said[-1] in ("one", "ones"):
        return True
    like = {
        stem
        for one in offered
        for _, value in (*one.options, *one.attributes, ("brand", one.brand))
        for stem in stems(value)
    }
    return set(stems(" ".join(said))) <= like

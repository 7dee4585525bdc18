"""Whether a product is so: "is it gluten free". A yes is in the shop's data; nothing else is guessed."""

from __future__ import annotations

from skill.commerce.asking import read_thing, understood
from skill.commerce.declared import against, is_declared
from skill.commerce.matching import One, Several
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import is_so
from skill.commerce.wish import read_wish
from skill.commerce.words import tidy
from skill.conversation.carrying_on import aside
from skill.conversation.finding import look_for
from skill.conversation.outcomes import offer_one
from skill.conversation.searching import refined
from skill.conversation.ssml import escape
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply


def whether_so(talk: Talk, words: str, trait: str) -> Reply | None:
    """What is known about that; None where it is about no single product, or nothing that one can be."""
    if not read_wish(trait, talk.lexicon, talk.shop.terms.currency).words:
        return None
    if not words or tidy(words) in talk.lexicon.it:
        about = talk.variants((talk.state.about,) if talk.state.about else talk.state.offer[:1])
        choosing = talk.state.question is not None and talk.state.question.kind == "which"
        return _told(talk, about[0], trait) if about and not choosing else refined(talk, trait)
    match understood(talk.uow, read_thing(words, talk.uow, talk.lexicon), talk.lexicon).meant:
        case One(variant):
            return _told(talk, variant, trait)
        case Several(variants) if len({one.product_id for one in variants}) == 1:
            return _told(talk, variants[0], trait)
        case Several():
            return look_for(talk, f"{trait} {words}")
    return None


def _told(talk: Talk, variant: Variant, trait: str) -> Reply:
    question = talk.state.question
    told = _whether(talk, variant, trait)
    if question is not None and question.kind not in ("else", "what", "checkout"):
        return aside(talk, told)
    if variant.sellable == 0 or talk.uow.carts.get(talk.customer.id).quantity(variant.key):
        return talk.remember(about=variant.key).anything_else(told)
    return offer_one(talk, variant, 1, [told])


def _whether(talk: Talk, variant: Variant, trait: str) -> str:
    """Yes where it is called or declared so; what is in it that speaks against it; else that nobody knows."""
    say, lexicon = talk.say, talk.lexicon
    name, n = say.name(variant.spoken), say.number_of(variant.spoken)
    kinds = (trait, *(id.replace("-", " ") for id in talk.slot("trait").ids))
    if any(is_so(variant, kind, lexicon) or is_declared(variant, kind, lexicon) for kind in kinds):
        return say("is-so", name=name, n=n, trait=heard(trait))
    if found := next(filter(None, (against(variant, kind, lexicon) for kind in kinds)), None):
        title = say.title(variant.spoken)
        what = escape(found.what)
        return say("may-contain" if found.perhaps else "contains", name=title, n=n, what=what)
    return say("not-said-so", name=name, n=n, trait=heard(trait))

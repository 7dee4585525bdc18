"""What the cart holds, and what of it is meant."""

from __future__ import annotations

from skill.commerce.cart import CartView, view
from skill.commerce.find import among
from skill.commerce.rules.catalog import Variant
from skill.commerce.words import tidy
from skill.conversation.state import Question
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

READ_OUT = 5


def contents(talk: Talk) -> CartView:
    """The customer's cart at today's prices."""
    return view(talk.uow, talk.customer.id, talk.shop.terms.currency)


def spoken_lines(talk: Talk, seen: CartView) -> str:
    """The lines of a cart as a list."""
    return talk.say.goods((line.variant.spoken, line.quantity) for line in seen.lines)


def pointed_at(talk: Talk) -> str:
    """The thing in the cart that slots name: "second", "both", "other latte"."""
    return " ".join(filter(None, (talk.slot(name).value for name in ("every", "position", "product"))))


def in_cart(talk: Talk, seen: CartView, words: str) -> Variant | None:
    """The line that is meant: by its name, by "it", or because there is only one."""
    variants = [line.variant for line in seen.lines]
    if words and tidy(words) not in talk.lexicon.it:
        ids = talk.slot("product").ids
        resolved = [variant for variant in variants if variant.sku in ids]
        if len(resolved) == 1:
            return resolved[0]
        meant = among(words, variants, talk.lexicon)
        return None if meant and ids and not _shares_a_word(words, meant) else meant
    about = [variant for variant in variants if variant.key == talk.state.about]
    if about:
        return about[0]
    return variants[0] if len(variants) == 1 else None


def _shares_a_word(words: str, variant: Variant) -> bool:
    """Whether a word of these stands in its name, one or many: the shop's "ice" is no iced latte."""
    names = " ".join((variant.name, *variant.synonyms))
    said, named = ({word.removesuffix("s") for word in tidy(one).split()} for one in (words, names))
    return not said.isdisjoint(named)


def which_in_cart(talk: Talk, seen: CartView, words: str, then: str, quantity: int = 1) -> Reply:
    say = talk.say
    variants = [line.variant for line in seen.lines]
    alike = [variant for variant in variants if words and among(words, [variant], talk.lexicon)]
    if words and tidy(words) not in talk.lexicon.it and not alike:
        return talk.anything_else(say("not-in-cart", words=heard(words), n=say.number_of(words)))
    candidates = alike or variants
    skus = tuple(variant.key for variant in candidates)
    message = "which-in-cart" if then == "remove" else "which-product-change"
    asking = say(message, names=say.names(candidates[:READ_OUT], "or"))
    question = Question("which", skus, quantity, words[:80], then="remove" if then == "remove" else "change")
    return talk.ask(asking, question=question, again=asking, elicit="product")

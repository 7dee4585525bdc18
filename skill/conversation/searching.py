"""A new search, or the last one gone through again: "only in black", "under five dollars", "bigger"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.altering import altered, of_other_size, with_trait
from skill.commerce.matching import fit, same_noun
from skill.commerce.reading.wishes import joint_at
from skill.commerce.rules.catalog import Variant
from skill.commerce.search import Found, described_so, is_so, search
from skill.commerce.sizes import outermost
from skill.commerce.wish import Wish, read_wish
from skill.commerce.words import tidy
from skill.conversation.adding import take
from skill.conversation.changing import said_number
from skill.conversation.choice import answer_to_choice
from skill.conversation.choosing import asked_which, choose_item
from skill.conversation.describing import describe
from skill.conversation.finding import look_for, offer_found, outside_limits, show
from skill.conversation.limits import is_as_before, is_within, kept, limits_of, nearest_outside, said_limits
from skill.conversation.narrowing import about_them, narrowed, within
from skill.conversation.outcomes import not_sold
from skill.conversation.ssml import escape
from skill.conversation.state import Question, shown
from skill.conversation.talk import Talk, heard
from skill.conversation.turn import Reply

MOST_KINDS = 5


def search_products(talk: Talk) -> Reply:
    """SearchProductsIntent: what fits, three at most, the first with its price."""
    words = _asked_for(talk)
    if not words:
        say = talk.say
        return talk.ask(
            say("what-to-find"), question=Question("what"), again=say("what-to-find"), elicit="query"
        )
    bare = about_them(words, talk.lexicon)
    if talk.state.offer and _is_without(talk, bare):
        return refined(talk, bare)
    if told := _kinds(talk, talk.lexicon.facets.get(tidy(words), "")):
        return told
    asked, which = talk.slot("query").value is not None, asked_which(talk)
    if (asked or which) and (chosen := answer_to_choice(talk, words)) and not _is_unheard(talk, chosen):
        return take(talk, chosen, None) if which else describe(talk, chosen, list_stays=True)
    return _changed_or_new(talk, words) if asked else refined(talk, words)


def _changed_or_new(talk: Talk, words: str) -> Reply:
    """Words that may be about what was read out ("in blue", "the vegan ones"), and may be a new search."""
    left = narrowed(talk, words)
    wish = read_wish(about_them(words, talk.lexicon), talk.lexicon, talk.shop.terms.currency)
    if left is None:
        return refined(talk, words) if _is_only_like_it(talk, wish.words) else look_for(talk, words)
    other = None
    if wish.words and not left:
        other = altered(wish.words, talk.state.offer_words, talk.uow, talk.lexicon)
    return refined(talk, words) if left or other or not wish.words else look_for(talk, words)


def _is_only_like_it(talk: Talk, words: str) -> bool:
    """Whether nothing is called so by itself, but things of the last search can be so: "decaf" of coffee."""
    state, question = talk.state, talk.state.question
    if not words or not state.offer_words or question is None or question.kind != "offer":
        return False
    found = search(words, talk.uow, talk.lexicon, talk.shop.terms.currency)
    if isinstance(found, Found) and any(fit(words, one).head for one in found.variants):
        return False
    return altered(words, state.offer_words, talk.uow, talk.lexicon) is not None


def choose(talk: Talk) -> Reply:
    """ChooseItemIntent: one of what was offered, by its place or by what it is like ("the sparkling one")."""
    trait = talk.slot("trait").value
    if not trait:
        return choose_item(talk)
    if chosen := _outermost(talk, trait):
        return describe(talk, chosen, list_stays=True)
    chosen = answer_to_choice(talk, trait)
    if chosen and not _is_unheard(talk, chosen):
        return take(talk, chosen, said_number(talk, "quantity"))
    return refined(talk, trait)


def _outermost(talk: Talk, trait: str) -> Variant | None:
    """ "The bigger one" of what was read out; while something is added, any answer says which."""
    end = talk.lexicon.outermost.get(tidy(trait))
    page = talk.variants(shown(talk.state))
    return (
        outermost(page, biggest=end == "biggest") if end and len(page) > 1 and not asked_which(talk) else None
    )


def _asked_for(talk: Talk) -> str:
    """The words of the search, or what should be different from the last one."""
    words = talk.slot("query").value or talk.slot("trait").value or ""
    limits = said_limits(talk)
    # A dialog that goes on carries the limits of before: whether they still hold, the words decide.
    carried = talk.turn.dialog_state == "IN_PROGRESS" and is_as_before(talk, limits)
    return words if words and carried else f"{words} {limits}".strip()


def _kinds(talk: Talk, facet: str) -> Reply | None:
    """ "What sizes do you have" of what is talked about; None where that is nothing with a size."""
    about = talk.variants((talk.state.about,)) if talk.state.about else ()
    alike = talk.uow.catalog.siblings(about[0].product_id) if about else talk.variants(talk.state.offer)
    pairs = (pair for one in alike for pair in (*one.options, *one.attributes))
    values = list(dict.fromkeys(value for name, value in pairs if name == facet))
    if not facet or not values:
        return None
    if len(values) == 1:
        return _as_before(talk, talk.say("one-kind-only"))
    names = talk.say.list([escape(value) for value in values[:MOST_KINDS]])
    return _as_before(talk, talk.say("comes-in" if about else "come-in", names=names))


def _is_unheard(talk: Talk, chosen: Variant) -> bool:
    """Whether it is in the rest of a list, of which nobody knows: a word for it is a search and no choice."""
    question = talk.state.question
    return question is not None and question.kind == "offer" and chosen.sku not in shown(talk.state)


def cheaper(talk: Talk) -> Reply:
    """CheaperIntent: the same for less than what was named with its price."""
    if not talk.state.offer:
        return talk.what_next(talk.say("nothing-offered"))
    return refined(talk, talk.lexicon.sorts["cheapest"][0])


def refined(talk: Talk, words: str) -> Reply:
    """What the words leave of the last search, or make of it; without one it is a search of its own."""
    if not talk.state.offer and not talk.state.offer_words:
        return look_for(talk, words)
    wish = read_wish(about_them(words, talk.lexicon), talk.lexicon, talk.shop.terms.currency)
    if _is_without(talk, wish.words):
        return _as_before(talk, talk.say("ask-what-is-in-it"))
    if wish.words:
        return _made_so(talk, wish)
    return _of_other_size(talk, wish) if wish.than in ("bigger", "smaller") else _limited(talk, wish)


def _is_without(talk: Talk, words: str) -> bool:
    """ "Without dairy": what is not in a thing nobody can tell from what its feed does not say."""
    return joint_at(words.split(), talk.lexicon.without) > 0


def _limited(talk: Talk, wish: Wish) -> Reply:
    """The same within new limits, or in another order."""
    found = within(talk, wish)
    if isinstance(found, Found) and found.variants:
        return offer_found(talk, talk.state.offer_words, found.variants, limits_of(kept(talk, wish)))
    if not isinstance(found, Found) and wish.is_limited:
        return outside_limits(talk, found)
    return _as_before(talk, talk.say("no-other-such"))


def _of_other_size(talk: Talk, wish: Wish) -> Reply:
    state, offered = talk.state, talk.variants(talk.state.offer)
    named = talk.variants((state.about,)) if state.about in state.offer else offered[state.offer_at :]
    if not named:
        return _as_before(talk, talk.say("no-other-such"))
    bigger = wish.than == "bigger"
    found = of_other_size(named[0], state.offer_words, offered, talk.uow, talk.lexicon, bigger=bigger)
    if not found:
        return _as_before(talk, talk.say("none-bigger" if bigger else "none-smaller"))
    return offer_found(talk, state.offer_words, found, state.within)


def _made_so(talk: Talk, wish: Wish) -> Reply:
    """Those that are so; else other things of the kind that are; else that there is none, and what is so."""
    offered, words, wish = talk.variants(talk.state.offer), talk.state.offer_words, kept(talk, wish)
    left = described_so(wish.words, offered, talk.lexicon)
    left = tuple(one for one in left if is_within(one, wish))
    if left and (len(left) < len(offered) or len(left) == 1):
        return offer_found(talk, with_trait(wish.words, words, talk.lexicon), left, limits_of(wish))
    if left:
        return show(talk.remember(offer_at=0), "found-some", talk.say("all-so", words=heard(wish.words)))
    if words and (told := _altered(talk, wish, words)):
        return told
    if not offered:
        return not_sold(talk, with_trait(wish.words, words, talk.lexicon), 1, ())
    if talk.state.question is None or talk.state.question.kind in ("else", "what", "checkout"):
        return look_for(talk, wish.words)  # the list is closed: "something sweet" is another wish
    none = talk.say("none-so", words=heard(wish.words), n=len(offered))
    if talk.state.question.is_unfinished:  # other things that are so are no answer to "which bread"
        return talk.asked_anew(talk.state.question, none)
    elsewhere = search(wish.words, talk.uow, talk.lexicon, talk.shop.terms.currency)
    return _ask_elsewhere(talk, wish.words, none) if isinstance(elsewhere, Found) else _as_before(talk, none)


def _altered(talk: Talk, wish: Wish, words: str) -> Reply | None:
    """Other things of the kind that are so; a medium latte with milk is no answer to "which milk"."""
    other = altered(wish.words, words, talk.uow, talk.lexicon)
    asked = talk.state.question is not None and talk.state.question.is_unfinished
    found = [one for one in (other.variants if other else ()) if not asked or same_noun(words, one)]
    return _within_limits(talk, replace(wish, words=other.words), found) if other and found else None


def _ask_elsewhere(talk: Talk, words: str, none: str) -> Reply:
    """Other things are so: they are read out when that is wanted."""
    asking = talk.say("name-others", words=heard(words))
    return talk.ask(none, asking, question=Question("others", words=words[:80]), again=asking)


def others(talk: Talk, question: Question) -> Reply:
    """Yes to hearing what else is so."""
    return look_for(talk, question.words)


def _within_limits(talk: Talk, wish: Wish, variants: Sequence[Variant]) -> Reply:
    """Those that keep to the limits of before; where none do, the nearest."""
    fitting = [one for one in variants if is_within(one, wish)]
    if not fitting:
        return outside_limits(talk, nearest_outside(variants, wish))
    return offer_found(talk, wish.words, fitting, limits_of(wish))


def _as_before(talk: Talk, told: str) -> Reply:
    """Say why there is nothing; what was open before stays open."""
    question, again = talk.state.question, talk.state.reprompt
    if question is None or again is None or question.kind not in ("offer", "which", "add"):
        return talk.what_next(told)
    asking = again if question.kind == "add" else talk.say("which-one")
    return talk.ask(told, asking, question=question, again=again)


def only_those(talk: Talk, words: str) -> Reply | None:
    """The things of the list that was read out that are so; None where none are."""
    left = narrowed(talk, words) if talk.state.offer else None
    told = read_wish(words, talk.lexicon, talk.shop.terms.currency).words
    left = tuple(one for one in left or () if is_so(one, told, talk.lexicon)) or left
    return (
        offer_found(talk, f"{told} {talk.state.offer_words}".strip(), left, talk.state.within)
        if left
        else None
    )

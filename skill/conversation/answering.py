"""Yes, no and "go back": what they mean depends on what was asked."""

from __future__ import annotations

from skill.commerce.rules.payment import METHODS
from skill.conversation.adding import take
from skill.conversation.cart import ask_to_check_out, emptied, taken_back
from skill.conversation.checkout import check_out, fit
from skill.conversation.coming import agreed
from skill.conversation.finding import next_page, previous_page
from skill.conversation.in_the_cart import contents
from skill.conversation.order_changes import changed, readdressed
from skill.conversation.orders import cancelled
from skill.conversation.outcomes import report
from skill.conversation.past_orders import more_orders
from skill.conversation.payment_choice import chosen
from skill.conversation.reordering import add_previewed
from skill.conversation.returning import announced
from skill.conversation.searching import others
from skill.conversation.state import YES_OR_NO, Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply
from skill.conversation.voice_code import ask_again, confirm_order, not_now, removed, set_code

AT_THE_TILL = frozenset({"checkout", "buy", "fit", "pay", "offer_code"})
"""Questions beside which the cart is what may be wrong."""


def yes(talk: Talk) -> Reply:
    """YesIntent: do what was asked about; without a question it is not an error (rule V6)."""
    question = talk.state.question
    if question is None:
        return _nothing_asked(talk)
    match question.kind:
        case "buy":
            return confirm_order(talk, question.ref)
        case "code":
            return ask_again(talk, question)
        case "offer_code":
            return set_code(talk)
        case "remove_code":
            return removed(talk)
        case "checkout":
            return check_out(talk)
        case "pay":
            return check_out(chosen(talk, question.ref)) if question.ref in METHODS else check_out(talk)
        case "add":
            return _add(talk, question)
        case "empty":
            return emptied(talk)
        case "fit":
            return fit(talk)
        case "cancel":
            return cancelled(talk, question)
        case "way":
            return agreed(talk, question.ref)
        case "again":
            return add_previewed(talk, question)
        case "return" | "exchange":
            return announced(talk, question)
        case "change":
            return changed(talk, question)
        case "readdress":
            return readdressed(talk, question)
        case "orders":
            return more_orders(talk, question)
        case "others":
            return others(talk, question)
        case "else" | "what":
            return talk.what_next()
        case _:
            return _open_again(talk, question)


def no(talk: Talk) -> Reply:
    """NoIntent: leave it; after "anything else?" the way to the till is offered."""
    question, say = talk.state.question, talk.say
    if question is None:
        return _nothing_asked(talk)
    match question.kind:
        case "buy" | "fit" | "pay":
            return talk.anything_else(say("not-ordered"))
        case "code":
            return not_now(talk, question)
        case "offer_code":
            return talk.tell(say("goodbye"))
        case "remove_code":
            return talk.anything_else(say("code-left"))
        case "empty":
            return talk.anything_else(say("kept"))
        case "cancel" | "change" | "readdress":
            return talk.anything_else(say("not-cancelled"))
        case "return" | "exchange":
            return talk.anything_else(say("not-returned"))
        case "orders":
            return talk.what_next()
        case "else" | "what":
            return _that_is_all(talk)
        case "checkout":
            return talk.what_next()
        case _:
            return _leave(talk, question)


def undo(talk: Talk) -> Reply:
    """UndoIntent: a question that was just asked is left alone, else the last change is taken back."""
    question = talk.state.question
    if question is None or question.asked or question.kind in ("else", "what"):
        return taken_back(talk)
    if not talk.state.fresh and question.kind not in AT_THE_TILL:
        return no(talk)
    return taken_back(talk.settled())


def to_the_till(talk: Talk) -> Reply:
    """CheckoutIntent: check out; "that's all" is the way there, and what is on offer then is left."""
    if talk.slot("done").value is None:
        return check_out(talk)
    question = talk.state.question
    kind = question.kind if question else "else"
    if kind in ("checkout", "buy"):
        return check_out(talk)
    if kind in ("else", "what"):
        return _that_is_all(talk)
    waits = question is not None and question.waiting
    if kind in ("offer", "add", "which") and not waits and contents(talk).lines:
        return _that_is_all(talk, talk.say("left-alone"))
    return no(talk)


def go_back(talk: Talk) -> Reply:
    """PreviousIntent: the page before in an offer, out of the checkout, else the last change undone."""
    question = talk.state.question
    if question and question.kind == "offer":
        return previous_page(talk)
    if question and (question.kind in YES_OR_NO or question.kind == "which"):
        return no(talk)
    return undo(talk)


def go_on(talk: Talk) -> Reply:
    """NextIntent and MoreIntent: the next orders or the next products."""
    question = talk.state.question
    return more_orders(talk, question) if question and question.kind == "orders" else next_page(talk)


def _nothing_asked(talk: Talk) -> Reply:
    say = talk.say
    return talk.ask(say("nothing-asked"), question=Question("what"), again=say("again-what"))


def _add(talk: Talk, question: Question) -> Reply:
    variants = talk.variants(question.skus)
    return take(talk, variants[0], question.quantity) if variants else talk.what_next(talk.say("no-more"))


def _open_again(talk: Talk, question: Question) -> Reply:
    """A yes to "which one?" says nothing: with one thing on offer it is taken, else the question stays."""
    variants = talk.variants(question.skus)
    if len(variants) == 1:
        return take(talk, variants[0], None)
    again = talk.state.reprompt or talk.say("which-one")
    return talk.ask(again, question=question, again=again)


def _that_is_all(talk: Talk, *before: str) -> Reply:
    """Nothing else: with something in the cart, offer to check out; else goodbye."""
    seen = contents(talk)
    if not seen.lines:
        return talk.tell(talk.say("goodbye"))
    items = talk.say.goods((line.variant.spoken, line.quantity) for line in seen.lines)
    return ask_to_check_out(
        talk, *before, talk.say("cart-holds", items=items, total=talk.say.money(seen.total))
    )


def _leave(talk: Talk, question: Question) -> Reply:
    """Drop what was offered, and go on with what else was still unclear."""
    talk = talk.settled()
    if question.waiting:
        return report(talk, (), question.waiting)
    return talk.anything_else(talk.say("left-alone"))

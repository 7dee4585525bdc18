"""Delivery and picking up by voice."""

from __future__ import annotations

from datetime import date, time, timedelta

from skill.commerce.coming import (
    Coming,
    Here,
    NoStore,
    NoSuchMethod,
    Soonest,
    deliver,
    here,
    hours,
    pick_up,
)
from skill.commerce.rules.arranging import CannotDeliver
from skill.commerce.rules.delivery import Method, Store
from skill.commerce.rules.money import Money
from skill.commerce.shop_rules import DAYS
from skill.commerce.words import stems
from skill.conversation.carrying_on import aside, carry_on
from skill.conversation.costs import arrival, not_met, today
from skill.conversation.ssml import escape
from skill.conversation.state import Question
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

_A_WEEK = 7


def choose_delivery(talk: Talk) -> Reply:
    """ChooseDeliveryIntent: "deliver it tomorrow", "express please"."""
    said = talk.slot("method").value
    at = here(talk.uow, talk.customer, talk.shop.terms, talk.turn.now)
    methods = None if said is None else _meant(talk, said, at.methods)
    return _delivered(talk, methods, _day(talk, from_tomorrow=True))


def _delivered(talk: Talk, methods: list[str] | None, day: date | None) -> Reply:
    say = talk.say
    found = deliver(talk.uow, talk.customer, talk.shop.terms, talk.turn.now, methods=methods, day=day)
    match found:
        case Coming():
            return carry_on(talk, *_coming(talk, found))
        case Soonest(problem, method, price):
            asking = say("soonest-by", name=escape(method.name), price=_price(talk, price))
            question = Question("way", ref=method.id)
            return talk.ask(not_met(talk, problem), asking, question=question, again=asking)
        case NoSuchMethod(methods_there):
            return aside(talk, say("no-such-method"), *_options(talk, methods_there))
        case CannotDeliver(address):
            refused = say("cannot-deliver", address=escape(address)) if address else say("no-address")
            return aside(talk, refused)


def collect(talk: Talk) -> Reply:
    """PickUpIntent: "I'll pick it up", "pick it up at five"."""
    day, times = _day(talk), _times(talk.slot("time").value, talk.slot("time").ids)
    found = pick_up(talk.uow, talk.customer, talk.shop.terms, talk.turn.now, day=day, times=times)
    if isinstance(found, NoStore):
        return aside(talk, talk.say("no-store"))
    return carry_on(talk, *_coming(talk, found))


def agreed(talk: Talk, by: str) -> Reply:
    """The yes to a way that was offered: a method or a store by its id."""
    at = here(talk.uow, talk.customer, talk.shop.terms, talk.turn.now)
    if any(store.id == by for store in at.rules.stores):
        return collect(talk)
    return _delivered(talk, [by], None)


def options(talk: Talk) -> Reply:
    """DeliveryOptionsIntent: the ways in which it can come."""
    say = talk.say
    at = here(talk.uow, talk.customer, talk.shop.terms, talk.turn.now)
    day = _day(talk, from_tomorrow=True)
    sentences = [_on(talk, at, day)] if day and at.methods else list(_options(talk, at.methods))
    if at.rules.stores:
        sentences.append(say("or-pick-up", address=escape(at.rules.stores[0].address or talk.shop.address)))
    return aside(talk, *(sentences or [say("collect-only", address=escape(talk.shop.address))]))


def _on(talk: Talk, at: Here, day: date) -> str:
    """What can come on a day."""
    say, told = talk.say, talk.say.coming_day(day, today(talk))
    names = [_named(talk, one) for one in at.methods if one.name and one.can_arrive(day, at.now)]
    return say("can-come", day=told, names=say.list(names, "or")) if names else say("cannot-come", day=told)


def opening_hours(talk: Talk) -> Reply:
    """StoreHoursIntent: where the nearest store is, and when it is open."""
    say = talk.say
    store, now = hours(talk.uow, talk.customer, talk.shop.terms, talk.turn.now)
    if store is None:
        return aside(talk, say("store-at", name=say.title(talk.shop.name), address=escape(talk.shop.address)))
    day = _day(talk) or now.date()
    place = say(
        "store-at",
        name=say.title(store.name or talk.shop.name),
        address=escape(store.address or talk.shop.address),
    )
    return aside(talk, place, _hours(talk, store, day))


def _hours(talk: Talk, store: Store, day: date) -> str:
    say = talk.say
    told = say.coming_day(day, today(talk))
    if (open_hours := store.hours.on(day)) is None:
        return say("store-closed", day=told) if store.hours.days else ""
    opens, closes = (say.time_of_day(one) for one in open_hours)
    return say("store-open", day=told, opens=opens, closes=closes)


def _options(talk: Talk, methods: tuple[Method, ...]) -> tuple[str, ...]:
    named = [_named(talk, one) for one in methods if one.name]
    return (talk.say("methods", names=talk.say.list(named, "or")),) if named else ()


def _named(talk: Talk, method: Method) -> str:
    return talk.say("method-for", name=escape(method.name), price=_price(talk, method.price or 0))


def _coming(talk: Talk, coming: Coming) -> tuple[str, ...]:
    say, way = talk.say, coming.way
    problem = not_met(talk, coming.problem) if coming.problem is not None else ""
    when = arrival(talk, way)
    if way.pick_up:
        address = escape(way.address or talk.shop.address)
        return problem, say("will-pick-up", address=address, when=when)
    name = escape(way.name) or say("usual-delivery")
    return problem, say("will-come", name=name, price=_price(talk, coming.price_minor), when=when)


def _price(talk: Talk, minor: int) -> str:
    say = talk.say
    return say("for-price", price=say.money(Money(minor, talk.shop.terms.currency))) if minor else say("free")


def _meant(talk: Talk, said: str, methods: tuple[Method, ...]) -> list[str]:
    """The methods that a word means: by id, or by a word of their name."""
    ids = talk.slot("method").ids
    if by_id := [one.id for one in methods if one.id in ids]:
        return by_id
    words = set(stems(said)) - set(stems(talk.say("usual-delivery")))
    return [one.id for one in methods if words.intersection(stems(one.name))]


def _day(talk: Talk, *, from_tomorrow: bool = False) -> date | None:
    """The day that was said: an id of the slot type DAY, or a date as Alexa writes it.

    The weekday of today is today, or with `from_tomorrow` in a week.
    """
    slot, now = talk.slot("day"), today(talk) if talk.slot("day").value else None
    if now is None:
        return None
    for word in (*slot.ids, slot.value or ""):
        if word in ("today", "tomorrow"):
            return now + timedelta(word == "tomorrow")
        if word[:3] in DAYS:
            ahead = (DAYS.index(word[:3]) - now.weekday()) % 7
            return now + timedelta(ahead or _A_WEEK * from_tomorrow)
        try:
            return date.fromisoformat(word)
        except ValueError:
            continue
    return None


def _times(said: str | None, ids: tuple[str, ...]) -> list[time]:
    """The times that may be meant: "17:00" is one, "5:00" the one after noon or the one before."""
    for word in (*ids, said or ""):
        hour, colon, minute = word.partition(":")
        if colon and hour.isdecimal() and minute[:2].isdecimal() and int(hour) < 24 and int(minute[:2]) < 60:
            plain = time(int(hour), int(minute[:2]))
            other = time(int(hour) + 12, int(minute[:2])) if 0 < int(hour) < 12 else None
            return [plain] if other is None or len(hour) == 2 else [plain, other]
    return []

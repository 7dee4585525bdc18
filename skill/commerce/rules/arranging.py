"""Arranging how an order comes to the customer: what they wish for if it can be had, else what is usual."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from skill.commerce.rules.delivery import Method, Store, Way, Wish, methods_to, nearest
from skill.commerce.rules.promotion import Limits, Used, used_up
from skill.commerce.rules.region import Region
from skill.commerce.rules.shop import ShopRules
from skill.commerce.rules.slots import Slots


@dataclass(frozen=True, slots=True)
class CannotDeliver:
    """No method goes to the customer's address; `stores` says whether they can pick it up."""

    address: str
    stores: bool


@dataclass(frozen=True, slots=True)
class NotThatWay:
    """The way that was chosen is not to be had any more."""


@dataclass(frozen=True, slots=True)
class SlotGone:
    """The slot that was chosen is full or past; `instead` is the next one that is free."""

    slot: datetime
    instead: datetime | None


@dataclass(frozen=True, slots=True)
class TooSoon:
    """It cannot be there on that day; `soonest` is when it can."""

    day: date
    soonest: date


Problem = NotThatWay | SlotGone | TooSoon


@dataclass(frozen=True, slots=True)
class Arranged:
    """A way that can be had, the place whose tax counts, and what of the wish could not be met."""

    way: Way
    place: Region
    method: Method | None = None
    problem: Problem | None = None


Taken = Callable[[str], int]
"""How many have a slot, by the slot's name."""


def slot_name(by: str, slot: datetime) -> str:
    """What a slot's uses are counted under."""
    return f"slot:{by}:{slot:%Y-%m-%dT%H:%M}"


def free_slots(by: str, slots: Slots, now: datetime, taken: Taken) -> Iterator[datetime]:
    """The slots that can be had, soonest first; `now` is local time."""
    limits = Limits(slots.capacity)
    for begins in slots.coming(now):
        if slots.capacity is None or used_up(limits, Used(taken(slot_name(by, begins)))) is None:
            yield begins


def arrange(
    rules: ShopRules, wish: Wish | None, address: str | None, place: Region, now: datetime, taken: Taken
) -> Arranged | CannotDeliver:
    """How an order comes to a customer; without an address it is picked up. `now` is local time."""
    if wish is not None and (store := next((one for one in rules.stores if one.id == wish.by), None)):
        return _at_store(rules, store, wish, now, taken)
    methods = methods_to(rules.methods, place) if address is not None else ()
    if wish is not None and (method := next((one for one in methods if one.id == wish.by), None)):
        return _by_method(method, wish, address or "", place, now, taken)
    gone = NotThatWay() if wish is not None else None
    if methods:
        usual = _by_method(methods[0], Wish(methods[0].id), address or "", place, now, taken)
        # Nobody has asked for it by name, so it is not read out.
        return Arranged(replace(usual.way, name=""), usual.place, usual.method, gone or usual.problem)
    if address is not None:
        return CannotDeliver(address, bool(rules.stores))
    if (store := nearest(rules.stores, place)) is None:
        return Arranged(Way(pick_up=True), rules.home, problem=gone)
    usual = _at_store(rules, store, Wish(store.id), now, taken)
    return Arranged(usual.way, usual.place, None, gone or usual.problem)


def _by_method(
    method: Method, wish: Wish, address: str, place: Region, now: datetime, taken: Taken
) -> Arranged:
    slot, problem = _slot(method.id, method.slots, wish.slot, now, taken)
    day = slot.date() if slot is not None else method.arrives(now)
    if slot is None and wish.day is not None and day is not None:
        if method.can_arrive(wish.day, now):
            day = wish.day
        else:
            problem = problem or TooSoon(wish.day, day)
    way = Way(method.id, method.name, False, address, day, slot)
    return Arranged(way, place, method, problem)


def _at_store(rules: ShopRules, store: Store, wish: Wish, now: datetime, taken: Taken) -> Arranged:
    slot, problem = _slot(store.id, store.slots, wish.slot, now, taken)
    way = Way(store.id, store.name, True, store.address, slot.date() if slot else None, slot)
    return Arranged(way, store.region if store.region.country else rules.home, None, problem)


def _slot(
    by: str, slots: Slots | None, wanted: datetime | None, now: datetime, taken: Taken
) -> tuple[datetime | None, Problem | None]:
    """The slot that is wanted if it is free, else the next one that is."""
    if slots is None:
        return None, None
    free = list(free_slots(by, slots, now, taken))
    if wanted is None:
        return (free[0], None) if free else (None, NotThatWay())
    if wanted in free:
        return wanted, None
    later = next((slot for slot in free if slot > wanted), free[0] if free else None)
    return later, SlotGone(wanted, later)

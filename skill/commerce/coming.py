"""How an order is to come: delivered by some method on some day, or picked up at some time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from skill.commerce.people import Customer
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.arranging import (
    Arranged,
    CannotDeliver,
    Problem,
    SlotGone,
    TooSoon,
    arrange,
    free_slots,
    slot_name,
)
from skill.commerce.rules.cart import Cart
from skill.commerce.rules.delivery import Method, Store, Way, Wish, methods_to, nearest
from skill.commerce.rules.promotion import Used
from skill.commerce.rules.region import Region, read_region
from skill.commerce.rules.shop import ShopRules, Terms, completed


@dataclass(frozen=True, slots=True)
class Coming:
    """It is written down: the way, what it costs now, and what of the wish could not be met."""

    way: Way
    price_minor: int
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Soonest:
    """Nothing is that soon; this method is the soonest, and a yes takes it."""

    problem: TooSoon
    method: Method
    price_minor: int


@dataclass(frozen=True, slots=True)
class NoSuchMethod:
    """There is no method like that; these there are."""

    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class NoStore:
    """Nothing can be picked up anywhere."""


@dataclass(frozen=True, slots=True)
class Here:
    """What a customer can choose from: rules, their place, the methods that go there, the local time."""

    rules: ShopRules
    place: Region
    methods: tuple[Method, ...]
    now: datetime


def here(uow: UnitOfWork, customer: Customer, terms: Terms, now: datetime) -> Here:
    """What this customer can choose from."""
    rules = completed(uow.rules.current(terms.currency), terms)
    place = read_region(customer.address or "", rules.home)
    methods = methods_to(rules.methods, place) if customer.address is not None else ()
    return Here(rules, place, methods, rules.local(now))


def deliver(
    uow: UnitOfWork,
    customer: Customer,
    terms: Terms,
    now: datetime,
    *,
    methods: Sequence[str] | None = None,
    day: date | None = None,
) -> Coming | Soonest | NoSuchMethod | CannotDeliver:
    """Have it delivered: by one of these methods (None: any), and on a day if one is named."""
    at = here(uow, customer, terms, now)
    if not at.methods:
        return CannotDeliver(customer.address or "", bool(at.rules.stores))
    chosen = [one for one in at.methods if methods is None or one.id in methods]
    if not chosen:
        return NoSuchMethod(at.methods)
    cart = uow.carts.get(customer.id)
    goods = _goods(uow, cart)
    if day is not None:
        chosen = [one for one in at.methods if one in chosen and one.can_arrive(day, at.now)]
        if not chosen:
            return _soonest(at, day, goods) or NoSuchMethod(at.methods)
        chosen.sort(key=lambda one: one.price_for(goods))
    wish = None if methods is None and day is None else Wish(chosen[0].id, day)
    return _written_down(uow, customer, at, cart, wish, goods)


def pick_up(
    uow: UnitOfWork,
    customer: Customer,
    terms: Terms,
    now: datetime,
    *,
    day: date | None = None,
    times: Sequence[time] = (),
) -> Coming | NoStore:
    """Have it ready at the nearest store: on a day, at one of these times ("five" is two of them).

    Another time alone is one of the day that was agreed on before.
    """
    at = here(uow, customer, terms, now)
    store = nearest(at.rules.stores, at.place)
    if store is None:
        return NoStore()
    cart = uow.carts.get(customer.id)
    slot, problem = _slot(uow, store, at.now, day or _agreed_day(cart.wish, store, at.now), times)
    coming = _written_down(uow, customer, at, cart, Wish(store.id, None, slot), _goods(uow, cart))
    return replace(coming, problem=problem or coming.problem) if isinstance(coming, Coming) else NoStore()


def hours(uow: UnitOfWork, customer: Customer, terms: Terms, now: datetime) -> tuple[Store | None, datetime]:
    """The nearest store, and what its clock says."""
    at = here(uow, customer, terms, now)
    return nearest(at.rules.stores, at.place), at.now


def _goods(uow: UnitOfWork, cart: Cart) -> int:
    """What the goods come to before discounts, in minor units."""
    variants = uow.catalog.variants(cart.keys)
    return sum(variants[line.key].price.minor * line.quantity for line in cart.lines if line.key in variants)


def _soonest(at: Here, day: date, goods: int) -> Soonest | None:
    arrivals = [(one.arrives(at.now), one.price_for(goods), one) for one in at.methods]
    told = [(arrives, price, one) for arrives, price, one in arrivals if arrives is not None]
    if not told:
        return None
    arrives, price, method = min(told, key=lambda each: each[:2])
    return Soonest(TooSoon(day, arrives), method, price)


def _written_down(
    uow: UnitOfWork, customer: Customer, at: Here, cart: Cart, wish: Wish | None, goods: int
) -> Coming | CannotDeliver:
    slots = at.rules.slots_of(wish.by) if wish else None
    names = [slot_name(wish.by, begins) for begins in slots.coming(at.now)] if wish and slots else []
    used = uow.uses.counts(names, customer.id)
    arranged = arrange(
        at.rules, wish, customer.address, at.place, at.now, lambda name: used.get(name, Used()).total
    )
    if not isinstance(arranged, Arranged):
        return arranged
    uow.carts.put(replace(cart, wish=wish))
    price = arranged.method.price_for(goods) if arranged.method else 0
    return Coming(arranged.way, price, arranged.problem)


def _slot(
    uow: UnitOfWork, store: Store, now: datetime, day: date | None, times: Sequence[time]
) -> tuple[datetime | None, SlotGone | None]:
    """The slot that is meant; when it is taken or outside the hours, the next free one and what was wrong."""
    if store.slots is None or (day is None and not times):
        return None, None
    names = [slot_name(store.id, begins) for begins in store.slots.coming(now)]
    used = uow.uses.counts(names, "")
    free = list(free_slots(store.id, store.slots, now, lambda name: used.get(name, Used()).total))
    days = [day] if day is not None else [now.date(), now.date() + timedelta(1)]
    meant = [datetime.combine(one, at, now.tzinfo) for one in days for at in (times or (time(0),))]
    for moment in meant:
        begins = store.slots.holding(moment, now) if times else _first_of(free, moment.date())
        if begins in free:
            return begins, None
    wanted = next((moment for moment in meant if moment > now), meant[-1])
    wanted = next((one for one in meant if store.hours.open_at(one) and one > now), wanted)
    instead = next((slot for slot in free if slot >= wanted), free[0] if free else None)
    return instead, SlotGone(wanted, instead)


def _agreed_day(wish: Wish | None, store: Store, now: datetime) -> date | None:
    """The day on which it is to be picked up there so far."""
    if wish is None or wish.by != store.id or wish.slot is None:
        return None
    return wish.slot.astimezone(now.tzinfo).date()


def _first_of(free: Sequence[datetime], day: date) -> datetime | None:
    return next((slot for slot in free if slot.date() == day), None)

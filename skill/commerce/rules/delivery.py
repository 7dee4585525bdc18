"""How goods come to the customer: methods of delivery, and stores where they are picked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from skill.commerce.rules.region import Region
from skill.commerce.rules.slots import Hours, Slots

EVERY_DAY = frozenset(range(7))
_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Method:
    """One way to deliver. Prices are minor units; delivery is free from `free_from` worth of goods on.

    That worth is before discounts, so that no promotion can make an order dearer. A price of None is what
    the simple way says.

    Goods ordered before the cut-off leave the same day and arrive `lead_days` later, on one of `days`
    (Monday 0). Without regions it goes everywhere. `slots` are times of calling.
    """

    id: str
    name: str
    price: int | None = 0
    free_from: int | None = None
    regions: tuple[Region, ...] = ()
    lead_days: int | None = None
    cut_off: time | None = None
    days: frozenset[int] = EVERY_DAY
    slots: Slots | None = None

    def goes_to(self, place: Region) -> bool:
        """Whether it delivers there."""
        return not self.regions or any(region.covers(place) for region in self.regions)

    def price_for(self, goods: int) -> int:
        """What it costs for goods of that worth before discounts."""
        return 0 if self.free_from is not None and goods >= self.free_from else self.price or 0

    def arrives(self, now: datetime) -> date | None:
        """The day on which goods ordered now arrive; None when the shop does not say. `now` is local time."""
        if self.lead_days is None:
            return None
        late = self.cut_off is not None and now.time() >= self.cut_off
        return self._on_or_after(now.date() + timedelta(self.lead_days + late))

    def can_arrive(self, day: date, now: datetime) -> bool:
        """Whether goods ordered now can arrive on that day."""
        soonest = self.arrives(now)
        return soonest is not None and soonest <= day and day.weekday() in self.days

    def _on_or_after(self, day: date) -> date:
        following = (day + timedelta(days) for days in range(_A_WEEK))
        return next((one for one in following if one.weekday() in self.days), day)


@dataclass(frozen=True, slots=True)
class Store:
    """A place where customers pick up. Without slots they come when they like."""

    id: str
    name: str
    address: str
    region: Region = field(default_factory=Region)
    hours: Hours = field(default_factory=Hours)
    slots: Slots | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the customer chose: a method or a store by id, and a day or the beginning of a slot."""

    by: str
    day: date | None = None
    slot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How one order comes to the customer, as it was read out.

    `by` is the id of the method or store, empty where the merchant has set up neither. `address` is that of
    the customer, or of the store where it is picked up.
    """

    by: str = ""
    name: str = ""
    pick_up: bool = False
    address: str = ""
    day: date | None = None
    slot: datetime | None = None


def methods_to(methods: Sequence[Method], place: Region) -> tuple[Method, ...]:
    """The methods that deliver to a place, as the merchant has put them in order."""
    return tuple(method for method in methods if method.goes_to(place))


def nearest(stores: Sequence[Store], place: Region) -> Store | None:
    """The store with the longest beginning of a postcode in common, else in the same state or country."""

    def nearness(store: Store) -> tuple[bool, int, bool]:
        same_country = store.region.country == place.country
        common = _common_start(store.region.postcode, place.postcode) if same_country else 0
        return same_country, common, store.region.state == place.state

    return max(stores, key=nearness, default=None)


def _common_start(one: str, other: str) -> int:
    pairs = zip(one.replace(" ", ""), other.replace(" ", ""), strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))

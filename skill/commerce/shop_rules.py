"""The merchant's rules as a document (see skill/feeds/shop_rules.schema.json), read into values.

The document has been checked when it was imported; amounts stand in it as text in major units ("4.99").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from skill.commerce.rules.coupon import Coupon, NumberWords, code_key
from skill.commerce.rules.delivery import EVERY_DAY, Method, Store
from skill.commerce.rules.goods import Scope
from skill.commerce.rules.money import parse_money
from skill.commerce.rules.offers import AmountOff, BuyGet, FreeDelivery, Offer, PercentOff
from skill.commerce.rules.promotion import Limits, Promotion, Window
from skill.commerce.rules.region import Region
from skill.commerce.rules.shop import ShopRules
from skill.commerce.rules.slots import Hours, Slots
from skill.commerce.rules.tax import Rate, Taxes

Document = Mapping[str, Any]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_rules(document: Document, currency: str) -> ShopRules:
    """The rules in a document; ValueError names an amount, a moment or a zone that is none."""
    shop = document.get("shop", {})
    zone = _zone(shop.get("timezone"))
    tax = document.get("tax")
    return ShopRules(
        promotions=tuple(_promotion(one, currency, zone) for one in document.get("promotions", ())),
        taxes=None if tax is None else _taxes(tax, zone),
        methods=tuple(_method(one, currency) for one in document.get("delivery", ())),
        stores=tuple(_store(one) for one in document.get("stores", ())),
        groups={name: frozenset(members) for name, members in document.get("groups", {}).items()},
        home=read_place(shop.get("home", "")),
        zone=zone,
    )


def read_coupons(document: Document, words: NumberWords) -> tuple[Coupon, ...]:
    """The coupons in a document, each with the key by which it is found when it is said."""
    zone = _zone(document.get("shop", {}).get("timezone"))
    return tuple(
        Coupon(code_key(one["code"], words), one["code"], one["promotion"], _window(one, zone), _limits(one))
        for one in document.get("coupons", ())
    )


def read_place(text: str) -> Region:
    """ "US-IL-62704" as country, state and postcode; what is left out is open."""
    return Region(*(part.strip().upper() for part in text.split("-", 2)))


def _zone(name: str | None) -> tzinfo:
    return ZoneInfo(name) if name else UTC


def _minor(amount: Any, currency: str) -> int:
    money = parse_money(f"{amount} {currency}")
    if money is None:
        raise ValueError(f"{amount} is no amount of {currency}")
    return money.minor


def _scope(one: Document) -> Scope:
    departments = (name.lower() for name in one.get("departments", ()))
    return Scope(frozenset(one.get("products", ())), frozenset(departments))


def _window(one: Document, zone: tzinfo) -> Window:
    return Window(_moment(one.get("starts"), zone), _moment(one.get("ends"), zone))


def _moment(text: str | None, zone: tzinfo) -> datetime | None:
    """A moment; without a zone of its own it is by the shop's clock, and a day begins at midnight."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _limits(one: Document) -> Limits:
    return Limits(one.get("limit"), one.get("per_customer"))


def _promotion(one: Document, currency: str, zone: tzinfo) -> Promotion:
    return Promotion(
        id=one["id"],
        name=one["name"],
        offer=_offer(one, currency),
        scope=_scope(one),
        customers=frozenset(one.get("customers", ())),
        window=_window(one, zone),
        minimum_minor=_minor(one.get("minimum", 0), currency),
        limits=_limits(one),
        priority=one.get("priority", 0),
        exclusive=one.get("exclusive", False),
        by_coupon=one.get("by_coupon", False),
    )


def _offer(one: Document, currency: str) -> Offer:
    if "buy" in one:
        of = _scope(one["of"]) if "of" in one else None
        percent = Decimal(str(one.get("percent", 100)))
        return BuyGet(one["buy"], one["get"], percent, of, one.get("most"))
    if "amount" in one:
        return AmountOff(_minor(one["amount"], currency), one.get("each", False))
    if "free_delivery" in one:
        return FreeDelivery(frozenset(one.get("methods", ())))
    return PercentOff(Decimal(str(one["percent"])))


def _taxes(tax: Document, zone: tzinfo) -> Taxes:
    rates = tuple(
        Rate(
            Decimal(str(one["percent"])),
            read_place(one.get("region", "")),
            _scope(one),
            _window(one, zone),
            one.get("on_delivery", False),
        )
        for one in tax.get("rates", ())
    )
    return Taxes(rates, tax.get("included", False))


def _method(one: Document, currency: str) -> Method:
    return Method(
        id=one["id"],
        name=one["name"],
        price=_minor(one["price"], currency) if "price" in one else None,
        free_from=_minor(one["free_from"], currency) if "free_from" in one else None,
        regions=tuple(map(read_place, one.get("regions", ()))),
        lead_days=one.get("lead_days"),
        cut_off=time.fromisoformat(one["cut_off"]) if "cut_off" in one else None,
        days=_days(one["days"]) if "days" in one else EVERY_DAY,
        slots=_slots(one["slots"], _hours(one["slots"]["hours"])) if "slots" in one else None,
    )


def _store(one: Document) -> Store:
    hours = _hours(one.get("hours", {}))
    slots = _slots(one["slots"], hours) if "slots" in one else None
    return Store(one["id"], one["name"], one["address"], read_place(one.get("region", "")), hours, slots)


def _slots(one: Document, hours: Hours) -> Slots:
    return Slots(hours, one.get("minutes", 60), one.get("capacity"), one.get("notice_minutes", 60))


def _hours(told: Mapping[str, str]) -> Hours:
    """{"mon-fri": "08:00-20:00", "sat": "09:00-18:00"} by weekday."""
    days = {}
    for names, text in told.items():
        opens, closes = (time.fromisoformat(part) for part in text.split("-"))
        if opens >= closes:
            raise ValueError(f"{text} closes before it opens")
        days.update(dict.fromkeys(_days([names]), (opens, closes)))
    return Hours(days)


def _days(names: Sequence[str]) -> frozenset[int]:
    """Weekdays, and stretches of them: ["mon-fri", "sun"]."""
    found: set[int] = set()
    for name in names:
        first, _, last = name.partition("-")
        found.update(range(DAYS.index(first), DAYS.index(last or first) + 1))
    return frozenset(found)

"""The merchant's rules of what things cost: promotions, taxes, delivery, stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from skill.commerce.rules.delivery import Method, Store
from skill.commerce.rules.promotion import Promotion
from skill.commerce.rules.region import Region
from skill.commerce.rules.slots import Slots
from skill.commerce.rules.tax import Rate, Taxes

AT_THE_SHOP = "shop"
"""The id of the one place to pick up in the simple way; its name and address are settings."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The simple way: tax on the goods in percent, and one price of delivery in minor units."""

    currency: str
    tax_percent: Decimal = Decimal(0)
    delivery_minor: int = 0


@dataclass(frozen=True, slots=True)
class ShopRules:
    """What the merchant has set up. `groups` names customers by id; `home` is where the shop lies.

    `taxes` None leaves tax to the simple way; without methods and stores so does delivery.
    """

    promotions: tuple[Promotion, ...] = ()
    taxes: Taxes | None = None
    methods: tuple[Method, ...] = ()
    stores: tuple[Store, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    home: Region = field(default_factory=Region)
    zone: tzinfo = UTC

    def names_of(self, customer_id: str) -> frozenset[str]:
        """A customer's id and the groups they are in: what promotions may be for."""
        return frozenset(
            (customer_id, *(name for name, members in self.groups.items() if customer_id in members))
        )

    def slots_of(self, by: str) -> Slots | None:
        """The slots of a method or a store, by its id."""
        slots = {one.id: one.slots for one in self.methods} | {one.id: one.slots for one in self.stores}
        return slots.get(by)

    def local(self, now: datetime) -> datetime:
        """A moment by the clock on the shop's wall."""
        return now.astimezone(self.zone)


def completed(rules: ShopRules, terms: Terms) -> ShopRules:
    """The rules, with the simple way wherever the merchant has set up nothing."""
    taxes = rules.taxes
    if taxes is None:
        taxes = Taxes((Rate(terms.tax_percent),) if terms.tax_percent else ())
    methods, stores = rules.methods, rules.stores
    if not methods and not stores:
        methods, stores = (Method("", "", None),), (Store(AT_THE_SHOP, "", "", rules.home),)
    methods = tuple(replace(one, price=terms.delivery_minor) if one.price is None else one for one in methods)
    return replace(rules, taxes=taxes, methods=methods, stores=stores)

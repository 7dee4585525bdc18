"""A line of goods as promotions, tax and delivery look at it, and what a rule applies to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goods:
    """So many of one thing at one price, in minor units."""

    sku: str
    product_id: str
    department: str
    unit_minor: int
    quantity: int

    @property
    def gross(self) -> int:
        """The line before anything is taken off; the unit is rounded, never the line."""
        return self.unit_minor * self.quantity


@dataclass(frozen=True, slots=True)
class Scope:
    """Which goods a rule is about: any of these products or departments; without either, all goods.

    `products` holds ids of products and of their variants alike; `departments` is in lower case.
    """

    products: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def holds(self, goods: Goods) -> bool:
        """Whether the rule is about this line."""
        return (
            self.is_everything
            or not self.products.isdisjoint((goods.sku, goods.product_id))
            or goods.department.lower() in self.departments
        )

    @property
    def is_everything(self) -> bool:
        """Whether it is about all goods."""
        return not self.products and not self.departments


def worth(goods: Sequence[Goods], scope: Scope) -> int:
    """What the goods of a scope come to before discounts."""
    return sum(line.gross for line in goods if scope.holds(line))

"""What is read out of an order, and what the reader has to know of the shop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from skill.commerce.rules.modifiers import ModifierGroup


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing about how it is made, in the customer's words; `instead` replaces an earlier wish."""

    words: str
    without: bool = False
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked for; `quantity` is None where none was said, `amount` is (200, "g")."""

    quantity: int | None
    words: str
    wishes: tuple[Wish, ...] = ()
    amount: tuple[int, str] | None = None


class Menu(Protocol):
    """What the shop's catalogue says about words."""

    def is_name(self, words: str) -> bool:
        """Whether words are what some product is called: then they stay in one piece."""

    def groups(self, words: str) -> tuple[ModifierGroup, ...]:
        """What can be chosen of the products that these words can mean."""

    def kinds(self, words: str) -> frozenset[str]:
        """What tells the variants of these products apart: small, medium, large."""

    def kind_of(self, words: str, of: str) -> str:
        """The name of the one of these products that is said to be so: "blueberry" of muffins; else empty."""

    def readings(self, words: str) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Ways to read words as a product's name with choices in it ("oat latte"), likeliest first."""

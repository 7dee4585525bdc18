"""Who shops here, and what is remembered about them: a customer, an answer given, a voice code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who shops here; `address` is None until we know where to deliver.

    `reminders`: they have agreed to be reminded of what they left in the cart. What happened to their orders
    until `told_at` has been told them.
    """

    id: str
    name: str = ""
    email: str = ""
    address: str | None = None
    payment: str = "pay_on_delivery"
    reminders: bool = False
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer given before: the hash of its request, the answer as plain JSON data, and to whom."""

    body_hash: str
    answer: Mapping[str, Any]
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeptCode:
    """What is kept about a voice code: hashes only; `wrong` counts wrong codes in a row."""

    hashed: str | None = None
    pending: str | None = None
    wrong: int = 0
    offered_at: datetime | None = None

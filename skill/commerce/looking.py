"""What the catalogue is asked for: words, limits on the price, and what comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skill.commerce.rules.money import Money

Sort = Literal["best", "cheapest", "dearest", "rated", "newest", "popular"]


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for: words (none: anything), limits on what it costs now, and what comes first.

    With a `sort` other than "best" only what has all the words counts, as long as there is any.
    """

    words: str
    least: Money | None = None
    most: Money | None = None
    on_sale: bool = False
    sort: Sort = "best"

"""The one shape that every format of product feed is read into."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from skill.commerce.rules.money import Money

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One sellable thing of a merchant's feed.

    `group` joins the variants of one product and is empty for a product with only one. `category` is the path
    from the department down. `quantity` is None where the feed counts nothing.
    """

    line: int
    id: str
    title: str
    price: Money
    available: bool = True
    group: str = ""
    description: str = ""
    brand: str = ""
    category: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken; `id` is empty where it could not even be read."""

    line: int
    id: str
    reason: str


class Wrong(Exception):
    """One cell that cannot be used: carried from the cell to its row and no further."""


def plain(text: str) -> str:
    """Text without markup, entities and line breaks."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(text.split())

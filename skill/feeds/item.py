"""The one shape that every format of product feed is read into, and what a row can be instead."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date

from skill.commerce.rules.catalog import Availability, Sale
from skill.commerce.rules.money import Money

_TAG = re.compile(r"<[^<>]*>")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One sellable thing of a merchant's feed.

    `group` joins the variants of one product and is empty for a product with only one. `category` is the
    path from the department down. `options` tell the variants of a product apart, `attributes` describe it.
    `quantity` is None where the feed counts nothing. `rating` is in hundredths of a star out of five.
    """

    line: int
    id: str
    title: str
    price: Money
    sale: Sale | None = None
    availability: Availability = "in_stock"
    arrives: date | None = None
    group: str = ""
    description: str = ""
    brand: str = ""
    category: tuple[str, ...] = ()
    options: Pairs = ()
    attributes: Pairs = ()
    quantity: int | None = None
    gtin: str = ""
    mpn: str = ""
    rating: int | None = None
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A row of a delta that tells only some of a product; what is None stays as it is."""

    line: int
    id: str
    price: Money | None = None
    sale: Sale | None = None
    availability: Availability | None = None
    arrives: date | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A row of a delta that takes a product off sale."""

    line: int
    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken; `id` is empty where it could not even be read."""

    line: int
    id: str
    reason: str


Row = FeedItem | Change | Gone | Refused


class Wrong(Exception):
    """One cell that cannot be used: carried from the cell to its row and no further."""


def plain(text: str) -> str:
    """Text without markup, entities and line breaks."""
    if not text:
        return ""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(text.split())

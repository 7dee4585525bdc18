"""A row as its format wrote it, and the one check that makes it an item or tells why not.

The names and limits are those of Google's product data specification, which the other formats are mapped to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from skill.commerce.rules.catalog import Availability, Sale
from skill.commerce.rules.money import Money, parse_money
from skill.feeds.item import Change, FeedItem, Gone, Pairs, Refused, Row, Wrong, plain

LONGEST_ID = 50
_LONGEST_TITLE = 500
_LONGEST_DESCRIPTION = 5000
_LONGEST_TEXT = 200  # of a brand, an option, an attribute
_MOST_ATTRIBUTES = 40
_MOST_ON_HAND = 1_000_000_000
_MOST_MINOR = 10**15
_STATES: dict[str, Availability] = {
    "in_stock": "in_stock",
    "out_of_stock": "out_of_stock",
    "preorder": "preorder",
    "backorder": "backorder",
}
_SPELLINGS = {"colour": "color", "colours": "color", "flavour": "flavor"}


@dataclass(frozen=True, slots=True)
class Raw:
    """The cells of one row; what is not told is empty. A price may be an amount already."""

    line: int
    id: str
    title: str = ""
    price: str | Money = ""
    sale_price: str | Money = ""
    sale_period: str = ""
    availability: str = ""
    availability_date: str = ""
    group: str = ""
    description: str = ""
    brand: str = ""
    category: str = ""
    options: Pairs = ()
    attributes: Pairs = ()
    quantity: str = ""
    gtin: str = ""
    mpn: str = ""
    rating: str = ""
    best_rating: str = ""
    reviews: str = ""
    deleted: bool = False


def checked(raw: Raw, currency: str, *, delta: bool = False) -> Row:
    """The row as an item, or why it is none; in a delta it may also tell only what has changed."""
    try:
        id = _id(raw.id)
        if raw.deleted:
            return Gone(raw.line, id)
        if delta and not raw.title:
            return _change(raw, id, currency)
        return _item(raw, id, currency)
    except Wrong as wrong:
        return Refused(raw.line, raw.id[:LONGEST_ID], str(wrong))


def _item(raw: Raw, id: str, currency: str) -> FeedItem:
    return FeedItem(
        line=raw.line,
        id=id,
        title=_title(raw.title),
        price=_money("price", raw.price, currency),
        sale=_sale(raw, currency),
        availability=_availability(raw.availability) or "in_stock",
        arrives=_date(raw.availability_date),
        group=_group(raw.group),
        description=plain(raw.description)[:_LONGEST_DESCRIPTION],
        brand=plain(raw.brand)[:_LONGEST_TEXT],
        category=_category(raw.category),
        options=_pairs(raw.options),
        attributes=_pairs(raw.attributes),
        quantity=_quantity(raw.quantity),
        gtin=raw.gtin[:LONGEST_ID],
        mpn=raw.mpn[:_LONGEST_TEXT],
        rating=_rating(raw.rating, raw.best_rating),
        reviews=_reviews(raw.reviews),
    )


def _change(raw: Raw, id: str, currency: str) -> Change:
    return Change(
        line=raw.line,
        id=id,
        price=_money("price", raw.price, currency) if raw.price else None,
        sale=_sale(raw, currency),
        availability=_availability(raw.availability),
        arrives=_date(raw.availability_date),
        quantity=_quantity(raw.quantity),
    )


def _id(text: str) -> str:
    if not text:
        raise Wrong("has no id")
    if len(text) > LONGEST_ID:
        raise Wrong(f"its id is longer than {LONGEST_ID} characters")
    if "\0" in text:
        raise Wrong("its id contains a NUL character")
    return text


def _group(text: str) -> str:
    if len(text) > LONGEST_ID:
        raise Wrong(f"its item_group_id is longer than {LONGEST_ID} characters")
    return text


def _title(text: str) -> str:
    title = plain(text)
    if not any(letter.isalnum() for letter in title):
        raise Wrong("has no title")
    if len(title) > _LONGEST_TITLE:
        raise Wrong(f"its title is longer than {_LONGEST_TITLE} characters")
    return title


def _availability(text: str) -> Availability | None:
    word = re.sub(r"[\s_-]+", "_", text.casefold())
    if word and word not in _STATES:
        raise Wrong(f"availability {text[:50]!r} is none of {', '.join(_STATES)}")
    return _STATES.get(word)


def _quantity(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text[:12]) > _MOST_ON_HAND:
        raise Wrong(f"quantity {text[:50]!r} is no whole number from 0 up")
    return int(text)


def _money(column: str, told: str | Money, currency: str) -> Money:
    if not told:
        raise Wrong(f"has no {column}")
    money = parse_money(told.upper()) if isinstance(told, str) else told
    if money is None or not 0 <= money.minor < _MOST_MINOR:
        raise Wrong(f"{column} {_shown(told)!r} is no amount such as 2.49 {currency}")
    if money.currency != currency:
        raise Wrong(f"{column} {_shown(told)!r} is not in {currency}, the shop's currency")
    return money


def _shown(told: str | Money) -> str:
    return told[:50] if isinstance(told, str) else f"{told.minor} minor units of {told.currency[:10]}"


def _sale(raw: Raw, currency: str) -> Sale | None:
    """The sale price with its period: "start/end" in ISO 8601, or no period at all."""
    if not raw.sale_price:
        return None
    price = _money("sale_price", raw.sale_price, currency)
    start, _, end = raw.sale_period.partition("/")
    return Sale(price, _moment(start, raw.sale_period), _moment(end, raw.sale_period))


def _moment(text: str, period: str) -> datetime | None:
    if not period:
        return None
    try:
        # Google writes -0800 where ISO 8601 also has -08:00.
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Wrong(f"sale_price_effective_date has {text[:50]!r} where a moment should be") from None


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise Wrong(f"availability_date {text[:50]!r} is no date") from None


def _category(text: str) -> tuple[str, ...]:
    """A path such as "Dairy > Milk"; bare category numbers say nothing to a customer."""
    parts = tuple(part for part in (plain(part) for part in plain(text).split(">")) if part)
    return () if len(parts) == 1 and parts[0].isdecimal() else parts


def _pairs(told: Pairs) -> Pairs:
    """Names in one spelling, values without markup, each pair once."""
    if not told:
        return ()
    pairs: dict[tuple[str, str], None] = {}
    for name, value in told:
        name, value = plain(name).casefold()[:_LONGEST_TEXT], plain(value)[:_LONGEST_TEXT]
        if name and value:
            pairs[_SPELLINGS.get(name, name), value] = None
    return tuple(pairs)[:_MOST_ATTRIBUTES]


def _rating(text: str, best: str) -> int | None:
    """Hundredths of a star out of five; a rating that makes no sense is no reason to refuse the row."""
    try:
        stars, most = Decimal(text or "0"), Decimal(best or "5")
        return int(stars * 500 / most) if 0 < stars <= most else None
    except (InvalidOperation, ArithmeticError, ValueError):
        return None


def _reviews(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

"""Google Merchant product feeds: tab-separated, one row a variant, attributes by the names in the header.

The attributes are those of Google's product data specification; `quantity` is ours, for merchants who count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from skill.commerce.rules.money import Money, parse_money
from skill.feeds.item import FeedItem, Refused, Wrong, plain
from skill.feeds.table import Cells, read_table

REQUIRED = ("id", "title", "price")
OPTION_COLUMNS = ("size", "color", "material", "pattern")
OPTIONAL = (
    *OPTION_COLUMNS,
    "availability",
    "brand",
    "description",
    "google_product_category",
    "item_group_id",
    "product_type",
    "quantity",
    "sale_price",
    "sale_price_effective_date",
)

_LONGEST_ID = 50
_LONGEST_TITLE = 500
_LONGEST_DESCRIPTION = 5000
_MOST_ON_HAND = 1_000_000_000
# Older feeds write a space for the underscore. What is only promised for later is not sold by voice yet.
_AVAILABLE = {"in_stock": True, "out_of_stock": False, "preorder": False, "backorder": False}


def read_google(path: Path, currency: str, now: datetime) -> Iterator[FeedItem | Refused]:
    """The rows of a feed in order; each is an item or says why not. Raises FeedError for no feed at all."""
    for row in read_table(path, REQUIRED, OPTIONAL):
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield _item(row, currency, now)
        except Wrong as wrong:
            yield Refused(row.line, row["id"][:_LONGEST_ID], str(wrong))


def _item(row: Cells, currency: str, now: datetime) -> FeedItem:
    return FeedItem(
        line=row.line,
        id=_id(row["id"]),
        title=_title(row["title"]),
        price=_current_price(row, currency, now),
        available=_available(row["availability"]),
        group=_group(row["item_group_id"]),
        description=plain(row["description"])[:_LONGEST_DESCRIPTION],
        brand=plain(row["brand"]),
        category=_category(row["product_type"]) or _category(row["google_product_category"]),
        options=tuple((name, plain(row[name])) for name in OPTION_COLUMNS if row[name]),
        quantity=_quantity(row["quantity"]),
    )


def _id(text: str) -> str:
    if not text:
        raise Wrong("has no id")
    if len(text) > _LONGEST_ID:
        raise Wrong(f"its id is longer than {_LONGEST_ID} characters")
    return text


def _group(text: str) -> str:
    if len(text) > _LONGEST_ID:
        raise Wrong(f"its item_group_id is longer than {_LONGEST_ID} characters")
    return text


def _title(text: str) -> str:
    title = plain(text)
    if not any(letter.isalnum() for letter in title):
        raise Wrong("has no title")
    if len(title) > _LONGEST_TITLE:
        raise Wrong(f"its title is longer than {_LONGEST_TITLE} characters")
    return title


def _available(text: str) -> bool:
    word = re.sub(r"[\s_-]+", "_", text.casefold())
    if word and word not in _AVAILABLE:
        raise Wrong(f"availability {text!r} is none of {', '.join(_AVAILABLE)}")
    return _AVAILABLE.get(word, True)


def _quantity(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text[:12]) > _MOST_ON_HAND:
        raise Wrong(f"quantity {text!r} is no whole number from 0 up")
    return int(text)


def _current_price(row: Cells, currency: str, now: datetime) -> Money:
    """The sale price while the sale lasts, else the price."""
    price = _money("price", row["price"], currency)
    if not row["sale_price"]:
        return price
    sale = _money("sale_price", row["sale_price"], currency)
    return sale if _is_on(row["sale_price_effective_date"], now) else price


def _money(column: str, text: str, currency: str) -> Money:
    if not text:
        raise Wrong(f"has no {column}")
    money = parse_money(text.upper())
    if money is None:
        raise Wrong(f"{column} {text!r} is no amount such as 2.49 {currency}")
    if money.currency != currency:
        raise Wrong(f"{column} {text!r} is not in {currency}, the shop's currency")
    return money


def _is_on(period: str, now: datetime) -> bool:
    """Whether a sale is on: "start/end" in ISO 8601, or no period at all."""
    if not period:
        return True
    start, _, end = period.partition("/")
    return _moment(start, now) <= now <= _moment(end, now)


def _moment(text: str, now: datetime) -> datetime:
    try:
        # Google writes -0800 where ISO 8601 also has -08:00.
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Wrong(f"sale_price_effective_date has {text!r} where a moment should be") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _category(text: str) -> tuple[str, ...]:
    """A path such as "Dairy > Milk"; Google's bare category numbers say nothing to a customer."""
    parts = tuple(part for part in (plain(part) for part in plain(text).split(">")) if part)
    return () if len(parts) == 1 and parts[0].isdecimal() else parts

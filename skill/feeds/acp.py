"""The Agentic Commerce Protocol's product feed (JSON): products with variants, amounts in minor units.

A list, an object with `products`, or one product a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skill.commerce.rules.money import Money
from skill.feeds.item import Refused, Row
from skill.feeds.json_values import dict_of, json_values, list_of, text_of
from skill.feeds.raw import Raw, checked
from skill.feeds.reading import Source

_LISTS = ("products", "items", "data")
_STATES = {
    "in_stock": "in_stock",
    "out_of_stock": "out_of_stock",
    "preorder": "preorder",
    "pre_order": "preorder",
    "backorder": "backorder",
    "discontinued": "out_of_stock",
}
_GTIN = frozenset(("gtin", "gtin8", "gtin12", "gtin13", "gtin14", "upc", "ean", "isbn"))


def read_acp(source: Source) -> Iterator[Row]:
    """The variants of a feed in order; raises FeedError for no JSON, and where it breaks off."""
    for value in json_values(source, _LISTS):
        if isinstance(value, Refused):
            yield value
            continue
        number, product = value
        if not isinstance(product, dict):
            yield Refused(number, "", "is no product")
            continue
        variants = [one for one in list_of(product.get("variants")) if isinstance(one, dict)]
        if not variants and source.delta:
            variants = [{}]
        if not variants:
            yield Refused(number, text_of(product.get("id"))[:50], "has no variants")
        for variant in variants:
            yield _row(number, product, variant, source)


def _row(number: int, product: dict[str, Any], variant: dict[str, Any], source: Source) -> Row:
    list_price, price = _money(variant.get("list_price")), _money(variant.get("price"))
    on_sale = isinstance(list_price, Money) and isinstance(price, Money) and _is_less(price, list_price)
    stock = dict_of(variant.get("availability"))
    raw = Raw(
        line=number,
        id=text_of(variant.get("id")) or text_of(product.get("id")),
        title=text_of(variant.get("title")) or text_of(product.get("title")),
        price=list_price if on_sale else price,
        sale_price=price if on_sale else "",
        availability=_availability(stock),
        availability_date=text_of(stock.get("date")) or text_of(stock.get("available_at")),
        group=text_of(product.get("id")),
        description=_description(variant) or _description(product),
        brand=text_of(product.get("brand")) or text_of(variant.get("brand")),
        category=_category(variant) or _category(product),
        options=_named(variant.get("variant_options")),
        attributes=(*_named(variant.get("attributes")), *_named(product.get("attributes"))),
        quantity=text_of(stock.get("quantity")),
        gtin=_barcode(variant, _GTIN),
        mpn=_barcode(variant, frozenset(("mpn",))),
        deleted=product.get("deleted") is True or variant.get("deleted") is True,
    )
    return checked(raw, source.currency, delta=source.delta)


def _money(told: Any) -> Money | str:
    amount = dict_of(told).get("amount")
    if told is None:
        return ""
    if isinstance(amount, bool) or not isinstance(amount, int):
        return text_of(amount) or "nothing"
    return Money(amount, text_of(told.get("currency")).upper())


def _is_less(price: Money, list_price: Money) -> bool:
    return price.currency == list_price.currency and price < list_price


def _availability(stock: dict[str, Any]) -> str:
    status = text_of(stock.get("status")).casefold()
    if status:
        return _STATES.get(status, status)
    return "out_of_stock" if stock.get("available") is False else ""


def _description(told: dict[str, Any]) -> str:
    text = told.get("description")
    forms = dict_of(text)
    return text_of(text) or next(
        filter(None, (text_of(forms.get(form)) for form in ("plain", "markdown", "html"))), ""
    )


def _category(told: dict[str, Any]) -> str:
    values = (text_of(dict_of(one).get("value")) for one in list_of(told.get("categories")))
    return next(filter(None, values), "")


def _named(told: Any) -> tuple[tuple[str, str], ...]:
    pairs = map(dict_of, list_of(told))
    return tuple((text_of(pair.get("name")), text_of(pair.get("value"))) for pair in pairs)


def _barcode(variant: dict[str, Any], kinds: frozenset[str]) -> str:
    codes = map(dict_of, list_of(variant.get("barcodes")))
    return next((text_of(c.get("value")) for c in codes if text_of(c.get("type")).casefold() in kinds), "")

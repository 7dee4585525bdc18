"""The row shape written back in each format, as a merchant's system would."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from skill.feeds.item import FeedItem

Write = Callable[[Sequence[FeedItem]], str]


def amount(item: FeedItem) -> str:
    return f"{item.price.decimal:f}"


def google_cells(item: FeedItem) -> dict[str, str]:
    options = dict(item.options)
    return {
        "id": item.id,
        "title": item.title,
        "price": f"{amount(item)} {item.price.currency}",
        "sale_price": f"{item.sale.price.decimal:f} {item.sale.price.currency}" if item.sale else "",
        "availability": item.availability,
        "availability_date": item.arrives.isoformat() if item.arrives else "",
        "brand": item.brand,
        "item_group_id": item.group,
        "product_type": " > ".join(item.category),
        "size": options.get("size", ""),
        "color": options.get("color", ""),
        "quantity": "" if item.quantity is None else str(item.quantity),
        "gtin": item.gtin,
    }


def google(items: Sequence[FeedItem]) -> str:
    rows = [google_cells(item) for item in items]
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def google_xml(items: Sequence[FeedItem]) -> str:
    entries = [
        "<item>" + "".join(f"<g:{name}>{escape(cell)}</g:{name}>" for name, cell in row.items()) + "</item>"
        for row in map(google_cells, items)
    ]
    space = 'xmlns:g="http://base.google.com/ns/1.0"'
    return f'<rss version="2.0" {space}><channel>{"".join(entries)}</channel></rss>'


def acp(items: Sequence[FeedItem]) -> str:
    return json.dumps({"products": [_acp(item) for item in items]})


def acp_lines(items: Sequence[FeedItem]) -> str:
    return "".join(json.dumps(_acp(item)) + "\n" for item in items)


def _acp(item: FeedItem) -> dict[str, Any]:
    price = {"amount": item.price.minor, "currency": item.price.currency}
    sale = item.sale and {"amount": item.sale.price.minor, "currency": item.sale.price.currency}
    variant = {
        "id": item.id,
        "title": item.title,
        "price": sale or price,
        "list_price": price if sale else None,
        "availability": {
            "status": item.availability,
            "quantity": item.quantity,
            "date": item.arrives and item.arrives.isoformat(),
        },
        "variant_options": [{"name": name, "value": value} for name, value in item.options],
        "categories": [{"value": " > ".join(item.category)}],
        "barcodes": [{"type": "gtin", "value": item.gtin}],
    }
    return {"id": item.group, "brand": item.brand, "variants": [variant]}


def schema(items: Sequence[FeedItem]) -> str:
    return json.dumps({"@context": "https://schema.org", "@graph": [_schema(item) for item in items]})


def _schema(item: FeedItem) -> dict[str, Any]:
    word = {
        "in_stock": "InStock",
        "out_of_stock": "OutOfStock",
        "preorder": "PreOrder",
        "backorder": "BackOrder",
    }
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": f"{item.sale.price.decimal:f}" if item.sale else amount(item),
        "priceCurrency": item.price.currency,
        "availability": f"https://schema.org/{word[item.availability]}",
        "availabilityStarts": item.arrives and item.arrives.isoformat(),
        "inventoryLevel": {"value": item.quantity},
    }
    if item.sale:
        offer["priceSpecification"] = {"priceType": "https://schema.org/ListPrice", "price": amount(item)}
    return {
        "@type": "Product",
        "sku": item.id,
        "name": item.title,
        "brand": {"@type": "Brand", "name": item.brand},
        "category": " > ".join(item.category),
        "inProductGroupWithID": item.group,
        "gtin": item.gtin,
        "offers": offer,
        **dict(item.options),
    }


def shopify(items: Sequence[FeedItem]) -> str:
    """Without options, which Shopify puts into the title, and without the states that it does not know."""
    out = io.StringIO()
    told = [_shopify(item) for item in items]
    rows = csv.DictWriter(out, list(told[0]))
    rows.writeheader()
    rows.writerows(told)
    return out.getvalue()


def _shopify(item: FeedItem) -> dict[str, str]:
    counted = item.quantity is not None
    return {
        "Handle": item.group,
        "Title": item.title,
        "Vendor": item.brand,
        "Type": " > ".join(item.category),
        "Variant SKU": item.id,
        "Variant Price": f"{item.sale.price.decimal:f}" if item.sale else amount(item),
        "Variant Compare At Price": amount(item) if item.sale else "",
        "Variant Inventory Tracker": "shopify" if counted else "",
        "Variant Inventory Qty": str(item.quantity) if counted else "",
        "Variant Inventory Policy": "deny",
        "Variant Barcode": item.gtin,
    }


FORMATS: dict[str, tuple[str, Write]] = {
    "google": ("google", google),
    "google-xml": ("google-xml", google_xml),
    "acp": ("acp", acp),
    "acp lines": ("acp", acp_lines),
    "schema": ("schema", schema),
    "shopify": ("shopify", shopify),
}

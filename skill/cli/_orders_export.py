"""Orders as a stream of JSON lines or as a table, in the shape that other systems read."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from skill.bootstrap import Shop
from skill.commerce.order_shape import order_shape

BATCH = 200
Json = dict[str, Any]
_OF_ORDER = ("order_number", "created_at", "status", "payment_status", "currency", "customer_id")
_OF_LINE = ("id", "product_id", "title", "unit_price", "subtotal", "status")
_QUANTITIES = ("ordered", "current", "fulfilled")
COLUMNS = (
    *_OF_ORDER,
    "total",
    *(f"line_{name}" for name in _OF_LINE),
    "line_modifiers",
    *(f"line_{name}" for name in _QUANTITIES),
)


def shapes(shop: Shop, since: datetime | None) -> Iterator[Json]:
    """The orders placed since then, the oldest first, a few in memory at a time."""
    after = 0
    while True:
        with shop.store.reading() as uow:
            found = uow.orders.placed_since(since, after, BATCH)
            yield from (order_shape(order, uow.orders.papers(order)) for _, order in found)
        if not found:
            return
        after = found[-1][0]


def write_jsonl(found: Iterable[Json]) -> None:
    """One order a line."""
    for order in found:
        sys.stdout.write(json.dumps(order, ensure_ascii=False) + "\n")


def write_csv(found: Iterable[Json]) -> None:
    """One line of an order a row, amounts in minor units, under a row of names."""
    table = csv.writer(sys.stdout)
    table.writerow(COLUMNS)
    for order in found:
        total = next(one["amount"] for one in order["totals"] if one["type"] == "total")
        head = [order[name] for name in _OF_ORDER] + [total]
        for line in order["line_items"]:
            counts = [line["quantity"][name] for name in _QUANTITIES]
            table.writerow([*head, *(line[name] for name in _OF_LINE), " ".join(line["modifiers"]), *counts])

"""The demo shop into a store: its catalogue, and a returning customer with what they bought before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from skill.commerce.people import Customer
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order, OrderLine
from skill.demo import customer_path, feed_path, modifiers_path, rules_path, spoken_names_path
from skill.feeds.importer import Report, import_feed
from skill.feeds.modifiers import import_modifiers
from skill.feeds.shop_rules import import_rules
from skill.store.store import SqlStore


def load_demo(
    store: SqlStore,
    currency: str,
    user_id: str,
    now: datetime,
    progress: Callable[[int], None] = lambda line: None,
) -> Report:
    """Load the demo shop; again is as good as once: carts and orders that are there stay as they are."""
    report = import_feed(
        store,
        feed_path(),
        format="google",
        currency=currency,
        spoken=spoken_names_path(),
        progress=progress,
    )
    import_modifiers(store, modifiers_path(), currency)
    import_rules(store, rules_path(), currency, "en-US")
    _returning_customer(store, currency, user_id, now)
    return report


def _returning_customer(store: SqlStore, currency: str, user_id: str, now: datetime) -> None:
    given = json.loads(customer_path().read_text("utf-8"))
    with store.writing() as uow:
        known = uow.customers.known(user_id)
        id = known.id if known else given["id"]
        customer = Customer(id, given["name"], given["email"], given["address"], given["payment"])
        uow.customers.put(customer, user_id)
        skus = {line["id"] for order in given["orders"] for line in order["lines"]}
        variants = uow.catalog.variants(skus)
        for order in given["orders"]:
            uow.orders.import_past(_past_order(order, customer, variants, currency, now))
        uow.commit()


def _past_order(
    order: Mapping[str, Any],
    customer: Customer,
    variants: Mapping[str, Variant],
    currency: str,
    now: datetime,
) -> Order:
    return Order(
        number=order["number"],
        customer_id=customer.id,
        status=order["status"],
        placed_at=now - timedelta(days=order["placed_days_ago"]),
        lines=tuple(_past_line(line, variants[line["id"]], currency) for line in order["lines"]),
        tax=Money(0, currency),
        delivery=Money(0, currency),
        address=customer.address,
        payment=customer.payment,
    )


def _past_line(line: Mapping[str, Any], variant: Variant, currency: str) -> OrderLine:
    """A line at the price of its day, or at today's where none is told."""
    minor = line.get("unit_price_minor", variant.price.minor)
    return OrderLine(variant.sku, variant.spoken, line["quantity"], Money(minor, currency))

"""Things to put on the shelf, into carts and into orders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from skill.commerce.people import Customer
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order, order_lines
from skill.commerce.rules.quote import Quote, QuoteLine
from skill.store.catalog_writer import Listing, Written
from skill.store.store import SqlStore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FREE = Money(0, "USD")
OpenStore = Callable[..., SqlStore]
T = TypeVar("T")


def variant(sku: str, minor: int = 100, **more: Any) -> Variant:
    """A variant that is called as its sku."""
    name = more.pop("name", sku.replace("-", " "))
    facts = {"product_id": sku, "name": name, "spoken": name.lower(), "price": Money(minor, "USD")} | more
    return Variant(sku=sku, **facts)


def fill(store: SqlStore, *variants: Variant, category: str = "") -> Written:
    """Put variants on sale."""
    return store.write_catalog(Listing(one, category) for one in variants)


def customer(store: SqlStore, id: str = "ann") -> Customer:
    """A customer whom the store knows."""
    with store.writing() as uow:
        uow.customers.put(Customer(id), f"user-{id}")
        uow.commit()
    return Customer(id)


def line(sku: str, quantity: int = 1, minor: int = 100) -> QuoteLine:
    """One line of a quote or an order."""
    return QuoteLine(sku, sku, quantity, Money(minor, "USD"))


def order(owner: str = "ann", number: str = "", **more: Any) -> Order:
    """An order of two bananas unless told otherwise."""
    facts = {
        "status": "placed",
        "placed_at": NOON,
        "lines": (line("bananas", 2, 29),),
        "tax": FREE,
        "delivery": FREE,
        "address": None,
        "payment": "pay_on_delivery",
    } | more
    facts["lines"] = order_lines(facts["lines"])
    return Order(number, owner, **facts)


def quote(id: str, owner: str = "ann", **more: Any) -> Quote:
    """A quote of two bananas unless told otherwise."""
    facts = {
        "lines": (line("bananas", 2, 29),),
        "tax": FREE,
        "delivery": FREE,
        "address": "1 Mill Lane",
        "payment": "pay_on_delivery",
        "expires_at": NOON,
    } | more
    return Quote(id, owner, **facts)


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """Run jobs in threads that start together; an error in one is raised here."""
    start = threading.Barrier(len(jobs))
    results: list[T | BaseException] = [AssertionError("did not run")] * len(jobs)

    def run(place: int, job: Callable[[], T]) -> None:
        start.wait()
        try:
            results[place] = job()
        except BaseException as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]

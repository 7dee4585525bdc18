"""One transaction over everything the shop keeps: rolled back unless `commit` was called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RootTransaction

from skill.store.answers import StoredAnswers
from skill.store.carts import StoredCarts
from skill.store.catalog import StoredCatalog
from skill.store.counts import StoredCounts
from skill.store.customers import StoredCustomers
from skill.store.deliveries import StoredDeliveries
from skill.store.endpoints import StoredEndpoints
from skill.store.engine import force_to_disk
from skill.store.orders import StoredOrders
from skill.store.outbox import StoredEvents
from skill.store.payments import StoredPayments
from skill.store.quotes import StoredQuotes
from skill.store.search_index import SearchIndex
from skill.store.shop_rules import RulesInMemory, StoredRules
from skill.store.stock import StoredStock
from skill.store.uses import StoredUses
from skill.store.voice_codes import StoredCodes


@dataclass(frozen=True, slots=True)
class StoredUnitOfWork:
    """The parts of the store, all on one connection and in one transaction."""

    transaction: RootTransaction
    catalog: StoredCatalog
    stock: StoredStock
    carts: StoredCarts
    quotes: StoredQuotes
    orders: StoredOrders
    customers: StoredCustomers
    answers: StoredAnswers
    rules: StoredRules
    uses: StoredUses
    events: StoredEvents
    deliveries: StoredDeliveries
    endpoints: StoredEndpoints
    payments: StoredPayments
    codes: StoredCodes
    counts: StoredCounts

    def commit(self) -> None:
        """Make it last; an order even if the power fails the moment after."""
        self.transaction.commit()
        if self.orders.changed:
            force_to_disk(self.transaction.connection)


def over(
    connection: Connection,
    index: SearchIndex,
    rules: RulesInMemory,
    *,
    writing: bool,
    clock: Callable[[], datetime],
    low_stock: int = 0,
) -> StoredUnitOfWork:
    """A unit of work on a fresh connection, whose transaction begins now."""
    return StoredUnitOfWork(
        connection.begin(),
        StoredCatalog(connection, index, clock),
        StoredStock(connection, low_stock),
        StoredCarts(connection, writing=writing, clock=clock),
        StoredQuotes(connection, clock=clock),
        StoredOrders(connection),
        StoredCustomers(connection, writing=writing),
        StoredAnswers(connection, clock=clock),
        StoredRules(connection, rules),
        StoredUses(connection),
        StoredEvents(connection),
        StoredDeliveries(connection, clock=clock),
        StoredEndpoints(connection, clock=clock),
        StoredPayments(connection),
        StoredCodes(connection),
        StoredCounts(connection),
    )

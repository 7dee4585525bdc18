"""What was read out to customers, line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import Quote
from skill.store.agreed import agreed_data, read_agreed
from skill.store.lines import line_columns, line_rows, read_lines
from skill.store.pruning import KEPT_FOR, is_time_to_prune, prune_older
from skill.store.tables import quote_lines, quotes

_GET = select(quotes).where(quotes.c.id == bindparam("quote"), quotes.c.customer_id == bindparam("owner"))
_LINES = (
    select(*line_columns(quote_lines))
    .where(quote_lines.c.quote_id == bindparam("quote"))
    .order_by(quote_lines.c.position)
)
_PRUNE = prune_older(quotes, quotes.c.id, quotes.c.expires_at)


class StoredQuotes:
    """The quotes in the database."""

    def __init__(self, connection: Connection, *, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, quote: Quote) -> None:
        """Keep a quote."""
        self._connection.execute(insert(quotes), _row(quote))
        if quote.lines:
            self._connection.execute(insert(quote_lines), line_rows("quote_id", quote.id, quote.lines))
        if is_time_to_prune(quote.id):
            self.prune()

    def prune(self) -> None:
        """Drop some of the quotes that ran out long ago; an order keeps what it needs of its own."""
        self._connection.execute(_PRUNE, {"before": self._clock() - KEPT_FOR})

    def get(self, quote_id: str, customer_id: str) -> Quote | None:
        """This customer's quote of that id."""
        wanted = {"quote": quote_id, "owner": customer_id}
        row = self._connection.execute(_GET, wanted).one_or_none()
        if row is None:
            return None
        lines = read_lines(self._connection.execute(_LINES, {"quote": quote_id}), row.currency)
        return Quote(
            id=row.id,
            customer_id=row.customer_id,
            lines=lines,
            tax=Money(row.tax_minor, row.currency),
            delivery=Money(row.delivery_minor, row.currency),
            address=row.address,
            payment=row.payment,
            expires_at=row.expires_at,
            agreed=read_agreed(row.agreed),
        )


def _row(quote: Quote) -> dict[str, object]:
    return {
        "id": quote.id,
        "customer_id": quote.customer_id,
        "currency": quote.tax.currency,
        "tax_minor": quote.tax.minor,
        "delivery_minor": quote.delivery.minor,
        "address": quote.address,
        "payment": quote.payment,
        "expires_at": quote.expires_at,
        "agreed": agreed_data(quote.agreed),
    }

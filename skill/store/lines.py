"""The lines of quotes and orders, which are kept alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import QuoteLine


def line_rows(key: str, owner: str | int, lines: Sequence[QuoteLine]) -> list[dict[str, object]]:
    """Lines as rows of the table whose column `key` names the quote or order."""
    return [
        {
            key: owner,
            "position": place,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price_minor": line.unit_price.minor,
            "modifiers": " ".join(line.modifiers),
        }
        for place, line in enumerate(lines)
    ]


def read_lines(rows: Iterable[Row[Any]], currency: str) -> tuple[QuoteLine, ...]:
    """Rows as lines, in the order in which they come."""
    return tuple(
        QuoteLine(
            row.sku,
            row.name,
            row.quantity,
            Money(row.unit_price_minor, currency),
            tuple(row.modifiers.split()),
        )
        for row in rows
    )

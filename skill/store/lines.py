"""The lines of quotes and orders, which are kept alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table

from skill.commerce.rules.money import Money
from skill.commerce.rules.quote import QuoteLine

_COLUMNS = ("sku", "name", "quantity", "unit_price_minor", "modifiers", "discount_minor")


def line_columns(table: Table) -> tuple[ColumnElement[Any], ...]:
    """What `read_lines` needs of a table of lines; the tax has a name that the order's own tax has not."""
    return (*(table.c[name] for name in _COLUMNS), table.c.tax_minor.label("line_tax_minor"))


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
            "discount_minor": line.discount_minor,
            "tax_minor": line.tax_minor,
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
            row.discount_minor,
            row.line_tax_minor,
        )
        for row in rows
    )

"""`voicecart report`: from visit to order, day by day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from skill.cli._orders import open_books

if TYPE_CHECKING:
    from skill.bootstrap import Shop

Row = dict[str, int | str]


@click.command()
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 3660), help="With today.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, a row a day.")
def command(days: int, as_json: bool) -> None:
    """Show visits, searches, carts, orders and what was not understood, for each of the last days (UTC).

    `carts_left` are carts last touched on that day that still wait; a cart of today may yet be bought.
    """
    from skill.metrics import COUNTED

    with open_books() as shop:
        rows = _rows(shop, days, tuple(COUNTED))
    if as_json:
        click.echo(json.dumps(rows))
        return
    names = [name for name in rows[0] if name != "day"]
    click.echo("day         " + "  ".join(names))
    for row in [*rows, _sum(rows, names)]:
        click.echo(f"{row['day']:<10}  " + "  ".join(f"{row[name]:>{len(name)}}" for name in names))


def _rows(shop: Shop, days: int, names: tuple[str, ...]) -> list[Row]:
    now = shop.clock()
    first = now.astimezone(UTC).date() - timedelta(days=days - 1)
    began = datetime.combine(first, time(), UTC)
    with shop.store.reading() as uow:
        counts = uow.counts.since(first)
        left = uow.counts.carts_left(began, now - timedelta(hours=shop.settings.abandoned_hours))
    return [
        _row(day, names, counts.get(day, {}), left.get(day, 0))
        for day in (first + timedelta(days=at) for at in range(days))
    ]


def _row(day: date, names: tuple[str, ...], counts: dict[str, int], left: int) -> Row:
    return {"day": day.isoformat(), **{name: counts.get(name, 0) for name in names}, "carts_left": left}


def _sum(rows: list[Row], names: list[str]) -> Row:
    return {"day": "all", **{name: sum(int(row[name]) for row in rows) for name in names}}

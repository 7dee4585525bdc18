"""`voicecart rules`: promotions, coupons, tax, delivery and stores from one file, and what has been used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skill.settings import Settings

if TYPE_CHECKING:
    from skill.bootstrap import Shop

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Say what things cost: promotions, coupons, tax, delivery, stores."""


@command.command("import")
@click.argument("file", type=_FILE)
@click.option("--check", is_flag=True, help="Only look whether FILE is good.")
def import_(file: Path, check: bool) -> int:
    """Take the rules in FILE (TOML or JSON) in place of those before; all of it, or nothing when it is wrong.

    What has been used stays used. Ends with 1 when something is refused, with 2 when FILE cannot be read.
    """
    from skill.feeds.shop_rules import Rules, put_rules, read_rules_file

    settings = Settings.from_environment()
    found = read_rules_file(file, settings.currency, settings.locale)
    if not isinstance(found, Rules):
        for wrong in found:
            click.echo(f"{file}: {wrong.key + ': ' if wrong.key else ''}{wrong.reason}", err=True)
        return 1
    if not check:
        with _open_shop(settings) as shop:
            put_rules(shop.store, found)
    counts = {
        name: len(found.document.get(name, ())) for name in ("promotions", "coupons", "delivery", "stores")
    }
    counts["tax rates"] = len(found.document.get("tax", {}).get("rates", ()))
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"{file} is good: {told}" if check else f"rules: {told}")
    return 0


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the rules as JSON, as they were imported.")
def list_(as_json: bool) -> None:
    """Show promotions, coupons and ways to come, with how often each has been used."""
    from skill.commerce.rules.pricing import coupon_name, promotion_name

    settings = Settings.from_environment()
    with _open_shop(settings) as shop, shop.store.reading() as uow:
        document, coupons = uow.rules.document(), uow.rules.all_coupons()
        rules = uow.rules.current(settings.currency)
        names = [promotion_name(one.id) for one in rules.promotions]
        names += [coupon_name(one.key) for one in coupons]
        used = uow.uses.counts(names, "") if names else {}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for one in rules.promotions:
        _row("promotion", one.id, used.get(promotion_name(one.id)), one.limits.total, one.name)
    for coupon in coupons:
        _row("coupon", coupon.code, used.get(coupon_name(coupon.key)), coupon.limits.total, coupon.promotion)
    for method in rules.methods:
        _row("delivery", method.id, None, None, method.name)
    for store in rules.stores:
        _row("store", store.id, None, None, f"{store.name}, {store.address}")
    if not document:
        click.echo("no rules; see: voicecart rules import --help")


def _row(kind: str, id: str, used: object, limit: int | None, told: str) -> None:
    from skill.commerce.rules.promotion import Used

    count = f"used {used.total}" if isinstance(used, Used) else ""
    if limit is not None:
        count = f"{count or 'used 0'} of {limit}"
    click.echo(f"{kind:<10} {id:<20} {count:<16} {told}".rstrip())


@contextmanager
def _open_shop(settings: Settings) -> Iterator[Shop]:
    from skill.bootstrap import open_shop

    shop = open_shop(settings)
    try:
        yield shop
    finally:
        shop.close()

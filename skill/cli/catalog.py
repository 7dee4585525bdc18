"""`voicecart catalog`: the merchant's products in, and a look at what customers would find."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skill.feeds.formats import FORMATS
from skill.settings import Settings

if TYPE_CHECKING:
    from skill.bootstrap import Shop
    from skill.commerce.rules.catalog import Variant
    from skill.feeds.importer import Report
    from skill.feeds.item import Refused

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Import, search and reindex the products of the shop."""


@command.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="How FILE is written; otherwise it is looked at."
)
@click.option("--spoken", type=_FILE, help="Tab-separated spoken names: id, spoken, synonyms (a|b|c).")
@click.option(
    "--modifiers", type=_FILE, help="Tab-separated choices of products: milk, extra shots, toppings."
)
@click.option("--replace", is_flag=True, help="FILE is the whole catalogue: take off sale what it lacks.")
@click.option("--delta", is_flag=True, help="A row of FILE may tell only id and what changed, or `delete`.")
@click.option("--report", type=_FILE, help="Write the refused rows there: line, id, reason.")
def import_(
    file: Path,
    format_: str | None,
    spoken: Path | None,
    modifiers: Path | None,
    replace: bool,
    delta: bool,
    report: Path | None,
) -> None:
    """Add and update products from a merchant's feed, packed with gzip or not.

    Bad rows are told with line and reason and good rows are kept; run it again at any time. Ends with 1 when
    every row was refused, with 2 when the file cannot be read.
    """
    from skill.feeds.importer import import_feed
    from skill.feeds.modifiers import import_modifiers

    if replace and delta:
        raise click.UsageError("--replace takes a whole catalogue, --delta a part of one")
    with _open_shop() as shop, _refusals(report) as tell, _progress(file) as progress:
        done = import_feed(
            shop.store,
            file,
            format=format_,
            currency=shop.settings.currency,
            spoken=spoken,
            replace=replace,
            delta=delta,
            progress=progress,
            tell=tell,
        )
        chosen = modifiers and import_modifiers(shop.store, modifiers, shop.settings.currency)
        shop.store.prepare_search()
    _tell(done)
    if chosen:
        click.echo(f"choices for {chosen.products} products, {len(chosen.refused)} refused")
        _tell_refused("modifiers, ", chosen.refused)
    sys.exit(1 if done.refused and not done.good else 0)


@command.command()
def demo() -> None:
    """Load the demo shop: a corner shop with a coffee bar, and a returning customer with past orders."""
    from skill.demo import feed_path
    from skill.feeds.demo_shop import load_demo

    with _open_shop() as shop, _progress(feed_path()) as progress:
        settings = shop.settings
        report = load_demo(shop.store, settings.currency, settings.customer_id, shop.clock(), progress)
        shop.store.prepare_search()
    _tell(report)


@command.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 60), help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def search(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Show what a customer who says WORDS is offered, best first."""
    with _open_shop() as shop:
        found = _offered(shop, " ".join(words))[:limit]
    if as_json:
        click.echo(json.dumps([_as_json(variant) for variant in found], ensure_ascii=False))
    else:
        _table(found)


@command.command()
def reindex() -> None:
    """Make the search index again from the database."""
    with _open_shop() as shop:
        shop.store.reindex()
        count = shop.store.count()
    click.echo(f"{count} products can be found")


@contextmanager
def _open_shop() -> Iterator[Shop]:
    from skill.bootstrap import open_shop

    shop = open_shop(Settings.from_environment())
    try:
        yield shop
    finally:
        shop.close()


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None]]:
    """A bar over the bytes of a file, for people who watch."""
    if not sys.stderr.isatty() or not file.is_file():
        yield lambda done: None
        return
    with click.progressbar(length=file.stat().st_size, label="importing", file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


@contextmanager
def _refusals(file: Path | None) -> Iterator[Callable[[Refused], None]]:
    """Where the refused rows are written, one a line."""
    if file is None:
        yield lambda row: None
        return
    try:
        with file.open("w", encoding="utf-8", errors="replace") as out:
            out.write("line\tid\treason\n")
            yield lambda row: print(row.line, *map(_one_line, (row.id, row.reason)), sep="\t", file=out)
    except OSError as failure:
        raise click.UsageError(f"{file} cannot be written: {failure.strerror}") from None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tell(report: Report) -> None:
    done = report.written
    retired = f", {done.retired} taken off sale" if done.retired else ""
    click.echo(
        f"{done.added} added, {done.updated} updated, {done.unchanged} unchanged{retired}, "
        f"{report.refused_count} refused"
    )
    _tell_refused("", report.refused)
    if report.refused_count > len(report.refused):
        click.echo(f"and {report.refused_count - len(report.refused)} more: see --report")
    _tell_refused("spoken names, ", report.refused_names)


def _tell_refused(where: str, rows: Sequence[Refused]) -> None:
    for row in rows:
        click.echo(f"{where}line {row.line}{f' ({row.id})' if row.id else ''}: {row.reason}")


def _offered(shop: Shop, words: str) -> tuple[Variant, ...]:
    from skill.commerce.lexicon import lexicon
    from skill.commerce.search import Found, NotFound, search

    with shop.store.reading() as uow:
        result = search(words, uow, lexicon(shop.settings.locale), shop.settings.currency)
    match result:
        case Found(variants=variants):
            return variants
        case NotFound(nearest=nearest):
            return nearest
        case _:
            return ()


def _as_json(variant: Variant) -> dict[str, Any]:
    return {
        "id": variant.sku,
        "name": variant.name,
        "spoken": variant.spoken,
        "price_minor": variant.price.minor,
        "currency": variant.price.currency,
        "available": variant.sellable != 0,
        "on_hand": variant.on_hand,
        "department": variant.department,
    }


def _table(variants: Sequence[Variant]) -> None:
    if not variants:
        click.echo("nothing found")
        return
    width = max(len(variant.name) for variant in variants)
    for variant in variants:
        price = f"{variant.price.decimal} {variant.price.currency}"
        stock = {None: "", 0: "sold out"}.get(variant.sellable, f"{variant.sellable} left")
        click.echo(f"{variant.name:{width}}  {price:>12}  {stock:>12}  {variant.sku}")

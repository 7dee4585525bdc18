"""`voicecart webhooks`: who is told what happens in the shop, and what could not be told."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from skill.cli._orders import open_books
from skill.errors import VoicecartError

if TYPE_CHECKING:
    from skill.bootstrap import Shop
    from skill.store.endpoints import Endpoint
    from skill.store.unit_of_work import StoredUnitOfWork

OVERLAP = timedelta(hours=24)
"""A secret that was changed signs as well for so long."""


@click.group()
def command() -> None:
    """Tell other systems what happens: signed Standard Webhooks, sent by `voicecart worker`."""


@command.command()
@click.argument("url")
def add(url: str) -> None:
    """Send all that happens from now on to URL; its secret is shown once."""
    from skill.webhooks.addresses import Refused

    with open_books() as shop:
        place = _place(shop, url)
        if isinstance(place, Refused):
            raise VoicecartError(f"{url} cannot be used: {place.why}")
        with shop.store.writing() as uow:
            if uow.endpoints.get(url):
                raise VoicecartError(f"{url} is there already; see: voicecart webhooks list")
            made = uow.endpoints.add(url, _new_secret())
            uow.commit()
    click.echo(f"webhook {made.id}: {url}\nsecret: {made.secret}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_(as_json: bool) -> None:
    """Show who is told."""
    with open_books() as shop, shop.store.reading() as uow:
        known = uow.endpoints.all()
    if as_json:
        rows = [
            {"id": one.id, "url": one.url, "enabled": one.enabled, "added_at": one.added_at.isoformat()}
            for one in known
        ]
        click.echo(json.dumps(rows))
        return
    for one in known:
        click.echo(f"{one.id:>4}  {'on' if one.enabled else 'off':<4} {one.url}")
    if not known:
        click.echo("no webhooks; see: voicecart webhooks add --help")


@command.command()
@click.argument("which")
def remove(which: str) -> None:
    """Tell WHICH (a number or a URL) nothing any more."""
    with open_books() as shop, shop.store.writing() as uow:
        one = _endpoint(uow, which)
        uow.endpoints.remove(one.id)
        uow.commit()
    click.echo(f"webhook {one.id} is gone")


@command.command()
@click.argument("which")
@click.option("--off", is_flag=True, help="Switch it off: what happens waits until it is on again.")
def enable(which: str, off: bool) -> None:
    """Switch WHICH (a number or a URL) on again after it answered 410, or off."""
    with open_books() as shop, shop.store.writing() as uow:
        one = _endpoint(uow, which)
        uow.endpoints.enable(one.id, on=not off)
        uow.commit()
    click.echo(f"webhook {one.id} is {'off' if off else 'on'}")


@command.command("rotate-secret")
@click.argument("which")
def rotate_secret(which: str) -> None:
    """Give WHICH a new secret; for a day the one of now signs as well."""
    with open_books() as shop, shop.store.writing() as uow:
        one, secret = _endpoint(uow, which), _new_secret()
        uow.endpoints.renew(one, secret, shop.clock() + OVERLAP)
        uow.commit()
    click.echo(f"webhook {one.id}\nsecret: {secret}")


@command.command()
@click.argument("which")
def test(which: str) -> None:
    """Send WHICH a test event now; exit code 1 when it does not arrive."""
    from skill.cli._webhooks import try_out

    with open_books() as shop:
        with shop.store.reading() as uow:
            one = _endpoint(uow, which)
        answer = try_out(shop, one)
    if answer is not None:
        raise click.ClickException(f"{one.url}: {answer}")
    click.echo(f"webhook {one.id} has it")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 100_000))
def dead(as_json: bool, limit: int) -> None:
    """Show what was given up after the last try."""
    with open_books() as shop, shop.store.reading() as uow:
        given_up = uow.deliveries.dead(limit)
    if as_json:
        rows = [
            {
                "delivery": one.id,
                "event": one.event_id,
                "type": one.name,
                "webhook": one.endpoint.id,
                "tries": one.tries,
                "last_answer": one.last_answer,
            }
            for one in given_up
        ]
        click.echo(json.dumps(rows))
        return
    for one in given_up:
        click.echo(
            f"{one.id:>8}  {one.name:<24} webhook {one.endpoint.id}, {one.tries} tries: {one.last_answer}"
        )
    if not given_up:
        click.echo("nothing was given up")


@command.command()
@click.argument("deliveries", nargs=-1, type=click.IntRange(1, 2**63 - 1))
@click.option("--all", "everything", is_flag=True, help="All that was given up.")
def retry(deliveries: tuple[int, ...], everything: bool) -> None:
    """Send DELIVERIES that were given up once more, by their numbers."""
    if everything == bool(deliveries):
        raise click.UsageError("name deliveries, or --all")
    with open_books() as shop, shop.store.writing() as uow:
        count = uow.deliveries.retry(None if everything else deliveries)
        uow.commit()
    click.echo(f"{count} to be sent again")
    if count < len(set(deliveries)):
        click.echo("the others were not given up; see: voicecart webhooks dead", err=True)


def _place(shop: Shop, url: str) -> object:
    from skill.cli._webhooks import inside
    from skill.webhooks.addresses import place_of

    return place_of(url, inside(shop))


def _endpoint(uow: StoredUnitOfWork, which: str) -> Endpoint:
    one = uow.endpoints.get(which)
    if one is None:
        raise VoicecartError(f"there is no webhook {which}; see: voicecart webhooks list")
    return one


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()

"""`voicecart serve`: the Alexa skill over HTTP."""

from __future__ import annotations

import atexit
import ipaddress
import multiprocessing
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from skill.errors import SettingsError, VoicecartError
from skill.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

MOST_WORKERS = 4


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes; one a processor by default, at most 4."
)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 256), help="Threads in each.")
@click.option("--dev", is_flag=True, help="Take unsigned requests, on this machine only.")
def command(host: str, port: int, workers: int | None, threads: int, dev: bool) -> None:
    """Serve the Alexa skill: POST /alexa takes signed requests, GET /health says how the shop is,
    GET /metrics (on this machine, or with VOICECART_METRICS_TOKEN) what has happened.


    Alexa wants HTTPS: put a proxy or a tunnel with a certificate in front.
    """
    settings = Settings.from_environment()
    _check(host, dev, settings.skill_id)
    from skill.serving import address, listen, serve

    with listen(host, port) as listener:
        _rehearse(settings, dev)
        note = " (unsigned requests are taken)" if dev else ""
        click.echo(f"listening on {address(listener)}/alexa{note}; stop with Ctrl+C")
        serve(
            partial(build_app, settings, dev=dev),
            listener,
            workers=workers or min(os.cpu_count() or 1, MOST_WORKERS),
            threads=threads,
        )


def build_app(settings: Settings, *, dev: bool) -> Flask:
    """The web application on the shop of `settings`."""
    from skill.alexa.verification import Verifier, parse_only
    from skill.app import Metrics, create_app
    from skill.bootstrap import open_shop
    from skill.metrics import CONTENT_TYPE, metrics

    shop = open_shop(settings)
    shop.health()  # makes the search index now: no customer shall wait for it
    verify = parse_only if dev else Verifier(skill_id=settings.skill_id).verify
    atexit.register(shop.tally.flush)
    read = Metrics(lambda: metrics(shop.store, shop.clock()), CONTENT_TYPE, settings.metrics_token)
    return create_app(shop.skill, verify, shop.health, shop.report, read)


def _rehearse(settings: Settings, dev: bool) -> None:
    """Open the shop once in a process of its own, before several workers do.

    What is wrong is then told once, and one process alone brings the database up to date.
    """
    child = multiprocessing.get_context("fork").Process(target=_open, args=(settings, dev))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode)


def _open(settings: Settings, dev: bool) -> None:
    try:
        build_app(settings, dev=dev)
    except VoicecartError as mistake:
        click.echo(f"voicecart: {mistake}", err=True)
        sys.exit(2)


def _check(host: str, dev: bool, skill_id: str | None) -> None:
    """Unsigned requests stay on this machine; signed ones must name the skill."""
    if dev and not _is_loopback(host):
        raise SettingsError(f"--dev takes unsigned requests and so only listens on 127.0.0.1, not on {host}")
    if not dev and skill_id is None:
        raise SettingsError(
            "VOICECART_SKILL_ID is not set: copy the skill's id (amzn1.ask.skill...) from Alexa's developer "
            "console, or add --dev to try the shop on this machine with unsigned requests"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

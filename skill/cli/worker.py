"""`voicecart worker`: sends events, and does what else there is to do when nobody is speaking."""

from __future__ import annotations

import signal
import threading

import click

from skill.settings import Settings


@click.command()
@click.option("--once", is_flag=True, help="Do all that there is to do now, and end.")
def command(once: bool) -> int:
    """Send events to other systems and tidy up, until Ctrl+C or SIGTERM; several may run at once."""
    from skill import worker
    from skill.bootstrap import open_shop

    settings = Settings.from_environment()
    shop = open_shop(settings)
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    try:
        todo = worker.jobs(settings, shop.store, shop.clock, shop.payment, stop)
        if once:
            return 0 if worker.everything_now(todo) else 2
        worker.run(todo, stop)
        return 0
    finally:
        shop.close()

"""The worker: everything that the shop does when nobody is speaking, in one loop.

Any number of workers may run beside each other; each job takes what no other has taken. A line of JSON tells
what a job has done; it holds counts and no words.
"""

from __future__ import annotations

import ipaddress
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial

from skill.commerce.abandoned import tell_abandoned
from skill.commerce.paying import Payment, settle
from skill.errors import StoreUnavailable
from skill.settings import Settings
from skill.store.store import SqlStore
from skill.webhooks.delivering import Sent, deliver
from skill.webhooks.sending import send

Clock = Callable[[], datetime]
Did = Mapping[str, int]
KEPT_DAYS = 30
"""Events that have arrived, or were given up, are kept for so long."""


@dataclass(slots=True)
class Job:
    """Something done every so many seconds; `do` says what it has done, as counts."""

    name: str
    every: float
    do: Callable[[], Did]
    due: float = field(default=0.0)


def jobs(
    settings: Settings,
    store: SqlStore,
    clock: Clock,
    payment: Payment | None = None,
    stop: threading.Event | None = None,
) -> tuple[Job, ...]:
    """All that there is to do; `payment` charges cards and pays back, after `stop` nothing more is sent."""
    stop = stop or threading.Event()
    inside = [ipaddress.ip_network(one) for one in settings.webhook_networks]
    post = partial(send, inside=inside)
    return (
        Job("prune", 3600, lambda: prune(store, clock)),
        Job("abandoned", 300, lambda: abandoned(store, settings.abandoned_hours, clock)),
        Job("settle", 20, lambda: asdict(settle(store, payment, clock()))),
        Job("deliver", 1, lambda: deliver_all(lambda: deliver(store, post, clock), stop)),
    )


def run(jobs: Sequence[Job], stop: threading.Event, *, tell: Callable[[str], None] | None = None) -> None:
    """Do each job when it is due until `stop`; what is being done then is finished first."""
    while not stop.is_set():
        for job in jobs:
            if not stop.is_set() and time.monotonic() >= job.due:
                once(job, tell or _tell)
                job.due = time.monotonic() + job.every
        stop.wait(max(0.05, min(job.due for job in jobs) - time.monotonic()))


def once(job: Job, tell: Callable[[str], None] | None = None) -> bool:
    """Do one job and tell what it has done; False when the database could not be used."""
    say = tell or _tell
    try:
        did = job.do()
    except StoreUnavailable:
        say(_line(job.name, error="the database cannot be used now"))
        return False
    if any(did.values()):
        say(_line(job.name, **did))
    return True


def deliver_all(round: Callable[[], Sent], stop: threading.Event) -> Did:
    """Round after round until nothing is due, or `stop`, but no longer than a minute."""
    sent, until = Sent(), time.monotonic() + 60
    while (now := round()).tried:
        sent += now
        if stop.is_set() or time.monotonic() > until:
            break
    return asdict(sent)


def prune(store: SqlStore, clock: Clock) -> Did:
    """Drop what nobody will ask for again."""
    with store.writing() as uow:
        uow.answers.prune()
        uow.quotes.prune()
        dropped = uow.events.prune(clock() - timedelta(days=KEPT_DAYS))
        forgotten = uow.customers.forget_the_rest()
        uow.commit()
    return {"events": dropped, "forgotten": forgotten}


def abandoned(store: SqlStore, hours: int, clock: Clock) -> Did:
    """Tell of carts that were left."""
    return {"carts": tell_abandoned(store, hours, clock()) if hours else 0}


def _line(job: str, **told: object) -> str:
    from skill.bootstrap import now

    return json.dumps({"at": now().isoformat(timespec="seconds"), "job": job, **told})


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

"""The worker: everything that the shop does when nobody is speaking, each job in a thread of its own.

So no job waits for another: while the card company is silent, events are sent. Any number of workers may run
beside each other; each job takes what no other has taken. A line of JSON tells what a job has done; it holds
counts and no words.
"""

from __future__ import annotations

import ipaddress
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
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
Tell = Callable[[str], None]
KEPT_DAYS = 30
"""Events that have arrived, or were given up, are kept for so long."""
LAST_SECONDS = 20.0
"""After `stop` a job has so long to finish what it is doing: an event is sent, or not, by then."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something done every so many seconds; `do` says what it has done, as counts."""

    name: str
    every: float
    do: Callable[[], Did]


def jobs(
    settings: Settings,
    store: SqlStore,
    clock: Clock,
    payment: Payment | None = None,
    stop: threading.Event | None = None,
) -> tuple[Job, ...]:
    """All that there is to do, sending events last.

    `payment` charges cards and pays back; after `stop` nothing more is begun.
    """
    stop = stop or threading.Event()
    inside = [ipaddress.ip_network(one) for one in settings.webhook_networks]
    post = partial(send, inside=inside)
    return (
        Job("prune", 3600, lambda: prune(store, clock)),
        Job("abandoned", 300, lambda: abandoned(store, settings.abandoned_hours, clock)),
        Job("settle", 20, lambda: asdict(settle(store, payment, clock(), stopped=stop.is_set))),
        Job("deliver", 1, lambda: deliver_all(lambda: deliver(store, post, clock), stop)),
    )


def run(jobs: Sequence[Job], stop: threading.Event, *, tell: Tell | None = None) -> None:
    """Do each job every so often until `stop`; what is being done then is finished first.

    What takes longer than LAST_SECONDS to finish is left as it would be if the worker were killed: another
    one takes it up. A job that breaks ends them all.
    """
    broken: list[BaseException] = []
    threads = [
        threading.Thread(target=_repeat, args=(job, stop, tell or _tell, broken), name=job.name, daemon=True)
        for job in jobs
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    until = time.monotonic() + LAST_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    if broken:
        raise broken[0]


def _repeat(job: Job, stop: threading.Event, tell: Tell, broken: list[BaseException]) -> None:
    try:
        while not stop.is_set():
            once(job, tell)
            stop.wait(job.every)
    except BaseException as failure:
        broken.append(failure)
        stop.set()


def everything_now(jobs: Sequence[Job], tell: Tell | None = None) -> bool:
    """Do every job once, beside each other, and the last one again for what the others left to it."""
    with ThreadPoolExecutor(len(jobs)) as several:
        done = list(several.map(lambda job: once(job, tell), jobs))
    return once(jobs[-1], tell) and all(done)


def once(job: Job, tell: Tell | None = None) -> bool:
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

"""The voice code: four digits that a customer may want to be asked for before an order is placed.

Rules P5 to P7 of selling by voice: offered for dear orders, asked before completing, locked by three wrong
ones in a row, and never told to anybody. Only an argon2 hash is kept. Four digits are soon tried out by who
has the database; what protects them is the lock. A hash takes some 30 milliseconds, and nobody waits for
them: it is checked before the database has a single writer, and what came of it is counted afterwards in a
conditional update.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from skill.commerce.people import KeptCode
from skill.commerce.ports import UnitOfWork

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MOST_WRONG = 3
"""Wrong codes in a row that lock it: the next one is not even looked at."""


@dataclass(frozen=True, slots=True)
class Right:
    """It is the code."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """It is not; after so many more it is locked."""

    left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """There were too many wrong ones: only the shop can reset it."""


@dataclass(frozen=True, slots=True)
class NoCode:
    """The customer has no code."""


Checked = Right | Wrong | Locked | NoCode


def is_code(said: str) -> bool:
    """Whether it is four digits."""
    return len(said) == 4 and said.isascii() and said.isdecimal()


def is_asked_for(uow: UnitOfWork, customer_id: str) -> bool:
    """Whether an order needs the code."""
    return uow.codes.of(customer_id).hashed is not None


def is_locked(uow: UnitOfWork, customer_id: str) -> bool:
    """Whether there were too many wrong ones."""
    kept = uow.codes.of(customer_id)
    return kept.hashed is not None and kept.wrong >= MOST_WRONG


def check(uow: UnitOfWork, customer_id: str, said: str) -> Checked:
    """Say whether it is the code; wrong ones count, several at once one after the other."""
    kept = uow.codes.of(customer_id)
    if kept.hashed is None:
        return NoCode()
    if kept.wrong >= MOST_WRONG:
        return Locked()
    if is_same(kept.hashed, said):
        right = uow.codes.count_right(customer_id, kept.hashed, MOST_WRONG)
        return Right() if right else Locked()
    wrong = uow.codes.count_wrong(customer_id)
    return Wrong(MOST_WRONG - wrong) if wrong < MOST_WRONG else Locked()


def begin(uow: UnitOfWork, customer_id: str, said: str) -> None:
    """A new code, said for the first time."""
    uow.codes.put_pending(customer_id, _hasher().hash(said))


def finish(uow: UnitOfWork, customer_id: str, said: str) -> bool:
    """The new code, said again: it counts from now on if it is the same."""
    kept = uow.codes.of(customer_id)
    if not is_same(kept.pending, said):
        return False
    uow.codes.put(customer_id, kept.pending)
    return True


def remove(uow: UnitOfWork, customer_id: str) -> None:
    """Ask for no code any more; a locked one is gone with it."""
    uow.codes.put(customer_id, None)


def set_code(uow: UnitOfWork, customer_id: str, code: str) -> None:
    """Set the code at once: for the merchant, who has asked the customer."""
    uow.codes.put(customer_id, _hasher().hash(code))


def offer(uow: UnitOfWork, customer_id: str, now: datetime) -> bool:
    """Whether a code is to be offered now: once, to a customer who has none."""
    kept: KeptCode = uow.codes.of(customer_id)
    if kept.hashed is not None or kept.offered_at is not None:
        return False
    uow.codes.offered(customer_id, now)
    return True


def is_same(hashed: str | None, said: str) -> bool:
    """Whether a hash is of these four digits; it takes its time."""
    from argon2.exceptions import VerificationError

    if hashed is None:
        return False
    try:
        return _hasher().verify(hashed, said)
    except VerificationError:
        return False


@cache
def _hasher() -> PasswordHasher:
    """OWASP's least for argon2id: 19 MiB, two passes, one lane."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

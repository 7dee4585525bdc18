"""What the card company reports by itself: late, twice, in any order, or before its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skill.commerce.moving import Moved, move
from skill.commerce.paying import record
from skill.commerce.people import Remembered
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.deeds import LetOff, SettleRefund
from skill.commerce.rules.payment import Told


@dataclass(frozen=True, slots=True)
class ChargeReport:
    """What came of the charge with a key."""

    id: str
    key: str
    told: Told


@dataclass(frozen=True, slots=True)
class GivenBack:
    """So much of a payment has gone back in all, by whomever."""

    id: str
    reference: str
    minor: int


@dataclass(frozen=True, slots=True)
class Disputed:
    """The customer's bank asks for the money back."""

    id: str
    reference: str
    reason: str


Report = ChargeReport | GivenBack | Disputed


def take_report(uow: UnitOfWork, report: Report, at: datetime) -> bool:
    """Write down what was reported; False when that very report was taken before."""
    if not uow.answers.put(f"report {report.id}", Remembered("", {})):
        return False
    match report:
        case ChargeReport(_, key, told):
            record(uow, key, told, at)
        case GivenBack(_, reference, minor):
            _given_back(uow, reference, minor, at)
        case Disputed(_, reference, reason):
            uow.payments.note(reference, f"disputed: {reason}")
    return True


def _given_back(uow: UnitOfWork, reference: str, minor: int, at: datetime) -> None:
    """What went back without a promise of ours (somebody pressed a button there) is let off here."""
    attempt = uow.payments.of_reference(reference)
    order = uow.orders.numbered(attempt.charge.order) if attempt else None
    if order is None or minor <= order.refunded_minor:
        return
    let_off = LetOff(minor - order.refunded_minor)
    match move(uow, order.number, let_off, by="payment", at=at, why="refunded by the card company"):
        case Moved(moved, happening) if happening.ref is not None:
            move(uow, moved.number, SettleRefund(happening.ref), by="payment", at=at)

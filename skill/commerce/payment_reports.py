"""What the card company reports by itself: late, twice, in any order, or before its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skill.commerce.moving import move
from skill.commerce.paying import record
from skill.commerce.people import Remembered
from skill.commerce.ports import UnitOfWork
from skill.commerce.rules.deeds import GiveBack, SettleRefund
from skill.commerce.rules.payment import Charged, Told, refund_of


@dataclass(frozen=True, slots=True)
class ChargeReport:
    """What came of the charge with a key."""

    id: str
    key: str
    told: Told


@dataclass(frozen=True, slots=True)
class GivenBack:
    """So much of a payment, which was charged with that key, has gone back in all, by whomever."""

    id: str
    key: str
    charged: Charged
    minor: int


@dataclass(frozen=True, slots=True)
class RefundFailed:
    """The bank did not take the refund with a key, or has sent it back later."""

    id: str
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """The customer's bank asks for the money back."""

    id: str
    reference: str
    reason: str


Report = ChargeReport | GivenBack | RefundFailed | Disputed


def take_report(uow: UnitOfWork, report: Report, at: datetime) -> bool:
    """Write down what was reported; False when that very report was taken before."""
    if not uow.answers.put(f"report {report.id}", Remembered("", {})):
        return False
    match report:
        case ChargeReport(_, key, told):
            record(uow, key, told, at)
        case GivenBack():
            _given_back(uow, report, at)
        case RefundFailed(_, key, reason):
            _refund_failed(uow, key, reason, at)
        case Disputed(_, reference, reason):
            uow.payments.note(reference, f"disputed: {reason}")
    return True


def _given_back(uow: UnitOfWork, report: GivenBack, at: datetime) -> None:
    """What went back without a promise of ours (somebody pressed a button there) is let off here.

    It may overtake the report of the payment itself, which was made for certain.
    """
    payments, charged = uow.payments, report.charged
    attempt = payments.of_key(report.key) or payments.of_reference(charged.reference)
    if attempt is None:
        return
    record(uow, attempt.charge.key, charged, at)
    deed, why = GiveBack(report.minor), "refunded by the card company"
    move(uow, attempt.charge.order, deed, by="payment", at=at, why=why)


def _refund_failed(uow: UnitOfWork, key: str, reason: str, at: datetime) -> None:
    charge, id = refund_of(key)
    attempt = uow.payments.of_key(charge)
    if attempt is not None:
        deed = SettleRefund(id, done=False)
        move(uow, attempt.charge.order, deed, by="payment", at=at, why=reason)

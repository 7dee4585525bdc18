"""Stripe's webhooks: proven by their signature, and reduced to what the shop wants to know.

https://docs.stripe.com/webhooks/signature; the event types are in docs.stripe.com/api/events/types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skill.commerce.payment_reports import ChargeReport, Disputed, GivenBack, RefundFailed, Report
from skill.commerce.rules.payment import Charged, Unavailable
from skill.payments.amounts import as_we_count
from skill.payments.cards import CHARGE, FAILED, REFUND, library, told_by

LONGEST_AGE = 300
"""Seconds: an older signature may be a recording."""


@dataclass(frozen=True, slots=True)
class NotSigned:
    """It does not come from Stripe, is too old, or is no event."""


def read_report(body: bytes, signature: str, secret: str) -> Report | NotSigned | None:
    """What an event says; None for one that is of no interest here."""
    stripe = library()
    try:
        text = body.decode("utf-8")
        event = stripe.Webhook.construct_event(text, signature, secret, tolerance=LONGEST_AGE)
        return _report(event.to_dict())
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError):
        return NotSigned()


def _report(event: Mapping[str, Any]) -> Report | None:
    id, about = str(event["id"]), event["data"]["object"]
    match str(event["type"]).split("."):
        case ["payment_intent", "succeeded" | "payment_failed"]:
            # Others tell of one that has only begun, or is taken back: who does that knows why.
            key, told = _ours(about, CHARGE), told_by(about)
            return None if not key or isinstance(told, Unavailable) else ChargeReport(id, key, told)
        case ["charge", "refunded"]:
            currency = str(about.get("currency", ""))
            taken = as_we_count(int(about.get("amount_captured") or about["amount"]), currency)
            back = as_we_count(int(about["amount_refunded"]), currency)
            charged = Charged(str(about["payment_intent"]), taken)
            return GivenBack(id, _ours(about, CHARGE), charged, back)
        case ["refund", "updated" | "failed"] | ["charge", "refund", "updated"]:
            key, reason = _ours(about, REFUND), str(about.get("failure_reason") or about["status"])
            return RefundFailed(id, key, reason) if key and about["status"] in FAILED else None
        case ["charge", "dispute", "created"]:
            return Disputed(id, str(about["payment_intent"]), str(about.get("reason") or "unknown"))
        case _:
            return None


def _ours(about: Mapping[str, Any], name: str) -> str:
    """Our key in Stripe's metadata; empty where it is not about anything of this shop."""
    return str((about.get("metadata") or {}).get(name) or "")

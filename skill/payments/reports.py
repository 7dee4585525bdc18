"""Stripe's webhooks: proven by their signature, and reduced to what the shop wants to know.

https://docs.stripe.com/webhooks/signature; the event types are in docs.stripe.com/api/events/types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skill.commerce.payment_reports import ChargeReport, Disputed, GivenBack, Report
from skill.commerce.rules.payment import Unavailable
from skill.payments.amounts import as_we_count
from skill.payments.cards import CHARGE, library, told_by

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
        case ["payment_intent", *_]:
            key, told = (about.get("metadata") or {}).get(CHARGE), told_by(about)
            if not isinstance(key, str) or isinstance(told, Unavailable):
                return None
            return ChargeReport(id, key, told)
        case ["charge", "refunded"]:
            back = as_we_count(int(about["amount_refunded"]), str(about.get("currency", "")))
            return GivenBack(id, str(about["payment_intent"]), back)
        case ["charge", "dispute", "created"]:
            return Disputed(id, str(about["payment_intent"]), str(about.get("reason") or "unknown"))
        case _:
            return None

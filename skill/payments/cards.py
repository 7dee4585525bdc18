"""Cards on file through Stripe: charged while the customer is not there, once for each key.

https://docs.stripe.com/payments/save-and-reuse (off-session charges), https://docs.stripe.com/api/idempotent_requests
(a key is remembered for a day at least: who comes later looks up before charging). No number of a card passes
through here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

from skill.commerce.rules.payment import (
    Account,
    Charge,
    Charged,
    Declined,
    GoneBack,
    NeedsAuthentication,
    NotKnown,
    NotPaidBack,
    PaidBack,
    Repayment,
    Told,
    Unavailable,
)
from skill.errors import SettingsError, VoicecartError
from skill.payments.amounts import as_stripe_counts, as_we_count, why_not
from skill.payments.in_time import in_time

T = TypeVar("T")

log = logging.getLogger(__name__)

SECONDS = 3.5
"""A turn waits so long for all that it asks Stripe: with the database it takes less than Alexa's eight."""
CHARGE, REFUND, ORDER = "voicecart_charge", "voicecart_refund", "voicecart_order"
"""What our keys and the order's number are called in Stripe's metadata."""
FAILED = ("failed", "canceled")
"""A refund like that has moved no money, or it has come back (docs.stripe.com/refunds#failed-refunds)."""
CLOCKS_DIFFER = timedelta(days=1)
"""By no more than that is our clock ahead of Stripe's."""


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What was asked for cannot be done, and was not: there is no such customer or payment, for instance."""

    code: str


class Cards:
    """Charges and refunds at Stripe; `api_base` is another address than Stripe's own, for tests."""

    def __init__(self, secret_key: str, *, api_base: str | None = None, seconds: float = SECONDS) -> None:
        self._key = secret_key
        self._api_base = api_base
        self._seconds = seconds

    @cached_property
    def _client(self) -> Any:
        stripe = library()
        bases: Any = {"api": self._api_base} if self._api_base else {}
        http = stripe.RequestsClient(timeout=self._seconds)
        client = stripe.StripeClient(self._key, http_client=http, base_addresses=bases, max_network_retries=0)
        return client.v1

    def charge(self, charge: Charge) -> Told | Unavailable:
        """Take the money now, once for each key.

        A customer waits for it: what takes longer goes on by itself, and is looked up later.
        """
        if (refused := why_not(charge.amount)) is not None:
            return Declined(refused)
        return in_time(lambda: self._charge(charge), self._seconds) or Unavailable()

    def _charge(self, charge: Charge) -> Told | Unavailable:
        asked = {
            "amount": as_stripe_counts(charge.amount),
            "currency": charge.amount.currency.lower(),
            "customer": charge.account.customer,
            "payment_method": charge.account.card,
            # Else Stripe asks for a page of ours to send the customer back to, also where no card needs it.
            "payment_method_types": ["card"],
            "off_session": True,
            "confirm": True,
            "metadata": {CHARGE: charge.key, ORDER: charge.order},
        }
        once = {"idempotency_key": charge.key}
        told = _certain(lambda: self._told(self._client.payment_intents.create(asked, once)))
        return Declined(told.code) if isinstance(told, _Wrong) else told

    def look_up(self, charge: Charge) -> Told | NotKnown | Unavailable:
        """What became of a charge; what waits for the customer is taken back."""
        told = self._among({"customer": charge.account.customer}, charge.key)
        if told == _Wrong("resource_missing"):
            # The customer was deleted there: what they have paid has not come back by that, and is listed.
            since = int((charge.made_at - CLOCKS_DIFFER).timestamp())
            told = self._among({"created": {"gte": since}}, charge.key)
        return Unavailable() if isinstance(told, _Wrong) else told

    def _among(self, which: Mapping[str, object], key: str) -> Told | NotKnown | Unavailable | _Wrong:
        def look() -> Told | NotKnown | Unavailable:
            known = self._client.payment_intents.list({**which, "limit": 100})
            for intent in known.auto_paging_iter():
                if _metadata(intent.to_dict()).get(CHARGE) == key:
                    return self._told(intent)
            return NotKnown()

        return _certain(look)

    def gone_back(self, repayment: Repayment) -> GoneBack | NotPaidBack | Unavailable:
        """What has gone back of a payment, through us or by hand, and what came of this repayment."""

        def look() -> GoneBack:
            known = self._client.refunds.list({"payment_intent": repayment.reference, "limit": 100})
            refunds = [one.to_dict() for one in known.auto_paging_iter()]
            back = sum(int(one["amount"]) for one in refunds if one.get("status") not in FAILED)
            mine = [one for one in refunds if _metadata(one).get(REFUND) == repayment.key]
            told = _paid_back(mine[0]) if mine else None
            return GoneBack(as_we_count(back, repayment.amount.currency), told)

        return _not_refused(_certain(look))

    def pay_back(self, repayment: Repayment) -> PaidBack | NotPaidBack | Unavailable:
        """Give money back, once for each key; who asks again after a day looks first what has gone back."""
        asked = {
            "payment_intent": repayment.reference,
            "amount": as_stripe_counts(repayment.amount),
            "metadata": {REFUND: repayment.key},
        }
        once = {"idempotency_key": repayment.key}
        return _not_refused(_certain(lambda: _paid_back(self._client.refunds.create(asked, once).to_dict())))

    def account(self, customer: str, card: str | None = None) -> Account:
        """A customer's card at Stripe, the first one unless named; VoicecartError says why there is none."""
        stripe = library()
        try:
            found = self._client.payment_methods.list({"customer": customer, "type": "card"}).data
        except stripe.StripeError as refused:
            raise VoicecartError(
                f"Stripe does not show {customer}: {refused.user_message or refused}"
            ) from None
        for method in found:
            if card in (None, method.id):
                shown = f"{method.card.brand.capitalize()} ending in {method.card.last4}"
                return Account(customer, method.id, shown)
        raise VoicecartError(f"{customer} has no card {card or ''} at Stripe".replace("  ", " "))

    def _told(self, intent: Any) -> Told | Unavailable:
        told = told_by(intent.to_dict())
        if not isinstance(told, NeedsAuthentication) or intent.status == "canceled":
            return told
        # Nobody will confirm it: it must not be possible later, when the order is gone.
        cancelled = _certain(lambda: self._client.payment_intents.cancel(intent.id).status)
        return told if cancelled == "canceled" else Unavailable()


def _metadata(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = kept.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _paid_back(refund: Mapping[str, Any]) -> PaidBack | NotPaidBack:
    if refund.get("status") in FAILED:
        return NotPaidBack(refund.get("failure_reason") or refund["status"])
    return PaidBack(refund["id"])


def _not_refused(told: T | Declined | NeedsAuthentication | _Wrong) -> T | NotPaidBack:
    match told:
        case _Wrong(reason) | Declined(reason):
            return NotPaidBack(reason)
        case NeedsAuthentication():
            return NotPaidBack("authentication_required")
        case _:
            return told


def told_by(intent: Mapping[str, Any]) -> Told | Unavailable:
    """What a PaymentIntent says about the money (docs.stripe.com/payments/paymentintents/lifecycle)."""
    match intent["status"]:
        case "succeeded":
            taken = intent.get("amount_received") or intent["amount"]
            return Charged(intent["id"], as_we_count(taken, intent.get("currency", "")))
        case "requires_action" | "requires_confirmation":
            return NeedsAuthentication(intent["id"])
        case "requires_payment_method" | "canceled" as status:
            return _refused(intent.get("last_payment_error") or {"code": status}, intent["id"])
        case _:
            return Unavailable()


def _certain(ask: Callable[[], T]) -> T | Declined | NeedsAuthentication | _Wrong | Unavailable:
    """What Stripe answers; an error is a refusal where it is certain that no money moved."""
    stripe = library()
    try:
        return ask()
    except stripe.CardError as refused:
        error: Any = refused.json_body
        return _refused(error["error"], (error["error"].get("payment_intent") or {}).get("id", ""))
    except stripe.IdempotencyError:
        return Unavailable()  # the same key is being charged just now
    except stripe.InvalidRequestError as refused:
        # Their own words may name a person: the code alone is logged.
        log.error("a payment was refused as wrong: %s", refused.code)
        return Unavailable() if refused.http_status == 409 else _Wrong(refused.code or "invalid_request")
    except stripe.StripeError as failure:
        log.warning("payment: %s", type(failure).__name__)
        return Unavailable()


def _refused(error: Mapping[str, Any], reference: str) -> Declined | NeedsAuthentication:
    """What a bank has said no with (docs.stripe.com/declines/codes); it may want the customer in two ways."""
    code, decline = error.get("code"), error.get("decline_code")
    if "authentication_required" in (code, decline):
        return NeedsAuthentication(reference)
    return Declined(decline or code or "declined", reference)


def library() -> Any:
    """Stripe's library, loaded when money is to be moved: it takes a moment, and not every shop has it."""
    try:
        import stripe
    except ImportError:
        raise SettingsError("cards need the extra `stripe`: pip install 'voicecart[stripe]'") from None
    return stripe

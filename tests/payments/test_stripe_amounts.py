"""What is taken and given back is what was said, in every currency, and a refund that failed is no refund."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import stripe

from skill.commerce.payment_reports import ChargeReport, GivenBack
from skill.commerce.rules.money import Money, parse_money
from skill.commerce.rules.payment import (
    Account,
    Charge,
    Charged,
    Declined,
    GoneBack,
    NeedsAuthentication,
    NotPaidBack,
    PaidBack,
    Repayment,
    Unavailable,
)
from skill.payments import reports
from skill.payments.cards import Cards

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Known:
    """Something that Stripe keeps, as its library hands it out."""

    def __init__(self, **kept):
        self._kept = kept

    def __getattr__(self, name):
        return self._kept[name]

    def to_dict(self):
        return self._kept


class Intents:
    """Takes what it is asked for."""

    def __init__(self):
        self.asked = []

    def create(self, asked, options):
        self.asked.append(asked)
        taken = {"amount": asked["amount"], "amount_received": asked["amount"], "currency": asked["currency"]}
        return Known(id="pi_1", status="succeeded", **taken)


class Refunds:
    """Carries out refunds, with a status or an error."""

    def __init__(self, status="succeeded", error=None, before=()):
        self.asked, self.status, self.error, self.before = [], status, error, before

    def list(self, asked):
        return SimpleNamespace(auto_paging_iter=lambda: iter(self.before))

    def create(self, asked, options):
        self.asked.append(asked)
        if self.error:
            raise stripe.InvalidRequestError("no", None, code=self.error, http_status=400)
        return Known(id="re_1", status=self.status, failure_reason="expired_or_canceled_card")


def cards(**services):
    there = Cards("sk_test_1")
    there.__dict__["_client"] = SimpleNamespace(**services)
    return there


def charge(minor, currency):
    return Charge("quote-1", "1005", Money(minor, currency), Account("cus_1", "pm_1"), NOW)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("5 USD", 500),
        ("500 JPY", 500),
        ("500 ISK", 50_000),
        ("500 RWF", 500),
        ("500 MGA", 500),
        ("5.12 KWD", 5120),
    ],
)
def test_what_is_charged_is_what_was_said(said, asked):
    intents, amount = Intents(), parse_money(said)

    told = cards(payment_intents=intents).charge(charge(amount.minor, amount.currency))

    assert intents.asked[0]["amount"] == asked
    assert told == Charged("pi_1", amount.minor)


def test_what_goes_back_is_counted_in_the_same_way():
    refunds = Refunds()

    cards(refunds=refunds).pay_back(Repayment("refund-1", "pi_1", Money(120, "ISK")))

    assert refunds.asked[0]["amount"] == 12_000


def test_reports_are_counted_in_the_same_way():
    paid = {"id": "pi_1", "status": "succeeded", "amount": 50_000, "currency": "isk"}
    paid |= {"metadata": {"voicecart_charge": "quote-1"}}
    back = {"payment_intent": "pi_1", "amount": 50_000, "amount_refunded": 12_000, "currency": "isk"}
    back |= {"metadata": {"voicecart_charge": "quote-1"}}

    told = [
        reports._report({"id": "evt_1", "type": type, "data": {"object": about}})
        for type, about in (("payment_intent.succeeded", paid), ("charge.refunded", back))
    ]

    charged = Charged("pi_1", 500)
    assert told == [ChargeReport("evt_1", "quote-1", charged), GivenBack("evt_1", "quote-1", charged, 120)]


@pytest.mark.parametrize(
    ("minor", "currency", "why"),
    [(500, "UGX", "currency_not_supported"), (5124, "KWD", "invalid_charge_amount")],
)
def test_what_stripe_cannot_be_asked_for_is_not_charged(minor, currency, why):
    intents = Intents()

    told = cards(payment_intents=intents).charge(charge(minor, currency))

    assert told == Declined(why)
    assert intents.asked == []


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_refund_that_failed_is_not_paid_back(status):
    there = cards(refunds=Refunds(status))

    told = there.pay_back(Repayment("refund-1", "pi_1", Money(116, "USD")))

    assert told == NotPaidBack("expired_or_canceled_card")


def refund(status, amount, key=None):
    metadata = {"voicecart_refund": key} if key else {}
    return Known(id=f"re_{amount}", status=status, amount=amount, metadata=metadata, failure_reason=None)


def test_what_has_gone_back_is_counted_by_whomever_without_what_failed():
    before = [refund("succeeded", 100, "refund-7"), refund("pending", 30), refund("failed", 16, "refund-1")]
    before += [refund("canceled", 5), refund("requires_action", 2)]
    there = cards(refunds=Refunds(before=before))

    told = there.gone_back(Repayment("refund-1", "pi_1", Money(116, "USD")))
    assert told == GoneBack(132, NotPaidBack("failed"))

    told = there.gone_back(Repayment("refund-7", "pi_1", Money(116, "USD")))
    assert told == GoneBack(132, PaidBack("re_100"))


def test_a_refund_that_stripe_refuses_is_told_as_not_paid_back():
    there = cards(refunds=Refunds(error="charge_already_refunded"))

    told = there.pay_back(Repayment("refund-1", "pi_1", Money(116, "USD")))

    assert told == NotPaidBack("charge_already_refunded")


class Asks:
    """A bank that wants the customer: taking the charge back ends as is told here, after so many seconds."""

    def __init__(self, cancelled="canceled", error=None, seconds=0.0, status="requires_action"):
        self.cancelled, self.error, self.seconds, self.status = cancelled, error, seconds, status
        self.asked = 0

    def create(self, asked, options):
        return Known(id="pi_1", status=self.status, last_payment_error={"code": "authentication_required"})

    def cancel(self, id):
        self.asked += 1
        time.sleep(self.seconds)
        if self.error:
            raise self.error
        return Known(id=id, status=self.cancelled)


def test_what_needs_the_customer_is_certain_once_it_is_taken_back():
    assert cards(payment_intents=Asks()).charge(charge(500, "USD")) == NeedsAuthentication("pi_1")


@pytest.mark.parametrize(
    "error",
    [
        stripe.APIConnectionError("no"),
        stripe.InvalidRequestError("no", None, code="payment_intent_unexpected_state", http_status=400),
    ],
)
def test_what_could_not_be_taken_back_may_have_been_paid_meanwhile(error):
    assert cards(payment_intents=Asks(error=error)).charge(charge(500, "USD")) == Unavailable()


def test_what_is_taken_back_already_is_not_taken_back_again():
    gone = Asks(status="canceled")
    assert cards(payment_intents=gone).charge(charge(500, "USD")) == NeedsAuthentication("pi_1")
    assert gone.asked == 0


def test_a_turn_waits_no_longer_for_a_charge_with_all_that_belongs_to_it():
    slow = Asks(seconds=0.5)
    there = cards(payment_intents=slow)
    there._seconds = 0.1
    started = time.monotonic()

    assert there.charge(charge(500, "USD")) == Unavailable()

    assert time.monotonic() - started < 0.4
    time.sleep(0.5)
    assert slow.asked == 1

"""What is taken and given back is what was said, in every currency, and a refund that failed is no refund."""

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
    NotPaidBack,
    PaidBack,
    Repayment,
)
from skill.payments import reports
from skill.payments.cards import Cards


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
    return Charge("quote-1", "1005", Money(minor, currency), Account("cus_1", "pm_1"))


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
    back = {"payment_intent": "pi_1", "amount_refunded": 12_000, "currency": "isk"}

    told = [
        reports._report({"id": "evt_1", "type": type, "data": {"object": about}})
        for type, about in (("payment_intent.succeeded", paid), ("charge.refunded", back))
    ]

    assert told == [ChargeReport("evt_1", "quote-1", Charged("pi_1", 500)), GivenBack("evt_1", "pi_1", 120)]


def test_a_currency_of_which_stripes_unit_is_not_certain_is_not_charged():
    intents = Intents()

    told = cards(payment_intents=intents).charge(charge(500, "UGX"))

    assert told == Declined("currency_not_supported")
    assert intents.asked == []


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_refund_that_failed_is_not_paid_back(status):
    there = cards(refunds=Refunds(status))

    told = there.pay_back(Repayment("refund-1", "pi_1", Money(116, "USD")))

    assert told == NotPaidBack("expired_or_canceled_card")


def test_a_refund_that_failed_after_it_was_asked_for_is_not_paid_back():
    failed = Known(id="re_1", status="failed", metadata={"voicecart_refund": "refund-1"}, failure_reason=None)
    refunds = Refunds(before=(failed,))

    told = cards(refunds=refunds).pay_back(Repayment("refund-1", "pi_1", Money(116, "USD")))

    assert told == NotPaidBack("failed")
    assert refunds.asked == []


def test_what_somebody_gave_back_in_full_at_stripe_is_paid_back():
    there = cards(refunds=Refunds(error="charge_already_refunded"))

    told = there.pay_back(Repayment("refund-1", "pi_1", Money(116, "USD")))

    assert told == PaidBack("pi_1")

"""Paying back through the card: what was promised, once, whoever gives back a part by hand meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from card_company import Crash, crash

from skill.commerce.moving import cancel
from skill.commerce.paying import PATIENCE, Settled
from skill.commerce.rules.deeds import LetOff, SettleRefund
from skill.commerce.rules.payment import NotPaidBack


def test_a_cancelled_order_is_paid_back_through_the_card(counter):
    counter.buy()
    with counter.store.writing() as uow:
        cancel(uow, counter.order.number, by="customer", at=counter.world.clock())
        uow.commit()

    assert counter.settle() == Settled(refunds=1)
    assert counter.settle(timedelta(hours=3)) == Settled()
    assert [one.state for one in counter.refunds] == ["done"]


def bought_and_let_off(counter, *amounts):
    """An order that the card has paid, with so much promised back."""
    counter.buy()
    for amount in amounts:
        counter.move(LetOff(amount))


@pytest.mark.parametrize(("by_hand", "left"), [(0, [20]), (5, [15]), (20, []), (30, [])])
def test_what_was_given_back_by_hand_at_the_card_company_is_not_given_back_again(counter, by_hand, left):
    bought_and_let_off(counter, 20)
    counter.company.by_hand = by_hand

    assert counter.settle() == Settled(refunds=1)

    assert list(counter.company.given_back.values()) == left
    assert [(one.amount.minor, one.state) for one in counter.refunds] == [(20, "done")]
    assert ("by hand" in counter.history[-1].why) == (by_hand > 0)


def test_several_refunds_of_one_order_pay_back_what_was_promised_in_all_and_no_more(counter):
    bought_and_let_off(counter, 20, 10)
    counter.company.by_hand = 12

    assert counter.settle() == Settled(refunds=2)
    assert sum(counter.company.given_back.values()) == 20 + 10 - 12


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_refund_promised_and_paid_by_another_process_in_between_takes_nothing_from_this_one(counter, when):
    bought_and_let_off(counter, 20)
    gone_back, company = counter.company.gone_back, counter.company

    def rival_is_quicker(repayment):
        company.gone_back = gone_back
        seen = gone_back(repayment)
        counter.move(LetOff(10))
        assert counter.settle() == Settled(refunds=1)
        return seen if when == "after" else gone_back(repayment)

    company.gone_back = rival_is_quicker
    counter.settle()

    assert sorted(company.given_back.values()) == [10, 20]


def test_a_refund_that_the_merchant_has_paid_in_cash_meanwhile_is_not_paid_again(counter):
    bought_and_let_off(counter, 20)
    gone_back, company = counter.company.gone_back, counter.company

    def merchant_is_quicker(repayment):
        counter.move(SettleRefund(counter.refunds[0].id))
        return gone_back(repayment)

    company.gone_back = merchant_is_quicker
    counter.settle()

    assert company.given_back == {}
    assert [one.state for one in counter.refunds] == ["done"]


@pytest.mark.parametrize(("when", "paid"), [("before", 0), ("after", 20)])
def test_a_crash_around_a_refund_pays_it_back_once(counter, when, paid):
    bought_and_let_off(counter, 20)
    setattr(counter.company, when, crash)
    with pytest.raises(Crash):
        counter.settle()
    assert sum(counter.company.given_back.values()) == paid
    assert [one.state for one in counter.refunds] == ["requested"]

    setattr(counter.company, when, lambda: None)
    assert counter.settle() == Settled()  # for a minute it belongs to who has begun it
    assert counter.settle(4 * PATIENCE) == Settled(refunds=1)
    assert list(counter.company.given_back.values()) == [20]
    assert [one.state for one in counter.refunds] == ["done"]


def test_several_who_settle_at_once_pay_back_once(counter):
    bought_and_let_off(counter, 20)

    with ThreadPoolExecutor(4) as pool:
        settled = list(pool.map(lambda _: counter.settle(), range(4)))

    assert sum(one.refunds for one in settled) == 1
    assert list(counter.company.given_back.values()) == [20]


def test_a_refund_that_failed_is_done_once_somebody_has_given_it_back_by_hand(counter):
    bought_and_let_off(counter, 20)
    counter.company.refused = NotPaidBack("expired_or_canceled_card")
    assert counter.settle() == Settled(open=1)
    counter.settle(timedelta(hours=7))
    failed = [one.what for one in counter.history]
    assert (failed.count("refund_failed"), failed.count("refund_settled")) == (1, 0)

    counter.company.by_hand = 20
    assert counter.settle(timedelta(hours=14)) == Settled(refunds=1)
    assert counter.order.payment_state == "part_refunded"

"""Paying by card: charged once whatever fails in between, refused with the next best thing, paid back."""

import copy
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from card_company import Crash, crash

from skill.commerce.moving import Busy, cancel, move
from skill.commerce.paying import LONGEST, PATIENCE, Settled
from skill.commerce.rules.deeds import Cancel, Pack, Pay, Refused, SettleRefund
from skill.commerce.rules.papers import Units
from skill.commerce.rules.payment import Charged, Declined, NeedsAuthentication, Unavailable
from skill.errors import StoreUnavailable
from skill.store.payments import StoredPayments


def test_a_card_is_charged_what_was_read_out_and_the_order_is_paid(counter):
    assert "your order is placed" in counter.buy()
    assert list(counter.company.taken.values()) == [counter.order.total.minor] == [counter.order.paid_minor]
    assert counter.order.payment_state == "paid"


def test_a_declined_card_buys_nothing_and_the_cart_is_as_it_was(counter):
    counter.company.answer = Declined("insufficient_funds")

    said = counter.buy()

    assert "declined: there isn't enough money" in said
    assert "pay on delivery instead" in said
    assert (counter.order.status, counter.order.payment_state) == ("cancelled", "failed")
    assert counter.cart == [("bananas", 2)]
    with counter.store.reading() as uow:
        assert uow.catalog.variants(["bananas"])["bananas"].on_hand == 20


def test_who_heard_that_the_card_was_declined_is_not_told_of_an_order_at_the_next_visit(counter):
    counter.company.answer = Declined("insufficient_funds")
    counter.buy()

    assert "order" not in counter.device.launch().speech


def test_who_left_before_the_card_was_declined_is_told_why_there_is_no_order(counter):
    counter.company.answer = Unavailable()
    counter.buy()
    counter.company.answer = Declined("insufficient_funds")
    counter.world.clock.forward(hours=1)
    counter.settle(timedelta(0))

    told = counter.device.launch().speech

    assert f"your order {counter.order.number} was cancelled, as your card could not be charged" in told
    assert counter.cart == [("bananas", 2)]


def test_what_was_taken_out_of_an_order_while_the_bank_was_silent_stays_out_of_the_cart(counter):
    counter.company.answer = Unavailable()
    counter.say("add two bananas", "add oat milk", "check out", "yes")
    counter.move(Cancel((Units(0, 1),)))
    counter.report(Declined("insufficient_funds"))

    assert counter.order.status == "cancelled"
    assert sorted(counter.cart) == [("bananas", 1), ("milk-oat-1l", 1)]


@pytest.mark.parametrize("code", ["amount_too_small", "currency_not_supported"])
def test_what_no_card_can_pay_is_told_from_a_declined_one(counter, code):
    counter.company.answer = Declined(code)

    said = counter.buy()

    assert "declined" not in said
    assert "can't be paid by card" in said


def test_after_a_declined_card_a_yes_reads_the_total_out_to_be_paid_on_delivery(counter):
    counter.company.answer = Declined("expired_card")
    counter.buy()

    assert "to be paid on delivery" in counter.say("yes")
    assert "your order is placed" in counter.say("yes")
    assert (counter.order.payment, counter.order.status) == ("pay_on_delivery", "placed")
    assert counter.company.asked == 1


def test_what_the_bank_wants_confirmed_cannot_be_bought_by_voice(counter):
    counter.company.answer = NeedsAuthentication()

    assert "can't be done by voice" in counter.buy()
    assert counter.cart == [("bananas", 2)]


def test_who_gets_no_answer_from_the_bank_has_an_order_that_is_charged_later(counter):
    counter.company.answer = Unavailable()
    assert "keep trying" in counter.buy()
    assert (counter.order.status, counter.order.payment_state) == ("placed", "due")

    counter.company.answer = None
    assert counter.settle() == Settled(charges=1)
    assert counter.settle() == Settled()
    assert counter.order.payment_state == "paid"
    assert len(counter.company.taken) == 1


@pytest.mark.parametrize("slow", ["writing", "reading"])
def test_a_turn_that_has_waited_long_for_the_database_leaves_the_charge_to_the_worker(
    counter, slow, monkeypatch
):
    counter.say("add two bananas", "check out")
    now, unit = [0.0], getattr(type(counter.store), slow)

    def slowly(store):
        now[0] += 1.5
        return unit(store)

    monkeypatch.setattr(f"skill.store.store.SqlStore.{slow}", slowly)
    monkeypatch.setattr("skill.conversation.converse.monotonic", lambda: now[0])

    assert "keep trying" in counter.say("yes")
    assert counter.company.asked == 0
    monkeypatch.undo()
    assert counter.settle() == Settled(charges=1)


def test_an_order_cancelled_before_the_bank_answered_is_not_charged_afterwards(counter):
    counter.company.answer = Unavailable()
    counter.buy()
    with counter.store.writing() as uow:
        cancel(uow, counter.order.number, by="customer", at=counter.world.clock())
        uow.commit()
    counter.company.answer = None

    assert counter.settle() == Settled(charges=1)
    assert (counter.company.taken, counter.cart) == ({}, [])
    assert counter.settle() == Settled()


def test_a_second_yes_after_a_refusal_that_was_not_heard_reads_the_total_out_again(counter):
    counter.company.answer = Declined("expired_card")
    counter.buy()
    again = copy.deepcopy(counter.sent[-1])
    again["request"]["requestId"] += "-again"

    said = counter.world.shop.skill(again)["response"]["outputSpeech"]["ssml"]

    assert "Shall I place the order?" in said
    assert counter.order.status == "cancelled"


def test_goods_do_not_leave_before_the_card_has_paid(counter):
    counter.company.answer = Unavailable()
    counter.buy()

    with counter.store.writing() as uow:
        refused = move(uow, counter.order.number, Pack(), by="merchant", at=counter.world.clock())

    assert isinstance(refused, Refused)
    assert refused.why == "payment_state"


@pytest.mark.parametrize(("when", "taken"), [("before", 0), ("after", 1)])
def test_a_crash_around_the_charge_loses_no_order_and_charges_once(counter, when, taken):
    setattr(counter.company, when, crash)
    with pytest.raises(Crash):
        counter.buy()
    assert len(counter.company.taken) == taken
    assert counter.order.payment_state == "due"

    setattr(counter.company, when, lambda: None)
    assert counter.settle().charges == 1
    assert counter.order.payment_state == "paid"
    assert len(counter.company.taken) == 1
    assert counter.cart == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_same_yes_delivered_again_after_a_crash_finishes_the_charge(counter, when):
    setattr(counter.company, when, crash)
    with pytest.raises(Crash):
        counter.buy()
    setattr(counter.company, when, lambda: None)

    answer = counter.world.shop.skill(counter.sent[-1])

    assert "your order is placed" in answer["response"]["outputSpeech"]["ssml"]
    assert counter.order.payment_state == "paid"
    assert len(counter.company.taken) == 1
    assert counter.settle() == Settled()


def test_a_crash_before_the_outcome_is_kept_leaves_it_to_be_looked_up(counter, monkeypatch):
    monkeypatch.setattr("skill.conversation.converse.record", lambda *_: crash())
    with pytest.raises(Crash):
        counter.buy()

    assert counter.settle().charges == 1
    assert (counter.order.payment_state, counter.company.asked) == ("paid", 1)


def test_an_attempt_that_nobody_ever_heard_of_is_given_up_after_an_hour(counter):
    counter.company.answer = Unavailable()
    counter.buy()
    counter.company.answer = None

    counter.settle(LONGEST + PATIENCE)

    assert counter.company.taken == {}
    assert (counter.order.status, counter.cart) == ("cancelled", [("bananas", 2)])


def at_once(counter, envelopes):
    barrier = Barrier(len(envelopes))

    def send(envelope):
        barrier.wait()
        return counter.world.shop.skill(envelope)

    with ThreadPoolExecutor(len(envelopes)) as pool:
        return list(pool.map(send, envelopes))


def yes_held_back(counter):
    counter.say("add two bananas", "check out")
    held = []
    send, counter.device._session.skill = (
        counter.device._session.skill,
        lambda envelope: (
            held.append(envelope)
            or {
                "version": "1.0",
                "response": {"shouldEndSession": True},
            }
        ),
    )
    counter.device.hear("yes")
    counter.device._session.skill = send
    return held[0]


def test_the_same_yes_delivered_in_parallel_charges_once_and_gets_one_answer(counter):
    counter.company.before = lambda: time.sleep(0.02)

    answers = at_once(counter, [yes_held_back(counter)] * 4)

    assert len({json.dumps(answer, sort_keys=True) for answer in answers}) == 1
    assert "your order is placed" in answers[0]["response"]["outputSpeech"]["ssml"]
    assert len(counter.company.taken) == 1
    assert counter.order.paid_minor == counter.order.total.minor


def test_several_yes_at_once_to_one_total_charge_once(counter):
    held = yes_held_back(counter)
    several = [
        {**held, "request": {**held["request"], "requestId": f"amzn1.echo-api.request.{number}"}}
        for number in range(4)
    ]

    at_once(counter, several)

    assert counter.company.asked == len(counter.company.taken) == 1


def test_several_who_settle_at_once_charge_once(counter):
    counter.company.answer = Unavailable()
    counter.buy()
    counter.company.answer = None

    with ThreadPoolExecutor(4) as pool:
        settled = list(pool.map(lambda _: counter.settle(), range(4)))

    assert sum(one.charges for one in settled) == 1
    assert counter.order.paid_minor == counter.order.total.minor


def test_reports_may_overtake_each_other_and_money_that_came_counts(counter):
    counter.company.answer = Unavailable()
    counter.buy()
    total = counter.order.total.minor

    counter.report(Declined("late"), Charged("pi_1", total), Declined("later"), Charged("pi_1", total))

    # The order was cancelled by the first report: what was paid for it goes back, once.
    assert (counter.order.status, counter.order.paid_minor) == ("cancelled", total)
    assert [one.amount.minor for one in counter.refunds] == [total]
    assert counter.settle().refunds == 1
    assert list(counter.company.given_back.values()) == [total]
    assert counter.order.payment_state == "refunded"


@pytest.mark.parametrize("by_hand", [0, 58, 500])
def test_a_card_that_pays_after_all_for_what_was_paid_by_hand_gets_its_money_back(counter, by_hand, caplog):
    counter.company.answer = Declined("late")
    counter.buy()
    number, total = counter.order.number, counter.order.total.minor
    counter.move(Pay("paid", by_hand))
    back_by_hand = [one.amount.minor for one in counter.refunds]

    counter.report(Charged("pi_1", total))

    # The order was cancelled when its card was declined: all that came goes back the way it came.
    assert [one.amount.minor for one in counter.refunds] == [*back_by_hand, total]
    assert (counter.order.paid_minor, counter.order.payment_state) == (by_hand + total, "paid")
    assert (f"order {number} was paid twice" in caplog.text) == (by_hand > 0)


def test_a_card_that_pays_for_an_order_that_was_paid_back_already_is_paid_back_too(counter):
    counter.company.answer = Declined("late")
    counter.buy()
    counter.move(Pay("paid", 58))
    counter.move(SettleRefund(counter.refunds[0].id))
    assert counter.order.payment_state == "refunded"

    counter.report(Charged("pi_1", counter.order.total.minor))
    assert counter.order.payment_state == "part_refunded"

    counter.settle()
    assert list(counter.company.given_back.values()) == [counter.order.total.minor]
    assert counter.order.payment_state == "refunded"


def test_what_became_of_a_charge_is_not_kept_without_its_order(counter, monkeypatch):
    counter.company.answer = Unavailable()
    counter.buy()
    monkeypatch.setattr("skill.commerce.paying.move", lambda uow, number, *_, **__: Busy(number))

    with pytest.raises(StoreUnavailable):
        counter.report(Charged("pi_1", counter.order.total.minor))

    monkeypatch.undo()
    assert counter.order.payment_state == "due"
    counter.report(Charged("pi_1", counter.order.total.minor))
    assert counter.order.payment_state == "paid"


def test_without_a_card_on_file_the_next_best_way_is_read_out(counter):
    with counter.store.writing() as uow:
        uow.payments.put_account(counter.world.customer.id, None)
        uow.commit()

    said = counter.say("add two bananas", "check out")

    assert "no card of yours on file" in said
    assert "to be paid on delivery" in said


def test_a_card_that_was_removed_after_the_read_out_buys_nothing(counter):
    counter.say("add two bananas", "check out")
    with counter.store.writing() as uow:
        uow.payments.put_account(counter.world.customer.id, None)
        uow.commit()

    assert "no card of yours on file" in counter.say("yes")
    assert counter.company.asked == 0


def test_a_card_removed_in_the_middle_of_a_yes_pays_for_the_order_that_it_was_to_pay(counter, monkeypatch):
    counter.say("add two bananas", "check out")
    read = StoredPayments.account

    def removed_after(payments, customer):
        account = read(payments, customer)
        payments.put_account(customer, None)
        return account

    monkeypatch.setattr(StoredPayments, "account", removed_after)

    assert "your order is placed" in counter.say("yes")
    assert list(counter.company.taken.values()) == [counter.order.paid_minor]


def test_a_customer_chooses_how_to_pay_and_it_stays_so(counter):
    assert "Visa ending in 4242" in counter.say("pay by card")
    assert "pay on delivery" in counter.say("add two bananas", "i'll pay cash")
    assert "to be paid on delivery" in counter.say("check out")
    assert "from your card on file" in counter.say("pay by card")
    assert "on delivery or by the card on file" in counter.say("how can i pay")
    assert "your order is placed" in counter.say("yes")
    assert counter.order.payment == "card"


def test_what_the_shop_does_not_take_is_said_with_what_it_takes(counter):
    assert "can't go on an invoice" in counter.say("put it on my account")

"""Cards at Stripe, against localstripe as a running server (what it lacks is told in stripe_here.py)."""

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from local_stripe import SECRET_KEY

from skill.bootstrap import Shop
from skill.commerce.moving import cancel, move
from skill.commerce.paying import settle
from skill.commerce.rules.deeds import AskReturn, Deliver, LetOff, Pack, Ship, TakeBack
from skill.commerce.rules.money import Money
from skill.commerce.rules.papers import Units
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
    Unavailable,
)
from skill.errors import VoicecartError
from skill.fixtures.devices import device_for
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world
from skill.payments.cards import Cards

pytestmark = pytest.mark.process
NOW = datetime.now(UTC)
GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000341", "4000002500003155"


class AnswerLost(Cards):
    """A Stripe that takes the money, and whose answer never comes."""

    def charge(self, charge):
        super().charge(charge)
        return Unavailable()


@pytest.fixture
def cards(local_stripe):
    return Cards(SECRET_KEY, api_base=local_stripe.address)


def charge_of(local_stripe, number, key="quote-1", minor=416):
    return Charge(key, "1005", Money(minor, "USD"), Account(*local_stripe.card(number)), NOW)


def test_a_good_card_is_charged_once_for_each_key(local_stripe, cards):
    charge = charge_of(local_stripe, GOOD)

    told = cards.charge(charge)

    assert isinstance(told, Charged)
    assert told.minor == 416
    assert cards.charge(charge) == told == cards.look_up(charge)
    assert local_stripe.taken["charged"] == [416]


def test_a_charge_that_was_never_made_is_not_known(local_stripe, cards):
    assert cards.look_up(charge_of(local_stripe, GOOD)) == NotKnown()


def test_a_bad_card_is_declined_and_stays_so(local_stripe, cards):
    charge = charge_of(local_stripe, DECLINED)
    assert isinstance(cards.charge(charge), Declined)
    assert isinstance(cards.look_up(charge), Declined)
    assert local_stripe.taken["charged"] == []


def test_what_asks_for_the_customer_is_taken_back_at_once(local_stripe, cards):
    charge = charge_of(local_stripe, ASKS)
    assert isinstance(cards.charge(charge), NeedsAuthentication)
    assert isinstance(cards.look_up(charge), Declined)


def test_a_customer_whom_stripe_does_not_know_pays_nothing(local_stripe, cards):
    nobody = Charge("quote-2", "1006", Money(100, "USD"), Account("cus_nobody", "pm_nothing"), NOW)
    assert isinstance(cards.charge(nobody), Declined)


def test_money_goes_back_once_for_each_key_and_not_more_than_was_taken(local_stripe, cards):
    reference = cards.charge(charge_of(local_stripe, GOOD)).reference
    back = Repayment("refund-1", reference, Money(116, "USD"))

    told = cards.pay_back(back)

    assert isinstance(told, PaidBack)
    assert cards.pay_back(back) == told
    later = Cards(SECRET_KEY, api_base=local_stripe.address)
    assert later.pay_back(back) == told
    assert local_stripe.taken["given_back"] == [116]
    assert later.gone_back(back) == GoneBack(116, told)
    assert isinstance(cards.pay_back(replace(back, key="refund-2", reference="pi_nobody")), NotPaidBack)


def test_what_a_customer_who_was_deleted_since_has_paid_is_found(local_stripe, cards):
    charge = charge_of(local_stripe, GOOD)
    told = cards.charge(charge)
    for other in range(100):
        local_stripe.pay(1000 + other)
    local_stripe.delete(f"/v1/customers/{charge.account.customer}")

    assert cards.look_up(charge) == told
    assert cards.charge(charge) == told
    assert local_stripe.taken["charged"].count(416) == 1


def test_a_customer_who_was_deleted_before_is_not_known_and_pays_nothing(local_stripe, cards):
    charge = charge_of(local_stripe, GOOD)
    local_stripe.delete(f"/v1/customers/{charge.account.customer}")

    assert cards.look_up(charge) == NotKnown()
    assert cards.charge(charge) == Declined("resource_missing")
    assert local_stripe.taken["charged"] == []


def test_a_customers_card_is_found_by_what_stripe_calls_them(local_stripe, cards):
    customer, method = local_stripe.card(GOOD)
    assert cards.account(customer) == Account(customer, method, "Visa ending in 4242")
    with pytest.raises(VoicecartError, match="has no card pm_other"):
        cards.account(customer, "pm_other")
    with pytest.raises(VoicecartError, match="cus_nobody"):
        cards.account("cus_nobody")


def test_nobody_who_answers_is_unavailable(local_stripe):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = f"http://127.0.0.1:{gone.getsockname()[1]}"
    charge = charge_of(local_stripe, GOOD)
    assert Cards(SECRET_KEY, api_base=address).charge(charge) == Unavailable()
    assert Cards(SECRET_KEY, api_base=address).look_up(charge) == Unavailable()


def test_a_silent_server_is_given_up(local_stripe):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        charge = charge_of(local_stripe, GOOD)
        assert Cards(SECRET_KEY, api_base=address, seconds=0.2).charge(charge) == Unavailable()


def test_a_wrong_key_of_the_shop_charges_nobody_and_leaves_the_order_open(local_stripe):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_refuse, args=[server], daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        told = Cards("sk_test_wrong", api_base=address).charge(charge_of(local_stripe, GOOD))
    assert told == Unavailable()


def _refuse(server):
    answer(server, 401, b'{"error": {"type": "invalid_request_error", "message": "Invalid API Key"}}')


def answer(server, status, body):
    """One HTTP answer, whatever is asked."""
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body)


@pytest.mark.parametrize("code", ["authentication_required", "card_declined"])
def test_a_bank_that_wants_the_customer_is_understood_as_stripe_says_it(local_stripe, code):
    body = (
        b'{"error": {"type": "card_error", "code": "%s",'
        b' "decline_code": "authentication_required", "message": "no",'
        b' "payment_intent": {"id": "pi_9", "object": "payment_intent"}}}'
    ) % code.encode()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=[server, 402, body], daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        told = Cards(SECRET_KEY, api_base=address).charge(charge_of(local_stripe, GOOD))
    assert told == NeedsAuthentication("pi_9")


@pytest.fixture
def buying(local_stripe):
    """A shop that charges cards at the local Stripe, and a customer at its door."""
    given = {"stock": {"bananas": 20}, "orders": [], "shop": {"payment": ["pay_on_delivery", "card"]}}
    with open_world(Fixture(Path(__file__), "stripe", (), given=given)) as world:
        world.shop.settings = replace(world.shop.settings, stripe_api=local_stripe.address)
        yield world


def have(world, local_stripe, number):
    account = Account(*local_stripe.card(number), "Visa")
    with world.shop.store.writing() as uow:
        uow.customers.put(replace(world.customer, payment="card"), world.customer.id)
        uow.payments.put_account(world.customer.id, account)
        uow.commit()
    return account.customer


def say(world, *lines):
    device = device_for(world.shop, world.customer.id)
    return [device.hear(line).speech for line in lines][-1]


def newest(world):
    with world.shop.store.reading() as uow:
        return uow.orders.history(world.customer.id)[0]


def test_a_purchase_by_voice_is_charged_at_stripe(buying, local_stripe):
    have(buying, local_stripe, GOOD)

    assert "from your card on file" in say(buying, "add two bananas", "check out", "yes")

    assert newest(buying).payment_state == "paid"
    assert local_stripe.taken["charged"] == [newest(buying).total.minor]


@pytest.mark.parametrize(("number", "words"), [(DECLINED, "declined"), (ASKS, "can't be done by voice")])
def test_a_purchase_that_the_bank_refuses_is_no_purchase(buying, local_stripe, number, words):
    have(buying, local_stripe, number)

    assert words in say(buying, "add two bananas", "check out", "yes")

    assert newest(buying).status == "cancelled"
    assert local_stripe.taken["charged"] == []


def test_a_shop_that_takes_no_cards_any_more_still_pays_back(buying, local_stripe):
    have(buying, local_stripe, GOOD)
    say(buying, "add two bananas", "check out", "yes")
    with buying.shop.store.writing() as uow:
        cancel(uow, newest(buying).number, by="merchant", at=buying.clock())
        uow.commit()
    today = Shop(replace(buying.shop.settings, payment=("pay_on_delivery",)), buying.shop.store, buying.clock)

    settle(today.store, today.payment, buying.clock() + timedelta(minutes=5))
    said = [
        device_for(today, buying.customer.id).hear(line).speech for line in ("add two bananas", "check out")
    ]

    assert newest(buying).payment_state == "refunded"
    assert "to be paid on delivery" in said[-1]


def test_a_card_that_is_gone_at_stripe_is_told_from_a_declined_one(buying, local_stripe):
    customer = have(buying, local_stripe, GOOD)
    local_stripe.delete(f"/v1/customers/{customer}")

    said = say(buying, "add two bananas", "check out", "yes")

    assert "declined" not in said
    assert "can't be charged any more" in said
    assert "pay on delivery instead" in said
    assert newest(buying).status == "cancelled"


def test_a_customer_deleted_while_the_answer_was_lost_has_paid_for_the_order(buying, local_stripe):
    customer = have(buying, local_stripe, GOOD)
    buying.shop.payment = AnswerLost(SECRET_KEY, api_base=local_stripe.address)
    assert "has not answered yet" in say(buying, "add two bananas", "check out", "yes")
    local_stripe.delete(f"/v1/customers/{customer}")

    settle(buying.shop.store, buying.shop.payment, buying.clock() + timedelta(minutes=5))

    assert (newest(buying).status, newest(buying).payment_state) == ("placed", "paid")
    assert local_stripe.taken["charged"] == [newest(buying).paid_minor]


def test_a_part_given_back_by_hand_at_stripe_is_given_back_once(buying, local_stripe):
    have(buying, local_stripe, GOOD)
    say(buying, "add two bananas", "check out", "yes")
    with buying.shop.store.writing() as uow:
        move(uow, newest(buying).number, LetOff(20), by="merchant", at=buying.clock())
        reference = uow.payments.of_key(newest(buying).quote_id).reference
        uow.commit()
    local_stripe.post("/v1/refunds", payment_intent=reference, amount=15)

    for minutes in (5, 10):
        settle(buying.shop.store, buying.shop.payment, buying.clock() + timedelta(minutes=minutes))

    assert sum(local_stripe.taken["given_back"]) == 20
    assert newest(buying).payment_state == "part_refunded"


def test_a_return_of_one_line_is_paid_back_by_line(buying, local_stripe):
    have(buying, local_stripe, GOOD)
    say(buying, "add two bananas", "add oat milk", "check out", "yes")
    order, now = newest(buying), buying.clock()
    deeds = (Pack(), Ship(), Deliver(), AskReturn((Units(0, 1),)), TakeBack(1))
    with buying.shop.store.writing() as uow:
        for deed in deeds:
            move(uow, order.number, deed, by="merchant", at=now)
        uow.commit()

    assert settle(buying.shop.store, buying.shop.payment, now + timedelta(minutes=5)).refunds == 1
    assert local_stripe.taken["given_back"] == [29]

    assert newest(buying).payment_state == "part_refunded"


def test_a_cancelled_order_is_paid_back_as_a_whole(buying, local_stripe):
    have(buying, local_stripe, GOOD)
    say(buying, "add two bananas", "check out", "yes")
    with buying.shop.store.writing() as uow:
        cancel(uow, newest(buying).number, by="customer", at=buying.clock())
        uow.commit()

    settle(buying.shop.store, buying.shop.payment, buying.clock() + timedelta(minutes=5))

    assert local_stripe.taken["given_back"] == local_stripe.taken["charged"]
    assert newest(buying).payment_state == "refunded"

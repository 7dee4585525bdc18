"""Stripe's webhooks at the shop's door: proven, taken once, in any order."""

import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from skill.alexa.verification import parse_only
from skill.app import create_app
from skill.commerce.moving import move
from skill.commerce.rules.deeds import LetOff, SettleRefund
from skill.commerce.rules.payment import Account, Unavailable
from skill.errors import StoreUnavailable
from skill.fixtures.devices import device_for
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world
from skill.payments.cards import Cards

SECRET = "whsec_of_these_tests"


class NoAnswer(Cards):
    """A Stripe that takes the money and never says so: reports are all that there is."""

    def charge(self, charge):
        super().charge(charge)
        return Unavailable()


@pytest.fixture
def shop():
    given = {"stock": {"bananas": 20}, "orders": [], "shop": {"payment": ["card", "pay_on_delivery"]}}
    with open_world(Fixture(Path(__file__), "reports", (), given=given)) as world:
        world.shop.settings = replace(world.shop.settings, stripe_webhook_secret=SECRET)
        with world.shop.store.writing() as uow:
            uow.customers.put(replace(world.customer, payment="card"), world.customer.id)
            uow.payments.put_account(world.customer.id, Account("cus_1", "pm_1"))
            uow.commit()
        yield world


def door(shop):
    return create_app(shop.shop.skill, parse_only, shop.shop.health, shop.shop.report)


def ordered(shop):
    """An order whose card has not answered: nobody is at the fixture's address of Stripe."""
    device = device_for(shop.shop, shop.customer.id)
    said = [device.hear(line).speech for line in ("add two bananas", "check out", "yes")][-1]
    assert "has not answered yet" in said
    return newest(shop)


def newest(shop):
    with shop.shop.store.reading() as uow:
        return uow.orders.history(shop.customer.id)[0]


def papers(shop):
    with shop.shop.store.reading() as uow:
        return uow.orders.papers(newest(shop))


def refunds(shop):
    return [(one.amount.minor, one.state) for one in papers(shop).refunds]


def merchant(shop, deed):
    with shop.shop.store.writing() as uow:
        done = move(uow, newest(shop).number, deed, by="merchant", at=shop.clock())
        uow.commit()
    return done


def intent(order, status, **more):
    about = {"object": "payment_intent", "id": "pi_1", "status": status, "amount": order.total.minor}
    return about | {"metadata": {"voicecart_charge": order.quote_id}} | more


def refunded(order, back):
    about = {"object": "charge", "payment_intent": "pi_1", "amount": order.total.minor}
    return about | {"amount_refunded": back, "metadata": {"voicecart_charge": order.quote_id}}


def send(shop, type, about, id="evt_1", *, secret=SECRET, age=0, body=None):
    event = {"id": id, "object": "event", "type": type, "data": {"object": about}}
    body = json.dumps(event).encode() if body is None else body
    sent = int(time.time()) - age
    proof = hmac.new(secret.encode(), b"%d.%s" % (sent, body), hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={sent},v1={proof}"}
    return door(shop).test_client().post("/stripe", data=body, headers=headers).status_code


def test_a_report_that_the_money_came_pays_the_order_once(shop):
    order = ordered(shop)
    report = ("payment_intent.succeeded", intent(order, "succeeded"))

    assert [send(shop, *report), send(shop, *report), send(shop, *report, id="evt_2")] == [200] * 3

    paid = newest(shop)
    assert (paid.payment_state, paid.paid_minor) == ("paid", order.total.minor)


def test_the_same_report_many_times_at_once_pays_once(shop):
    order = ordered(shop)
    about = intent(order, "succeeded")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: send(shop, "payment_intent.succeeded", about), range(4)))

    assert answers == [200] * 4
    assert newest(shop).paid_minor == order.total.minor


def test_a_report_of_a_refused_card_gives_everything_back(shop):
    order = ordered(shop)
    failed = intent(order, "requires_payment_method", last_payment_error={"code": "card_declined"})

    assert send(shop, "payment_intent.payment_failed", failed) == 200

    assert newest(shop).status == "cancelled"
    assert [line["id"] for line in shop.shop.view(shop.customer.id).cart] == ["bananas"]


def test_a_late_report_of_failure_does_not_undo_what_was_paid(shop):
    order = ordered(shop)
    failed = intent(order, "requires_payment_method", last_payment_error={"code": "card_declined"})

    send(shop, "payment_intent.succeeded", intent(order, "succeeded"), "evt_2")
    send(shop, "payment_intent.payment_failed", failed, "evt_1")

    assert (newest(shop).status, newest(shop).payment_state) == ("placed", "paid")


def test_what_was_refunded_at_stripe_is_known_here(shop):
    order = ordered(shop)
    send(shop, "payment_intent.succeeded", intent(order, "succeeded"))

    for id, back in (("evt_2", 20), ("evt_3", 20), ("evt_4", 30)):
        assert send(shop, "charge.refunded", refunded(order, back), id) == 200

    assert refunds(shop) == [(20, "done"), (10, "done")]
    assert newest(shop).payment_state == "part_refunded"


def test_several_reports_of_refunds_at_once_come_to_what_was_refunded(shop):
    order = ordered(shop)
    send(shop, "payment_intent.succeeded", intent(order, "succeeded"))

    def tell(back):
        return send(shop, "charge.refunded", refunded(order, back), f"evt_of_{back}")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tell, range(2, 9))) == [200] * 7

    assert sum(minor for minor, _ in refunds(shop)) == 8 == newest(shop).refunded_minor


def test_a_refund_that_is_reported_before_its_payment_is_not_lost(shop):
    order = ordered(shop)
    total = order.total.minor

    send(shop, "charge.refunded", refunded(order, total), "evt_2")
    send(shop, "payment_intent.succeeded", intent(order, "succeeded"), "evt_1")

    assert (newest(shop).payment_state, newest(shop).paid_minor) == ("refunded", total)
    assert refunds(shop) == [(total, "done")]


def test_a_refund_that_the_bank_sends_back_is_open_again(shop):
    order = ordered(shop)
    send(shop, "payment_intent.succeeded", intent(order, "succeeded"))
    done = merchant(shop, LetOff(20)).happening
    merchant(shop, SettleRefund(done.ref))
    failed = {"object": "refund", "status": "failed", "failure_reason": "expired_or_canceled_card"}
    failed["metadata"] = {"voicecart_refund": f"{order.quote_id}-refund-{done.ref}"}

    for id, type in enumerate(("refund.updated", "refund.failed", "charge.refund.updated")):
        assert send(shop, type, failed, f"evt_{id}") == 200

    assert refunds(shop) == [(20, "failed")]
    assert newest(shop).payment_state == "paid"
    history = papers(shop).history
    assert [one.why for one in history if one.what == "refund_failed"] == ["expired_or_canceled_card"]


def test_a_payment_that_has_only_begun_or_is_being_taken_back_is_not_a_refused_one(shop):
    order = ordered(shop)

    for status in ("requires_payment_method", "requires_confirmation", "requires_action", "canceled"):
        for type in ("created", "processing", "requires_action", "canceled"):
            assert send(shop, f"payment_intent.{type}", intent(order, status), f"{type} {status}") == 200

    assert (newest(shop).status, newest(shop).payment_state) == ("placed", "due")


def test_a_dispute_is_noted(shop):
    order = ordered(shop)
    send(shop, "payment_intent.succeeded", intent(order, "succeeded"))
    dispute = {"object": "dispute", "payment_intent": "pi_1", "reason": "fraudulent"}

    assert send(shop, "charge.dispute.created", dispute, "evt_2") == 200

    with shop.shop.store.reading() as uow:
        assert uow.payments.of_key(order.quote_id).reason == "disputed: fraudulent"


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "whsec_another"}, {"age": 3600}, {"body": b"no json"}, {"body": b"[]"}, {"body": b"\xff"}],
)
def test_what_is_not_proven_or_no_event_is_refused(shop, wrong):
    order = ordered(shop)

    assert send(shop, "payment_intent.succeeded", intent(order, "succeeded"), **wrong) == 400

    assert newest(shop).payment_state == "due"


def test_an_event_of_no_interest_or_of_another_shop_is_taken_and_left(shop):
    order = ordered(shop)
    other = intent(order, "succeeded") | {"metadata": {}}

    assert send(shop, "customer.created", {"object": "customer"}) == 200
    assert send(shop, "payment_intent.succeeded", other, "evt_2") == 200
    foreign = {"payment_intent": "pi_x", "amount": 9, "amount_refunded": 5, "metadata": {}}
    assert send(shop, "charge.refunded", foreign, "evt_3") == 200
    foreign = {"status": "failed", "metadata": {"voicecart_refund": "of-another-shop"}}
    assert send(shop, "refund.failed", foreign, "evt_4") == 200

    assert newest(shop).payment_state == "due"


def test_without_a_database_stripe_is_asked_to_come_again(shop):
    def gone(body, signature):
        raise StoreUnavailable("the database is gone")

    app = create_app(shop.shop.skill, parse_only, shop.shop.health, gone)
    assert app.test_client().post("/stripe", data=b"{}").status_code == 503


def test_without_a_secret_there_is_no_such_door(shop):
    shop.shop.settings = replace(shop.shop.settings, stripe_webhook_secret=None)
    assert door(shop).test_client().post("/stripe", data=b"{}").status_code == 404


@pytest.mark.process
def test_localstripes_own_webhook_finishes_a_purchase(shop, local_stripe):
    """Over a real socket, with the signature that another implementation makes."""
    shop.shop.payment = NoAnswer("sk_test_12345", api_base=local_stripe.address)
    with shop.shop.store.writing() as uow:
        uow.payments.put_account(shop.customer.id, Account(*local_stripe.card("4242424242424242")))
        uow.commit()
    server = make_server("127.0.0.1", 0, door(shop), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/stripe"
        local_stripe.post("/_config/webhooks/voicecart", url=address, secret=SECRET)
        order = ordered(shop)
        until = time.monotonic() + 20
        while newest(shop).payment_state != "paid" and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        server.shutdown()
        server.server_close()
    assert newest(shop).payment_state == "paid"
    assert newest(shop).paid_minor == order.total.minor

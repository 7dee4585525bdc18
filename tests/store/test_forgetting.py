"""Who wants to be forgotten is: nothing about them stays anywhere, and the books still add up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from shelf import NOON, OpenStore, at_once, fill, line, order, quote, variant
from sqlalchemy import create_engine

from skill.commerce.abandoned import tell_abandoned
from skill.commerce.moving import move
from skill.commerce.people import Customer, Remembered
from skill.commerce.personal import close_door, erase
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.deeds import AskReturn, Deliver, LetOff, Pack, Readdress, Ship
from skill.commerce.rules.delivery import Way
from skill.commerce.rules.events import Event
from skill.commerce.rules.money import Money
from skill.commerce.rules.payment import Account, Attempt, Charge
from skill.commerce.rules.quote import Agreed, Use
from skill.commerce.telling import tell_placed
from skill.store.engine import normal_url
from skill.store.erasing import NOBODY
from skill.store.personal_data import KEPT
from skill.store.store import SqlStore
from skill.store.tables import metadata

SECRET = "Zebulon"
WHERE = "77 Zebulon Street"
ANN = Customer("c-zebulon", f"{SECRET} Quick", "zebulon@example.com", WHERE, reminders=True)


def _shop_with_a_life(store: SqlStore) -> dict[str, str]:
    """A customer of whom every table knows something; the numbers of their orders."""
    fill(store, variant("tea", on_hand=50))
    agreed = Agreed(way=Way(address=WHERE), coupons=("save",), uses=(Use("coupon save"),))
    lived = {"lines": (line("tea", 2),), "address": WHERE, "agreed": agreed}
    with store.writing() as uow:
        uow.endpoints.add("https://crm.example/", "whsec_x")
        uow.customers.put(ANN, "echo-zebulon")
        uow.carts.put(Cart(ANN.id, (Line("tea", 1),)))
        uow.quotes.add(quote("q", ANN.id, address=WHERE))
        uow.uses.take(Use("coupon save"), ANN.id)
        uow.answers.put("r", Remembered("h", {"ssml": f"to {WHERE}"}, "echo-zebulon"))
        over, under_way = uow.orders.place(order(ANN.id, **lived)), uow.orders.place(order(ANN.id, **lived))
        for one in (over, under_way):
            tell_placed(uow, one, {})
        for deed in (Pack(), Ship(), Deliver(), LetOff(1), AskReturn()):
            move(uow, over.number, deed, by="customer", at=NOON, why=f"said {SECRET}")
        account = Account("cus_zebulon", "pm_zebulon", "Zebulon's Visa")
        uow.payments.put_account(ANN.id, account)
        charge = Charge("key", under_way.number, Money(200, "USD"), account, NOON)
        uow.payments.open(Attempt(charge, ANN.id))
        uow.codes.put(ANN.id, "argon2-of-zebulon")
        uow.events.add(Event("handoff.requested", "cart", NOON, {"customer_id": ANN.id}, ANN.id))
        uow.commit()
    return {"over": over.number, "under_way": under_way.number}


def _everything(database_url: str) -> str:
    """The whole database as text."""
    engine = create_engine(normal_url(database_url))
    with engine.connect() as connection:
        rows = {t.name: [list(r) for r in connection.execute(t.select())] for t in metadata.sorted_tables}
    engine.dispose()
    return json.dumps(rows, default=str)


def _erase(store: SqlStore) -> dict[str, int]:
    with store.writing() as uow:
        removed = erase(uow, ANN.id, NOON)
        uow.commit()
    return dict(removed)


def test_nothing_about_a_forgotten_customer_is_left(store: SqlStore, database_url: str) -> None:
    numbers = _shop_with_a_life(store)
    assert SECRET.lower() in _everything(database_url).lower()

    assert _erase(store) == {
        "customer": 1, "doors": 1, "cart_lines": 1, "cards": 1, "voice_codes": 1, "quotes": 1, "answers": 1,
        "uses": 1, "events": 1, "orders": 2, "open_orders": 1,
    }  # fmt: skip

    with store.writing() as uow:  # what is on its way still has to arrive
        still = uow.orders.numbered(numbers["under_way"])
        assert still and still.address == WHERE
        for deed in (Pack(), Ship(), Deliver()):
            move(uow, still.number, deed, by="merchant", at=NOON)
        attempt = uow.payments.of_key("key")
        assert attempt and attempt.charge.account.card == "pm_zebulon", "it may still have to be charged"
        uow.payments.settle(replace(attempt, state="paid"), NOON, unless=())
        uow.commit()
    with store.writing() as uow:
        assert uow.customers.forget_the_rest() == 2
        uow.commit()
    kept = _everything(database_url).lower().replace("c-zebulon", "", 3)
    assert SECRET.lower() not in kept, "only the event that tells others to forget them names their id"


def test_the_books_still_add_up(store: SqlStore) -> None:
    numbers = _shop_with_a_life(store)
    with store.reading() as uow:
        before = uow.orders.numbered(numbers["over"])
    _erase(store)

    with store.reading() as uow:
        after = uow.orders.numbered(numbers["over"])
        assert before and after
        assert after == replace(
            before, customer_id=NOBODY, address=None, agreed=after.agreed, version=before.version + 1
        )
        assert after.agreed == replace(before.agreed, way=Way())
        assert [one.why for one in uow.orders.papers(after).history if one.what != "placed"] == [""] * 5


def test_other_systems_are_told_and_what_was_waiting_for_them_names_nobody(store: SqlStore) -> None:
    _shop_with_a_life(store)
    _erase(store)

    with store.writing() as uow:
        waiting = [one for _ in range(9) for one in uow.deliveries.claim(9, timedelta(hours=1))]
    told = {one.name: one.data for one in waiting}
    assert told["customer.erased"] == {"type": "customer", "id": ANN.id}
    assert "customer_id" not in told["order.placed"]
    assert "handoff.requested" not in told


def test_to_forget_twice_is_to_forget_once(store: SqlStore) -> None:
    _shop_with_a_life(store)
    assert _erase(store)

    assert _erase(store) == {}
    assert at_once(*[partial(_erase, store)] * 3) == [{}] * 3
    with store.writing() as uow:
        assert erase(uow, NOBODY, NOON) == {}


def test_of_several_who_forget_the_same_customer_one_does(store: SqlStore) -> None:
    _shop_with_a_life(store)

    done = at_once(*[partial(_erase, store)] * 4)

    assert [bool(removed) for removed in done].count(True) == 1


def test_everything_or_nothing_is_forgotten(store: SqlStore, database_url: str) -> None:
    _shop_with_a_life(store)
    before = _everything(database_url)
    with store.writing() as uow:
        erase(uow, ANN.id, NOON)

    assert _everything(database_url) == before


def test_who_moves_an_order_meanwhile_does_not_bring_the_address_back(store: SqlStore) -> None:
    numbers = _shop_with_a_life(store)
    with store.writing() as uow:
        seen = uow.orders.numbered(numbers["over"])
        assert seen
    _erase(store)

    with store.writing() as uow:
        assert not uow.orders.claim(seen)


def test_an_order_moved_and_a_customer_forgotten_at_once(store: SqlStore) -> None:
    numbers = _shop_with_a_life(store)

    def readdress() -> Any:
        with store.writing() as uow:
            done = move(uow, numbers["under_way"], Readdress("9 Elm Road"), by="customer", at=NOON)
            uow.commit()
            return done

    at_once(partial(_erase, store), readdress)

    with store.reading() as uow:
        kept = uow.orders.numbered(numbers["under_way"])
        assert kept and (kept.customer_id, kept.address) == (NOBODY, "9 Elm Road")


def test_a_disabled_skill_forgets_who_has_no_other_door(store: SqlStore) -> None:
    _shop_with_a_life(store)
    with store.writing() as uow:
        uow.customers.put(ANN, "microphone")
        close_door(uow, "echo-zebulon", NOON)
        uow.commit()
    with store.reading() as uow:
        assert uow.customers.known("microphone") == ANN
        assert uow.answers.get("r") is None

    with store.writing() as uow:
        close_door(uow, "microphone", NOON)
        close_door(uow, "never-seen", NOON)
        uow.commit()
    with store.reading() as uow:
        assert uow.customers.get(ANN.id) is None


def test_the_export_has_all_tables_that_know_a_person(store: SqlStore) -> None:
    _shop_with_a_life(store)
    with store.reading() as uow:
        kept = uow.customers.everything_about(ANN.id)

    assert [name for name, rows in kept.items() if not rows] == []
    assert json.loads(json.dumps(kept)) == kept
    assert "argon2" not in json.dumps(kept), "four digits are soon found by their hash"


def test_a_new_table_about_people_is_exported_too() -> None:
    personal = {
        table.name
        for table in metadata.sorted_tables
        if {"customer_id", "user_id", "owner", "order_id", "quote_id"} & set(table.c.keys())
    }

    assert personal - KEPT == set()


@pytest.mark.parametrize("agrees", [True, False])
def test_a_cart_that_was_left_is_told_once_and_only_of_who_agreed(
    open_again: OpenStore, agrees: bool
) -> None:
    now = [NOON]
    store = open_again(clock=lambda: now[0])
    fill(store, variant("tea"))
    with store.writing() as uow:
        uow.customers.put(replace(ANN, reminders=agrees))
        uow.carts.put(Cart(ANN.id, (Line("tea", 2),)))
        uow.commit()

    assert tell_abandoned(store, 24, NOON + timedelta(hours=23)) == 0
    assert tell_abandoned(store, 24, NOON + timedelta(hours=25)) == int(agrees)
    assert tell_abandoned(store, 24, NOON + timedelta(hours=26)) == 0

    now[0] += timedelta(days=3)
    with store.writing() as uow:
        uow.carts.put(Cart(ANN.id, (Line("tea", 3),)))
        uow.commit()
    assert tell_abandoned(store, 24, NOON + timedelta(days=5)) == int(agrees)
    with store.writing() as uow:
        uow.carts.put(Cart(ANN.id))
        uow.commit()
    assert tell_abandoned(store, 24, NOON + timedelta(days=9)) == 0

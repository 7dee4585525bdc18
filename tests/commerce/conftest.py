"""A shop at whose counter people pay by card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from card_company import CARD, CardCompany

from skill.commerce.moving import Moved, move
from skill.commerce.paying import PATIENCE, record, settle
from skill.fixtures.devices import device_for
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world


class Counter:
    """A shop whose customer pays by card."""

    def __init__(self, world):
        self.world = world
        self.store = world.shop.store
        self.company = CardCompany()
        world.shop.settings = replace(world.shop.settings, payment=("pay_on_delivery", "card"))
        world.shop.payment = self.company
        with self.store.writing() as uow:
            uow.customers.put(replace(world.customer, payment="card"), world.customer.id)
            uow.payments.put_account(world.customer.id, CARD)
            uow.commit()
        self.device = device_for(world.shop, world.customer.id, skill=self.send)
        self.sent = []

    def send(self, envelope):
        self.sent.append(envelope)
        return self.world.shop.skill(envelope)

    def say(self, *lines):
        return [self.device.hear(line).speech for line in lines][-1]

    def buy(self):
        return self.say("add two bananas", "check out", "yes")

    def settle(self, later=2 * PATIENCE):
        return settle(self.store, self.company, self.world.clock() + later)

    def move(self, deed):
        with self.store.writing() as uow:
            done = move(uow, self.order.number, deed, by="merchant", at=self.world.clock())
            uow.commit()
        assert isinstance(done, Moved), done

    def report(self, *told):
        with self.store.writing() as uow:
            for one in told:
                record(uow, self.order.quote_id, one, self.world.clock())
            uow.commit()

    @property
    def order(self):
        with self.store.reading() as uow:
            return uow.orders.history(self.world.customer.id)[0]

    @property
    def cart(self):
        return [(line["id"], line["quantity"]) for line in self.world.shop.view(self.world.customer.id).cart]

    @property
    def refunds(self):
        with self.store.reading() as uow:
            return uow.orders.papers(self.order).refunds

    @property
    def history(self):
        with self.store.reading() as uow:
            return uow.orders.papers(self.order).history


@pytest.fixture
def counter():
    given = {"stock": {"bananas": 20}, "orders": []}
    with open_world(Fixture(Path(__file__), "cards", (), given=given)) as world:
        yield Counter(world)

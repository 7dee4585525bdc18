"""Two at the till at once: nobody buys twice, nobody buys what is gone, nothing is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from local_voice.device import Device
from skill.commerce.people import Customer
from skill.fixtures.devices import device_for
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world

BUYERS = 6


@pytest.fixture
def world():
    given = {"stock": {"avocado": 2}, "orders": []}
    with open_world(Fixture(Path(__file__), "races", (), given=given)) as world:
        yield world


class Till:
    """A device whose next request is held back, so that several can be sent at one moment."""

    def __init__(self, world, user):
        self.held = None
        self.holding = False
        self.skill = world.shop.skill
        with world.shop.store.writing() as uow:
            uow.customers.put(Customer(user, user, "", "12 Mill Lane"), user)
            uow.commit()
        self.device: Device = device_for(world.shop, user, skill=self.send)

    def send(self, envelope):
        if not self.holding:
            return self.skill(envelope)
        self.held = envelope
        return {"version": "1.0", "response": {"shouldEndSession": True}}

    def yes_held_back(self, *before):
        for words in before:
            self.device.hear(words)
        self.holding = True
        self.device.hear("yes")
        return self.held


def at_once(world, envelopes):
    """Send all envelopes at the same moment, each from a thread of its own."""
    barrier = Barrier(len(envelopes))

    def send(envelope):
        barrier.wait()
        return world.shop.skill(envelope)

    with ThreadPoolExecutor(len(envelopes)) as pool:
        return list(pool.map(send, envelopes))


def speech(response):
    return response["response"].get("outputSpeech", {}).get("ssml", "")


def orders_of(world, *users):
    return [order for user in users for order in world.shop.view(user).orders]


def left(world, sku):
    with world.shop.store.reading() as uow:
        return uow.catalog.variants([sku])[sku].on_hand


def test_the_last_two_go_to_two_of_six_buyers(world):
    users = [f"buyer-{number}" for number in range(BUYERS)]
    requests = [Till(world, user).yes_held_back("add an avocado", "check out") for user in users]

    answers = at_once(world, requests)

    placed = [answer for answer in answers if "your order is placed" in speech(answer)]
    refused = [answer for answer in answers if "out of avocado" in speech(answer)]
    assert (len(placed), len(refused)) == (2, BUYERS - 2)
    assert len(orders_of(world, *users)) == 2
    assert left(world, "avocado") == 0


def test_the_same_yes_delivered_in_parallel_gives_one_order_and_one_answer(world):
    request = Till(world, "robin").yes_held_back("add an avocado", "check out")

    answers = at_once(world, [request] * BUYERS)

    assert len({json.dumps(answer, sort_keys=True) for answer in answers}) == 1
    assert "your order is placed" in speech(answers[0])
    assert len(orders_of(world, "robin")) == 1
    assert left(world, "avocado") == 1


def test_several_yes_to_one_total_give_one_order(world):
    request = Till(world, "robin").yes_held_back("add an avocado", "check out")
    requests = [
        {**request, "request": {**request["request"], "requestId": f"amzn1.echo-api.request.{number}"}}
        for number in range(BUYERS)
    ]

    answers = at_once(world, requests)

    assert sum("your order is placed" in speech(answer) for answer in answers) == 1
    assert sum("placed already" in speech(answer) for answer in answers) == BUYERS - 1
    assert len(orders_of(world, "robin")) == 1
    assert left(world, "avocado") == 1


def test_two_devices_of_one_customer_do_not_lose_each_others_goods(world):
    tills = [Till(world, "robin") for _ in range(2)]
    requests = []
    for till, words in zip(tills, ("add two bananas", "add half and half"), strict=True):
        till.holding = True
        till.device.hear(words)
        requests.append(till.held)

    at_once(world, requests)

    assert {line["id"]: line["quantity"] for line in world.shop.view("robin").cart} == {
        "bananas": 2,
        "half-and-half": 1,
    }


def test_a_cancelled_order_is_back_on_the_shelf_once(world):
    till = Till(world, "robin")
    for words in ("add two avocados", "check out", "yes", "cancel my order"):
        till.device.hear(words)
    request = till.yes_held_back()

    requests = [
        {**request, "request": {**request["request"], "requestId": f"amzn1.echo-api.request.{number}"}}
        for number in range(BUYERS)
    ]
    at_once(world, requests)

    assert left(world, "avocado") == 2
    assert [order["status"] for order in orders_of(world, "robin")] == ["cancelled"]

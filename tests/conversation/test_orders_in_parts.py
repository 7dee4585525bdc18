"""An order that left in parts: what is where is said, and only what is here or has arrived can be moved."""

from pathlib import Path

import pytest

from skill.commerce.moving import Moved, move
from skill.commerce.rules.deeds import Cancel, Deliver, SettleRefund, Ship, TakeBack
from skill.commerce.rules.papers import Units
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world


@pytest.fixture
def world():
    with open_world(Fixture(Path(__file__), "parts", ())) as world:
        merchant(world, Ship((Units(0, 1), Units(2, 1)), "UPS", "1Z"))
        yield world


def merchant(world, deed):
    with world.shop.store.writing() as uow:
        assert isinstance(move(uow, "1004", deed, by="merchant", at=world.shop.clock()), Moved)
        uow.commit()


def said(device, *lines):
    return [device.hear(words).speech for words in lines]


def test_what_has_left_and_what_is_still_here_is_said(world):
    (answer,) = said(world.device(), "which items have shipped")

    assert "in part" in answer
    assert "On the way: one oat milk and one blueberry muffin." in answer
    assert "Still here: four bananas and one blueberry muffin." in answer


def test_only_what_is_still_here_is_cancelled(world):
    asked, done, again = said(world.device(), "cancel my order", "yes", "cancel order 1004")

    assert "Still here: four bananas and one blueberry muffin. Shall I cancel that?" in asked
    assert "5 dollars and 94 cents" in done
    assert "can't be cancelled" in again and "Once it is here" in again


def test_one_product_is_cancelled_as_far_as_it_is_here(world):
    asked, done = said(world.device(), "cancel the muffins from order 1004", "yes")

    assert "takes one blueberry muffin out" in asked and "7 dollars and 10 cents" in asked
    assert "one oat milk, four bananas, and one blueberry muffin now" in done


def test_what_has_not_arrived_cannot_be_sent_back_yet(world):
    (answer,) = said(world.device(), "return the oat milk from order 1004")

    assert "can't be sent back" in answer and "Once it is here" in answer


def test_a_part_that_has_arrived_is_sent_back_received_and_paid_back(world):
    merchant(world, Deliver())
    device = world.device()

    asked, done = said(device, "return the muffin from order 1004", "yes")
    assert "Shall I announce the return?" in asked
    assert "number is" in done
    with world.shop.store.reading() as uow:
        (back,) = uow.orders.papers(uow.orders.numbered("1004")).returns
    merchant(world, TakeBack(back.id))
    said(device, "cancel order 1004", "yes")
    assert "2 dollars and 65 cents will be paid back" in said(device, "where is my refund")[0]
    merchant(world, SettleRefund(1))
    assert "2 dollars and 65 cents was paid back" in said(device, "where is my refund")[0]


def test_a_yes_to_cancelling_that_comes_too_late_says_why(world):
    device = world.device()
    said(device, "cancel my order")
    merchant(world, Ship())

    (answer,) = said(device, "yes")

    assert "can't be cancelled: it is on its way" in answer and "Once it is here" in answer


def test_a_yes_to_another_total_than_was_said_is_asked_again(world):
    device = world.device()
    said(device, "cancel the muffins from order 1004")
    merchant(world, Cancel((Units(1, 1),)))

    asked, done = said(device, "yes", "yes")

    assert "has changed" in asked and "6 dollars and 81 cents" in asked
    assert "one blueberry muffin now" in done

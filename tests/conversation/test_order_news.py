"""What happened to an order since the last visit is told at the door: once, in one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_voice.device import Device
from skill.bootstrap import Shop, open_shop
from skill.commerce.moving import Moved, move
from skill.commerce.rules.deeds import Cancel, Deed, Deliver, LetOff, SettleRefund, Ship
from skill.commerce.rules.papers import Units
from skill.fixtures.devices import device_for
from skill.settings import Settings


@pytest.fixture
def shop(tmp_path: Path, demo_folder: Path) -> Iterator[Shop]:
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    shop = open_shop(Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path))
    yield shop
    shop.close()


def moved(shop: Shop, *deeds: Deed, by: str = "merchant") -> None:
    with shop.store.writing() as uow:
        for deed in deeds:
            assert isinstance(move(uow, "1004", deed, by=by, at=shop.clock()), Moved)
        uow.commit()


def at_the_door(device: Device) -> str:
    return device.launch().speech


def test_a_parcel_that_was_sent_is_told_once(shop: Shop) -> None:
    device = device_for(shop, "demo")
    quiet = at_the_door(device)
    moved(shop, Ship())

    told, again = at_the_door(device), at_the_door(device)

    assert "By the way" not in quiet + again
    assert "By the way, your order 1004 was sent today. " in told


def test_what_could_not_be_sent_is_told_in_one_sentence_with_the_rest(shop: Shop) -> None:
    moved(shop, Cancel((Units(2, 2),)), Ship())

    told = at_the_door(device_for(shop, "demo"))

    assert told.count("By the way") == 1
    assert "order 1004 was sent today" in told


def test_an_order_that_the_shop_refused_is_told(shop: Shop) -> None:
    moved(shop, Cancel())

    assert "we had to cancel your order 1004 today" in at_the_door(device_for(shop, "demo"))


def test_a_refund_that_failed_is_not_told_as_paid_back(shop: Shop) -> None:
    device = device_for(shop, "demo")
    moved(shop, Ship(), Deliver(), LetOff(20), SettleRefund(1))
    done = at_the_door(device)
    moved(shop, LetOff(10), SettleRefund(2, done=False))
    failed = at_the_door(device)

    assert "what you get back for your order 1004 was paid back" in done
    assert "paid back" not in failed
    assert "you get some money back for your order 1004" in failed


def test_what_the_customer_did_or_knows_is_no_news(shop: Shop) -> None:
    device = device_for(shop, "demo")
    moved(shop, Ship(), Deliver())
    arrived = at_the_door(device)

    assert "By the way" not in arrived


def test_what_was_asked_about_is_not_told_again(shop: Shop) -> None:
    device = device_for(shop, "demo")
    moved(shop, Ship())

    device.hear("where is my order")

    assert "By the way" not in at_the_door(device)


def test_somebody_else_is_told_nothing(shop: Shop) -> None:
    moved(shop, Ship())

    assert "1004" not in at_the_door(device_for(shop, "somebody else"))

"""A process is killed before and after each step of a charge; somebody settles, and the books add up."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from killed_buyer import POINTS, CompanyInAFile

from skill.bootstrap import now
from skill.commerce.paying import Settled, settle
from skill.fixtures.fixture import Fixture
from skill.fixtures.merchant import settings_text
from skill.fixtures.world import open_world

pytestmark = pytest.mark.process
KILLED = 9


@pytest.fixture
def world():
    given = {"stock": {"bananas": 20}, "orders": []}
    with open_world(Fixture(Path(__file__), "killed", (), given=given)) as world:
        yield world


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_there_is_one_charge_for_one_order_or_neither(world, tmp_path, point):
    settings, company = tmp_path / "settings.json", CompanyInAFile(tmp_path / "company.json")
    settings.write_text(settings_text(world.shop.settings))
    script = Path(__file__).with_name("killed_buyer.py")

    done = subprocess.run(
        [sys.executable, str(script), str(settings), str(company.file), point], check=False, timeout=60
    )
    assert done.returncode == KILLED
    store, later = world.shop.store, now() + timedelta(minutes=5)
    first, second = settle(store, company, later), settle(store, company, later + timedelta(minutes=5))

    with store.reading() as uow:
        orders = uow.orders.history(world.customer.id)
        left = uow.catalog.variants(["bananas"])["bananas"].on_hand
    cart = [(line["id"], line["quantity"]) for line in world.shop.view(world.customer.id).cart]
    if point == "before_order":
        assert (orders, company.taken, left, cart) == ((), {}, 20, [("bananas", 2)])
        return
    assert [order.payment_state for order in orders] == ["paid"]
    assert list(company.taken.values()) == [orders[0].paid_minor] == [orders[0].total.minor]
    assert (left, cart, second) == (18, [], Settled())
    assert first == Settled(charges=0 if point == "after_outcome" else 1)

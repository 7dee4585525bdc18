"""One talk with two servers, each a process of its own: what matters is in session and database."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from local_voice.device import Device
from local_voice.endpoints import posting
from skill.fixtures.fixture import Fixture
from skill.fixtures.served import CLOCK, describe_shop, served
from skill.fixtures.world import World, open_world

pytestmark = pytest.mark.process
RULES = {
    "promotions": [{"id": "ten", "name": "10 percent off", "percent": 10, "by_coupon": True}],
    "coupons": [{"code": "SAVE10", "promotion": "ten"}],
}


class Alternating:
    """Each request goes to another server than the one before."""

    def __init__(self, *servers: Any) -> None:
        self._servers = itertools.cycle(servers)
        self.last: dict[str, Any] = {}
        self.answered: dict[str, Any] = {}

    def __call__(self, envelope: dict[str, Any]) -> dict[str, Any]:
        self.last = copy.deepcopy(envelope)
        self.answered = next(self._servers)(envelope)
        return self.answered


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[World, Alternating, Device]]:
    """A shop, two servers of it, and a customer."""
    fixture = Fixture(Path(__file__), "two processes", (), given={"orders": []})
    with ExitStack() as stack:
        world = stack.enter_context(open_world(fixture, clock_file=tmp_path / CLOCK))
        describe_shop(tmp_path, world.shop.settings)
        doors = [stack.enter_context(served(tmp_path)) for _ in range(2)]
        skill = Alternating(*(posting(f"{url}/alexa", authority.sign) for url, authority in doors))
        yield world, skill, world.device(skill)


def test_a_talk_goes_on_wherever_its_next_turn_is_heard(
    servers: tuple[World, Alternating, Device],
) -> None:
    world, skill, device = servers

    def hear(words: str) -> str:
        return str(device.hear(words).speech).lower()

    hear("do you have oat milk")
    assert "added one oat milk" in hear("yes")
    assert "three oat milk" in hear("no make it three")
    world.change({"price": {"milk-oat-1l": 500}}, "")
    assert "15 dollars" in hear("check out")
    world.change({"rules": RULES}, "")
    assert "1 dollar and 50 cents" in hear("use the coupon save ten")
    assert "13 dollars and 50 cents" in hear("check out")
    world.change({"rules": {}}, "")
    assert "not valid any more" in hear("yes")
    assert "your order is placed" in hear("yes")
    answered = skill.answered
    assert skill(skill.last) == answered  # the other server has never heard this request
    assert len(world.shop.view(world.customer.id).orders) == 1
    assert "milk" in hear("where is my order")

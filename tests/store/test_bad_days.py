"""What a customer hears on the database's bad days: an apology within Alexa's time, and then all is well."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from databases import POSTGRESQL, SERVER
from flask.testing import FlaskClient
from shelf import variant
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from stalling import Line, line_to

from skill.alexa.verdict import Accepted
from skill.app import create_app
from skill.bootstrap import Shop, open_shop
from skill.commerce.people import Customer
from skill.settings import Settings
from skill.store.catalog_writer import Listing
from skill.store.engine import normal_url

ALEXA_GIVES_SECONDS = 8
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WIRE = 0.5  # of the eight seconds, for the way there and back


class Speaker:
    """A customer's device at the web door; every answer must come in Alexa's time."""

    def __init__(self, shop: Shop) -> None:
        app = create_app(shop.skill, lambda _, body: Accepted(json.loads(body)), shop.health)
        self.door: FlaskClient = app.test_client()
        self._attributes: dict[str, Any] = {}
        self._count = 0

    def says(self, intent: str, **slots: str) -> str:
        self._count += 1
        started = time.monotonic()
        answer = self.door.post("/alexa", json=self._request(intent, slots))
        assert time.monotonic() - started < ALEXA_GIVES_SECONDS - WIRE
        assert answer.status_code == 200
        told = answer.get_json()
        self._attributes = told.get("sessionAttributes", {})
        return str(told["response"]["outputSpeech"]["ssml"])

    def _request(self, intent: str, slots: dict[str, str]) -> dict[str, Any]:
        user = {"userId": "ann"}
        filled = {name: {"name": name, "value": value} for name, value in slots.items()}
        return {
            "version": "1.0",
            "session": {"new": False, "sessionId": "s", "user": user, "attributes": self._attributes},
            "context": {"System": {"user": user, "device": {"deviceId": "echo"}}},
            "request": {
                "type": "IntentRequest",
                "requestId": f"request-{self._count}",
                "locale": "en-US",
                "timestamp": "2026-05-01T12:00:00Z",
                "intent": {"name": intent, "slots": filled},
            },
        }


@pytest.fixture
def open_at(tmp_path: Path) -> Iterator[Callable[[str], Speaker]]:
    """Open the shop at a database's address, with drums on the shelf and Ann in front of it."""
    shops: list[Shop] = []

    def open_(url: str) -> Speaker:
        shops.append(open_shop(Settings(url, tmp_path)))
        return Speaker(shops[-1])

    yield open_
    for shop in shops:
        shop.close()


@pytest.fixture
def filled(database_url: str, tmp_path: Path) -> str:
    """The address of a database with drums and Ann."""
    shop = open_shop(Settings(database_url, tmp_path))
    shop.store.write_catalog([Listing(variant("drum", 1000, on_hand=9), "")])
    with shop.store.writing() as uow:
        uow.customers.put(Customer("ann", "Ann", "", "1 Mill Lane"), "ann")
        uow.commit()
    shop.close()
    return database_url


def buys_a_drum(speaker: Speaker) -> None:
    speaker.says("AddToCartIntent", product="drum")
    speaker.says("CheckoutIntent")
    assert "is placed" in speaker.says("AMAZON.YesIntent")


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The disk takes no more: a file that has so many bytes cannot grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@ON_SQLITE
def test_a_disk_that_is_full_is_apologised_for_and_no_order_is_lost(filled: str, open_at: Any) -> None:
    speaker = open_at(filled)
    speaker.says("AddToCartIntent", product="drum")
    speaker.says("CheckoutIntent")
    log = Path(filled.removeprefix("sqlite:///") + "-wal")

    with files_no_longer_than(log.stat().st_size):
        assert "trouble" in speaker.says("AMAZON.YesIntent")
    assert "is placed" in speaker.says("AMAZON.YesIntent")
    assert "one order" in speaker.says("ListOrdersIntent")


def test_a_database_that_others_have_locked_is_apologised_for(filled: str, open_at: Any) -> None:
    speaker = open_at(filled)
    speaker.says("AddToCartIntent", product="drum")
    engine = create_engine(normal_url(filled))
    with engine.connect() as rival:
        if filled.startswith("sqlite"):
            rival.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            rival.execute(text("LOCK TABLE carts IN ACCESS EXCLUSIVE MODE"))
        assert "trouble" in speaker.says("AddToCartIntent", product="drum")
        rival.rollback()
    engine.dispose()

    buys_a_drum(speaker)


@ON_SQLITE
def test_in_a_read_only_database_one_looks_around_and_buys_nothing(filled: str, open_at: Any) -> None:
    file = filled.removeprefix("sqlite:///")
    speaker = open_at(f"sqlite:///file:{file}?mode=ro&uri=true")

    assert "drum" in speaker.says("SearchProductsIntent", query="drum")
    assert "trouble" in speaker.says("AddToCartIntent", product="drum")
    assert speaker.door.get("/health").status_code == 200


@pytest.fixture
def line(filled: str) -> Iterator[Line]:
    """A line to the PostgreSQL server."""
    server = make_url(filled)
    with line_to(server.host or "127.0.0.1", server.port or 5432) as line:
        yield line


def over(line: Line, url: str) -> str:
    return make_url(url).set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)


@pytest.mark.skipif(not SERVER, reason="takes a PostgreSQL server: VOICECART_TEST_DATABASE_URL")
@pytest.mark.parametrize("database_url", [POSTGRESQL], indirect=True)
class TestPostgres:
    """A server that is somewhere else."""

    def test_a_line_that_is_cut_is_apologised_for_once_at_most(
        self, filled: str, line: Line, open_at: Any
    ) -> None:
        speaker = open_at(over(line, filled))
        speaker.says("AddToCartIntent", product="drum")
        line.cut()

        speaker.says("AddToCartIntent", product="drum")
        buys_a_drum(speaker)

    def test_a_server_that_has_gone_is_apologised_for_and_health_says_so(
        self, filled: str, line: Line, open_at: Any
    ) -> None:
        speaker = open_at(over(line, filled))
        line.close()

        assert "trouble" in speaker.says("AddToCartIntent", product="drum")
        assert speaker.door.get("/health").status_code == 503

    def test_a_server_that_goes_silent_is_given_up_in_time(
        self, filled: str, line: Line, open_at: Any
    ) -> None:
        speaker = open_at(over(line, filled))
        speaker.says("AddToCartIntent", product="drum")
        line.go_silent()

        assert "trouble" in speaker.says("AddToCartIntent", product="drum")  # in the middle of a talk
        assert "trouble" in speaker.says("AddToCartIntent", product="drum")  # and when calling anew
        line.flow_again()
        line.cut()

        buys_a_drum(speaker)


ODD = ["0", "-3", "999999999999999999999", "1e9", "NaN", "٣", "two and a half", "1" * 4000, "\x00", "<b>&"]


def test_odd_quantities_are_answered(filled: str, open_at: Any) -> None:
    speaker = open_at(filled)

    for quantity in ODD:
        for intent in ("AddToCartIntent", "ChangeQuantityIntent", "RemoveFromCartIntent"):
            assert "trouble" not in speaker.says(intent, product="drum", quantity=quantity), quantity
        assert "trouble" not in speaker.says("CheckoutIntent"), quantity


ADDRESSES = ["", " ", "x" * 9000, "&" * 900, '<Mill> & "Lane" \' \U0001f3e0 \u202e', "\n\t\r", "%s{}$1"]


def test_odd_addresses_are_delivered_to(filled: str, open_at: Any, tmp_path: Path) -> None:
    speaker, shop = open_at(filled), open_shop(Settings(filled, tmp_path))

    for address in ADDRESSES:
        with shop.store.writing() as uow:
            uow.customers.put(Customer("ann", "Ann", "", address), "ann")
            uow.commit()
        buys_a_drum(speaker)

    shop.close()

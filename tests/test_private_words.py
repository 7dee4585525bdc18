"""No name, address, e-mail, code or word of a customer reaches a log, an event or a figure, at any door."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from skill.bootstrap import open_shop
from skill.fixtures.doors import WordsStage, open_door
from skill.fixtures.fixture import read_fixture
from skill.fixtures.player import _happen
from skill.metrics import metrics
from skill.settings import Settings

_LONG = timedelta(hours=1)
MARK = re.compile(r"zebulon|quagmire|4711|7 7 4 2|7742", re.I)
FIXTURE = {
    "name": "a customer with a memorable name",
    "given": {
        "clock": "2026-03-02T10:00:00Z",
        "customer": {
            "name": "Zebulon Quick",
            "email": "zebulon@example.com",
            "address": "4711 Quagmire Street",
        },
        "stock": {"bananas": 6},
    },
    "turns": [
        {"launch": True},
        {"user": "my name is zebulon and i live in quagmire street"},
        {"user": "do you have quagmire soup"},
        {"user": "use code zebulon"},
        {"user": "add two bananas"},
        {"user": "check out"},
        {"user": "yes"},
        {"again": True},
        {"user": "change the address to 4711 quagmire road"},
        {"user": "yes"},
        {"user": "i want to talk to a person about zebulon"},
        {"user": "seven seven four two"},
        {"request": {"request": {"type": "IntentRequest", "requestId": "zebulon"}, "version": "quagmire"}},
        {"request": {"zebulon": ["quagmire"]}},
        {"user": "cancel my order"},
        {"user": "yes"},
        {"end": True},
    ],
}


@pytest.mark.parametrize("door", ["skill", pytest.param("http", marks=pytest.mark.process)])
def test_a_conversation_leaves_no_word_of_it_behind(
    door: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "private.json"
    file.write_text(json.dumps(FIXTURE))
    fixture = read_fixture(file)

    with open_door(door) as opened, opened(fixture) as stage:
        assert isinstance(stage, WordsStage)
        shop: Any = stage.world.shop  # type: ignore[attr-defined]
        with shop.store.writing() as uow:
            uow.endpoints.add("https://crm.example/", "whsec_x")
            uow.commit()
        said = [_happen(fixture, stage, n, turn) for n, turn in enumerate(fixture.turns, 1)]
        shop.tally.flush()
        with shop.store.writing() as uow:
            events = [event.data for event in uow.deliveries.claim(99, _LONG)]
        figures = metrics(shop.store, shop.clock())

    written = capfd.readouterr()
    assert [event["type"] for event in events] == ["order", "stock", "handoff"]
    assert said[-1].placed, "the customer did buy something"
    assert MARK.findall(json.dumps(events)) == []
    assert MARK.findall(figures) == []
    assert MARK.findall(caplog.text) == []
    assert MARK.findall(written.out + written.err) == []


def _fails(of: str) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"Zebulon Quick of 4711 Quagmire Street wanted {of}")

    return fail


def test_a_failure_is_logged_without_its_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    shop = open_shop(Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path))
    monkeypatch.setattr(type(shop.store), "reading", _fails("quagmire soup"))
    answer = shop.skill(
        {"version": "1.0", "request": {"type": "LaunchRequest", "requestId": "r", "locale": "en-US",
         "timestamp": "2026-03-02T10:00:00Z"}, "session": {"new": True, "sessionId": "s"},
         "context": {"System": {"application": {}, "user": {"userId": "zebulon"}, "device": {}}}}
    )  # fmt: skip
    monkeypatch.undo()
    shop.close()

    assert answer["response"]["outputSpeech"]
    assert "turn failed: ValueError" in caplog.text
    assert MARK.findall(caplog.text) == []


def test_an_error_of_the_database_does_not_hold_what_was_written(tmp_path: Path) -> None:
    shop = open_shop(Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path))
    from skill.commerce.people import Customer

    with pytest.raises(Exception) as failure, shop.store.writing() as uow:
        uow.customers.put(Customer("c", "Zebulon", "zebulon@example.com", "4711 Quagmire Street", None))  # type: ignore[arg-type]
    shop.close()

    assert MARK.findall(str(failure.value)) == []


def test_every_log_call_is_known_here() -> None:
    """Who adds one looks at what it says, and adds it here."""
    root = Path(__file__).parent.parent
    call = re.compile(r"\blog(?:ger|ging)?\.(?:debug|info|warning|error|exception|critical|log)\((.*)")
    found = {
        f"{path.relative_to(root)}: {match.group(1)}"
        for package in ("skill", "local_voice")
        for path in (root / package).rglob("*.py")
        for match in call.finditer(path.read_text("utf-8"))
    }

    assert found == {
        'skill/alexa/skill.py: "turn failed: %s in %s", type(failure).__name__, places)',
        'skill/alexa/verification.py: "signing chain not fetched: %s", type(failure).__name__)',
        'skill/commerce/paying.py: "order %s was paid twice: its card is paid back", number)',
        'skill/payments/cards.py: "a payment was refused as wrong: %s", refused.code)',
        'skill/payments/cards.py: "payment: %s", type(failure).__name__)',
        'skill/app.py: "request refused: %s", verdict.reason)',
    }

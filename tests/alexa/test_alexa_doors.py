"""The two doors that open a shop of their own: the server's application, and Lambda."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from alexa_requests import SKILL_ID, as_bytes, launch

import skill
from skill import aws
from skill.cli.serve import build_app
from skill.errors import SettingsError
from skill.settings import Settings

SETTINGS = Settings(database_url="sqlite://", data_dir=Path("unused"), skill_id=SKILL_ID)


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Settings]]:
    """A shop that says what it heard, in place of the real one: the settings it was opened with."""
    opened: list[Settings] = []

    def open_shop(settings: Settings) -> Any:
        opened.append(settings)
        return SimpleNamespace(
            skill=lambda envelope: {"heard": envelope["request"]["type"]},
            health=lambda: {"database": True},
            report=None,
            tally=SimpleNamespace(flush=lambda: None),
        )

    monkeypatch.setitem(sys.modules, "skill.bootstrap", SimpleNamespace(open_shop=open_shop))
    monkeypatch.setenv("VOICECART_SKILL_ID", SKILL_ID)
    aws._shop.cache_clear()
    yield opened
    aws._shop.cache_clear()


def test_lambda_answers_without_a_signature() -> None:
    assert skill.lambda_handler(launch(), None) == {"heard": "LaunchRequest"}


def test_lambda_opens_the_shop_once(opened: list[Settings]) -> None:
    skill.lambda_handler(launch(), None)
    skill.lambda_handler(launch(), None)

    assert [settings.skill_id for settings in opened] == [SKILL_ID]


def test_s2_lambda_refuses_another_skill() -> None:
    said = launch()
    said["context"]["System"]["application"]["applicationId"] = "amzn1.ask.skill.another"

    with pytest.raises(PermissionError, match="skill-id-wrong"):
        skill.lambda_handler(said, None)


def test_s2_lambda_does_not_start_without_a_skill_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICECART_SKILL_ID")

    with pytest.raises(SettingsError, match="VOICECART_SKILL_ID"):
        skill.lambda_handler(launch(), None)


def test_the_development_door_takes_unsigned_requests() -> None:
    answer = build_app(SETTINGS, dev=True).test_client().post("/alexa", data=as_bytes(launch()))

    assert answer.json == {"heard": "LaunchRequest"}


def test_s6_the_public_door_takes_signed_requests_only() -> None:
    client = build_app(SETTINGS, dev=False).test_client()

    assert client.post("/alexa", data=as_bytes(launch())).status_code == 400
    assert client.get("/health").status_code == 200

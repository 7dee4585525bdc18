"""`voicecart check`: our own model and fixtures are clean, and the exit code tells."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from local_voice.checking import check_handlers, check_model
from local_voice.errors import VoiceError
from skill.cli import voicecart
from skill.conversation.intents import INTENTS
from skill.errors import FixtureError, SettingsError
from skill.fixtures.checking import check_fixtures
from skill.model_files import own_model, read_model

ROOT = Path(__file__).parents[1]
PIZZA = ROOT / "strangers" / "pizza" / "en-US.json"


BANANA = {"id": "banana", "quantity": 1}


def check(*arguments: object) -> Result:
    return CliRunner().invoke(voicecart, ["check", *map(str, arguments)])


def test_our_model_keeps_amazons_rules() -> None:
    """That each of its samples reaches its intent is tried in tests/understanding, with the whole shop."""
    found = check_model(read_model(own_model("en-US")), reaching=False)

    assert [one.what for one in found if one.level == "error"] == []
    assert {one.code for one in found} <= {"value-of-two-meanings"}


def test_each_of_our_intents_is_answered() -> None:
    assert list(check_handlers(read_model(own_model("en-US")), INTENTS.keys())) == []


def test_our_fixtures_name_what_there_is() -> None:
    paths = sorted((ROOT / "conversations").glob("*.json"))

    assert list(check_fixtures(paths, read_model(own_model("en-US")))) == []


@pytest.mark.audio
def test_warnings_alone_are_no_failure_unless_strict() -> None:
    assert check("--interaction-model", PIZZA).exit_code == 0
    result = check("--interaction-model", PIZZA, "--strict")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "en-US.json: warning intent-missing: AMAZON.NavigateHomeIntent is missing"
    )
    assert "word-not-heard: the recogniser cannot hear" in result.stdout
    assert result.stderr == "0 errors, 2 warnings\n"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    model: dict[str, Any] = json.loads(PIZZA.read_text("utf-8"))
    model["interactionModel"]["languageModel"]["intents"][0]["samples"] = ["help me!"]
    path = tmp_path / "en-US.json"
    path.write_text(json.dumps(model))
    return path


def test_errors_are_a_failure_with_their_place(broken: Path) -> None:
    result = check("--interaction-model", broken, "--json")

    assert result.exit_code == 1
    first = json.loads(result.stdout.splitlines()[0])
    assert first == {
        "level": "error",
        "code": "sample-letters",
        "file": str(broken),
        "place": "/interactionModel/languageModel/intents/0/samples/0",
        "what": '"help me!" of AMAZON.HelpIntent has !',
        "remedy": "letters, spaces, apostrophes, dots, hyphens and {slots} only",
    }


@pytest.mark.audio
def test_several_models_are_the_locales_of_one_skill(tmp_path: Path) -> None:
    model = json.loads(PIZZA.read_text("utf-8"))
    model["interactionModel"]["languageModel"]["intents"].pop()
    other = tmp_path / "en-GB.json"
    other.write_text(json.dumps(model))

    result = check("--interaction-model", PIZZA, "--interaction-model", other)

    assert (
        "en-GB.json: error locale-missing: intent missing that en-US.json has: OpeningHoursIntent"
        in result.stdout
    )


def test_fixtures_are_checked_against_their_model_and_catalogue(tmp_path: Path) -> None:
    fixtures: dict[str, dict[str, Any]] = {
        "a": {"turns": [{"intent": "AddToCardIntent", "expect": {"cart": [BANANA]}}]},
        "b": {"turns": [{"user": "hi", "expect": {"intent": "AddToCartIntent", "slots": {"produce": "a"}}}]},
        "c": {"turns": [{"user": "hi", "expects": {}}]},
    }
    for name, fixture in fixtures.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"name": name, **fixture}))
    model = read_model(own_model("en-US"))
    found = [one for _, one in check_fixtures(sorted(tmp_path.glob("*.json")), model)]

    assert [(one.code, one.place, one.remedy) for one in found] == [
        ("fixture-unknown-intent", "/turns/0/intent", "did you mean AddToCartIntent?"),
        ("fixture-unknown-product", "/turns/0/expect/cart/0", "did you mean bananas?"),
        ("fixture-unknown-slot", "/turns/0/expect/intent", "did you mean product?"),
        ("fixture-invalid", "/turns/0", "the schema names every key and its form"),
    ]


@pytest.mark.audio
def test_other_tools_tests_are_checked_too() -> None:
    result = check("--interaction-model", PIZZA, PIZZA.parent)

    assert "pizza.test.yml: warning fixture-left-out: goto order a pizza" in result.stdout
    assert result.exit_code == 0


def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text("{}")

    assert isinstance(check("--interaction-model", odd).exception, VoiceError)
    assert isinstance(check("--interaction-model", tmp_path / "none.json").exception, SettingsError)
    odd.write_bytes(b"\xff\xfe")
    assert str(check("--interaction-model", odd).exception).endswith("odd.json is no text in UTF-8")


def test_a_fixture_that_is_not_there_is_told_before_a_model_is_looked_at(tmp_path: Path) -> None:
    result = check("--interaction-model", PIZZA, tmp_path / "none.json")

    assert isinstance(result.exception, FixtureError)
    assert result.stdout == ""


@pytest.mark.audio
def test_our_own_model_is_checked_with_its_handlers_and_fixtures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("VOICECART_INTERACTION_MODEL", str(PIZZA))

    result = check(ROOT / "conversations" / "the-cart-waits.json")

    assert result.exit_code == 1
    assert "intent-unhandled: nothing answers OrderPizzaIntent" in result.stdout
    assert "handler-unreached: a handler answers AddToCartIntent" in result.stdout

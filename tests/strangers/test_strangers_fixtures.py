"""Fixtures against somebody else's skill, in our format and in those of other tools."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from skill.errors import FixtureError

Command = Callable[..., Result]
SKILL = ("--interaction-model", "en-US.json", "--endpoint", "pizzeria:handler")


def test_another_tools_tests_pass_and_what_is_left_out_is_named(command: Command) -> None:
    result = command("test", "pizza.test.yml", "replay.json", *SKILL)

    assert result.exit_code == 0, result.output
    assert "4 passed" in result.stdout
    assert "(left out: pizza.test.yml: line 45: goto order a pizza: a jump" in result.stderr
    assert "line 54: Later: this test is skipped" in result.stderr


def test_a_folder_is_played_whole_and_tags_choose(command: Command) -> None:
    result = command("test", ".", *SKILL, "--tag", "happy")

    assert "1 passed" in result.stdout


def test_a_difference_is_shown(command: Command, folder: Path) -> None:
    wrong = folder / "wrong.yml"
    wrong.write_text("---\n- test: Wrong\n- the usual:\n  - response.card.title: Pizza\n  - prompt: Which?\n")

    result = command("test", wrong, *SKILL)

    assert result.exit_code == 1
    assert "response.card.title" in result.stdout
    assert 'to contain "Which?"' in result.stdout


def test_imported_files_are_fixtures_that_pass_by_themselves(command: Command, folder: Path) -> None:
    written = command("fixtures", "import", "pizza.test.yml", "replay.json", *SKILL, "--out", folder / "mine")
    names = [Path(line).name for line in written.stdout.splitlines()]

    assert names == [
        "orders-after-a-correction.json",
        "an-intent-with-its-slots.json",
        "what-a-fixture-cannot-say.json",
        "replay.json",
    ]
    assert command("test", folder / "mine").exit_code == 0
    again = command("fixtures", "import", "replay.json", *SKILL, "--out", folder / "mine")
    assert isinstance(again.exception, FixtureError)
    assert "--force" in str(again.exception)


def test_a_recorded_conversation_passes_again(command: Command, folder: Path) -> None:
    held = folder / "held.json"
    lines = "order a pizza\nhuge\nlarge\nham\n2\nyes\nno\n/silence\n"
    talked = command("talk", *SKILL, "--script", "-", "--record", held, stdin=lines)

    assert talked.exit_code == 0, talked.output
    fixture = json.loads(held.read_text())
    assert fixture["given"]["endpoint"] == "pizzeria:handler"
    assert "cart" not in fixture["turns"][0]["expect"]
    assert command("test", held).exit_code == 0


def test_a_strangers_fixture_fills_no_shop(command: Command, folder: Path) -> None:
    odd = folder / "odd.json"
    odd.write_text(json.dumps({"name": "Odd", "given": {"cart": []}, "turns": [{"launch": True}]}))

    result = command("test", odd, *SKILL)

    assert isinstance(result.exception, FixtureError)
    assert "/given/cart: with an endpoint there is no shop to fill" in str(result.exception)


def test_a_model_needs_an_endpoint(command: Command) -> None:
    result = command("test", "replay.json", *SKILL[:2])

    assert isinstance(result.exception, FixtureError)
    assert "go together" in str(result.exception)

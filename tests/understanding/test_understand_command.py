"""`voicecart understand`: lines in, intents and slots out."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from skill.bootstrap import open_shop
from skill.cli import voicecart
from skill.settings import Settings

ROOT = Path(__file__).parents[2]
LAMPS: dict[str, Any] = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "lamps",
            "intents": [
                {
                    "name": "GlowIntent",
                    "slots": [{"name": "hue", "type": "HUE"}],
                    "samples": ["glow {hue}", "let it glow"],
                }
            ],
            "types": [{"name": "HUE", "values": [{"id": "R", "name": {"value": "red"}}]}],
        }
    }
}


def understand(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(voicecart, ["understand", *arguments], input=lines)


@pytest.fixture
def lamps(tmp_path: Path) -> str:
    path = tmp_path / "en-US.json"
    path.write_text(json.dumps(LAMPS))
    return str(path)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop in a folder of its own, with a few products."""
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    CliRunner().invoke(voicecart, ["catalog", "demo"], catch_exceptions=False)


def test_each_line_gives_one_object(lamps: str) -> None:
    result = understand("--interaction-model", lamps, "--json", lines="glow red\n\nplay jazz\n")

    first, empty, last = (json.loads(line) for line in result.output.splitlines())
    assert set(first) == {"text", "intent", "slots", "items", "confidence", "ms"}
    assert first["text"] == "glow red"
    assert first["intent"] == "GlowIntent"
    assert first["slots"] == {"hue": {"value": "red", "resolved": [{"id": "R", "name": "red"}]}}
    assert first["items"] == []
    assert empty["intent"] == last["intent"] == "AMAZON.FallbackIntent"


def test_lines_come_from_a_file_as_well(lamps: str, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("let it glow")

    result = understand("--interaction-model", lamps, str(lines))

    assert "let it glow -> GlowIntent" in result.output


def test_what_is_no_text_is_read_as_far_as_it_is(lamps: str, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_bytes(b"\xff let it glow\n")

    assert "-> GlowIntent" in understand("--interaction-model", lamps, str(lines)).output


def test_a_person_can_read_what_was_understood(lamps: str) -> None:
    assert "GlowIntent hue='red'[R]" in understand("--interaction-model", lamps, lines="glow red").output


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"languageModel": {"intents": 1}}'])
def test_a_broken_model_costs_one_line_and_exit_code_2(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from skill.cli import main

    path = tmp_path / "model.json"
    path.write_text(content)
    monkeypatch.setattr("sys.argv", ["voicecart", "understand", "--interaction-model", str(path)])

    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.usefixtures("demo")
def test_the_shop_reads_the_items() -> None:
    lines = "add two bananas\nadd two bananas and a blueberry muffin\ncheck out\n"

    result = understand("--json", lines=lines)

    one, several, none = (json.loads(line)["items"] for line in result.output.splitlines())
    assert [(item["id"], item["quantity"]) for item in one] == [("bananas", 2)]
    assert [(item["id"], item["quantity"]) for item in several] == [("bananas", 2), ("muffin-blueberry", 1)]
    assert none == []


def test_before_anything_is_sold_the_model_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    open_shop(Settings.from_environment()).close()

    (line,) = understand("--json", lines="add two bananas\n").output.splitlines()

    assert json.loads(line)["intent"] == "AddToCartIntent"
    assert json.loads(line)["items"] == []

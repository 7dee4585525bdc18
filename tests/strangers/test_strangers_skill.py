"""`voicecart talk --interaction-model --endpoint`: somebody else's skill in the same device."""

import importlib
import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from local_voice.errors import VoiceError

Talk = Callable[..., list[dict[str, Any]]]
Command = Callable[..., Result]
MODEL = ("--interaction-model", "en-US.json")


def speeches(turns: list[dict[str, Any]]) -> list[str]:
    return [one["speech"] for one in turns]


def test_a_delegated_dialog_is_run_to_its_end_with_corrections(talk: Talk) -> None:
    turns = talk(
        "order a pizza", "huge", "make it large", "mushrooms", "twelve", "two", "no", "ham", "yes", "yes"
    )

    assert speeches(turns) == [
        "Which size, small, medium or large?",
        "We have no huge pizzas. Small, medium or large?",
        "With which topping?",
        "How many?",
        "We bake ten at most, not 12. How many?",
        "With mushrooms, right?",
        "With which topping?",
        "With ham, right?",
        "2 large with ham. Shall I order?",
        "Ordered: 2 large with ham.",
    ]
    assert turns[-1]["dialog_state"] == "COMPLETED"
    assert turns[-1]["slots"]["size"] == {"value": "large", "id": "L"}


def test_yes_and_no_are_understood_in_confirmations_though_the_model_has_no_such_intents(talk: Talk) -> None:
    turns = talk("two large cheese pizzas", "yes", "no", "no")

    assert speeches(turns)[2] == "Then not. What else?"
    assert turns[3]["speech"] == "What else can I do?"  # no intent fits: the reprompt, as after silence


def test_auto_delegation_asks_without_the_skill(talk: Talk) -> None:
    lines = ("book a table", "for twenty", "six", "on the roof", "the terrace", "next year", "tomorrow")
    turns = talk(*lines, "at nine in the morning", "half past seven in the evening")

    assert [one["intent"] for one in turns] == [*[None] * 8, "BookTableIntent"]
    assert speeches(turns) == [
        "For how many people?",
        "Our largest table seats eight. For how many?",
        "By the window, or in the garden?",
        "There is no table at the roof. Window or garden?",
        "On which day?",
        "We take bookings for two weeks. On which day?",
        "At what time?",
        "We are open from eleven to ten. At what time?",
        f"A table for 6 at the terrace, {datetime.now() + timedelta(days=1):%Y-%m-%d} at 19:30.",
    ]


def test_a_chained_dialog_keeps_what_the_skill_filled_in(talk: Talk) -> None:
    turns = talk("the usual", "three", "yes", "yes")

    assert speeches(turns) == [
        "How many?",
        "With ham, right?",
        "3 large with ham. Shall I order?",
        "Ordered: 3 large with ham.",
    ]


def test_silence_another_intent_and_stop_in_the_middle_of_a_dialog(talk: Talk) -> None:
    turns = talk("order a pizza", "/silence", "when are you open", "order a pizza", "stop")

    assert speeches(turns) == [
        "Which size, small, medium or large?",
        "Which size, small, medium or large?",
        "From eleven to ten. What can I do for you?",
        "Which size, small, medium or large?",
        "Ciao.",
    ]
    assert turns[-1]["session"] == "ended"


def test_the_same_skill_behind_a_web_server(talk: Talk, served: Callable[..., str]) -> None:
    handler = importlib.import_module("pizzeria").handler
    address = served(lambda envelope: handler(envelope, None))

    turns = talk("order a small ham pizza", "1", "yes", "yes", endpoint=address)

    assert speeches(turns)[-1] == "Ordered: 1 small with ham."


def test_typing_to_a_stranger_greets_and_leaves(command: Command) -> None:
    result = command("talk", *MODEL, "--endpoint", "pizzeria:handler", "--text", stdin="stop\n")

    assert result.stdout.splitlines()[:3] == ["Welcome to Luigi's. A pizza, or a table?", "> stop", "Ciao."]


@pytest.mark.parametrize(
    ("endpoint", "told"),
    [
        ("nosuch:handler", "there is no module nosuch, here or among the installed ones"),
        ("pizzeria:nothing", "the module pizzeria has no nothing"),
        ("pizzeria:sb", "pizzeria:sb cannot be called: it is SkillBuilder"),
        ("pizzeria", "'pizzeria' is no endpoint: give a URL or module:handler"),
        ("broken:handler", "the module broken cannot be imported: the skill raised ZeroDivisionError"),
        ("http://127.0.0.1:1/alexa", "nobody answers at http://127.0.0.1:1/alexa: Connection refused"),
        ("http://", "'http://' is no address of a skill"),
        ("http://a..b/", "'http://a..b/' is no address of a skill"),
        ("http://localhost:port/", "is no address of a skill"),
    ],
)
def test_an_endpoint_that_leads_nowhere_is_told_in_one_line(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, endpoint: str, told: str
) -> None:
    (folder / "broken.py").write_text("handler = 1 / 0\n", "utf-8")
    monkeypatch.syspath_prepend(folder)

    result = command("talk", *MODEL, "--endpoint", endpoint, "--script", "-", stdin="/launch\n")

    assert isinstance(result.exception, VoiceError)
    assert told in str(result.exception)
    assert "\n" not in str(result.exception)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda envelope: ("<html>", 200), "is not JSON"),
        (lambda envelope: ("gone away", 404), "HTTP 404 gone away"),
        (
            lambda envelope: {"version": "1.0", "response": {"outputSpeech": {"type": "Text"}}},
            "PlainText or SSML",
        ),
    ],
)
def test_a_bad_answer_is_told_with_its_turn(
    talk: Talk, served: Callable[..., str], answer: Callable[[Any], Any], told: str
) -> None:
    (turn,) = talk("/launch", endpoint=served(answer))

    assert told in turn["error"]
    assert turn["session"] == "ended"


def test_an_answer_that_does_not_come_in_time_is_a_timeout(
    talk: Talk, served: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local_voice.endpoints.PATIENCE_S", 0.2)

    def slow(envelope: dict[str, Any]) -> dict[str, Any]:
        time.sleep(0.4)
        return {"version": "1.0", "response": {}}

    (turn,) = talk("/launch", endpoint=served(slow))

    assert turn["error"] == "no answer within 0.2 s"


def test_a_handler_may_raise_hang_or_take_the_event_alone(
    talk: Talk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local_voice.endpoints.PATIENCE_S", 0.2)
    monkeypatch.syspath_prepend(folder)
    (folder / "odd.py").write_text(
        "import time\n"
        "def raises(event, context):\n    return event['pizza']\n"
        "def hangs(event, context):\n    time.sleep(1)\n"
        "def simple(event):\n"
        "    print('hello')\n"
        "    speech = {'type': 'PlainText', 'text': event['request']['type']}\n"
        "    return {'version': '1.0', 'response': {'outputSpeech': speech, 'shouldEndSession': True}}\n",
        "utf-8",
    )

    assert (
        talk("/launch", endpoint="odd:raises")[0]["error"]
        == "the skill raised KeyError: 'pizza' (odd.py, line 3)"
    )
    assert talk("/launch", endpoint="odd:hangs")[0]["error"] == "no answer within 0.2 s"
    assert talk("/launch", endpoint="odd:simple")[0]["speech"] == "LaunchRequest"


def test_a_model_and_an_endpoint_go_together(command: Command) -> None:
    for arguments in (MODEL, ("--endpoint", "pizzeria:handler"), ("--locale", "en-US")):
        result = command("talk", *arguments, "--text")

        assert result.exit_code == 2
        assert "--interaction-model and --endpoint go together" in result.stderr


def test_a_model_that_cannot_be_used_is_told(command: Command, folder: Path) -> None:
    odd = folder / "odd.json"
    odd.write_text(
        json.dumps({"interactionModel": {"languageModel": {"intents": [{"name": "A"}]}, "prompts": [1]}})
    )

    result = command("talk", "--interaction-model", odd, "--endpoint", "pizzeria:handler", "--text")

    assert isinstance(result.exception, VoiceError)
    assert "not in Amazon's format" in str(result.exception)

"""A response that breaks Alexa's rules ends the session with INVALID_RESPONSE, and the exchange says why."""

from typing import Any

import pytest
from kitchen import Cook, device, directive, say

from local_voice.device import PROBLEM, SkillFailure
from local_voice.response import MAX_BYTES, MAX_SPEECH, Broken, read_response


def with_speech(**speech: Any) -> dict[str, Any]:
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}


def directives(raw: Any) -> dict[str, Any]:
    return {"version": "1.0", "response": {"directives": raw}}


BROKEN = {
    "not an object": ([], "the response must be an object"),
    "no version": ({"response": {}}, "version must be a string"),
    "a response that is a list": ({"version": "1.0", "response": []}, "response must be an object"),
    "shouldEndSession as a word": (
        {"version": "1.0", "response": {"shouldEndSession": "no"}},
        "response.shouldEndSession must be true, false or null",
    ),
    "an unknown kind of speech": (with_speech(type="Text", text="a"), "type must be PlainText or SSML"),
    "SSML in the wrong field": (with_speech(type="SSML", text="a"), "outputSpeech.ssml must be a string"),
    "a bare ampersand": (with_speech(type="SSML", ssml="<speak>Fish & chips</speak>"), "outputSpeech.ssml: "),
    "a tag left open": (with_speech(type="SSML", ssml="<speak><p>Tea</speak>"), "outputSpeech.ssml: "),
    "another root": (with_speech(type="SSML", ssml="<p>Tea</p>"), "outermost tag must be <speak>"),
    "an entity of its own": (
        with_speech(type="SSML", ssml='<!DOCTYPE a [<!ENTITY b "c">]><speak>&b;</speak>'),
        "declarations",
    ),
    "too much speech": (with_speech(type="PlainText", text="a" * (MAX_SPEECH + 1)), "8001 characters"),
    "too many bytes": (
        {"version": "1.0", "sessionAttributes": {"a": "é" * (MAX_BYTES // 2)}, "response": {}},
        f"more than {MAX_BYTES}",
    ),
    "what is not JSON": ({"version": "1.0", "sessionAttributes": {"a": {1}}}, "not JSON"),
    "not a number": ({"version": "1.0", "sessionAttributes": {"a": float("nan")}}, "not JSON"),
    "directives that are no list": (directives({}), "response.directives must be a list"),
    "a directive without a type": (directives([{}]), "response.directives[0].type must be a string"),
    "entities without names": (
        directives([{"type": "Dialog.UpdateDynamicEntities", "types": [{"values": []}]}]),
        "response.directives[0].types[0].name must be a string",
    ),
    "an updated intent without a name": (
        directives([{"type": "Dialog.Delegate", "updatedIntent": {}}]),
        "response.directives[0].updatedIntent.name must be a string",
    ),
    "too many sounds": (
        with_speech(type="SSML", ssml="<speak>" + 6 * '<audio src="soundbank://a"/>' + "</speak>"),
        "6 audio tags, more than 5",
    ),
    "too long a card": (
        {"version": "1.0", "response": {"card": {"title": "a" * 4000, "content": "b" * 4001}}},
        "response.card has 8001 characters",
    ),
    "too long an address of an image": (
        {"version": "1.0", "response": {"card": {"image": {"largeImageUrl": "a" * 2001}}}},
        "response.card.image.largeImageUrl has 2001 characters",
    ),
    "too long a token of a stream": (
        directives([{"type": "AudioPlayer.Play", "audioItem": {"stream": {"token": "a" * 1025}}}]),
        "response.directives[0].audioItem.stream.token has 1025 characters",
    ),
    "delegation with speech": (
        say("Hm?", directive("Delegate")),
        "Dialog.Delegate goes without",
    ),
    "elicitation without speech": (
        say("", directive("ElicitSlot", slotToElicit="tea")),
        "Dialog.ElicitSlot needs an outputSpeech",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_response_is_refused_for(name: str) -> None:
    response, reason = BROKEN[name]

    broken = read_response(response)

    assert isinstance(broken, Broken)
    assert reason in broken.why


def test_the_longest_speech_passes() -> None:
    assert not isinstance(read_response(with_speech(type="PlainText", text="a" * MAX_SPEECH)), Broken)


def test_amazons_own_tags_pass() -> None:
    ssml = '<speak><amazon:effect name="whispered">Tea</amazon:effect>, <break time="1s"/>or coffee?</speak>'

    answer = read_response(with_speech(type="SSML", ssml=ssml))

    assert not isinstance(answer, Broken)
    assert answer.speech.text == "Tea, or coffee?"


def test_the_skill_is_told_and_the_session_is_over() -> None:
    cook = Cook(with_speech(type="SSML", ssml="<speak>Fish & chips</speak>"))

    exchange = device(cook).launch()

    told = cook.requests[1]["request"]
    assert (told["type"], told["reason"]) == ("SessionEndedRequest", "ERROR")
    assert told["error"]["type"] == "INVALID_RESPONSE"
    assert "outputSpeech.ssml" in told["error"]["message"]
    assert (exchange.session, exchange.speech) == ("ended", PROBLEM)
    assert exchange.error == told["error"]["message"]


def test_a_dialog_directive_needs_a_dialog_model() -> None:
    exchange = device(Cook(say("What?", directive("ElicitSlot", slotToElicit="dish")))).hear("the menu")

    assert exchange.error == "Dialog.ElicitSlot: MenuIntent has no dialog in the interaction model"


def test_a_dialog_directive_must_answer_an_intent() -> None:
    exchange = device(Cook(say("What?", directive("ElicitSlot", slotToElicit="tea")))).launch()

    assert exchange.error == "Dialog.ElicitSlot needs an updatedIntent when it does not answer an intent"


def test_a_slot_of_another_intent_cannot_be_elicited() -> None:
    exchange = device(Cook(say("What?", directive("ElicitSlot", slotToElicit="guests")))).hear("tea please")

    assert exchange.error == "Dialog.ElicitSlot names no slot of OrderTeaIntent"


def test_a_skill_that_raises_is_an_invalid_response() -> None:
    def skill(envelope: dict[str, Any]) -> dict[str, Any]:
        raise KeyError("tea")

    exchange = device(skill).launch()

    assert exchange.error == "the skill raised KeyError: 'tea'"
    assert (exchange.session, exchange.speech) == ("ended", PROBLEM)


def test_a_skill_that_cannot_be_reached_ends_the_session() -> None:
    def skill(envelope: dict[str, Any]) -> dict[str, Any]:
        raise SkillFailure("HTTP 400")

    echo = device(skill)

    assert echo.launch().error == "HTTP 400"
    assert not echo.session_open


def test_a_skill_that_takes_longer_than_eight_seconds_is_timed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 8.1, 10.0, 10.1])
    monkeypatch.setattr("local_voice.exchange.time.perf_counter", lambda: next(ticks))
    cook = Cook(say("At last."))

    exchange = device(cook).launch()

    assert exchange.error == "the skill answered after 8.1 s, not within 8"
    assert cook.requests[-1]["request"]["error"]["type"] == "ENDPOINT_TIMEOUT"

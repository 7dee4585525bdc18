"""Rule V10: a response stays within what Alexa plays, and its SSML is XML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.limits import CARD, RESPONSE, SPEECH, cut, encoded, fit, speakable
from skill.alexa.responses import spoken
from skill.conversation.ssml import plain_text
from skill.conversation.turn import Card, Reply


def framed(ssml: str) -> str:
    return f"<speak>{ssml}</speak>"


def response(speech: str, attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    output = {"type": "SSML", "ssml": framed(speech)}
    inner = {"outputSpeech": output, "reprompt": {"outputSpeech": output}, "card": {"type": "Simple"}}
    return {"version": "1.0", "sessionAttributes": attributes or {}, "response": inner}


@pytest.mark.parametrize("ssml", ["", "Hello.", 'Milk &amp; <break time="1s"/> honey.', "Crème brûlée 🥐"])
def test_v10_good_ssml_stays_as_it_is(ssml: str) -> None:
    assert speakable(ssml) == ssml


@pytest.mark.parametrize(
    ("ssml", "said"),
    [
        ("Fish & Chips", "Fish &amp; Chips"),
        ("<b>Two bananas", "Two bananas"),
        ("One <break/> two </p>", "One two"),
        ("A\x00 B", "A B"),
        ("&nbsp;Bread", "&amp;nbsp;Bread"),
        ("half \ud800 a pair", "half a pair"),
    ],
)
def test_v10_ssml_that_is_no_xml_is_said_as_text(ssml: str, said: str) -> None:
    assert " ".join(speakable(ssml).split()) == said


def test_v10_speech_that_is_too_long_ends_with_a_sentence() -> None:
    sentence = "There are three bananas & two pears left. "
    short = speakable((sentence * 400).replace("&", "&amp;"))

    assert len(framed(short)) <= SPEECH
    assert short.endswith("two pears left.")
    assert len(framed(short)) > SPEECH - 2 * len(sentence) - 10


def test_v10_what_is_just_short_enough_stays() -> None:
    longest = "a" * (SPEECH - len(framed("")))

    assert speakable(longest) == longest
    assert speakable(longest + "a") == longest


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("One two. Three four.", "One two."),
        ("One two. Three four five", "One two."),
        ("One, two three four", "One, two three"),
        ("Onetwothreefourfive", "Onetwothreefour"),
        ("It costs 3.50 now for all", "It costs 3.50"),
    ],
)
def test_text_is_cut_after_a_sentence_or_a_word(words: str, kept: str) -> None:
    assert cut(words, 15) == kept


def test_v10_a_long_card_is_cut() -> None:
    card = spoken(Reply("Done.", card=Card("Order", "Bananas. " * 2000))).response.card

    assert len(card.title) + len(card.content) <= CARD
    assert card.content.endswith("Bananas.")


def test_v10_a_card_has_no_characters_that_break_it() -> None:
    card = spoken(Reply("Done.", card=Card("Or\x00der", "\x07Ben & Jerry's"))).response.card

    assert (card.title, card.content) == ("Order", "Ben & Jerry's")


def test_a_small_response_stays_as_it_is() -> None:
    assert fit(response("Hello.")) == response("Hello.")


def test_v10_a_large_response_loses_its_card_first() -> None:
    large = response("Hello.")
    large["response"]["card"]["content"] = "x" * RESPONSE
    small = fit(large)

    assert "card" not in small["response"]
    assert small["response"]["outputSpeech"] == large["response"]["outputSpeech"]


def test_v10_then_its_speech_is_shortened() -> None:
    small = fit(response("Brötchen. " * 790, {"offered": ["x" * 12_000]}))
    speech = small["response"]["outputSpeech"]["ssml"]

    assert len(encoded(small)) <= RESPONSE
    assert speech.endswith("Brötchen.</speak>")
    assert small["sessionAttributes"] == {"offered": ["x" * 12_000]}


def test_v10_at_last_it_loses_its_memory() -> None:
    small = fit(response("Hello.", {"offered": ["x" * RESPONSE]}))

    assert "sessionAttributes" not in small
    assert small["response"]["outputSpeech"] == response("Hello.")["response"]["outputSpeech"]


def test_what_cannot_be_made_small_is_not_sent() -> None:
    small = fit(response("Hello.") | {"version": "1" * RESPONSE})

    assert small == {"version": "1.0", "response": {"shouldEndSession": True}}


@given(st.text(max_size=300), st.integers(20, 200))
def test_v10_any_text_becomes_short_xml(words: str, limit: int) -> None:
    said = framed(speakable(words, limit))

    assert len(said) <= limit
    ElementTree.fromstring(said)


@given(st.text(max_size=200), st.integers(0, 100))
def test_what_is_cut_is_a_start_of_the_text(words: str, limit: int) -> None:
    start = cut(words, limit)

    assert words.startswith(start)
    assert len(start) <= limit
    assert plain_text(start) or not plain_text(words[:limit]) or not limit

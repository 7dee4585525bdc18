"""SSML becomes words and pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.speaking.prosody import Style
from local_voice.speaking.ssml import Pause, Segment, Sound, Words, break_seconds, segments


def speak(inside: str) -> tuple[Segment, ...]:
    return segments(f"<speak>{inside}</speak>")


def test_plain_text_is_one_piece() -> None:
    assert segments("Two bananas,\n  ready & waiting.") == (Words("Two bananas, ready & waiting."),)
    assert segments("a < b") == (Words("a < b"),)


def test_nothing_is_no_piece() -> None:
    assert segments("") == segments("  ") == segments("<speak/>") == speak("<break time='1s'/>") == ()


def test_breaks_are_pauses_between_words() -> None:
    assert speak("One.<break time='300ms'/>Two.<break/> ") == (Words("One."), Pause(0.3), Words("Two."))


def test_breaks_add_up_to_alexas_limit() -> None:
    assert speak("a<break time='1s'/><break strength='strong'/>b")[1] == Pause(1.5)
    assert speak("a<break time='9s'/><break time='9s'/>b")[1] == Pause(10.0)


@pytest.mark.parametrize(
    ("time", "strength", "seconds"),
    [
        ("250ms", None, 0.25),
        ("+2s", None, 2.0),
        (".5s", "strong", 0.5),
        ("soon", None, 0.25),
        (None, "none", 0),
        (None, "odd", 0.25),
        ("1h", "x-strong", 0.8),
    ],
)
def test_a_break_has_its_time_or_its_strength(time: str | None, strength: str | None, seconds: float) -> None:
    assert break_seconds(time, strength) == seconds


def test_paragraphs_and_sentences_are_apart_once() -> None:
    assert speak("<p>One</p><p><s>Two</s><s>Three</s></p>") == (
        Words("One"),
        Pause(0.6),
        Words("Two"),
        Pause(0.3),
        Words("Three"),
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<say-as interpret-as='digits'>1004</say-as>", "1 0 0 4"),
        ("<say-as interpret-as='telephone'>555-0199</say-as>", "5 5 5, 0 1 9 9"),
        ("<say-as interpret-as='characters'>xl 2</say-as>", "X L 2"),
        ("<say-as interpret-as='spell-out'>usb</say-as>", "U S B"),
        ("<say-as interpret-as='ordinal'>3</say-as>", "third"),
        ("<say-as interpret-as='ordinal'>last</say-as>", "last"),
        ("<say-as interpret-as='interjection'>Well done</say-as>", "Well done"),
        ("<say-as interpret-as='date' format='md'>11/27</say-as>", "November twenty seventh"),
        ("Done <w role='amazon:VB'>read</w>", "Done read"),
        ("<phoneme alphabet='ipa' ph='p&#x26A;'>pecan</phoneme> pie", "pecan pie"),
        ("<prosody>as</prosody> it is", "as it is"),
        ("<sub alias='fluid ounces'>fl oz</sub>", "fluid ounces"),
        ("Ben &amp; Jenny&apos;s", "Ben & Jenny's"),
        ("<amazon:effect name='whispered'>psst</amazon:effect>!", "psst!"),
        ("<amazon:emotion name='excited'>yes</amazon:emotion>", "yes"),
    ],
)
def test_markup_is_said_as_it_is_meant(markup: str, words: str) -> None:
    assert speak(markup) == (Words(words),)


def styles(inside: str) -> list[Style]:
    return [piece.style for piece in speak(inside) if isinstance(piece, Words)]


def test_each_style_is_a_piece_of_its_own() -> None:
    slow, plain = speak("<prosody rate='slow'>slow</prosody> enough")

    assert slow == Words("slow", Style(rate=0.75))
    assert plain == Words("enough")


@pytest.mark.parametrize(
    ("markup", "style"),
    [
        ("<prosody rate='80%' volume='+3dB' pitch='-20%'>x</prosody>", Style(0.8, 3.0, 0.8)),
        ("<prosody rate='x-fast' volume='x-soft' pitch='high'>x</prosody>", Style(1.75, -12.0, 1.2)),
        ("<prosody rate='0%' volume='+40dB' pitch='+900%'>x</prosody>", Style(0.2, 4.08, 2.0)),
        ("<prosody rate='soon' volume='?' pitch='5'>x</prosody>", Style()),
        ("<prosody rate='fast'><prosody rate='200%'>x</prosody></prosody>", Style(2.7)),
        ("<emphasis level='strong'>x</emphasis>", Style(0.85, 2.0, 1.1)),
        ("<emphasis>x</emphasis>", Style(0.92, 1.0, 1.05)),
        ("<voice name='Hans'>x</voice>", Style(voice="Hans", locale="de-DE")),
        ("<voice name='Nobody'>x</voice>", Style()),
        (
            "<voice name='Kendra'><lang xml:lang='fr-FR'>x</lang></voice>",
            Style(voice="Kendra", locale="fr-FR"),
        ),
    ],
)
def test_how_it_is_said_is_a_style(markup: str, style: Style) -> None:
    assert styles(markup) == [style]


def test_audio_and_expletives_are_sounds() -> None:
    assert speak("<audio src='soundbank://x'/>Oh <say-as interpret-as='expletive'>darn</say-as>!") == (
        Sound("chime"),
        Words("Oh"),
        Sound("beep"),
        Words("!"),
    )


def test_what_is_not_well_formed_loses_its_tags_and_is_still_said() -> None:
    (found,) = segments("<speak>Salt & vinegar <b>chips</speak>")

    assert isinstance(found, Words)
    assert "vinegar" in found.text and "<" not in found.text


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    for markup in (text, f"<speak>{text}</speak>", f"<speak>a<break time='{text}'/>b</speak>"):
        found = segments(markup)
        assert all(isinstance(piece, Words) for piece in (*found[:1], *found[-1:]))
        assert all(piece.text.strip() if isinstance(piece, Words) else piece.seconds > 0 for piece in found)

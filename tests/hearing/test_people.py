"""PocketSphinx hears people: three recordings of real voices."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_voice.hearing.sphinx_recognizer import SphinxRecognizer
from local_voice.sound import Pcm, at_rate, read_sound, silence
from local_voice.understanding.values import Frames

pytestmark = pytest.mark.audio

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ROBOT = Frames(
    ("go {direction} {number} meters", "turn {direction}", "stop"), ("forward", "left", "right"), NUMBERS
)
CARDS = Frames(
    ("ace of {suit}", *(f"{number} of {{suit}}" for number in NUMBERS)),
    ("clubs", "hearts", "spades", "diamonds"),
    (),
)
TEA = Frames(("i want {tea}", "good night", "how much is {tea}"), ("mint tea", "rooibos"), ())


@pytest.fixture(scope="module")
def sphinx() -> SphinxRecognizer:
    return SphinxRecognizer()


def recording(name: str) -> Pcm:
    return read_sound(Path(__file__).parent / "sounds" / f"{name}.wav")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("go-forward-ten-meters", ROBOT), ("ten-of-clubs", CARDS), ("seven-of-clubs", CARDS)],
)
def test_people_are_heard(sphinx: SphinxRecognizer, name: str, expected: Frames) -> None:
    sound = recording(name)

    assert sphinx.transcribe(sound.samples, sound.rate, expected).text == name.replace("-", " ")


def test_another_rate_is_heard_too(sphinx: SphinxRecognizer) -> None:
    sound = at_rate(recording("ten-of-clubs"), 48_000)

    assert sphinx.transcribe(sound.samples, sound.rate, CARDS).text == "ten of clubs"


def test_what_people_say_to_others_is_passed_over(sphinx: SphinxRecognizer) -> None:
    sound = recording("go-forward-ten-meters")
    found = sphinx.transcribe(sound.samples, sound.rate, TEA)

    assert found.hypotheses == ()
    assert found.agreement == "contradicted"
    assert found.expected


@pytest.mark.parametrize("times", [2, 4])
def test_long_talk_to_others_is_passed_over_too(sphinx: SphinxRecognizer, times: int) -> None:
    sound = recording("go-forward-ten-meters")

    assert sphinx.transcribe(times * sound.samples, sound.rate, TEA).agreement == "contradicted"


@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_quiet_around_talk_to_others_does_not_excuse_it(sphinx: SphinxRecognizer, seconds: float) -> None:
    sound, quiet = recording("go-forward-ten-meters"), silence(seconds, 16_000).samples
    samples = quiet + at_rate(sound, 16_000).samples + quiet

    assert sphinx.transcribe(samples, 16_000, TEA).agreement == "contradicted"


def test_people_are_heard_with_quiet_around_them(sphinx: SphinxRecognizer) -> None:
    sound, quiet = recording("seven-of-clubs"), silence(1.0, 16_000).samples
    samples = quiet + at_rate(sound, 16_000).samples + quiet

    assert sphinx.transcribe(samples, 16_000, CARDS).text == "seven of clubs"


@pytest.mark.parametrize("sound", [b"", b"\0", silence(2, 16_000).samples])
def test_no_sound_is_no_words(sphinx: SphinxRecognizer, sound: bytes) -> None:
    assert sphinx.transcribe(sound, 16_000, CARDS).hypotheses == ()


@pytest.mark.parametrize("expected", [None, Frames((), (), ()), Frames(("7up", "{x}"), ("!",), ())])
def test_without_words_to_expect_nothing_is_heard(sphinx: SphinxRecognizer, expected: Frames | None) -> None:
    sound = recording("ten-of-clubs")

    assert sphinx.transcribe(sound.samples, sound.rate, expected).hypotheses == ()


def test_it_can_hear_words_that_no_dictionary_has(sphinx: SphinxRecognizer) -> None:
    assert sphinx.known(["rooibos", "jenny's", "7up", "", "Ünder"]) == {"rooibos", "jenny's"}

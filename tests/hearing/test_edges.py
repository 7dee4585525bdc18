"""What is in the room before and after an utterance is not given to the recogniser."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.hearing.edges import KEPT_S, without_edges
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.sound import HEARING_RATE, Pcm, join, silence


def tone(seconds: float, loud: float, seed: int = 1) -> Pcm:
    """Noise of a level."""
    samples = np.random.default_rng(seed).normal(0, loud, round(seconds * HEARING_RATE))
    return Pcm(np.clip(samples, -32768, 32767).astype("<i2").tobytes(), HEARING_RATE)


@pytest.mark.parametrize("room", [100, 300, 1000])
def test_what_is_softer_than_the_voice_goes_but_for_a_margin(room: float) -> None:
    sound = join([tone(1, room, 2), tone(0.5, 4000), tone(1, room, 3)], HEARING_RATE)

    kept = without_edges(sound)

    assert 0.5 + 2 * KEPT_S <= kept.seconds <= 0.5 + 2 * KEPT_S + 0.1


@pytest.mark.parametrize("offset", [-2000, 1000])
def test_what_a_microphone_gives_every_sample_too_much_is_no_room(offset: int) -> None:
    sound = join([tone(1, 10, 2), tone(0.5, 2000), tone(1, 10, 3)], HEARING_RATE)
    shifted = (np.frombuffer(sound.samples, "<i2") + np.int16(offset)).tobytes()

    assert without_edges(Pcm(shifted, HEARING_RATE)).seconds == without_edges(sound).seconds


def test_a_pause_within_stays() -> None:
    sound = join([tone(0.4, 4000), silence(0.8, HEARING_RATE), tone(0.4, 3000, 2)], HEARING_RATE)

    assert without_edges(sound) == sound


def test_a_quiet_room_is_left_as_it_is() -> None:
    sound = join([tone(1, 10), tone(0.8, 5000), tone(0.5, 200, 2), tone(1, 10, 3)], HEARING_RATE)

    assert without_edges(sound) == sound


def test_a_softer_last_word_stays() -> None:
    sound = join([tone(1, 100), tone(0.8, 5000), tone(0.5, 800, 2), tone(1, 100, 3)], HEARING_RATE)

    assert without_edges(sound).seconds >= 1.3 + 2 * KEPT_S - 0.05


@given(st.binary(max_size=4000))
def test_any_sound_gives_a_part_of_itself(samples: bytes) -> None:
    assert without_edges(Pcm(samples, HEARING_RATE)).samples in samples


@pytest.mark.audio
def test_noise_after_the_last_word_adds_no_words(recognizer: VoskRecognizer, say: Callable[..., Pcm]) -> None:
    said = say("what is in my cart")
    around = tone(0.6, 150)

    heard = recognizer.transcribe(join([around, said, around], HEARING_RATE).samples, HEARING_RATE)

    assert heard.text == "what is in my cart"

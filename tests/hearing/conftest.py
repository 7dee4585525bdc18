"""One model and one voice for all tests of hearing: real sound, made by the synthesiser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.sound import HEARING_RATE, Pcm, at_rate
from local_voice.speaking import Speaker, voice_of


@pytest.fixture(scope="session")
def recognizer() -> VoskRecognizer:
    return VoskRecognizer()


@pytest.fixture(scope="session")
def say() -> Iterator[Callable[..., Pcm]]:
    """Words in a customer's voice, at the rate of hearing."""
    with Speaker() as speaker:
        yield lambda words, voice="customer": at_rate(
            speaker.synthesize(words, voice_of(voice)), HEARING_RATE
        )

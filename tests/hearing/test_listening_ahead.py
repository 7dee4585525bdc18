"""What was said is recognised at the first pause: when the quiet is long enough, the words are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.listener import Listener
from local_voice.hearing.transcript import Transcript
from local_voice.sound import HEARING_RATE, Pcm, silence
from local_voice.understanding.values import Context

pytestmark = pytest.mark.audio

Say = Callable[..., Pcm]
NOWHERE = Context()


class Counting:
    """An ear that tells how long the sounds were that it was given."""

    def __init__(self, fails: bool = False) -> None:
        self.given: list[float] = []
        self._fails = fails

    def hear(self, pcm: Pcm, context: Context = NOWHERE) -> Transcript:
        self.given.append(pcm.seconds)
        if self._fails:
            raise VoiceError("deaf")
        return Transcript(f"{pcm.seconds:.1f} seconds")

    def expect(self, context: Context) -> None: ...


class Sound:
    """A source of these samples."""

    def __init__(self, *parts: bytes) -> None:
        self._samples = b"".join(parts)

    def chunks(self) -> Iterator[bytes]:
        return (self._samples[at : at + 640] for at in range(0, len(self._samples), 640))

    def flush(self) -> bytes:
        return b""

    def close(self) -> None: ...


def quiet(seconds: float) -> bytes:
    return silence(seconds, HEARING_RATE).samples


def test_a_line_is_recognised_once_and_before_its_quiet_is_over(say: Say) -> None:
    ear = Counting()

    heard = Listener(Sound(quiet(1), say("add two bananas").samples, quiet(2)), ear).listen()

    assert heard is not None
    assert heard.transcript.text == f"{ear.given[0]:.1f} seconds"
    assert len(ear.given) == 1
    assert ear.given[0] < heard.pcm.seconds - 0.3


def test_a_pause_inside_a_sentence_does_not_cut_it(say: Say) -> None:
    ear = Counting()
    sentence = say("add two bananas").samples + quiet(0.1) + say("and a carton of oat milk").samples

    heard = Listener(Sound(quiet(1), sentence, quiet(2)), ear).listen()

    assert heard is not None
    assert len(ear.given) == 2
    assert heard.transcript.text == f"{max(ear.given):.1f} seconds"
    assert max(ear.given) > len(sentence) / (2 * HEARING_RATE) - 0.4


def test_an_ear_that_fails_at_a_pause_fails_once(say: Say) -> None:
    ear = Counting(fails=True)
    listener = Listener(Sound(quiet(1), say("add two bananas").samples, quiet(2)), ear)

    heard = listener.listen(is_meant=lambda heard: True)

    assert heard is not None
    assert heard.transcript == Transcript("", trouble="deaf")
    assert len(ear.given) == 1

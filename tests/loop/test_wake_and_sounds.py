"""Conversations that the wake word opens, and the short sounds in them."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from local_voice.exchange import Exchange
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing, Utterance
from local_voice.hearing.wake import Woken
from local_voice.loop import Conversation, Manners, Told, Turn
from local_voice.loop import conversation as parts
from local_voice.loop.room import Room
from local_voice.sound import HEARING_RATE, Pcm, join, silence
from local_voice.speaking import Speaker, voice_of
from local_voice.speaking.earcons import TONES, earcon
from local_voice.understanding.values import Context

pytestmark = pytest.mark.audio
QUIET = silence(1.0, HEARING_RATE)


@dataclass
class Shop:
    """Ends its session after every answer, as a shop does that has done what was asked."""

    did: list[str] = field(default_factory=list)
    slow_s: float = 0.0
    session_open: bool = False
    listening: bool = False
    context: Context = field(default_factory=Context)

    def launch(self) -> Exchange:
        return self._do("launch")

    def hear(self, heard: str | Sequence[str], behind: Sequence[float] = ()) -> Exchange:
        return self._do(heard if isinstance(heard, str) else heard[0])

    def silence(self) -> Exchange:
        return self._do("silence")

    def end(self) -> Exchange:
        return self._do("end")

    def _do(self, what: str) -> Exchange:
        time.sleep(self.slow_s)
        self.did.append(what)
        return Exchange(None, None, None, None, "", None, None, "ended", (), 0.0, 0.0)


@dataclass
class Ear:
    words: Iterator[str]

    def expect(self, context: Context) -> None: ...

    def hear(self, pcm: Pcm, context: Context = Context()) -> Transcript:  # noqa: B008
        return Transcript(next(self.words))


@dataclass
class Wake:
    """Wakes so often; then the source has ended."""

    woken: Iterator[Woken]
    phrase: str = "hello shop"

    def wait(self) -> Woken | None:
        return next(self.woken, None)

    def is_in(self, pcm: Pcm) -> bool:
        return False


@dataclass
class Sounds:
    """A sink in a room that notes which short sounds it was given."""

    room: Room
    names: list[str] = field(default_factory=list)

    def put(self, pcm: Pcm) -> None:
        self.names += [name for name in TONES if earcon(name, pcm.rate) == pcm]  # type: ignore[arg-type]
        self.room.put(pcm)

    def __getattr__(self, name: str) -> object:
        return getattr(self.room, name)


@pytest.fixture(scope="module")
def word() -> Iterator[Pcm]:
    with Speaker() as speaker:
        yield speaker.synthesize("oat milk", voice_of("customer"))


def wait(
    recording: Sequence[Pcm], shop: Shop, *heard: str, woken: Sequence[Woken]
) -> tuple[list[Turn], list[str]]:
    """Wait for the wake word until the source ends; the turns, and the sounds."""
    turns: list[Turn] = []
    room = Room(join(recording, HEARING_RATE))
    sink = Sounds(room)
    manners = Manners(
        endpointing=Endpointing(nobody_s=2), follow_up_s=3, wake=lambda source: Wake(iter(woken))
    )
    conversation = Conversation(room, Ear(iter(heard)), shop, None, sink, manners, Told(done=turns.append))  # type: ignore[arg-type]
    while conversation.wait():
        pass
    return turns, sink.names


def test_the_wake_word_alone_is_answered_with_a_greeting() -> None:
    shop = Shop()

    _, sounds = wait([QUIET], shop, woken=[Woken()])

    assert shop.did == ["launch"]
    assert sounds[0] == "listening"


def test_what_is_said_after_the_wake_word_is_heard(word: Pcm) -> None:
    shop = Shop()

    _, sounds = wait([QUIET, word, QUIET], shop, "oat milk", woken=[Woken()])

    assert shop.did == ["oat milk"]
    assert sounds[:2] == ["listening", "heard"]


def test_words_in_the_same_breath_are_taken_without_the_wake_word(word: Pcm) -> None:
    shop = Shop()

    wait([QUIET], shop, "hello shop oat milk", woken=[Woken(Utterance(word))])

    assert shop.did == ["oat milk"]


def test_a_sound_after_the_wake_word_that_has_no_words_is_passed_over(word: Pcm) -> None:
    shop = Shop()

    wait([QUIET, word, QUIET], shop, "", "oat milk", woken=[Woken(Utterance(word))])

    assert shop.did == ["oat milk"]


def test_for_a_while_after_a_conversation_no_wake_word_is_needed(word: Pcm) -> None:
    shop = Shop()
    long = silence(5, HEARING_RATE)

    wait([QUIET, word, QUIET, word, long, word, QUIET], shop, "one", "two", woken=[Woken()])

    assert shop.did == ["one", "two"]


def test_an_answer_that_takes_long_is_announced(word: Pcm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "THINKING_S", 0.02)

    _, sounds = wait([QUIET, word, QUIET], Shop(slow_s=0.2), "oat milk", woken=[Woken()])

    assert sounds[:3] == ["listening", "heard", "thinking"]
    assert threading.active_count() < 20


def test_the_short_sounds_are_short_and_soft() -> None:
    for name in TONES:
        sound = earcon(name, 16_000)  # type: ignore[arg-type]
        assert sound.seconds < 0.4
        assert max(map(abs, array("h", sound.samples))) < 3000

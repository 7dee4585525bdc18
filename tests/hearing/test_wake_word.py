"""The wake word opens the conversation; nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine
from local_voice.hearing.sources import QueueSource
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.hearing.wake import WakeListener, Woken
from local_voice.sound import HEARING_RATE, Pcm, join, silence
from local_voice.understanding.values import Frames
from skill.cli import _sound
from skill.settings import Settings

pytestmark = pytest.mark.audio

Say = Callable[..., Pcm]
WAKE = "hello shop"
QUIET = silence(1, HEARING_RATE)


@dataclass
class Room:
    """A queue of sounds that ends."""

    source: QueueSource

    def hears(self, *sounds: Pcm) -> None:
        self.source.put(join(sounds, HEARING_RATE).samples)
        self.source.end()


@pytest.fixture
def room() -> Room:
    return Room(QueueSource())


@pytest.fixture
def listener(room: Room, recognizer: VoskRecognizer) -> WakeListener:
    return WakeListener(room.source, recognizer, "Hello, shop!")


def test_the_wake_word_alone_wakes(room: Room, listener: WakeListener, say: Say) -> None:
    room.hears(QUIET, say("hello shop"), QUIET)

    assert listener.wait() == Woken()


def test_talk_about_other_things_does_not_wake(room: Room, listener: WakeListener, say: Say) -> None:
    talk = ("the museum is closed on mondays", "hello my friend", "let us go to the shop", "yes")
    room.hears(*(part for line in talk for part in (QUIET, say(line))), QUIET)

    assert listener.wait() is None


@dataclass
class TakenIn:
    """Takes everything for the wake word, unless it may hear all words."""

    openly: str

    def known(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(words)

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str:
        return phrases[0]

    def transcribe(self, pcm: bytes, rate: int, expected: Frames | None = None) -> Transcript:
        return Transcript("hollow chop", (self.openly,))

    def close(self) -> None: ...


@pytest.mark.parametrize(("openly", "wakes"), [("a yellow shop", False), ("hello shop", True)])
def test_what_only_sounds_like_the_wake_word_does_not_wake(
    room: Room, say: Say, openly: str, wakes: bool
) -> None:
    room.hears(QUIET, say("yellow shop"), QUIET)

    assert WakeListener(room.source, TakenIn(openly), WAKE).wait() == (Woken() if wakes else None)


def test_a_wake_word_in_the_middle_of_talk_is_meant_for_others(
    room: Room, listener: WakeListener, say: Say
) -> None:
    room.hears(QUIET, say("yesterday i said hello shop to my sister"), QUIET)

    assert listener.wait() is None


def test_what_is_said_in_the_same_breath_is_kept(room: Room, listener: WakeListener, say: Say) -> None:
    spoken = say("hello shop add two bananas")
    room.hears(QUIET, spoken, QUIET)

    woken = listener.wait()

    assert woken is not None and woken.more is not None
    assert woken.more.pcm.seconds > spoken.seconds - 0.3


@pytest.mark.parametrize(("least_level", "wakes"), [(30, True), (30_000, False)])
def test_it_is_as_sharp_as_the_settings_say(
    room: Room, say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, least_level: float, wakes: bool
) -> None:
    monkeypatch.setattr(_sound, "RecognizerWorker", lambda engine: nullcontext(TakenIn(WAKE)))
    settings = Settings("sqlite:///", tmp_path, listening={"least_level": least_level})
    room.hears(QUIET, say("hello shop"), QUIET)

    with _sound.wake_listener(WAKE, Engine("vosk"), settings) as listener_at:
        assert listener_at(room.source).wait() == (Woken() if wakes else None)


def test_a_wake_word_that_the_recogniser_lacks_is_heard_as_the_table_spells_it(
    room: Room, recognizer: VoskRecognizer, say: Say
) -> None:
    table = {"zyxxo": ("zzyzx", "hello")}
    listener = WakeListener(room.source, recognizer, "zyxxo shop", table=table)
    room.hears(QUIET, say("hello shop"), QUIET)

    assert listener.phrase == "zyxxo shop"
    assert listener.wait() == Woken()


@pytest.mark.parametrize(
    ("phrase", "why"),
    [("hey zzyzx", "does not know zzyzx: .* respell --write zzyzx"), ("...", "one or more words")],
)
def test_a_wake_word_that_cannot_be_heard_is_refused(
    room: Room, recognizer: VoskRecognizer, phrase: str, why: str
) -> None:
    with pytest.raises(VoiceError, match=why):
        WakeListener(room.source, recognizer, phrase)

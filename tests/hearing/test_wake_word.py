"""The wake word opens the conversation; nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from local_voice.errors import VoiceError
from local_voice.hearing import looks
from local_voice.hearing.engines import Engine
from local_voice.hearing.sources import CHUNK_BYTES, QueueSource
from local_voice.hearing.spotting import Found
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.hearing.wake import KEPT_S, LOOK_S, WakeListener, Woken
from local_voice.sound import HEARING_RATE, Pcm, join, louder, silence
from skill.cli import _sound
from skill.settings import Settings

pytestmark = pytest.mark.audio

Say = Callable[..., Pcm]
WAKE = "hello shop"
QUIET = silence(1, HEARING_RATE)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue waits for its listener, however busy the machine is."""
    monkeypatch.setattr(looks, "BEHIND_S", 1e9)


@dataclass
class Room:
    """A queue of sounds that ends."""

    source: QueueSource

    def hears(self, *sounds: Pcm) -> None:
        samples = join(sounds, HEARING_RATE).samples
        for start in range(0, len(samples), CHUNK_BYTES):
            self.source.put(samples[start : start + CHUNK_BYTES])
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


def test_what_only_sounds_like_the_wake_word_does_not_wake(
    room: Room, listener: WakeListener, say: Say
) -> None:
    room.hears(QUIET, say("yellow shop"), QUIET, say("hello shot"), QUIET, say("hello shopping"), QUIET)

    assert listener.wait() is None


def test_it_is_heard_while_others_talk(room: Room, listener: WakeListener, say: Say) -> None:
    talk = ("the museum is closed on mondays and the train was late again", "so we painted the kitchen wall")
    others = join([say(line, "customer-high") for line in talk], HEARING_RATE)
    word = join([silence(1.5, HEARING_RATE), say("hello shop"), QUIET], HEARING_RATE)
    room.hears(together(word, louder(others, 0.3)))

    assert listener.wait() is not None


def test_others_who_talk_behind_do_not_wake(room: Room, listener: WakeListener, say: Say) -> None:
    word = join([silence(1.5, HEARING_RATE), say("good morning"), QUIET], HEARING_RATE)
    room.hears(together(word, louder(say("they said hello to the shop and went on", "customer-high"), 0.3)))

    assert listener.wait() is None


def together(one: Pcm, other: Pcm) -> Pcm:
    """Two sounds at once."""
    parts = [np.frombuffer(pcm.samples, "<i2").astype(np.float32) for pcm in (one, other)]
    count = max(map(len, parts))
    both = sum(np.pad(part, (0, count - len(part))) for part in parts)
    return Pcm(np.clip(both, -32768, 32767).astype("<i2").tobytes(), HEARING_RATE)


@dataclass
class Looking:
    """Finds what it is told to, and counts how often it was asked."""

    found: Found | None = None
    asked: int = 0

    def known(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(words)

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str:
        return ""

    def find(self, pcm: bytes, rate: int, phrases: Sequence[str], alike: Sequence[str] = ()) -> Found | None:
        self.asked += 1
        return self.found


def test_a_room_in_which_nobody_begins_to_speak_costs_nothing(room: Room) -> None:
    recognizer, hiss = Looking(), np.random.default_rng(1).normal(0, 300, 20 * HEARING_RATE)
    room.hears(Pcm(hiss.astype("<i2").tobytes(), HEARING_RATE))

    assert WakeListener(room.source, recognizer, WAKE).wait() is None
    # Somebody may be speaking at the beginning of all.
    assert recognizer.asked <= KEPT_S / LOOK_S


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
    wish = spoken.seconds - say("hello shop").seconds
    assert wish - 0.3 < woken.more.pcm.seconds - woken.more.silence_s < wish + 0.6


def test_what_is_said_a_moment_after_it_is_kept(room: Room, listener: WakeListener, say: Say) -> None:
    wish = say("add two bananas")
    room.hears(QUIET, say("hello shop"), silence(0.3, HEARING_RATE), wish, QUIET)

    woken = listener.wait()

    assert woken is not None and woken.more is not None
    assert woken.more.pcm.samples.find(wish.samples[: len(wish.samples) // 2]) >= 0


@pytest.mark.parametrize(
    ("found", "stops"),
    [(None, False), (Found(0, 1), True), (Found(0, 1, -0.1), False), (Found(0, 1, 3, -0.1), False)],
)
def test_an_answer_is_stopped_by_what_is_sure_alone(room: Room, found: Found | None, stops: bool) -> None:
    assert WakeListener(room.source, Looking(found), WAKE).is_in(QUIET) is stops


@pytest.mark.parametrize(("least_level", "wakes"), [(30, True), (30_000, False)])
def test_it_is_as_sharp_as_the_settings_say(
    room: Room,
    recognizer: VoskRecognizer,
    say: Say,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    least_level: float,
    wakes: bool,
) -> None:
    monkeypatch.setattr(_sound, "RecognizerWorker", lambda engine: nullcontext(recognizer))
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

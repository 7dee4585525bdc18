"""A microphone or loudspeaker that goes in mid-conversation is told, and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from local_voice.errors import VoiceError
from local_voice.loop.devices import MUTED, LastingLoudspeaker, LastingMicrophone, aloud
from local_voice.loop.room import Room
from local_voice.sound import HEARING_RATE, Pcm, silence
from local_voice.speaking.sinks import NullSink

GONE = "the microphone gives no sound any more"


@dataclass
class Unplugged:
    """Gives some chunks and is gone."""

    left: list[bytes]
    closed: bool = False

    def chunks(self) -> Iterator[bytes]:
        yield from self.left
        raise VoiceError(GONE)

    def flush(self) -> bytes:
        return b""

    def close(self) -> None:
        self.closed = True


@dataclass
class Plugged(Unplugged):
    """Gives chunks and ends; what was there before it is listened to is forgotten when it is told to."""

    before: list[bytes] = field(default_factory=list)

    def chunks(self) -> Iterator[bytes]:
        yield from self.before
        yield from self.left

    def flush(self) -> bytes:
        self.before.clear()
        return b""


def test_a_microphone_that_comes_back_goes_on_and_does_not_hear_that_it_is_back() -> None:
    first, second, told = Unplugged([b"a"]), Plugged([b"b"]), list[str]()
    tries = iter([first, VoiceError("there is no microphone"), second])

    def open_one() -> Unplugged:
        found = next(tries)
        if isinstance(found, VoiceError):
            raise found
        return found

    def tell(line: str) -> None:
        told.append(line)
        second.before.append(line.encode())

    microphone = LastingMicrophone(open_one, tell, between_s=0)

    assert list(microphone.chunks()) == [b"a", b"b"]
    assert told == [GONE, "the microphone is back"]
    assert first.closed


def test_a_microphone_that_is_muted_is_told_once() -> None:
    told = list[str]()
    microphone = LastingMicrophone(lambda: Plugged([bytes(16_000)] * 60), told.append)

    assert len(list(microphone.chunks())) == 60
    assert told == [MUTED]


@pytest.mark.parametrize("heard", [b"\1\0", b"\0\x80"])
def test_a_microphone_that_gives_any_sound_is_not_muted(heard: bytes) -> None:
    told = list[str]()
    microphone = LastingMicrophone(
        lambda: Plugged([bytes(32_000), heard, *[bytes(32_000)] * 20]), told.append
    )

    list(microphone.chunks())

    assert told == []


def test_sound_that_came_while_nobody_listened_counts_too() -> None:
    told = list[str]()
    source = Plugged([bytes(32_000)] * 20)
    source.flush = lambda: b"\1\0"  # type: ignore[method-assign]
    microphone = LastingMicrophone(lambda: source, told.append)

    microphone.flush()
    list(microphone.chunks())

    assert told == []


def test_a_microphone_that_stays_away_ends_the_conversation_with_its_last_word() -> None:
    opened = list[Unplugged]()

    def open_one() -> Unplugged:
        if opened:
            raise VoiceError("there is no microphone on this machine")
        opened.append(Unplugged([]))
        return opened[0]

    microphone = LastingMicrophone(open_one, lambda line: None, tries=3, between_s=0)

    with pytest.raises(VoiceError, match="no microphone on this machine"):
        list(microphone.chunks())


@dataclass
class Stuck:
    """A loudspeaker that takes sound and plays none."""

    put_in: list[Pcm] = field(default_factory=list)
    closed: bool = False

    def put(self, pcm: Pcm) -> None:
        self.put_in.append(pcm)

    def waiting_s(self) -> float:
        raise VoiceError("the loudspeaker takes no sound any more")

    def wait(self, seconds: float) -> None: ...

    def close(self) -> None:
        self.closed = True


def test_a_loudspeaker_is_opened_again_for_the_next_answer() -> None:
    stuck, working = Stuck(), Stuck()
    sinks = iter([stuck, working])
    loudspeaker = LastingLoudspeaker(lambda: next(sinks))  # type: ignore[arg-type, return-value]

    loudspeaker.put(silence(1, 16_000))
    with pytest.raises(VoiceError, match="no sound"):
        loudspeaker.waiting_s()
    loudspeaker.wait(0)

    assert stuck.closed
    assert loudspeaker.waiting_s() == 0
    loudspeaker.put(silence(2, 16_000))
    assert [pcm.seconds for pcm in working.put_in] == [2]


def test_a_loudspeaker_that_was_not_there_is_looked_for_with_each_answer() -> None:
    plugged_in = Stuck()
    sinks = iter([NullSink(), NullSink(), plugged_in])
    loudspeaker = LastingLoudspeaker(lambda: next(sinks))  # type: ignore[arg-type, return-value]

    loudspeaker.put(silence(1, 16_000))
    loudspeaker.put(silence(2, 16_000))
    loudspeaker.put(silence(3, 16_000))

    assert [pcm.seconds for pcm in plugged_in.put_in] == [2, 3]


@dataclass
class Voice:
    """Says a line in a second."""

    def pieces(self, speech: str) -> Iterator[Pcm]:
        yield silence(1, HEARING_RATE)


def test_a_line_that_is_said_is_waited_for_until_the_room_is_quiet() -> None:
    shown, room = list[str](), Room(silence(0, HEARING_RATE))

    aloud(shown.append, Voice(), room, 0.25)("the microphone is back")

    assert shown == ["the microphone is back"]
    assert room.passed_s == pytest.approx(1.25, abs=0.05)

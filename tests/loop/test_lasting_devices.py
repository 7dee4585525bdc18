"""A microphone or loudspeaker that goes in mid-conversation is told, and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.sources import QueueSource
from local_voice.loop.devices import LastingLoudspeaker, LastingMicrophone
from local_voice.sound import Pcm, silence
from local_voice.speaking.sinks import NullSink, Sink

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


def plugged(*chunks: bytes) -> QueueSource:
    source = QueueSource()
    for chunk in chunks:
        source.put(chunk)
    source.end()
    return source


def test_a_microphone_that_comes_back_goes_on() -> None:
    first, told = Unplugged([b"a"]), list[str]()
    tries = iter([first, VoiceError("there is no microphone"), plugged(b"b")])

    def open_one() -> Unplugged | QueueSource:
        found = next(tries)
        if isinstance(found, VoiceError):
            raise found
        return found

    microphone = LastingMicrophone(open_one, told.append, between_s=0)

    assert list(microphone.chunks()) == [b"a", b"b"]
    assert told == [GONE, "the microphone is back"]
    assert first.closed


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
class Stuck(NullSink):
    """Takes sound and plays none."""

    put_in: list[Pcm] = field(default_factory=list)
    closed: bool = False

    def put(self, pcm: Pcm) -> None:
        self.put_in.append(pcm)

    def wait(self, seconds: float) -> None:
        raise VoiceError("the loudspeaker takes no sound any more")

    def close(self) -> None:
        self.closed = True


def test_a_loudspeaker_is_opened_again_for_the_next_answer() -> None:
    stuck, working = Stuck(), Stuck()
    sinks: Iterator[Sink] = iter([stuck, working])
    loudspeaker = LastingLoudspeaker(lambda: next(sinks))

    loudspeaker.put(silence(1, 16_000))
    with pytest.raises(VoiceError, match="no sound"):
        loudspeaker.wait(0.01)
    loudspeaker.wait(0)

    assert stuck.closed
    assert loudspeaker.waiting_s() == 0
    loudspeaker.put(silence(2, 16_000))
    assert [pcm.seconds for pcm in working.put_in] == [2]

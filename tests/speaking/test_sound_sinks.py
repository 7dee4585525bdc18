"""Where answers go, and when they are over."""

from __future__ import annotations

import time
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.errors import VoiceError
from local_voice.sound import Pcm, silence
from local_voice.sound_devices import NULL
from local_voice.speaking import sinks
from local_voice.speaking.sinks import (
    BLOCK_S,
    BLOCKS,
    Loudspeaker,
    NullSink,
    Sink,
    Waiting,
    loudspeakers,
    open_sink,
)

RATE = 16_000
ANSWER = Pcm(array("h", range(1, 3201)).tobytes(), RATE)


def listen(sink: Sink) -> float:
    """Wait until all is heard; how long that took, in seconds."""
    started = time.monotonic()
    while sink.waiting_s() > 0:
        sink.wait(0.005)
    return time.monotonic() - started


def test_nowhere_is_over_at_once() -> None:
    NullSink().put(ANSWER)

    assert NullSink().waiting_s() == 0
    assert NullSink().recent(1).samples == b""


def test_a_loudspeaker_is_over_when_all_was_heard() -> None:
    speaker = Loudspeaker(RATE, NULL)
    try:
        speaker.put(ANSWER)
        speaker.put(ANSWER)
        assert listen(speaker) > 2 * ANSWER.seconds
        assert ANSWER.samples * 2 in speaker.recent(5).samples
    finally:
        speaker.close()


def test_a_loudspeaker_that_is_stopped_is_quiet_and_plays_on_what_comes_next() -> None:
    speaker = Loudspeaker(RATE, NULL)
    try:
        speaker.put(silence(60, RATE))
        listen_a_little = 0.05
        speaker.wait(listen_a_little)
        speaker.stop()
        assert speaker.waiting_s() <= BLOCK_S * (BLOCKS + 1)
        speaker.put(ANSWER)
        listen(speaker)
        assert ANSWER.samples in speaker.recent(5).samples
    finally:
        speaker.close()


def test_a_loudspeaker_that_takes_nothing_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    speaker = Loudspeaker(RATE, NULL)
    speaker.close()
    monkeypatch.setattr(sinks, "STUCK_S", 0.0)
    speaker.put(ANSWER)

    speaker.wait(0.01)
    with pytest.raises(VoiceError, match="still connected"):
        speaker.waiting_s()
    assert speaker.waiting_s() < 1


@given(st.lists(st.integers(0, 300), max_size=8), st.lists(st.integers(1, 200), min_size=1, max_size=8))
def test_sound_comes_out_in_order_and_whole_however_it_is_taken(put: list[int], taken: list[int]) -> None:
    waiting, given_in, taken_out = Waiting(RATE), b"", b""
    for number, count in enumerate(put, 1):
        samples = bytes([number]) * 2 * count
        waiting.add(Pcm(samples, RATE))
        given_in += samples
    for count in taken:
        taken_out += waiting.take(2 * count)

    assert taken_out == (given_in + bytes(len(taken_out)))[: len(taken_out)]
    assert len(waiting) == max(0, len(given_in) - len(taken_out))
    assert waiting.recent(60).samples == taken_out


def test_a_machine_without_loudspeaker_has_a_silent_sink() -> None:
    sink = open_sink(RATE)
    try:
        assert isinstance(sink, Loudspeaker if loudspeakers() else NullSink)
    finally:
        sink.close()


def test_a_loudspeaker_that_is_not_there_is_told_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [{"name": "Built-in Audio", "id": "a"}, {"name": "USB Headset Mono", "id": "b"}]
    monkeypatch.setattr(sinks, "playback_devices", lambda: there)

    with pytest.raises(VoiceError, match="no loudspeaker 'kitchen'; there are: 0 Built-in Audio, 1 USB"):
        open_sink(RATE, "kitchen")


def test_a_loudspeaker_that_is_asked_for_is_missed_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sinks, "playback_devices", list)

    with pytest.raises(VoiceError, match=r"there is no loudspeaker 'kitchen'$"):
        open_sink(RATE, "kitchen")

"""Where answers go, and when they are over."""

from __future__ import annotations

import threading
from array import array
from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.sound import Pcm, read_sound, silence
from local_voice.speaking.sinks import Loudspeaker, NullSink, WavSink, loudspeakers, open_sink

RATE = 16_000
ANSWER = Pcm(array("h", range(1, 3201)).tobytes(), RATE)


def stopped() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def test_a_file_holds_everything_played(tmp_path: Path) -> None:
    sink = WavSink(tmp_path / "answers" / "all.wav", RATE)
    assert sink.play(ANSWER)
    assert sink.play(silence(0.5, 44_100))
    assert not sink.play(ANSWER, stopped())
    sink.close()

    sound = read_sound(tmp_path / "answers" / "all.wav", RATE)
    assert sound.samples.startswith(ANSWER.samples)
    assert sound.seconds == pytest.approx(0.7, abs=0.01)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(VoiceError, match="cannot be written"):
        WavSink(tmp_path / "file" / "a.wav", RATE)


def test_nowhere_is_over_at_once() -> None:
    assert NullSink().play(ANSWER)
    assert not NullSink().play(ANSWER, stopped())


def test_a_loudspeaker_plays_to_the_end_and_can_be_stopped() -> None:
    speaker = Loudspeaker(RATE, null=True)
    try:
        assert speaker.play(ANSWER)
        assert not speaker.play(silence(60, RATE), stopped())
        assert speaker.play(ANSWER)
    finally:
        speaker.close()


def test_a_machine_without_loudspeaker_has_a_silent_sink() -> None:
    sink = open_sink(RATE)
    try:
        assert isinstance(sink, Loudspeaker if loudspeakers() else NullSink)
    finally:
        sink.close()

"""The recogniser's process may be killed, hang or grow: the conversation goes on."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local_voice.errors import TooSlow, VoiceError
from local_voice.hearing import worker as worker_module
from local_voice.hearing.engines import Engine
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.hearing.worker import RecognizerWorker
from local_voice.models import builtin_model
from local_voice.sound import HEARING_RATE, Pcm
from local_voice.understanding.values import Frames

pytestmark = pytest.mark.audio

Say = Callable[..., Pcm]
EXPECTED = Frames(("add two", "bananas", "two bananas", "check out"), (), ())
VOSK = Engine("vosk")


@pytest.fixture(scope="module")
def worker() -> Iterator[RecognizerWorker]:
    with RecognizerWorker(VOSK) as worker:
        worker.ready()
        yield worker


@pytest.fixture(scope="module")
def line(say: Say) -> Pcm:
    return say("add two bananas")


def heard(worker: RecognizerWorker, sound: Pcm) -> str:
    return worker.transcribe(sound.samples, sound.rate, EXPECTED).text


def wait_for_another(worker: RecognizerWorker, pid: int) -> None:
    end = time.monotonic() + 20
    while worker.pid == pid and time.monotonic() < end:
        time.sleep(0.01)


def test_it_hears_what_the_recogniser_hears(
    worker: RecognizerWorker, recognizer: VoskRecognizer, line: Pcm
) -> None:
    assert worker.transcribe(line.samples, line.rate, EXPECTED) == recognizer.transcribe(
        line.samples, line.rate, EXPECTED
    )
    assert worker.known(["bananas", "zzyzx", ""]) == {"bananas"}
    assert worker.spot(line.samples, line.rate, ("bananas",)).endswith("bananas")
    assert worker.find(line.samples, line.rate, ("bananas",), ("pyjamas",)) == recognizer.find(
        line.samples, line.rate, ("bananas",), ("pyjamas",)
    )
    assert worker.find(line.samples, line.rate, ("good morning",)) is None


def test_a_killed_process_is_replaced_before_anybody_asks(worker: RecognizerWorker, line: Pcm) -> None:
    pid = worker.pid
    os.kill(pid, signal.SIGKILL)
    wait_for_another(worker, pid)

    assert worker.pid != pid
    assert heard(worker, line) == "add two bananas"


def test_the_sound_that_a_killed_process_was_given_goes_to_the_next(
    worker: RecognizerWorker, line: Pcm
) -> None:
    pid = worker.pid
    os.kill(pid, signal.SIGKILL)

    assert heard(worker, line) == "add two bananas"
    assert worker.pid != pid


def test_a_process_that_hangs_is_ended_and_its_sound_heard_by_the_next(line: Pcm) -> None:
    with RecognizerWorker(VOSK, answer_s=4, per_second_s=0.1) as worker:
        worker.prepare(EXPECTED)
        hung = worker.pid
        os.kill(hung, signal.SIGSTOP)

        long = Pcm(line.samples + bytes(100_000), line.rate)

        assert heard(worker, long) == "add two bananas"
        assert worker.pid != hung


def test_who_takes_long_to_get_ready_for_what_is_expected_does_not_hang(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a small machine is deaf for ever: each process is ended before it is ready."""
    monkeypatch.setattr(worker_module, "PROGRAM", "tests.hearing.slow_recognizer")
    with RecognizerWorker(VOSK, answer_s=0.3, per_second_s=0) as worker:
        assert worker.transcribe(b"", HEARING_RATE, EXPECTED) == Transcript("yes")
        assert worker.transcribe(b"", HEARING_RATE, EXPECTED) == Transcript("yes")
        assert worker.starts == 1


def test_a_process_that_ended_before_it_was_ready_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "PROGRAM", "tests.hearing.no_such_program")
    with RecognizerWorker(VOSK, start_s=60) as worker:
        with pytest.raises(VoiceError, match="does not start"):
            worker.ready()
        started = time.monotonic()

        assert worker.transcribe(b"", HEARING_RATE).trouble is not None
        assert time.monotonic() - started < 50


def test_a_process_that_is_not_ready_in_time_is_too_slow_and_not_broken() -> None:
    with RecognizerWorker(VOSK, start_s=0) as hurried, pytest.raises(TooSlow, match="no answer within 0 s"):
        hurried.ready()


def test_a_process_that_has_grown_is_replaced_between_two_questions(line: Pcm) -> None:
    with RecognizerWorker(VOSK, growth_mb=0.01) as worker:
        grown = worker.pid

        assert heard(worker, line) == "add two bananas"
        assert worker.pid != grown
        assert heard(worker, line) == "add two bananas"


def test_what_ends_every_process_is_told_and_the_next_one_heard(worker: RecognizerWorker, line: Pcm) -> None:
    poison: Any = Frames((1,), (), ())  # type: ignore[arg-type]
    found = worker.transcribe(line.samples, line.rate, poison)

    assert found.text == ""
    assert found.trouble is not None
    assert heard(worker, line) == "add two bananas"


def test_a_broken_model_is_told_in_one_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(builtin_model(), tmp_path / "model"))
    (folder / "am" / "final.mdl").write_bytes(b"no model")

    with RecognizerWorker(Engine("vosk", "asked", folder)) as worker:
        with pytest.raises(VoiceError, match="is damaged"):
            worker.ready()
        with pytest.raises(VoiceError, match="is damaged"):
            worker.known(["yes"])

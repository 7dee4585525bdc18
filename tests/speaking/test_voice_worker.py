"""The real pyttsx3 in its process: exact, and replaced when it fails."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.speaking.voices import CUSTOMERS, Voice, voice_of
from local_voice.speaking.worker import VoiceWorker

pytestmark = pytest.mark.audio

WORDS = "add two bananas to my cart"
ENGLISH = voice_of("customer")


@pytest.fixture
def worker() -> Iterator[VoiceWorker]:
    with VoiceWorker() as worker:
        yield worker


def test_every_sentence_has_the_speed_that_was_asked_for(worker: VoiceWorker) -> None:
    def seconds(rate: int) -> float:
        return round(worker.synthesize(WORDS, Voice(ENGLISH.name, rate)).seconds, 1)

    slow, fast = zip(*[(seconds(120), seconds(240)) for _ in range(10)], strict=True)

    assert len(set(slow)) == len(set(fast)) == 1
    assert slow[0] > 1.7 * fast[0]
    assert worker.starts == 1


def test_every_sentence_is_its_own(worker: VoiceWorker) -> None:
    short, long = (worker.synthesize(text, ENGLISH) for text in ("yes", WORDS * 3))

    assert any(short.samples) and any(long.samples)
    assert long.seconds > 4 * short.seconds


def test_a_killed_process_is_replaced(worker: VoiceWorker) -> None:
    before = worker.synthesize("yes", ENGLISH)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)

    after = worker.synthesize("yes", ENGLISH)

    assert after.seconds == pytest.approx(before.seconds, abs=0.05)
    assert worker.starts == 2


def test_a_folder_that_was_cleared_away_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: VoiceWorker
) -> None:
    """Systems clear what lies about for days, and a shop may have said nothing new for so long."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    worker.synthesize("yes", ENGLISH)
    for folder in tmp_path.iterdir():
        shutil.rmtree(folder)

    assert any(worker.synthesize("no", ENGLISH).samples)


def test_a_process_that_hangs_is_replaced(worker: VoiceWorker) -> None:
    worker.start()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)

    assert worker.synthesize("yes", ENGLISH).seconds > 0.2
    assert worker.starts == 2


def test_an_unknown_voice_is_told_and_costs_no_restart(worker: VoiceWorker) -> None:
    with pytest.raises(VoiceError, match="no voice 'the butler'"):
        worker.synthesize("yes", Voice("the butler"))

    assert worker.synthesize("yes", ENGLISH).seconds > 0.2
    assert worker.starts == 1


@pytest.mark.parametrize("program", ["raise SystemExit", "print('{}', flush=True)", "input()"])
def test_a_process_that_does_not_start_speaking_is_no_voice(program: str) -> None:
    with VoiceWorker((sys.executable, "-c", program), start_s=1.0) as worker:
        with pytest.raises(VoiceError, match="no voice on this machine"):
            worker.start()

        assert worker.pid is None


def test_two_threads_take_turns(worker: VoiceWorker) -> None:
    with ThreadPoolExecutor(2) as pool:
        sounds = list(pool.map(lambda text: worker.synthesize(text, ENGLISH), ["yes", WORDS] * 5))

    assert len({round(sound.seconds, 1) for sound in sounds}) == 2
    assert worker.starts == 1


def test_the_customers_have_voices_of_their_own(worker: VoiceWorker) -> None:
    sounds = {worker.synthesize(WORDS, voice_of(name)).samples for name in (*CUSTOMERS, "shop")}

    assert len(sounds) == len(CUSTOMERS) + 1

"""A recogniser in a process of its own, watched: it may crash, hang or grow, and the conversation goes on.

A process that ends is replaced at once, before anybody asks; the sound that it was listening to is given once
more to the new one. A process that takes too long is ended, one that has grown is replaced between two
questions.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import local_voice
from local_voice.errors import TooSlow, VoiceError
from local_voice.hearing.engines import Engine
from local_voice.hearing.spotting import Found
from local_voice.hearing.transcript import Transcript
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES
from local_voice.understanding.values import Frames

START_S = 120.0
"""How long a model may take to load: the largest have two gigabytes."""
PREPARE_S = 30.0
"""How long it may take to get ready for what is expected: a second, or ten on a small machine."""
ANSWER_S = 4.0
PER_SECOND_S = 2.0
"""How long an answer may take: so long, and so much for each second of sound. Usual is a twentieth of it."""
PREPARED = 8
"""The last expectations that a process is ready for; a recogniser keeps a few more."""
GROWTH_MB = 500.0
"""How much a process may grow beyond what it had when its model was loaded."""

PROGRAM = "local_voice.hearing.worker_process"

T = TypeVar("T")


class RecognizerWorker:
    """One recogniser process with its successor. Threads wait for each other."""

    def __init__(
        self,
        engine: Engine,
        *,
        start_s: float = START_S,
        prepare_s: float = PREPARE_S,
        answer_s: float = ANSWER_S,
        per_second_s: float = PER_SECOND_S,
        growth_mb: float = GROWTH_MB,
    ) -> None:
        """Start loading; nobody waits for it before the first question."""
        self.engine = engine
        self.starts = 0
        self._start_s, self._prepare_s = start_s, prepare_s
        self._answer_s, self._per_second_s = answer_s, per_second_s
        self._growth_mb = growth_mb
        self._one_at_a_time = threading.Lock()
        self._succession = threading.Lock()
        self._closed = False
        self._known: dict[str, bool] = {}
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The process that listens now."""
        return self._process.pid

    def ready(self) -> None:
        """Wait until the model is loaded; TooSlow when that takes too long, VoiceError when it cannot be."""
        with self._one_at_a_time:
            try:
                self._process.ready(self._start_s)
            except _Silent as silent:
                raise TooSlow(f"the recogniser does not start: {silent}") from None
            except _Failed as failed:
                raise VoiceError(f"the recogniser does not start: {failed}") from None

    def known(self, words: Iterable[str]) -> frozenset[str]:
        wanted = set(words)
        strange = sorted(wanted - self._known.keys())
        if strange:
            answer = self._ask({"do": "known", "words": strange})
            if answer is None:
                raise VoiceError("the recogniser ended twice while it was asked for its words")
            self._known |= dict.fromkeys(strange, False) | dict.fromkeys(answer["known"], True)
        return frozenset(word for word in wanted if self._known[word])

    def prepare(self, expected: Frames) -> None:
        """Never fails for what is expected: that is told when there is something to hear."""
        self._with_process(lambda process: process.prepare(expected, self._prepare_s))

    def transcribe(self, pcm: bytes, rate: int, expected: Frames | None = None) -> Transcript:
        """Never fails for what is heard: a sound that ends two processes is told as `trouble`."""
        told = None if expected is None else astuple(expected)
        answer = self._ask({"do": "transcribe", "rate": rate, "expected": told}, pcm, expected)
        if answer is None:
            return Transcript("", trouble="the recogniser ended twice at this utterance")
        found: dict[str, Any] = answer["transcript"]
        lists = {name: tuple(found[name]) for name in ("alternatives", "behind")}
        return Transcript(**{**found, **lists})

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str:
        answer = self._ask({"do": "spot", "rate": rate, "phrases": list(phrases)}, pcm)
        return "" if answer is None else str(answer["text"])

    def find(self, pcm: bytes, rate: int, phrases: Sequence[str], alike: Sequence[str] = ()) -> Found | None:
        order = {"do": "find", "rate": rate, "phrases": list(phrases), "alike": list(alike)}
        answer = self._ask(order, pcm)
        return None if answer is None or answer["found"] is None else Found(*answer["found"])

    def close(self) -> None:
        with self._succession:
            self._closed = True
        self._process.end()

    def __enter__(self) -> RecognizerWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(
        self, order: dict[str, Any], sound: bytes = b"", expected: Frames | None = None
    ) -> dict[str, Any] | None:
        """The answer of this process or of the next; None when both failed at it."""
        sound_s = len(sound) / (SAMPLE_BYTES * order.get("rate", HEARING_RATE))
        seconds = self._answer_s + self._per_second_s * sound_s

        def ask(process: _Process) -> dict[str, Any]:
            if expected is not None:
                process.prepare(expected, self._prepare_s)
            return process.ask(order, sound, seconds)

        return self._with_process(ask)

    def _with_process(self, do: Callable[[_Process], T]) -> T | None:
        """What comes of it with this process or with the next; None when both failed at it."""
        with self._one_at_a_time:
            for _ in range(2):
                process = self._process
                try:
                    process.ready(self._start_s)
                    answer = do(process)
                except _Failed:
                    self._replace(process)
                    continue
                if process.grown_mb > self._growth_mb:
                    self._replace(process)
                return answer
        return None

    def _start(self) -> _Process:
        self.starts += 1
        return _Process(self.engine, self._replace)

    def _replace(self, old: _Process) -> None:
        """Let a successor load its model now; of two who ask for it only the first gets one."""
        with self._succession:
            if self._process is old and not self._closed:
                self._process = self._start()
        old.end()


class _Failed(Exception):
    """This process did not answer; another may."""


class _Silent(_Failed):
    """It lives, as far as is known, and takes longer than it may."""


class _Process:
    """One process: it loads, answers one question after the other, and ends."""

    def __init__(self, engine: Engine, on_end: Callable[[_Process], None]) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                PROGRAM,
                engine.name,
                *([str(engine.model)] if engine.model else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": _import_path()},
        )
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._on_end = on_end
        self._loaded_mb: float | None = None
        self._now_mb = 0.0
        self._prepared = deque[Frames](maxlen=PREPARED)
        threading.Thread(target=self._pump, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def grown_mb(self) -> float:
        return self._now_mb - (self._loaded_mb or 0.0)

    def ready(self, seconds: float) -> None:
        """Wait until the model is loaded; VoiceError says what is wrong with it."""
        if self._loaded_mb is not None:
            return
        error = self._await(seconds)["error"]
        if error is not None:
            self.end()
            raise VoiceError(error)
        self._loaded_mb = self._now_mb

    def prepare(self, expected: Frames, seconds: float) -> None:
        """Get ready for what is expected, once: that may take longer than any answer."""
        if expected not in self._prepared:
            self.ask({"do": "prepare", "expected": astuple(expected)}, b"", seconds)
            self._prepared.append(expected)

    def ask(self, order: dict[str, Any], sound: bytes, seconds: float) -> dict[str, Any]:
        # A stopped process does not read either: only its end frees a writer whose pipe is full.
        deadline = threading.Timer(seconds, self._process.kill)
        deadline.start()
        try:
            self._send(json.dumps({**order, "bytes": len(sound)}).encode() + b"\n" + sound)
            return self._await(2 * seconds)
        finally:
            deadline.cancel()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def _send(self, order: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(order)
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise _Failed("it ended") from None

    def _await(self, seconds: float) -> dict[str, Any]:
        try:
            words = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise _Silent(f"no answer within {seconds:.0f} s") from None
        if not words:
            # For whoever asks next.
            self._answers.put(words)
            raise _Failed("it ended")
        try:
            answer: dict[str, Any] = json.loads(words)
        except ValueError:
            raise _Failed("it ended in mid-answer") from None
        self._now_mb = float(answer["memory_mb"])
        return answer

    def _pump(self) -> None:
        """Pass each line on; an empty one says that the process has ended."""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._answers.put(line)
        self._answers.put(b"")
        if self._loaded_mb is not None:
            self._on_end(self)


def _import_path() -> str:
    """The new process finds this package where this one found it."""
    own = str(Path(local_voice.__file__).parent.parent)
    return os.pathsep.join(filter(None, (own, os.environ.get("PYTHONPATH"))))

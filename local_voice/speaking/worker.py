"""pyttsx3 in a process of its own, watched: text in, sound out.

The engine may lose a sound, hang, or end the whole process (two threads in espeak do). Here that costs one
restart: an order that fails or takes too long is given once more to a new process.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from local_voice.errors import VoiceError
from local_voice.sound import Pcm
from local_voice.speaking import engine
from local_voice.speaking.files import NoSound, read_spoken
from local_voice.speaking.voices import Voice

START_S = 20.0
SENTENCE_S = 3.0
"""How long one utterance may take; a usual one takes 15 ms."""


class VoiceWorker:
    """One voice process, started by the first order. Threads wait for each other."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        start_s: float = START_S,
        sentence_s: float = SENTENCE_S,
    ) -> None:
        self._command = list(command or (sys.executable, "-P", engine.__file__))
        self._start_s = start_s
        self._sentence_s = sentence_s
        self._one_at_a_time = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._count = 0
        self.starts = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Have a running process; VoiceError when there is no voice on this machine."""
        with self._one_at_a_time:
            self._ensure()

    def synthesize(self, text: str, voice: Voice) -> Pcm:
        """The sound of one plain utterance (not empty); VoiceError when two processes failed at it."""
        with self._one_at_a_time:
            try:
                return self._order(text, voice)
            except _Failed:
                self._stop()
            try:
                return self._order(text, voice)
            except _Failed as failed:
                self._stop()
                raise VoiceError(f"the voice could not speak: {failed}") from None

    def close(self) -> None:
        with self._one_at_a_time:
            self._stop()

    def __enter__(self) -> VoiceWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _order(self, text: str, voice: Voice) -> Pcm:
        process = self._ensure()
        self._count += 1
        out = self._out_folder() / f"{self._count}.wav"
        order = {"id": self._count, "text": text, "voice": voice.name, "rate": voice.rate}
        self._send(process, {**order, "volume": voice.volume, "pitch": voice.pitch, "out": str(out)})
        answer = self._await(self._count, self._sentence_s + len(text) / 500)
        if answer.get("lasting"):
            raise VoiceError(answer["error"])
        if answer["error"] is not None:
            raise _Failed(answer["error"])
        return _take(out)

    def _ensure(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self.starts += 1
        self._answers = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(self._process, self._answers), daemon=True).start()
        self._await_start()
        return self._process

    def _await_start(self) -> None:
        try:
            error = self._await(0, self._start_s)["error"]
        except _Failed as failed:
            error = str(failed)
        if error is not None:
            self._stop()
            raise VoiceError(f"no voice on this machine ({error}); install voicecart with its extra [voice]")

    def _send(self, process: subprocess.Popen[str], order: dict[str, Any]) -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except OSError:
            raise _Failed("the voice process ended") from None

    def _await(self, number: int, seconds: float) -> dict[str, Any]:
        try:
            words = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise _Failed(f"no answer within {seconds:.0f} s") from None
        if not words:
            raise _Failed("the voice process ended")
        try:
            answer: dict[str, Any] = json.loads(words)
        except ValueError:
            answer = {}
        if answer.get("id") != number:
            raise _Failed("the voice process answered something else")
        return answer

    def _out_folder(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="voicecart-voice-")
        return Path(self._folder.name)

    def _stop(self) -> None:
        """End the process, and forget its folder: it may be what is wrong."""
        folder, self._folder = self._folder, None
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        if folder is not None:
            folder.cleanup()


class _Failed(Exception):
    """This process did not speak; another may."""


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        # What could not be sent to a process that ended is written once more by close().
        with suppress(OSError):
            process.stdin.close()


def _pump(process: subprocess.Popen[str], answers: queue.SimpleQueue[str]) -> None:
    """Pass each line on; an empty one says that the process has ended."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            answers.put(line)
    answers.put("")


def _take(path: Path) -> Pcm:
    try:
        return read_spoken(path)
    except (NoSound, OSError, VoiceError) as wrong:
        raise _Failed(str(wrong)) from None
    finally:
        path.unlink(missing_ok=True)

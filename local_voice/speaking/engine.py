"""The program of the voice process: pyttsx3 and nothing else, one order a line in, one answer a line out.

It runs as a file of its own (no import from this project, so that it starts quickly). pyttsx3 2.99 must be
handled with care: one utterance a run, never say() (of several only the last is heard, and it needs a player
program), the rate read back (it is lost in half of the runs otherwise), and a wait for the end: on Linux
runAndWait() returns before the sound is there, and the next order would get into it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any

ON_LINUX = sys.platform.startswith("linux")
WAV_HEADER_BYTES = 44
RATE_TRIES = 60
CHARACTERS_A_SECOND = 2000


class Mouth:
    """The one engine of this process (two would take each other's callback)."""

    def __init__(self) -> None:
        if ON_LINUX:
            use_bundled_espeak()
        import pyttsx3

        self._engine = pyttsx3.init("espeak" if ON_LINUX else None)
        self._finished = threading.Event()
        self._mistakes: list[str] = []
        self._engine.connect("finished-utterance", lambda **_: self._finished.set())
        self._engine.connect("error", lambda exception, **_: self._mistakes.append(str(exception)))
        self._warm_up()

    def _warm_up(self) -> None:
        """The first run puts the rate back to the engine's own: let it not be a customer's."""
        with tempfile.TemporaryDirectory(prefix="voicecart-voice-") as folder:
            self._run("ready", Path(folder) / "first.wav")

    def speak(self, order: dict[str, Any]) -> None:
        """Write one utterance into the order's file."""
        self._set_voice(order)
        self._run(order["text"], Path(order["out"]))

    def _set_voice(self, order: dict[str, Any]) -> None:
        """Voice first, since it may reset the rate; the rate until it stays."""
        self._mistakes.clear()
        if order.get("voice"):
            self._engine.setProperty("voice", order["voice"])
        if self._mistakes:
            raise LookupError(f"this machine has no voice {order['voice']!r}")
        self._engine.setProperty("volume", order["volume"])
        if ON_LINUX:  # the other drivers refuse it
            self._engine.setProperty("pitch", order.get("pitch", 50))
        for _ in range(RATE_TRIES):
            self._engine.setProperty("rate", order["rate"])
            time.sleep(0.005)
            if self._engine.getProperty("rate") == order["rate"]:
                return
        raise RuntimeError(f"the rate {order['rate']} was not taken")

    def _run(self, text: str, path: Path) -> None:
        self._finished.clear()
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        end = time.monotonic() + 3 + len(text) / CHARACTERS_A_SECOND
        while not self._done(path):
            if time.monotonic() > end:
                raise RuntimeError("no sound came")
            time.sleep(0.002)

    def _done(self, path: Path) -> bool:
        """The other drivers run to the end, but do not all say so."""
        told = self._finished.is_set() or not ON_LINUX
        return told and path.exists() and path.stat().st_size > WAV_HEADER_BYTES


def use_bundled_espeak() -> bool:
    """Load the espeak-ng library of the wheel before pyttsx3 asks the system for one of the same name."""
    try:
        import espeakng_loader
    except ImportError:
        return False
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    return True


def attempt(mouth: Mouth, order: dict[str, Any]) -> dict[str, Any]:
    try:
        mouth.speak(order)
        return {"id": order["id"], "error": None}
    except LookupError as error:
        return {"id": order["id"], "error": str(error), "lasting": True}
    except Exception as error:
        return {"id": order["id"], "error": f"{type(error).__name__}: {error}"}


def private_stdout() -> IO[str]:
    """A line for the answers alone; what the engine and its library print goes nowhere."""
    line = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return line


def tell(line: IO[str], said: dict[str, Any]) -> None:
    line.write(json.dumps(said) + "\n")
    line.flush()


def main() -> None:
    # Ctrl-C is for the conversation; this process ends when its orders end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = private_stdout()
    try:
        mouth = Mouth()
    except Exception as error:
        tell(line, {"id": 0, "error": f"{type(error).__name__}: {error}"})
        return
    tell(line, {"id": 0, "error": None})
    while words := sys.stdin.readline():
        tell(line, attempt(mouth, json.loads(words)))


if __name__ == "__main__":
    main()

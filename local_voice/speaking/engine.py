"""The program of the voice process: pyttsx3 and nothing else, one order a line in, one answer a line out.

It runs as a file of its own (no import from this project, so that it starts quickly). pyttsx3 2.99 must be
handled with care: one utterance a run, never say() (only the last of several is heard, and it needs a player
program), the rate read back (it is lost in half of the runs otherwise), and wait for the file, which may appear
after the run has ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
import wave
from pathlib import Path
from typing import IO, Any

WAV_HEADER_BYTES = 44
RATE_TRIES = 60
FILE_WAIT_S = 3.0


def use_bundled_espeak() -> bool:
    """Load the espeak-ng library of the wheel before pyttsx3 asks the system for one of the same name."""
    try:
        import espeakng_loader
    except ImportError:
        return False
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    return True


def start_engine() -> Any:
    on_linux = sys.platform.startswith("linux")
    if on_linux:
        use_bundled_espeak()
    import pyttsx3

    engine = pyttsx3.init("espeak" if on_linux else None)
    # The first run puts the rate back to the default: let it be this one.
    engine.save_to_file("x", os.devnull)
    engine.runAndWait()
    return engine


def set_voice(engine: Any, order: dict[str, Any]) -> None:
    """Voice first, since it may reset the rate; the rate until it stays. An unknown voice is only notified."""
    mistakes: list[str] = []
    hook = engine.connect("error", lambda exception, **_: mistakes.append(str(exception)))
    if order.get("voice"):
        engine.setProperty("voice", order["voice"])
    engine.disconnect(hook)
    if mistakes:
        raise LookupError(f"there is no voice {order['voice']!r}")
    engine.setProperty("volume", order["volume"])
    for _ in range(RATE_TRIES):
        engine.setProperty("rate", order["rate"])
        time.sleep(0.005)
        if engine.getProperty("rate") == order["rate"]:
            return
    raise RuntimeError(f"the rate {order['rate']} was not taken")


def wait_for_file(path: Path) -> None:
    end = time.monotonic() + FILE_WAIT_S
    while not (path.exists() and path.stat().st_size > WAV_HEADER_BYTES):
        if time.monotonic() > end:
            raise RuntimeError("no sound came")
        time.sleep(0.002)


def speak(engine: Any, order: dict[str, Any]) -> int:
    """Write one utterance into the order's file; returns its number of frames."""
    set_voice(engine, order)
    path = Path(order["out"])
    engine.save_to_file(order["text"], str(path))
    engine.runAndWait()
    wait_for_file(path)
    with wave.open(str(path)) as file:
        return file.getnframes()


def answer(engine: Any, order: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"id": order["id"], "frames": speak(engine, order), "error": None}
    except Exception as error:
        return {"id": order["id"], "frames": 0, "error": f"{type(error).__name__}: {error}"}


def private_stdout() -> IO[str]:
    """The answers' own line; whatever the engine and its library print goes nowhere."""
    line = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return line


def tell(line: IO[str], said: dict[str, Any]) -> None:
    line.write(json.dumps(said) + "\n")
    line.flush()


def main() -> None:
    line = private_stdout()
    try:
        engine = start_engine()
        first = {"id": 0, "frames": 0, "error": None}
    except Exception as error:
        engine, first = None, {"id": 0, "frames": 0, "error": f"{type(error).__name__}: {error}"}
    tell(line, first)
    while engine is not None and (words := sys.stdin.readline()):
        tell(line, answer(engine, json.loads(words)))


if __name__ == "__main__":
    main()

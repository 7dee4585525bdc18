"""The program of the recogniser's process: one order in, one answer out.

An order is a line of JSON, after which `bytes` bytes of samples follow; an answer is a line of JSON. Nothing
that an engine prints gets between them. The process ends when its orders end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict, astuple
from mmap import PAGESIZE
from pathlib import Path
from typing import IO, Any

from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine, open_engine
from local_voice.hearing.recognizer import Recognizer, Spotter
from local_voice.understanding.values import Frames

MEGABYTE = 1_048_576


def main() -> None:
    # Ctrl-C is for the conversation.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = _private_stdout()
    engine = Engine(sys.argv[1], model=Path(sys.argv[2]) if len(sys.argv) > 2 else None)  # type: ignore[arg-type]
    try:
        recognizer = open_engine(engine)
    except VoiceError as error:
        _tell(line, {"error": str(error)})
        return
    _tell(line, {"error": None})
    while words := sys.stdin.buffer.readline():
        _tell(line, _answer(recognizer, json.loads(words)))


def _answer(recognizer: Recognizer, order: dict[str, Any]) -> dict[str, Any]:
    sound = sys.stdin.buffer.read(int(order.get("bytes", 0)))
    match order["do"]:
        case "known":
            return {"known": sorted(recognizer.known(order["words"]))}
        case "prepare":
            if expected := frames_of(order["expected"]):
                recognizer.prepare(expected)
            return {}
        case "spot":
            assert isinstance(recognizer, Spotter)
            return {"text": recognizer.spot(sound, order["rate"], order["phrases"])}
        case "find":
            assert isinstance(recognizer, Spotter)
            place = recognizer.find(sound, order["rate"], order["phrases"], order["alike"])
            return {"found": None if place is None else astuple(place)}
        case _:
            found = recognizer.transcribe(sound, order["rate"], frames_of(order["expected"]))
            return {"transcript": asdict(found)}


def frames_of(told: list[list[str]] | None) -> Frames | None:
    """What is expected, as it came through the pipe."""
    return None if told is None else Frames(*map(tuple, told))


def memory_mb() -> float:
    """Memory that this process takes now; where the system does not say so, 0."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * PAGESIZE / MEGABYTE


def _private_stdout() -> IO[str]:
    """A line for the answers alone; what the engine and its library print goes nowhere."""
    line = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return line


def _tell(line: IO[str], said: dict[str, Any]) -> None:
    line.write(json.dumps({**said, "memory_mb": memory_mb()}) + "\n")
    line.flush()


if __name__ == "__main__":
    main()

"""The steps `test-sets` and `evaluate`: what the real vosk package hears with the model.

python evaluate.py prepare                 # speak the test sets (test_sets.py says which there are)
python evaluate.py run [-v] [SET ...]      # all of them, in free speech and told 200 phrases to expect
python evaluate.py one FILE.wav [PHRASE...]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile as sf
from common import OUT, SAMPLE_RATE, edit_distance
from numpy.typing import NDArray
from test_sets import MEASURED, Row, phrases_for, prepare, rows_of
from waves import resample, rounded

SILENCE = (0.1, 0.3)
"""Seconds before and after a sentence."""
PIECE = 4000
"""Samples that are given at a time, as a microphone does."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one sentence."""

    row: Row
    heard: str
    seconds: float
    """Of the sound."""
    cpu: float
    """Seconds of reckoning."""

    @property
    def words(self) -> int:
        return len(self.row.text.split())

    @property
    def errors(self) -> int:
        return edit_distance(self.heard.split(), self.row.text.split())


def recognize(recognizer: Any, samples: NDArray[np.int16]) -> str:
    """All that is heard."""
    before, after = (np.zeros(round(seconds * SAMPLE_RATE), np.int16) for seconds in SILENCE)
    sound = np.concatenate([before, samples, after])
    pieces = (sound[at : at + PIECE].tobytes() for at in range(0, len(sound), PIECE))
    parts = [json.loads(recognizer.Result())["text"] for piece in pieces if recognizer.AcceptWaveform(piece)]
    parts.append(json.loads(recognizer.FinalResult())["text"])
    return " ".join(filter(None, parts))


def result(model: Any, row: Row, phrases: Sequence[str]) -> Result:
    """Hear a sentence; without phrases in free speech."""
    samples, _ = sf.read(row.file, dtype="int16")
    recognizer = _recognizer(model, phrases)
    started = time.process_time()
    heard = recognize(recognizer, samples)
    return Result(row, heard, len(samples) / SAMPLE_RATE, time.process_time() - started)


def table_row(name: str, mode: str, results: Sequence[Result]) -> str:
    right = sum(not one.errors for one in results)
    rate = 100 * sum(one.errors for one in results) / sum(one.words for one in results)
    load = sum(one.cpu for one in results) / sum(one.seconds for one in results)
    return f"| {name} | {mode} | {right}/{len(results)} | {rate:.1f} % | {load:.3f} |"


def run(names: Sequence[str], verbose: bool) -> None:
    """Print the table; `verbose` adds the sentences that were heard wrong."""
    started = time.monotonic()
    model = _model()
    print(f"loaded in {1000 * (time.monotonic() - started):.0f} ms")
    print("| set | mode | sentences right | WER | real-time factor (CPU) |")
    for name in names:
        for mode in ("grammar",) if name == "rare" else ("free", "grammar"):
            phrases = phrases_for(name) if mode == "grammar" else []
            results = [result(model, row, phrases) for row in rows_of(name)]
            for one in results:
                if one.errors and verbose:
                    print(f"    [{one.row.voice}] {one.row.text} -> {one.heard}")
            print(table_row(name, mode, results), flush=True)


def hear_one(file: Path, phrases: Sequence[str]) -> None:
    samples, rate = sf.read(file, dtype="int16")
    wave = rounded(resample(samples.astype(np.float32), rate))
    print(recognize(_recognizer(_model(), phrases), wave.astype(np.int16)))


def _model() -> Any:
    import vosk

    vosk.SetLogLevel(-2)  # -1 still prints warnings
    return vosk.Model(str(OUT))


def _recognizer(model: Any, phrases: Sequence[str]) -> Any:
    import vosk

    return vosk.KaldiRecognizer(model, SAMPLE_RATE, *([json.dumps(list(phrases))] if phrases else []))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ways = parser.add_subparsers(dest="way", required=True)
    ways.add_parser("prepare")
    measuring = ways.add_parser("run")
    measuring.add_argument("sets", nargs="*", metavar="SET")
    measuring.add_argument("-v", dest="verbose", action="store_true", help="the sentences heard wrong too")
    hearing = ways.add_parser("one")
    hearing.add_argument("file", type=Path)
    hearing.add_argument("phrases", nargs="*", metavar="PHRASE")
    given = parser.parse_args()
    if given.way == "prepare":
        prepare()
    elif given.way == "run":
        run(given.sets or MEASURED, given.verbose)
    else:
        hear_one(given.file, given.phrases)


if __name__ == "__main__":
    main()

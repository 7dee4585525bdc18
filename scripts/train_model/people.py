"""The step `people`: recordings of people to feature shards in WORK/people (the form of make_features.py's).

A folder is searched for LibriSpeech's layout (SPEAKER-CHAPTER.trans.txt beside the .flac files) and for
Speech Commands' (WORD/SPEAKER_nohash_N.wav). --without FOLDER leaves out the speakers heard there.
--stand-in makes such folders of synthesized speech first, for a run without people.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile as sf
from common import PHONE_ID, SAMPLE_RATE, WORK, mfcc
from lexicon import prons
from shards import Clip, save
from synth import Espeak
from waves import resample

SECONDS = (0.5, 35)
"""Shorter and longer recordings are left out."""
FRAMES_AN_HOUR = 100 * 3600
WORD_FILES = "*_nohash_*.wav"
STAND_IN = {"7-8-0001": "ADD TWO BANANAS TO MY CART", "7-8-0002": "SHOW ME SOME GREEN TEA"}
STAND_IN_WORDS = ("bananas", "strawberry")


@dataclass(frozen=True, slots=True)
class Recording:
    """A file and what is said in it."""

    file: Path
    words: tuple[str, ...]
    tag: str


@functools.cache
def first_pron(word: str) -> tuple[int, ...]:
    """The usual way to speak a word, in the network's numbers; empty when nobody knows."""
    return tuple(PHONE_ID[phone] for phone in next(iter(prons(word)), ()))


def libri(folder: Path) -> Iterator[Recording]:
    for transcript in sorted(folder.rglob("*.trans.txt")):
        for line in transcript.read_text(encoding="utf-8").splitlines():
            key, text = line.split(" ", 1)
            yield Recording(transcript.parent / f"{key}.flac", tuple(text.lower().split()), key)


def commands(folder: Path, without: Collection[str]) -> Iterator[Recording]:
    for file in sorted(folder.rglob(WORD_FILES)):
        if speaker(file) not in without:
            yield Recording(file, (file.parent.name,), file.name)


def speaker(file: Path) -> str:
    """Who says a word of Speech Commands."""
    return file.name.split("_")[0]


def clip(recording: Recording) -> Clip | None:
    """None for what is not there, holds words that nobody can speak, or has another rate or length."""
    spoken = [first_pron(word) for word in recording.words]
    if not all(spoken) or not recording.file.exists():
        return None
    samples, rate = sf.read(recording.file, dtype="int16")
    seconds = len(samples) / rate
    if rate != SAMPLE_RATE or not SECONDS[0] <= seconds <= SECONDS[1]:
        return None
    feats = mfcc(samples.astype(np.float32)).astype(np.float16)
    return Clip(feats, [phone for word in spoken for phone in word], recording.tag)


def stand_in(folder: Path) -> None:
    """A few synthesized clips in both layouts."""
    espeak, chapter = Espeak(), folder / "7" / "8"
    chapter.mkdir(parents=True, exist_ok=True)
    lines = (f"{key} {text}\n" for key, text in STAND_IN.items())
    (chapter / "7-8.trans.txt").write_text("".join(lines), encoding="utf-8")
    said = {
        **{chapter / f"{key}.flac": text.lower() for key, text in STAND_IN.items()},
        **{folder / word / f"{word}_nohash_0.wav": word for word in STAND_IN_WORDS},
    }
    for file, text in said.items():
        file.parent.mkdir(exist_ok=True)
        wave = np.clip(resample(*espeak.say(text, "en-us")), -32768, 32767)
        sf.write(file, wave.astype(np.int16), SAMPLE_RATE)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--without", type=Path)
    return parser.parse_args()


def main() -> None:
    given = arguments()
    if given.stand_in:
        stand_in(given.folders[0])
    without = {speaker(file) for file in given.without.rglob(WORD_FILES)} if given.without else set()
    for number, folder in enumerate(given.folders):
        clips = [one for one in map(clip, [*libri(folder), *commands(folder, without)]) if one]
        save(WORK / "people" / f"{number}.npz", "feats", clips)
        hours = sum(len(one.values) for one in clips) / FRAMES_AN_HOUR
        print(folder.name, len(clips), f"clips {hours:.1f} h", flush=True)


if __name__ == "__main__":
    main()

"""The step `test-sets`: sentences that were in no training, spoken by voices that were in it or were not.

A set is a folder WORK/test/SET of 16-bit files NNN.wav and `text`: number, sentence and voice of each.

seen      voices of the training
heldout   voices that are not in it
pyttsx3   pyttsx3's usual voice, through pyttsx3 itself
commands  control phrases by pyttsx3; these phrases do occur in training
noisy     voices of the training in a room, with noise
rare      pairs of words that no training has spoken and that free speech does not know
dev       as noisy, with other sentences; constants of the decoding are tuned on it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import soundfile as sf
from common import (
    ESPEAK_ACCENTS,
    ESPEAK_HELD_OUT,
    ESPEAK_VARIANTS,
    FESTIVAL_HELD_OUT,
    FESTIVAL_VOICES,
    FLITE_VOICES,
    QUICK,
    SAMPLE_RATE,
    WORK,
)
from disturb import heavily
from lexicon import big_vocabulary, vocabulary
from sentences import CONTROL_PHRASES
from synth import Espeak, festival, flite
from waves import Wave, resample, rounded

TEST = WORK / "test"
MEASURED = ("seen", "heldout", "pyttsx3", "commands", "noisy", "rare")
COUNT = 4 if QUICK else 100
"""Sentences of a set."""
EXPECTED = 200
"""Phrases that a recogniser is told of, those that were spoken among them."""
SEED = 5
ACCENTS = list(ESPEAK_ACCENTS)[:3]
RATES = (140, 210)
"""Words a minute, of espeak-ng."""
SOUND_ALIKE = {"checkout", "pay with card", "that is all", "what's in my cart"}
"""Control phrases that an ear cannot tell from others: one of "checkout" and "check out" is enough."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as a voice says it; samples in 16-bit scale."""

    wave: Wave
    rate: int
    text: str
    voice: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of a set that has been written."""

    file: Path
    text: str
    voice: str


class Speech:
    """Speaks sentences with voices taken at random."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._espeak = Espeak()

    def seen(self, text: str) -> Spoken:
        share = self._random.random()
        if QUICK or share < 0.5:
            return self._by_espeak(text, ESPEAK_VARIANTS)
        if share < 0.85:
            voice = self._random.choice(FLITE_VOICES)
            return Spoken(*flite(text, voice), text, voice)
        voice = self._random.choice(FESTIVAL_VOICES)
        return Spoken(*festival(text, voice), text, voice)

    def held_out(self, text: str) -> Spoken:
        if QUICK or self._random.random() < 0.6:
            return self._by_espeak(text, ESPEAK_HELD_OUT)
        voice = self._random.choice(FESTIVAL_HELD_OUT)
        return Spoken(*festival(text, voice), text, voice)

    def _by_espeak(self, text: str, variants: list[str]) -> Spoken:
        accent, variant = self._random.choice(ACCENTS), self._random.choice(variants)
        voice = f"{accent}+{variant}" if variant else accent
        return Spoken(*self._espeak.say(text, voice, self._random.uniform(*RATES)), text, voice)


def by_pyttsx3(texts: list[str]) -> list[Spoken]:
    """Its usual voice, by the project's own worker: used in place it loses sentences."""
    from local_voice.speaking import Speaker, Voice

    with Speaker() as speaker:
        sounds = [speaker.synthesize(text, Voice("en", rate=200)) for text in texts]
    waves = [np.frombuffer(sound.samples, np.int16).astype(np.float32) for sound in sounds]
    rows = zip(waves, sounds, texts, strict=True)
    return [Spoken(wave, sound.rate, text, "pyttsx3") for wave, sound, text in rows]


def prepare() -> None:
    """Speak and write all sets."""
    random, noise = Random(SEED), np.random.default_rng(SEED)
    speech, unseen = Speech(random), _unseen()
    texts, others = unseen[:COUNT], unseen[COUNT : 2 * COUNT]
    save("seen", map(speech.seen, texts))
    save("heldout", map(speech.held_out, texts))
    save("noisy", (_in_a_room(noise, one) for one in map(speech.seen, texts)))
    save("dev", (_in_a_room(noise, one, random.uniform(0.92, 1.1)) for one in map(speech.seen, others)))
    pairs = _rare_pairs(random)
    save("rare", map(speech.seen, pairs[:COUNT]))
    _phrases_file("rare").write_text("\n".join(pairs), encoding="utf-8")
    save("pyttsx3", by_pyttsx3(texts))
    save("commands", by_pyttsx3(control_phrases()[:COUNT]))


def save(name: str, spoken: Iterable[Spoken]) -> None:
    """Write a set at 16 kHz."""
    folder, rows = TEST / name, []
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(spoken):
        wave = rounded(resample(one.wave, one.rate))
        sf.write(folder / f"{number:03d}.wav", wave.astype(np.int16), SAMPLE_RATE)
        rows.append(f"{number:03d}\t{one.text}\t{one.voice}\n")
    (folder / "text").write_text("".join(rows), encoding="utf-8")


def rows_of(name: str) -> list[Row]:
    """The sentences of a set."""
    lines = (TEST / name / "text").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [Row(TEST / name / f"{number}.wav", text, voice) for number, text, voice in rows]


def phrases_for(name: str) -> list[str]:
    """What a recogniser is told to expect of a set."""
    if name == "rare":
        return _phrases_file(name).read_text(encoding="utf-8").splitlines()
    others = control_phrases() if name == "commands" else _unseen()
    return list(dict.fromkeys([*(row.text for row in rows_of(name)), *others]))[:EXPECTED]


def control_phrases() -> list[str]:
    """Those that an ear can tell from one another."""
    phrases = dict.fromkeys(phrase.strip() for phrase in CONTROL_PHRASES)
    return [one for one in phrases if one and one not in SOUND_ALIKE and "today's" not in one]


def _unseen() -> list[str]:
    return (WORK / "text" / "test.txt").read_text(encoding="utf-8").splitlines()


def _in_a_room(noise: np.random.Generator, spoken: Spoken, speed: float = 1.0) -> Spoken:
    wave = heavily(noise, resample(spoken.wave, spoken.rate, speed), [])
    return Spoken(wave, SAMPLE_RATE, spoken.text, spoken.voice)


def _rare_pairs(random: Random) -> list[str]:
    free = set(vocabulary())
    rare = [word for word in big_vocabulary() if word not in free and 5 <= len(word) <= 11] or vocabulary()
    return [" ".join(random.sample(rare, 2)) for _ in range(EXPECTED)]


def _phrases_file(name: str) -> Path:
    return TEST / name / "phrases"

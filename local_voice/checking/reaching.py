"""Each sample said to the compiled model: does it come back as what it is a sample of?"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context

from local_voice.checking.document import Document, IntentPart, Text
from local_voice.checking.finding import Finding, error, warning
from local_voice.checking.samples import PLACE, frame_of, slots_in
from local_voice.understanding import FALLBACK, Context, Understanding
from local_voice.understanding.builtin import usual_values
from local_voice.understanding.frames import FREE_TYPE
from local_voice.understanding.language import Language
from local_voice.understanding.numbers import spoken_numbers

ENGLISH = {
    "AMAZON.DATE": "tomorrow",
    "AMAZON.TIME": "half past seven",
    "AMAZON.DURATION": "ten minutes",
    "AMAZON.NUMBER": "three",
    "AMAZON.Ordinal": "second",
    "AMAZON.ORDINAL": "second",
    "AMAZON.FOUR_DIGIT_NUMBER": "one two three four",
    "AMAZON.PhoneNumber": "five five five one two three four",
    "AMAZON.SearchQuery": "something nice",
}
"""What is said for types that list no values."""


Fillers = Mapping[str, tuple[str, ...]]
"""What may be said for a slot type; a sample need reach its intent with one of these."""


MANY = 500
"""Samples from which on all cores are used."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """What every core needs to say samples to a model."""

    understanding: Understanding
    fillers: Fillers

    def samples(self, samples: Sequence[tuple[IntentPart, Text]]) -> list[Finding]:
        return [
            finding
            for intent, sample in samples
            for finding in _check(
                intent, sample, _filled(intent, sample.said, self.fillers), self.understanding
            )
        ]


def check_reaching(document: Document, understanding: Understanding, language: Language) -> Iterator[Finding]:
    """Samples that are understood as something else; those with a type of unknown values are not tried."""
    trial = _Trial(understanding, fillers_of(document, language))
    frames: dict[str, tuple[IntentPart, Text]] = {}
    for intent in document.intents:
        for sample in intent.samples:
            frames.setdefault(frame_of(intent, sample.said), (intent, sample))
    yield from _on_all_cores(trial, list(frames.values()))
    for intent in document.intents:
        yield from _check_answers(intent, trial.fillers, understanding)


def _on_all_cores(trial: _Trial, samples: Sequence[tuple[IntentPart, Text]]) -> Iterator[Finding]:
    """Many samples are shared out among processes, which are forked and so have the compiled model."""
    cores = os.cpu_count() or 1
    if len(samples) < MANY or cores == 1 or sys.platform != "linux":
        yield from trial.samples(samples)
        return
    size = -(-len(samples) // (4 * cores))
    parts = [samples[start : start + size] for start in range(0, len(samples), size)]
    with get_context("fork").Pool(cores, _begin, (trial,)) as pool:
        for found in pool.imap(_samples, parts):
            yield from found


_trials: list[_Trial] = []


def _begin(trial: _Trial) -> None:
    _trials[:] = [trial]
    gc.freeze()  # else the whole model is looked through for garbage, again and again


def _samples(samples: Sequence[tuple[IntentPart, Text]]) -> list[Finding]:
    return _trials[0].samples(samples)


def fillers_of(document: Document, language: Language) -> Fillers:
    """Values for each slot type that has known ones; of what anything may fill, things of the model too."""
    listed = {one.name: [value.name for value in one.values] for one in document.types if one.values}
    used = {slot.type for intent in document.intents for slot in intent.slots} - listed.keys()
    usual = {name: (values[0].name,) for name in used if (values := usual_values(name, language))}
    english = {name: (word,) for name, word in ENGLISH.items()} if language.code == "en" else {}
    things = max(listed.values(), key=len, default=[])
    free = {FREE_TYPE: (*things[:1], *english.get(FREE_TYPE, ()), *_orders(things, language))}
    known = {**english, **usual, **free, **{name: (values[0],) for name, values in listed.items()}}
    return {name: words for name, words in known.items() if words}


def _orders(things: Sequence[str], language: Language) -> list[str]:
    """Several things in one breath."""
    number = spoken_numbers(language)[1]
    return [f"{number} {things[0]} {language.numbers.joiner} {number} {things[-1]}"] if things else []


def _filled(intent: IntentPart, sample: str, fillers: Fillers) -> Iterator[str]:
    """The sample with values in its slots; nothing where the values of a slot are unknown."""
    types, names = intent.types, slots_in(sample)
    if not sample.strip() or any(types.get(name) not in fillers for name in names):
        return
    for at in range(max((len(fillers[types[name]]) for name in names), default=1)):
        words = {name: fillers[types[name]][at % len(fillers[types[name]])] for name in names}
        yield " ".join(PLACE.sub(lambda found, words=words: words[found[1]], sample).split())  # type: ignore[misc]


def _check(
    intent: IntentPart, sample: Text, said: Iterable[str], understanding: Understanding
) -> Iterator[Finding]:
    heard: list[str] = []
    for words in said:
        heard.append(understanding.understand(words).intent)
        if heard[-1] == intent.name:
            return
    shown = f'"{sample.said}" of {intent.name}'
    others = [name for name in heard if name != FALLBACK]
    if others:
        what = f"{shown} is understood as {others[0]}"
        remedy = f"make the two intents differ, or move it to {others[0]}"
        yield error("sample-reaches-another", sample.place, what, remedy)
    elif heard:
        remedy = "add words that say what is meant"
        yield error("sample-unreachable", sample.place, f"{shown} is not understood", remedy)


def _check_answers(intent: IntentPart, fillers: Fillers, understanding: Understanding) -> Iterator[Finding]:
    """Samples of slots, said when the slot is asked for."""
    for slot in intent.slots:
        for sample in slot.samples:
            asked = Context(elicit=(intent.name, slot.name))
            heard = [
                understanding.understand(words, asked).intent
                for words in _filled(intent, sample.said, fillers)
            ]
            if heard and intent.name not in heard:
                what = f'"{sample.said}" for {intent.name}.{slot.name} is understood as {heard[0]}'
                yield warning("answer-reaches-another", sample.place, what, "say more, or something else")

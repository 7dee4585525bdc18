"""The wake word: words that open the conversation when nobody has been spoken to.

A recogniser that knows the phrase and "other speech" alone takes what is like the phrase for it ("yellow
shop"). So one that knows all words is asked too, and the phrase must begin one of its guesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.recognizer import Recognizer, Spotter
from local_voice.hearing.respelling import MOST, Table
from local_voice.hearing.sources import Source
from local_voice.hearing.voice_activity import Endpointing, Utterance, VoiceActivity
from local_voice.sound import HEARING_RATE, Pcm

FOREVER_S = 1e9
PAUSE_S = 0.3
"""Quiet after which a wake word is looked for; a sentence that goes on after it waits for its own end."""


@dataclass(frozen=True, slots=True)
class Woken:
    """The wake word was said; `more` is the utterance with it when words came in the same breath."""

    more: Utterance | None = None


class SpottingRecognizer(Spotter, Recognizer, Protocol):
    """One that also hears all words that it knows: Vosk."""


class WakeListener:
    """Waits at a source of sound for a phrase, whatever else is said there."""

    def __init__(
        self,
        source: Source,
        recognizer: SpottingRecognizer,
        phrase: str,
        endpointing: Endpointing | None = None,
        table: Table | None = None,
    ) -> None:
        """VoiceError when the recogniser cannot hear a word of the phrase; `table` spells what it lacks."""
        self.phrase = spoken_form(phrase)
        self._ways = wake_ways(phrase, recognizer, table or {})
        self._source = source
        self._recognizer = recognizer
        self._endpointing = endpointing or Endpointing()
        self._activity = VoiceActivity(self._endpointing)

    def wait(self) -> Woken | None:
        """Until the phrase was said; None when the source ends."""
        chunks = self._source.chunks()
        glance = replace(self._endpointing, end_silence_s=PAUSE_S, nobody_s=FOREVER_S)
        while (utterance := self._activity.listen(chunks, glance)) is not None:
            words = self.spot(utterance.pcm)
            if not _begins(words, self.phrase) or not self._is_heard_openly(utterance.pcm):
                continue
            if words == self.phrase:
                return Woken()
            return Woken(self._to_its_end(utterance, chunks))
        return None

    def spot(self, pcm: Pcm) -> str:
        """The phrase where it was said, everything else as "[unk]"."""
        words = self._recognizer.spot(pcm.samples, pcm.rate, self._ways)
        for way in self._ways:
            words = words.replace(way, self.phrase)
        return words

    def _is_heard_openly(self, pcm: Pcm) -> bool:
        guesses = self._recognizer.transcribe(pcm.samples, pcm.rate).hypotheses
        return any(_begins(guess, way) for guess in guesses for way in self._ways)

    def _to_its_end(self, begun: Utterance, chunks: Iterator[bytes]) -> Utterance:
        """A sentence may go on after the pause at which it was looked at."""
        waiting = max(0.0, self._endpointing.end_silence_s - PAUSE_S)
        more = self._activity.listen(chunks, replace(self._endpointing, nobody_s=waiting))
        if more is None:
            return replace(begun, silence_s=begun.silence_s + waiting)
        return replace(more, pcm=Pcm(begun.pcm.samples + more.pcm.samples, HEARING_RATE))


def wake_ways(phrase: str, recognizer: Spotter, table: Table) -> tuple[str, ...]:
    """The phrase as the recogniser may write it; VoiceError when it has no words, or unknown ones."""
    words = spoken_form(phrase).split()
    if not words:
        raise VoiceError("a wake word is one or more words, such as 'hello shop'")
    ways = {word: _heard_as(word, recognizer, table) for word in words}
    strange = [word for word, found in ways.items() if not found]
    if strange:
        raise VoiceError(
            f"the recogniser does not know {', '.join(strange)}: choose another wake word, or spell it with "
            f"words that it knows (voicecart voice respell --write {' '.join(strange)})"
        )
    return tuple(" ".join(way) for way in islice(product(*(ways[word] for word in words)), MOST))


def _heard_as(word: str, recognizer: Spotter, table: Table) -> tuple[str, ...]:
    """The word itself where it is known, else its spellings whose words all are."""
    spellings = (word, *table.get(word, ()))
    known = recognizer.known({part for spelled in spellings for part in spelled.split()})
    if word in known:
        return (word,)
    return tuple(spelled for spelled in spellings if known.issuperset(spelled.split()))


def _begins(words: str, phrase: str) -> bool:
    return f"{words} ".startswith(f"{phrase} ")

"""Whether a model hears the words that it has learned: each is spoken, and heard among all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from local_voice.sound import Pcm

CARRIER = "add"
"""Said before each word: in a shop hardly any word is said alone."""


class Spotter(Protocol):
    """The part of a recogniser that is needed here."""

    def known(self, words: Sequence[str]) -> frozenset[str]: ...

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str: ...


@dataclass(frozen=True, slots=True)
class Tried:
    """A word, whether the model knows it, and what it heard when the word was spoken."""

    word: str
    known: bool
    heard: str

    @property
    def right(self) -> bool:
        return self.known and self.heard == self.word


def try_words(words: Sequence[str], recognizer: Spotter, say: Callable[[str], Pcm]) -> Iterator[Tried]:
    """Speak each word and listen, all the words being expected."""
    phrases = tuple(f"{CARRIER} {word}" for word in words)
    known = recognizer.known(words)
    for word, phrase in zip(words, phrases, strict=True):
        sound = say(phrase)
        heard = recognizer.spot(sound.samples, sound.rate, phrases)
        yield Tried(word, word in known, heard.removeprefix(CARRIER).replace("[unk]", "").strip())

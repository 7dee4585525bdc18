"""A wake word in a recogniser's own words, with what sounds almost like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from local_voice.errors import VoiceError
from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.neighbours import longer, neighbours
from local_voice.hearing.recognizer import Spotter
from local_voice.hearing.respelling import MOST, Table


@dataclass(frozen=True, slots=True)
class WakePhrase:
    """What is waited for."""

    text: str
    ways: tuple[str, ...]
    """As the recogniser may write it."""
    alike: tuple[str, ...]
    """The same with one word that sounds almost like its own: "yellow shop", "hello shopping"."""


def wake_phrase(phrase: str, recognizer: Spotter, table: Table) -> WakePhrase:
    """VoiceError when it has no words, or one that the recogniser lacks and `table` does not spell."""
    words = spoken_form(phrase).split()
    if not words:
        raise VoiceError("a wake word is one or more words, such as 'hello shop'")
    spelled = {word: _heard_as(word, recognizer, table) for word in words}
    strange = [word for word, found in spelled.items() if not found]
    if strange:
        raise VoiceError(
            f"the recogniser does not know {', '.join(strange)}: choose another wake word, or spell it with "
            f"words that it knows (voicecart voice respell --write {' '.join(strange)})"
        )
    ways = tuple(" ".join(way) for way in islice(product(*(spelled[word] for word in words)), MOST))
    alike = sorted({other for way in ways for other in _almost(way, recognizer)} - set(ways))
    return WakePhrase(" ".join(words), ways, tuple(alike))


def _heard_as(word: str, recognizer: Spotter, table: Table) -> tuple[str, ...]:
    """The word itself where it is known, else its spellings whose words all are."""
    spellings = (word, *table.get(word, ()))
    known = recognizer.known({part for spelled in spellings for part in spelled.split()})
    if word in known:
        return (word,)
    return tuple(spelled for spelled in spellings if known.issuperset(spelled.split()))


def _almost(way: str, recognizer: Spotter) -> Iterator[str]:
    words = way.split()
    for place, word in enumerate(words):
        others = neighbours(word) | (longer(word) if place == len(words) - 1 else frozenset())
        for other in recognizer.known(others):
            yield " ".join((*words[:place], other, *words[place + 1 :]))

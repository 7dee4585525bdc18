"""The phrases a recogniser is told to expect.

A Vosk grammar is a bigram over the words of its phrases, not a list of sentences. Measured on 63 shop lines
in 12 synthetic voices with 230 names: the pieces of the frames, each also with the small words and numbers
that may follow it, and the names by themselves (750 phrases) hear as many lines as all frames filled with all
names (9,000 phrases); single words hear a third of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from local_voice.understanding.text import fold
from local_voice.understanding.values import Frames

UNKNOWN = "[unk]"
"""Vosk's own entry for any other speech."""

TIED_NUMBERS = 4
"""How many number words are put after each piece; the others are heard too, a little worse."""
NAMES_KEPT = 5000
SMALL_WORDS = ("a", "an", "any", "some", "the", "another", "more")
JOINTS = ("and", "and a", "and some", "and the", "and two", "and three")

PHRASE_WEIGHT = 4
"""How often each phrase counts against the one entry for other speech. At 1 every fourth noisy line becomes
other speech for no reason; at 4 still none of 120 sentences about other things is taken for the shop's, and
19 of 240 single words and word pairs (17 at 1, 32 at 100)."""

LIKELY_WEIGHT = 6
"""How much more often a likely phrase counts. With a television 5 dB below the customer 8 of 28 names on
offer are heard (4 without), at 10 dB 8 (7), in a quiet room 27 (27); a weight of 20 adds little."""

_SLOT = re.compile(r"\{([^{}]*)\}")
_SPOKEN = re.compile(r"[^a-z0-9' ]+")


def build(expected: Frames, known: Callable[[str], bool]) -> list[str]:
    """Phrases for the recogniser out of frames with slots in braces, names (the likely first) and numbers."""
    numbers, names = expected.numbers, expected.names[:NAMES_KEPT]
    phrases = [phrase for frame in expected.frames for phrase in _from_frame(frame, numbers)]
    # "two bananas", not "to bananas"; only a name's first word stands beside the number
    firsts = dict.fromkeys(name.split()[0] for name in names if name.split())
    counted = (f"{number} {first}" for first in firsts for number in numbers[:TIED_NUMBERS])
    joints = JOINTS if names else ()
    likely = phrases_for(expected.likely, known)
    return phrases_for([*phrases, *names, *counted, *numbers, *joints], known) + LIKELY_WEIGHT * likely


def phrases_for(phrases: Iterable[str], known: Callable[[str], bool]) -> list[str]:
    """Each phrase once, in the recogniser's spelling; of one with unknown words the parts between them."""
    parts = (part for phrase in phrases for part in _known_parts(spoken_form(phrase), known))
    return list(dict.fromkeys(parts))


def spoken_form(phrase: str) -> str:
    """Lower case, without accents and punctuation, single spaces: how the model's words are written."""
    return " ".join(_SPOKEN.sub(" ", fold(phrase)).split())


def words_of(expected: Frames) -> frozenset[str]:
    """All the words of frames, names and numbers, in the recogniser's spelling."""
    parts = (piece for frame in expected.frames for piece in pieces(frame))
    phrases = (*parts, *expected.names, *expected.numbers)
    return frozenset(word for phrase in phrases for word in spoken_form(phrase).split())


def pieces(frame: str) -> list[str]:
    """The words of a frame between its slots."""
    return [piece for part in _SLOT.split(frame)[::2] if (piece := part.strip())]


def _from_frame(frame: str, numbers: Sequence[str]) -> Iterator[str]:
    """The literal pieces; one before a slot only with words that may follow: alone it is no utterance."""
    found = pieces(frame)
    open_ended = found if frame.rstrip().endswith("}") else found[:-1]
    yield from found[len(open_ended) :]
    for piece in open_ended:
        yield from (f"{piece} {word}" for word in (*SMALL_WORDS, *numbers[:TIED_NUMBERS]))


def _known_parts(phrase: str, known: Callable[[str], bool]) -> Iterator[str]:
    part: list[str] = []
    for word in phrase.split():
        if known(word):
            part.append(word)
        elif part:
            yield " ".join(part)
            part = []
    if part:
        yield " ".join(part)

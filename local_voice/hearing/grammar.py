"""The spelling of a recogniser: phrases in its words, and what of them it knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from local_voice.understanding.text import fold
from local_voice.understanding.values import Frames

UNKNOWN = "[unk]"
"""Vosk's own entry for any other speech."""

NAMES_KEPT = 5000

_SLOT = re.compile(r"\{([^{}]*)\}")
_SPOKEN = re.compile(r"[^a-z0-9' ]+")


def phrases_for(phrases: Iterable[str], known: Callable[[str], bool]) -> list[str]:
    """Each phrase once, in the recogniser's spelling; of one with unknown words the parts between them."""
    parts = (part for phrase in phrases for part in known_parts(spoken_form(phrase), known))
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


def known_parts(phrase: str, known: Callable[[str], bool]) -> Iterator[str]:
    """The phrase, or what stands between its unknown words."""
    part: list[str] = []
    for word in phrase.split():
        if known(word):
            part.append(word)
        elif part:
            yield " ".join(part)
            part = []
    if part:
        yield " ".join(part)

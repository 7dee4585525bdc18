"""Words to learn, as a merchant writes them down: one or several a line; after a tab how one word sounds.

sorbet risotto
gochujang<TAB>go chew jang
zyrtec<TAB>Z ER T EH K
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from local_voice.errors import VoiceError
from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.pronunciation import pronunciations
from local_voice.learning.topology import PHONES
from local_voice.learning.tree import Pronunciations

Sounds = Mapping[str, str]
"""Words, as the recogniser writes them, with how they sound: phones, other words, or "" to look it up."""


def words_of_texts(texts: Iterable[str]) -> Sounds:
    """The words of texts that tell nothing about their sound, each once."""
    return dict.fromkeys((word for text in texts for word in spoken_form(text).split()), "")


def read_words(path: Path) -> Sounds:
    """The words of a file; VoiceError names a line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise VoiceError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise VoiceError(f"{path} is no text in UTF-8") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        text, tab, sound = line.partition("\t")
        words = spoken_form(text).split()
        if tab and (len(words) != 1 or not sound.strip()):
            raise VoiceError(f"{path}, line {number}: write one word, a tab, and how it sounds")
        found.update(dict.fromkeys(words, sound.strip()))
    return found


def spoken(sounds: Sounds) -> Pronunciations:
    """How the words are spoken; those that nobody can speak are left out."""
    told = {word: _told(sound) for word, sound in sounds.items() if sound}
    asked = pronunciations(word for word, sound in sounds.items() if not sound)
    return {**asked, **{word: (phones,) for word, phones in told.items() if phones}}


def _told(sound: str) -> tuple[str, ...]:
    """The phones that were written, or those of the words that were; none when a word cannot be spoken."""
    parts = sound.split()
    if all(part in PHONES for part in parts):
        return tuple(parts)
    words = spoken_form(sound).split()
    ways = pronunciations(words)
    return tuple(phone for word in words for phone in ways[word][0]) if ways.keys() >= set(words) else ()

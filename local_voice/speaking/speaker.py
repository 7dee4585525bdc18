"""Speech for sentences: SSML or text in, sound out, the same sentence only once."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.sound import Pcm, join, louder, silence, trimmed
from local_voice.speaking.cache import SoundCache, key_of
from local_voice.speaking.earcons import earcon
from local_voice.speaking.normaliser import spoken
from local_voice.speaking.prosody import PLAIN, Style
from local_voice.speaking.ssml import Pause, Segment, Sound, Words, segments
from local_voice.speaking.voices import SHOP, Voice, espeak_names, named_voice
from local_voice.speaking.worker import VoiceWorker

RATE = 22_050
"""Samples a second of all that a speaker says; espeak-ng's own."""
LAST_S = 0.1
"""Quiet after the last word: who answers need not wait for more."""
JOINED_S = 0.05
"""Quiet between two pieces of one sentence that differ in style; the engine leaves a third of a second."""
SLOWEST, FASTEST = 80, 450
"""Words a minute that espeak can speak."""
PITCH_STEP = 1.29
"""espeak's pitch, measured: 25 of its hundred steps are this factor."""
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\s.,;!?])")


class Synthesizer(Protocol):
    """Plain words to sound."""

    def synthesize(self, text: str, voice: Voice) -> Pcm: ...

    def close(self) -> None: ...


class Speaker:
    """The shop's voice; it can lend its mouth to others."""

    def __init__(
        self,
        voice: Voice = SHOP,
        *,
        locale: str = "en-US",
        folder: Path | None = None,
        synthesizer: Synthesizer | None = None,
    ) -> None:
        """`folder` keeps the sounds between starts."""
        self.voice = voice
        self._locale = locale
        self._cache = SoundCache(folder)
        self._synthesizer: Synthesizer = synthesizer or VoiceWorker()
        self._missing: set[str | None] = set()

    def say(self, speech: str) -> Pcm:
        """An answer, as SSML or as text, in the shop's voice."""
        return join(self.pieces(speech), RATE)

    def pieces(self, speech: str) -> Iterator[Pcm]:
        """The same a sentence at a time, made when it is asked for: the first does not wait for the last."""
        parts = [one for segment in segments(speech, self._locale) for one in self._sentences(segment)]
        for part, after in pairwise([*parts, None]):
            match part:
                case Words(text, style):
                    yield trimmed(self._styled(text, style), _quiet(text, after))
                case Pause(seconds):
                    yield silence(seconds, RATE)
                case Sound(name):
                    yield earcon(name, RATE)

    def synthesize(self, text: str, voice: Voice | None = None) -> Pcm:
        """Plain words in any voice; no words are no sound."""
        return join([self._words(spoken(text, self._locale), voice or self.voice)], RATE)

    def close(self) -> None:
        self._synthesizer.close()

    def __enter__(self) -> Speaker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _sentences(self, segment: Segment) -> list[Segment]:
        """A piece of text in words, a sentence each; the others as they are."""
        if not isinstance(segment, Words):
            return [segment]
        words = spoken(segment.text, segment.style.locale or self._locale)
        return [replace(segment, text=one) for one in SENTENCE_END.split(words) if one]

    def _styled(self, text: str, style: Style) -> Pcm:
        if style == PLAIN:
            return self._words(text, self.voice)
        voice = replace(
            self.voice,
            rate=max(SLOWEST, min(FASTEST, round(self.voice.rate * style.rate))),
            pitch=max(0, min(100, round(50 + 25 * math.log(style.pitch, PITCH_STEP)))),
        )
        sound = self._words(text, *(replace(voice, name=name) for name in self._names(style)), voice)
        return louder(sound, 10 ** (style.decibels / 20))

    def _names(self, style: Style) -> tuple[str, ...]:
        """Voices for another language or speaker, the best first; where they are unknown, none."""
        named = named_voice(style.voice or "")
        locale = style.locale or (named.locale if named else None)
        if locale is None or not sys.platform.startswith("linux"):
            return ()
        return espeak_names(locale, named.gender if named else None)

    def _words(self, words: str, *voices: Voice) -> Pcm:
        """By the first of the voices that this machine has."""
        if not any(sign.isalnum() for sign in words):
            return Pcm(b"", RATE)
        for voice in voices[:-1]:
            if voice.name not in self._missing:
                try:
                    return self._by(words, voice)
                except VoiceError:
                    self._missing.add(voice.name)
        return self._by(words, voices[-1])

    def _by(self, words: str, voice: Voice) -> Pcm:
        key = key_of(words, voice)
        sound = self._cache.get(key)
        if sound is None:
            sound = self._synthesizer.synthesize(words, voice)
            self._cache.put(key, sound)
        return sound


def _quiet(text: str, after: Segment | None) -> float:
    """How much of the quiet that the engine leaves after a piece stays."""
    if after is None:
        return LAST_S
    return math.inf if isinstance(after, Words) and text[-1] in ".!?…:;" else JOINED_S

"""Speech for sentences: SSML or text in, sound out, the same sentence only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol

from local_voice.sound import Pcm, join, silence
from local_voice.speaking.cache import SoundCache, key_of
from local_voice.speaking.normaliser import spoken
from local_voice.speaking.ssml import Words, segments
from local_voice.speaking.voices import SHOP, Voice
from local_voice.speaking.worker import VoiceWorker

RATE = 22_050
"""Samples a second of all that a speaker says; espeak-ng's own."""


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

    def say(self, speech: str) -> Pcm:
        """An answer, as SSML or as text, in the shop's voice."""
        return join(self.pieces(speech), RATE)

    def pieces(self, speech: str) -> Iterator[Pcm]:
        """The same piece by piece, each made when it is asked for: the first does not wait for the last."""
        for part in segments(speech, self._locale):
            if isinstance(part, Words):
                yield self._words(part.text, self.voice)
            else:
                yield silence(part.seconds, RATE)

    def synthesize(self, text: str, voice: Voice | None = None) -> Pcm:
        """Plain words in any voice; no words are no sound."""
        return join([self._words(text, voice or self.voice)], RATE)

    def close(self) -> None:
        self._synthesizer.close()

    def __enter__(self) -> Speaker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _words(self, text: str, voice: Voice) -> Pcm:
        words = spoken(text, self._locale)
        if not any(sign.isalnum() for sign in words):
            return Pcm(b"", RATE)
        key = key_of(words, voice)
        sound = self._cache.get(key)
        if sound is None:
            sound = self._synthesizer.synthesize(words, voice)
            self._cache.put(key, sound)
        return sound

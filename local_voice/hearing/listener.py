"""One side of a conversation: waits for somebody to speak, cuts out what was said, has it recognised."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Protocol

from local_voice.hearing.ear import NOWHERE
from local_voice.hearing.sources import Source
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing, Utterance, VoiceActivity
from local_voice.sound import Pcm
from local_voice.understanding.values import Context


class Hears(Protocol):
    """What a listener needs of an ear."""

    def hear(self, pcm: Pcm, context: Context = ...) -> Transcript: ...

    def expect(self, context: Context) -> None:
        """Get ready for what may be said in a context."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance with its words, and the time that they took."""

    transcript: Transcript
    pcm: Pcm
    endpoint_ms: float = 0.0
    """Quiet that was waited for at its end."""
    hear_ms: float = 0.0

    @property
    def audio_s(self) -> float:
        return self.pcm.seconds


class Listener:
    """Listens to one source of sound; it remembers how loud the room is."""

    def __init__(self, source: Source, ear: Hears, endpointing: Endpointing | None = None) -> None:
        self._source = source
        self._ear = ear
        self._endpointing = endpointing or Endpointing()
        self._activity = VoiceActivity(self._endpointing)

    def listen(self, context: Context = NOWHERE, *, patience_s: float | None = None) -> Heard | None:
        """The next words, None when nobody speaks for `patience_s` (by default as the endpointing says).

        A cough is no answer, but it does not make the patience longer either.
        """
        patience_s = self._endpointing.nobody_s if patience_s is None else patience_s
        self._ear.expect(context)
        waited = 0.0
        while waited < patience_s:
            patience = replace(self._endpointing.expecting(context.answer), nobody_s=patience_s - waited)
            utterance = self._activity.listen(self._source.chunks(), patience)
            if utterance is None:
                return None
            heard = hear(utterance, self._ear, context)
            if heard.transcript.text:
                return heard
            waited += utterance.pcm.seconds
        return None


def hear(utterance: Utterance, ear: Hears, context: Context = NOWHERE) -> Heard:
    """The words of an utterance that was cut out already."""
    started = time.perf_counter()
    transcript = ear.hear(utterance.pcm, context)
    return Heard(
        transcript, utterance.pcm, 1000 * utterance.silence_s, 1000 * (time.perf_counter() - started)
    )

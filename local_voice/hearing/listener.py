"""One side of a conversation: waits for somebody to speak, cuts out what was said, has it recognised."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.hearing.ear import NOWHERE
from local_voice.hearing.sources import Source
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing, Utterance, VoiceActivity
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
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


def has_words(heard: Heard) -> bool:
    return bool(heard.transcript.text)


class Guesses:
    """An ear that begins at each pause: was it the end, the words are there when the quiet is long enough."""

    def __init__(self, ear: Hears, context: Context) -> None:
        self._ear = ear
        self._context = context
        self._newest: tuple[Pcm, Future[Transcript]] | None = None

    def begin(self, so_far: Pcm) -> None:
        """Recognise what was said so far, in the background; while that lasts, later pauses are not tried."""
        if self._newest is not None and not self._newest[1].done():
            return
        words: Future[Transcript] = Future()
        self._newest = so_far, words
        threading.Thread(target=self._fulfil, args=(so_far, words), daemon=True).start()

    def heard(self, utterance: Utterance) -> Heard:
        """The words of the whole: those of the last pause, when nothing was said after it."""
        return _timed(utterance, lambda: self._words(utterance))

    def _words(self, utterance: Utterance) -> Transcript:
        if self._newest is not None:
            so_far, words = self._newest
            rest_s = utterance.pcm.seconds - so_far.seconds
            if rest_s < utterance.silence_s and utterance.pcm.samples.startswith(so_far.samples):
                return words.result()
        return self._ear.hear(utterance.pcm, self._context)

    def _fulfil(self, so_far: Pcm, words: Future[Transcript]) -> None:
        try:
            words.set_result(self._ear.hear(so_far, self._context))
        except BaseException as failure:
            words.set_exception(failure)


class Listener:
    """Listens to one source of sound; it remembers how loud the room is."""

    def __init__(self, source: Source, ear: Hears, endpointing: Endpointing | None = None) -> None:
        self._source = source
        self._ear = ear
        self._endpointing = endpointing or Endpointing()
        self._activity = VoiceActivity(self._endpointing)
        self._passed_s = 0.0

    def listen(
        self,
        context: Context = NOWHERE,
        *,
        patience_s: float | None = None,
        is_meant: Callable[[Heard], bool] = has_words,
    ) -> Heard | None:
        """The next words, None when nobody speaks for `patience_s` (by default as the endpointing says).

        A cough is no answer, but it does not make the patience longer either; nor does anything else that
        was not meant.
        """
        self._ear.expect(context)
        end_s = self._passed_s + (self._endpointing.nobody_s if patience_s is None else patience_s)
        while (left_s := end_s - self._passed_s) > 0:
            patience = replace(self._endpointing.expecting(context.answer), nobody_s=left_s)
            guesses = Guesses(self._ear, context)
            utterance = self._activity.listen(self._sound(), patience, guesses.begin)
            if utterance is None:
                return None
            heard = guesses.heard(utterance)
            if is_meant(heard):
                return heard
        return None

    def _sound(self) -> Iterator[bytes]:
        """What comes from the source; time passes with it."""
        for chunk in self._source.chunks():
            self._passed_s += len(chunk) / (SAMPLE_BYTES * HEARING_RATE)
            yield chunk


def hear(utterance: Utterance, ear: Hears, context: Context = NOWHERE) -> Heard:
    """The words of an utterance that was cut out already."""
    return _timed(utterance, lambda: ear.hear(utterance.pcm, context))


def _timed(utterance: Utterance, words: Callable[[], Transcript]) -> Heard:
    """An ear that fails has heard nothing, and says why."""
    started = time.perf_counter()
    try:
        transcript = words()
    except VoiceError as error:
        transcript = Transcript("", trouble=str(error))
    return Heard(
        transcript, utterance.pcm, 1000 * utterance.silence_s, 1000 * (time.perf_counter() - started)
    )

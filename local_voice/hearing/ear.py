"""A recogniser that knows what may be said next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from local_voice.errors import VoiceError
from local_voice.hearing import grammar
from local_voice.hearing.pronunciation import is_speakable
from local_voice.hearing.recognizer import Recognizer
from local_voice.hearing.respelling import Respellings
from local_voice.hearing.transcript import Transcript
from local_voice.sound import Pcm
from local_voice.understanding.values import Context, Frames

CONTEXTS_KEPT = 64
PREPARED = 8
"""The last states that need no preparation; a recogniser keeps a few more."""
NOWHERE = Context()


class Ear:
    """Hears one utterance with what is expected at this moment of the conversation."""

    def __init__(
        self,
        recognizer: Recognizer,
        expected: Callable[[Context], Frames],
        respellings: Respellings | None = None,
    ) -> None:
        """`expected` is what an understanding expects in a context (`Understanding.grammar`)."""
        self._recognizer = recognizer
        self._expected = lru_cache(CONTEXTS_KEPT)(expected)
        self._respellings = respellings or Respellings()
        self._spelled = lru_cache(CONTEXTS_KEPT)(self._spell)
        self._prepared = deque[Frames](maxlen=PREPARED)

    def hear(self, pcm: Pcm, context: Context = NOWHERE) -> Transcript:
        heard = self._recognizer.transcribe(pcm.samples, pcm.rate, self.expected(context))
        return self._respellings.restore(heard)

    def expect(self, context: Context) -> None:
        """Get ready in the background for what may be said now, so that its hearing does not wait for it."""
        expected = self.expected(context)
        if expected not in self._prepared:
            self._prepared.append(expected)
            threading.Thread(target=self._prepare_quietly, args=(context,), daemon=True).start()

    def _prepare_quietly(self, context: Context) -> None:
        # A recogniser that fails is told about when there is something to hear.
        with suppress(VoiceError):
            self.prepare(context)

    def prepare(self, context: Context = NOWHERE) -> None:
        """Build what the first utterance would have to wait for."""
        self._recognizer.prepare(self.expected(context))

    def expected(self, context: Context = NOWHERE) -> Frames:
        """What the recogniser expects in this context."""
        # Who answers at once, and what was said when, changes nothing in what may be said.
        return self._spelled(Context(context.elicit, context.expects, context.likely, context.entities))

    def cannot_hear(self) -> list[str]:
        """Words of the shop that the recogniser does not know and that are not spelled for it either."""
        # Figures are said as number words, which stand there too.
        words = set(filter(is_speakable, grammar.words_of(self._expected(NOWHERE))))
        return sorted(words - self._recognizer.known(words) - self._respellings.table.keys())

    def _spell(self, context: Context) -> Frames:
        expected = self._expected(context)
        known = self._recognizer.known(self._respellings.table)
        return self._respellings.spell(expected, known.__contains__)

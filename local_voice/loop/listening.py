"""The customer's next words, and neither our own voice nor others' talk; an ear that fails is told about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from local_voice.errors import VoiceError
from local_voice.hearing.listener import Heard, Hears, Listener, has_words
from local_voice.hearing.sources import Source
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing
from local_voice.loop.other_talk import is_other_talk
from local_voice.loop.own_voice import OURS, PERHAPS_OURS, likeness_to_ours, reads_like_ours
from local_voice.sound import Pcm
from local_voice.understanding.values import Context

OWN_VOICE = "own voice"
OTHER_TALK = "other talk"
DEAF = 3
"""Failures of the recogniser, one after the other, that end the conversation."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What we said last, in words and as it was played up to the beginning of listening."""

    text: str
    sound: Pcm


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer said, and what was taken for it before and was none."""

    heard: Heard
    passed_over: tuple[str, ...] = ()


class Attentive:
    """A listener that knows what we said."""

    def __init__(
        self, source: Source, ear: Hears, endpointing: Endpointing, tries: Tries, *, addressed: bool = False
    ) -> None:
        """`addressed`: whoever speaks has pressed a key to do so, and wants an answer whatever it is."""
        self._listener = Listener(source, ear, endpointing)
        self._tries = tries
        self._addressed = addressed

    def listen(self, context: Context, spoken: Spoken, *, patience_s: float | None = None) -> Said | None:
        """The next words; our own are none, nor is what others say or what was meant for them."""
        passed = list[str]()

        def is_meant(heard: Heard) -> bool:
            self._tries.count(heard.transcript)
            is_for_us = self._addressed and heard.transcript.agreement == "contradicted"
            if not (has_words(heard) or is_for_us):
                return False
            if is_ours(heard, spoken):
                passed.append(OWN_VOICE)
            elif not self._addressed and is_other_talk(heard):
                passed.append(OTHER_TALK)
            else:
                return True
            return False

        heard = self._listener.listen(context, patience_s=patience_s, is_meant=is_meant)
        return None if heard is None else Said(heard, tuple(passed))


class Tries:
    """Failures of an ear: each costs one utterance; several, one after the other, are a VoiceError."""

    def __init__(self, trouble: Callable[[str], None]) -> None:
        self._trouble = trouble
        self._failures = 0

    def count(self, transcript: Transcript) -> None:
        if transcript.trouble is None:
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= DEAF:
            raise VoiceError(transcript.trouble)
        self._trouble(transcript.trouble)


def is_ours(heard: Heard, spoken: Spoken) -> bool:
    """Words like ours alone prove nothing: a customer may repeat them ("add oat milk")."""
    if not spoken.sound.samples:
        return False
    ours = likeness_to_ours(heard.pcm, spoken.sound)
    return ours >= OURS or (ours >= PERHAPS_OURS and reads_like_ours(heard.transcript.text, spoken.text))

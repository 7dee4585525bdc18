"""The voice: whether it speaks, and at the rate that it was told."""

from __future__ import annotations

import time

from local_voice.checkup.report import Report, error, fine
from local_voice.errors import VoiceError
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import Voice

SENTENCE = "One oat milk, four dollars and fifty cents."
REMEDY = (
    "unset VOICECART_VOICE, or name a voice that this machine has; on Linux the package espeakng-loader "
    "brings the voices"
)


def check_voice(speaker: Speaker) -> Report:
    """A sentence in the shop's voice."""
    voice = speaker.voice
    try:
        started = time.perf_counter()
        sound = speaker.synthesize(SENTENCE)
        taken_ms = round(1000 * (time.perf_counter() - started))
    except VoiceError as failed:
        return error("voice", str(failed), REMEDY, voice=voice.name)
    if not sound.samples:
        return error("voice", f"{_named(voice)} gives no sound", REMEDY, voice=voice.name)
    what = f"{_named(voice)} speaks: {sound.seconds:.1f} s in {taken_ms} ms with its start"
    return fine("voice", what, voice=voice.name, words_a_minute=voice.rate, made_ms=taken_ms)


def _named(voice: Voice) -> str:
    return f"{voice.name or 'the usual voice'} at {voice.rate} words a minute"

"""A shop's ears and voice, as its settings want them."""

from __future__ import annotations

from collections.abc import Callable

from local_voice.hearing.ear import Ear
from local_voice.hearing.recognizer import Recognizer
from local_voice.hearing.sources import Source
from local_voice.hearing.wake import WakeListener, wake_phrase
from local_voice.models import builtin_model
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import SHOP, Voice
from local_voice.understanding.values import Context, Frames
from skill.bootstrap import Shop
from skill.fixtures.devices import understanding_of
from skill.settings import Settings


def ear_for(shop: Shop) -> Ear:
    """A recogniser that expects what this shop's customers say."""
    return ear_expecting(understanding_of(shop).grammar, shop.settings)


def ear_expecting(grammar: Callable[[Context], Frames], settings: Settings) -> Ear:
    """A recogniser that expects what a grammar says."""
    return Ear(Recognizer(settings.vosk_model), grammar)


def speaker_for(settings: Settings) -> Speaker:
    """The shop's voice; what it has said before is kept on disk."""
    voice = Voice(settings.voice or SHOP.name, rate=settings.speech_rate)
    return Speaker(voice, locale=settings.locale, folder=settings.data_dir / "speech")


def wake_listener(phrase: str, settings: Settings) -> Callable[[Source], WakeListener]:
    """What waits for the wake word at a source; VoiceError when the recogniser cannot hear the phrase."""
    recognizer = Recognizer(settings.vosk_model)
    wake_phrase(phrase, recognizer)
    return lambda source: WakeListener(source, recognizer, phrase)


def engine_name(settings: Settings) -> str:
    """What hears, for a log."""
    return f"vosk {(settings.vosk_model or builtin_model()).name}"

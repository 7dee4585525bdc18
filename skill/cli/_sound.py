"""A shop's ears and voice, as its settings want them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local_voice.hearing.ear import Ear
from local_voice.hearing.engines import Engine, Reason, choose_engine
from local_voice.hearing.respelling import Respellings, read_table
from local_voice.hearing.sources import Source
from local_voice.hearing.voice_activity import Endpointing
from local_voice.hearing.wake import WakeListener
from local_voice.hearing.wake_phrase import wake_phrase
from local_voice.hearing.worker import RecognizerWorker
from local_voice.models import builtin_model
from local_voice.models.shelf import Shelf
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import SHOP, Voice
from local_voice.understanding.values import Context, Frames
from skill.bootstrap import Shop
from skill.fixtures.devices import understanding_of
from skill.settings import LISTENING, Settings

MODELS = "models"
"""The folder of downloaded speech models, in the data folder."""

WHY: Mapping[Reason, str] = {
    "asked": ", as VOICECART_RECOGNIZER says",
    "model named": ", as VOICECART_VOSK_MODEL says",
    "model chosen": ", as voicecart voice use says",
    "model installed": ", the best of the models that are installed",
    "synthetic speech": "",
    "no official model": ": it hears people better than the small built-in Vosk model",
    "no pocketsphinx": ", which is not made for people: install pocketsphinx or an official Vosk model",
}


def engine_for(settings: Settings, *, people: bool) -> Engine:
    """The recogniser of these settings and why it; `people`: somebody talks at the microphone."""
    shelf = shelf_for(settings)
    installed = shelf.installed(settings.locale)
    return choose_engine(settings.recognizer, settings.vosk_model, installed, shelf.chosen(), people=people)


def shelf_for(settings: Settings) -> Shelf:
    """The speech models of this machine."""
    return Shelf(settings.data_dir / MODELS, settings.vosk_models)


def engine_told(engine: Engine) -> str:
    """Which recogniser listens and why, in one line."""
    if engine.name == "pocketsphinx":
        return f"PocketSphinx listens{WHY[engine.reason]}"
    model = engine.model.name if engine.model else "its small built-in model"
    return f"Vosk listens with {model}{WHY[engine.reason]}"


def respellings_file(settings: Settings) -> Path:
    """Where this shop says how words sound that a recogniser does not know."""
    return settings.data_dir / "respellings.tsv"


@contextmanager
def ear_for(shop: Shop) -> Iterator[Ear]:
    """A recogniser that expects what this shop's customers say, for sound from anywhere."""
    engine = engine_for(shop.settings, people=False)
    with ear_expecting(understanding_of(shop).grammar, engine, shop.settings) as ear:
        yield ear


@contextmanager
def ear_expecting(grammar: Callable[[Context], Frames], engine: Engine, settings: Settings) -> Iterator[Ear]:
    """A recogniser in a process of its own that expects what a grammar says."""
    respellings = Respellings(read_table(respellings_file(settings)))
    with RecognizerWorker(engine) as worker:
        yield Ear(worker, grammar, respellings)


def speaker_for(settings: Settings) -> Speaker:
    """The shop's voice; what it has said before is kept on disk."""
    voice = Voice(settings.voice or SHOP.name, rate=settings.speech_rate)
    return Speaker(voice, locale=settings.locale, folder=settings.data_dir / "speech")


def endpointing_for(settings: Settings) -> Endpointing:
    """The patience and sharpness of a listener."""
    told: dict[str, Any] = {name: value for name, value in settings.listening.items() if name in LISTENING}
    return Endpointing(**told)


@contextmanager
def wake_listener(
    phrase: str, engine: Engine, settings: Settings
) -> Iterator[Callable[[Source], WakeListener]]:
    """What waits for the wake word at a source; VoiceError when the recogniser cannot hear the phrase.

    Words that it lacks are heard as the shop's table spells them.

    It is always Vosk that waits: PocketSphinx has no entry for other speech.
    """
    vosk = engine if engine.name == "vosk" else Engine("vosk")
    with RecognizerWorker(vosk) as worker:
        table = read_table(respellings_file(settings))
        wake_phrase(phrase, worker, table)
        yield lambda source: WakeListener(source, worker, phrase, endpointing_for(settings), table)


def engine_name(engine: Engine) -> str:
    """What hears, for a log."""
    return f"vosk {(engine.model or builtin_model()).name}" if engine.name == "vosk" else engine.name


def engine_named(name: str, settings: Settings) -> Engine:
    """The recogniser that a log names, with the built-in model where that one's is not here any more.

    VOICECART_RECOGNIZER and VOICECART_VOSK_MODEL come first.
    """
    kind, _, model = name.partition(" ")
    there = shelf_for(settings).where(model) if kind == "vosk" else None
    people = kind == "pocketsphinx"
    return choose_engine(settings.recognizer, settings.vosk_model, chosen=there, people=people)

"""Who speaks: voices by name, so that the customer of a test does not sound like the shop."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Voice:
    """What pyttsx3 can be told about a voice."""

    name: str | None = None
    """The engine's own name of the voice; None: the system's usual one."""
    rate: int = 170
    """Words a minute."""
    volume: float = 1.0
    pitch: int = 50
    """From 0 to 100; 50 is the voice's own. espeak alone can be told."""


ON_LINUX = sys.platform.startswith("linux")
SHOP = Voice("en-us" if ON_LINUX else None, rate=165)
"""espeak's name is unknown to the engines of other systems: those have a usual voice of their own."""

# The variants differ in pitch and timbre, so that a recogniser hears more than one person.
CUSTOMERS = {
    "customer": Voice("en-us", rate=150),
    "customer-high": Voice("en-us+f3", rate=155),
    "customer-british": Voice("en", rate=150),
    "customer-scottish": Voice("en-gb-scotland", rate=150),
    "customer-low": Voice("en-us+m7", rate=145),
}


def voice_of(name: str) -> Voice:
    """The voice called so ("shop", "customer", "customer-high", ...), or the engine's voice of that name."""
    voice = {"shop": SHOP, **CUSTOMERS}.get(name)
    if voice is None:
        return Voice(name)
    return voice if ON_LINUX else Voice(None, voice.rate, voice.volume)


@dataclass(frozen=True, slots=True)
class Named:
    """A voice of Alexa's: what it speaks, and whether it is a woman's or a man's."""

    locale: str
    gender: Literal["f", "m"]


_NAMED = {
    **dict.fromkeys(("Ivy", "Joanna", "Kendra", "Kimberly", "Salli"), Named("en-US", "f")),
    **dict.fromkeys(("Joey", "Justin", "Matthew"), Named("en-US", "m")),
    **dict.fromkeys(("Amy", "Emma"), Named("en-GB", "f")),
    "Brian": Named("en-GB", "m"),
    "Geraint": Named("en-GB", "m"),
    "Nicole": Named("en-AU", "f"),
    "Russell": Named("en-AU", "m"),
    **dict.fromkeys(("Aditi", "Raveena"), Named("en-IN", "f")),
    "Hans": Named("de-DE", "m"),
    "Marlene": Named("de-DE", "f"),
    "Vicki": Named("de-DE", "f"),
    "Conchita": Named("es-ES", "f"),
    "Enrique": Named("es-ES", "m"),
    "Mia": Named("es-MX", "f"),
    "Lupe": Named("es-US", "f"),
    "Miguel": Named("es-US", "m"),
    "Penelope": Named("es-US", "f"),
    "Carla": Named("it-IT", "f"),
    "Giorgio": Named("it-IT", "m"),
    "Bianca": Named("it-IT", "f"),
    "Celine": Named("fr-FR", "f"),
    "Lea": Named("fr-FR", "f"),
    "Mathieu": Named("fr-FR", "m"),
    "Chantal": Named("fr-CA", "f"),
    "Mizuki": Named("ja-JP", "f"),
    "Takumi": Named("ja-JP", "m"),
    "Vitoria": Named("pt-BR", "f"),
    "Camila": Named("pt-BR", "f"),
    "Ricardo": Named("pt-BR", "m"),
}
_BY_NAME = {name.casefold(): named for name, named in _NAMED.items()}
_VARIANTS = {"f": "+f3", "m": "+m3"}


def named_voice(name: str) -> Named | None:
    """Alexa's voice of that name."""
    return _BY_NAME.get(name.strip().casefold())


def espeak_names(locale: str, gender: Literal["f", "m"] | None = None) -> tuple[str, ...]:
    """espeak's names for a language, the closest first: fr-FR is "fr" there, en-GB is "en"."""
    exact = locale.casefold()
    variant = _VARIANTS[gender] if gender else ""
    return tuple(f"{name}{variant}" for name in dict.fromkeys((exact, exact.partition("-")[0])) if name)

"""Who speaks: voices by name, so that the customer of a test does not sound like the shop."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """What pyttsx3 can be told about a voice."""

    name: str | None = None
    """The engine's own name of the voice; None: the system's usual one."""
    rate: int = 170
    """Words a minute."""
    volume: float = 1.0


SHOP = Voice("en-us", rate=165)

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
    return voice if sys.platform.startswith("linux") else Voice(None, voice.rate, voice.volume)

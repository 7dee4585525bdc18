"""`<prosody>`, `<emphasis>`, `<voice>` and `<lang>`: how a piece is spoken, on top of the voice.

Rate and pitch are properties of pyttsx3, set for each piece; loudness is applied to the samples. Limits:
pitch is followed on Linux only (espeak; within 0.6 and 1.67 times the voice's own), other drivers refuse it
and keep theirs; pitch and rate change between pieces, never within one; contours and ranges are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from local_voice.speaking.voices import named_voice

RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.35, "x-fast": 1.75}
PITCHES = {"x-low": 0.67, "low": 0.8, "medium": 1.0, "high": 1.2, "x-high": 1.5}
DECIBELS = {"silent": -90.0, "x-soft": -12.0, "soft": -6.0, "medium": 0.0, "loud": 2.0, "x-loud": 4.0}
EMPHASES = {
    "strong": (0.85, 2.0, 1.1),
    "moderate": (0.92, 1.0, 1.05),
    "none": (1.0, 0.0, 1.0),
    "reduced": (1.1, -2.0, 0.95),
}
"""Rate, decibels and pitch of a level."""
SLOWEST, FASTEST = 0.2, 3.0
LOUDEST = 4.08
"""Alexa's own limits of a rate in percent and of a loudness in decibels."""


@dataclass(frozen=True, slots=True)
class Style:
    """What is changed of the voice; factors but for the decibels."""

    rate: float = 1.0
    decibels: float = 0.0
    pitch: float = 1.0
    voice: str | None = None
    """The voice's name at Alexa (Kendra), when another speaks."""
    locale: str | None = None
    """The language, when it is another."""


PLAIN = Style()


def with_prosody(style: Style, rate: str | None, volume: str | None, pitch: str | None) -> Style:
    """Within another prosody, both count; what cannot be read changes nothing."""
    return replace(
        style,
        rate=min(FASTEST, max(SLOWEST, style.rate * _factor(rate, RATES, absolute=True))),
        decibels=min(LOUDEST, style.decibels + _decibels(volume)),
        pitch=min(2.0, max(0.5, style.pitch * _factor(pitch, PITCHES, absolute=False))),
    )


def with_emphasis(style: Style, level: str | None) -> Style:
    rate, decibels, pitch = EMPHASES.get(level or "moderate", EMPHASES["moderate"])
    return replace(
        style,
        rate=style.rate * rate,
        decibels=min(LOUDEST, style.decibels + decibels),
        pitch=style.pitch * pitch,
    )


def with_voice(style: Style, name: str | None) -> Style:
    """A voice of Alexa's brings its language along; an unknown one is the shop's."""
    known = named_voice(name or "")
    return replace(style, voice=name, locale=known.locale) if known else style


def with_language(style: Style, locale: str | None) -> Style:
    return replace(style, locale=locale.strip()) if locale and locale.strip() else style


def _factor(told: str | None, words: dict[str, float], *, absolute: bool) -> float:
    """80% of a rate is 0.8; of a pitch percent are more or less (+10%, -5%)."""
    told = (told or "").strip().casefold()
    found = re.fullmatch(r"([+-]?)(\d+(?:\.\d+)?)%", told)
    if found is None:
        return words.get(told, 1.0)
    share = float(found[2]) / 100
    if absolute and not found[1]:
        return max(SLOWEST, share)
    return max(SLOWEST, 1 - share if found[1] == "-" else 1 + share)


def _decibels(told: str | None) -> float:
    told = (told or "").strip().casefold()
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*db", told)
    return float(found[1]) if found else DECIBELS.get(told, 0.0)

"""Short sounds that tell what the shop is doing: generated, quiet, and over before anybody waits for them."""

from __future__ import annotations

import math
from array import array
from functools import cache
from typing import Literal

from local_voice.sound import Pcm, join, silence

Earcon = Literal["listening", "heard", "thinking", "error", "beep", "chime"]

LEVEL = 0.08
"""Of full scale: a voice has about 0.3."""
FADE_S = 0.01
"""Without it a tone begins and ends with a click."""

# Frequency in hertz (0: quiet) and seconds. Up: your turn; one: taken; down and low: something is wrong.
TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "listening": ((660, 0.06), (880, 0.08)),
    "heard": ((880, 0.06),),
    "thinking": ((520, 0.05), (0, 0.09), (520, 0.05)),
    "error": ((330, 0.12), (0, 0.05), (262, 0.16)),
    "beep": ((1000, 0.3),),
    "chime": ((1047, 0.09), (1319, 0.14)),
}
"""`beep` covers an expletive, `chime` stands for an <audio> that is somewhere on a network."""


@cache
def earcon(name: Earcon, rate: int) -> Pcm:
    return join((_tone(hertz, seconds, rate) for hertz, seconds in TONES[name]), rate)


def _tone(hertz: float, seconds: float, rate: int) -> Pcm:
    if not hertz:
        return silence(seconds, rate)
    count = round(seconds * rate)
    fade = FADE_S * rate
    loudness = (32767 * LEVEL * min(1.0, at / fade, (count - at) / fade) for at in range(count))
    step = 2 * math.pi * hertz / rate
    wave = array("h", (round(loud * math.sin(step * at)) for at, loud in enumerate(loudness)))
    return Pcm(wave.tobytes(), rate)

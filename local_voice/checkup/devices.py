"""Microphone and loudspeaker: which there are, at which rates, and whether sound comes and goes."""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable, Iterator
from typing import Any

from local_voice.checkup.report import Report, fine, warning
from local_voice.errors import VoiceError
from local_voice.hearing.microphone import Microphone, capture_devices
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, silence
from local_voice.sound_devices import NULL, Device
from local_voice.speaking.sinks import Loudspeaker, playback_devices
from local_voice.speaking.speaker import RATE

LISTENED_S = 0.6
DEAD = 0
"""A level of nothing at all is no quiet room: the microphone is muted, or is not allowed."""
LOUD = 3_000
"""Of 32767: in so much noise nobody is heard."""


def check_microphone(wanted: str | None = None) -> Report:
    """The microphones with their rates, and what the wanted or the usual one hears in half a second."""
    found = capture_devices()
    if not found:
        return warning(
            "microphone",
            "there is none (a recording can be heard: voicecart talk --wav)",
            "connect one; on Linux, install and start PulseAudio or PipeWire",
            devices=[],
        )
    devices = [_described(one) for one in found]
    told = ", ".join(devices)
    try:
        level = _level(wanted)
    except VoiceError as failed:
        remedy = "choose another: voicecart talk --device NAME"
        return warning("microphone", f"{told}: {failed}", remedy, devices=devices)
    return _judged(level, told, {"devices": devices, "room": level})


def _judged(level: float | None, told: str, facts: dict[str, Any]) -> Report:
    """What a room's level says about the microphone."""
    if level is None or level <= DEAD:
        remedy = "unmute it, and allow programs to use it"
        return warning("microphone", f"{told}: no sound comes from it", remedy, **facts)
    if level > LOUD:
        return warning("microphone", f"{told}: very loud ({level:.0f} of 32767)", "turn it down", **facts)
    return fine("microphone", f"{told}: the room's level is {level:.0f} of 32767", **facts)


def check_loudspeaker(wanted: str | None = None) -> Report:
    """The loudspeakers with their rates, and how long the wanted or the usual one holds a sound back."""
    found = playback_devices()
    if not found:
        return warning(
            "loudspeaker",
            "there is none: answers are shown, not heard",
            "connect one; on Linux, install and start PulseAudio or PipeWire",
            devices=[],
        )
    described = [_described(one) for one in found]
    try:
        taken_ms = _played_ms(lambda: Loudspeaker(RATE, wanted))
    except VoiceError as failed:
        remedy = "choose another: voicecart talk --loudspeaker NAME"
        return warning("loudspeaker", f"{', '.join(described)}: {failed}", remedy, devices=described)
    what = f"{', '.join(described)}: takes a sound in {taken_ms:.0f} ms"
    return fine("loudspeaker", what, devices=described, first_sound_ms=round(taken_ms))


def check_null_devices() -> Report:
    """What stands in for a sound card: a microphone that is silent, a loudspeaker to nobody."""
    try:
        heard = _level(NULL)
        taken_ms = _played_ms(lambda: Loudspeaker(RATE, NULL))
    except VoiceError as failed:
        return warning(
            "null devices", str(failed), "install miniaudio again: pip install --force-reinstall miniaudio"
        )
    return fine("null devices", f"work without a sound card ({taken_ms:.0f} ms)", silent=heard is not None)


def _level(wanted: str | None = None) -> float | None:
    """The root mean square of what a microphone hears; None when nothing comes."""
    source = Microphone(wanted)
    try:
        samples = array("h", b"".join(_for_a_while(source.chunks())))
    finally:
        source.close()
    if not samples:
        return None
    return math.sqrt(sum(one * one for one in samples) / len(samples))


def _for_a_while(chunks: Iterator[bytes]) -> Iterator[bytes]:
    left = LISTENED_S * HEARING_RATE * SAMPLE_BYTES
    while left > 0:
        chunk = next(chunks, b"")
        if not chunk:
            return
        left -= len(chunk)
        yield chunk


def _played_ms(opened: Callable[[], Loudspeaker]) -> float:
    """From a sound of 100 ms to its end, less its length; VoiceError when it is not taken."""
    loudspeaker = opened()
    try:
        started = time.perf_counter()
        loudspeaker.put(silence(0.1, RATE))
        while loudspeaker.waiting_s() > 0:
            loudspeaker.wait(0.005)
        return max(0.0, 1000 * (time.perf_counter() - started) - 100)
    finally:
        loudspeaker.close()


def _described(device: Device) -> str:
    rates = sorted({int(one["samplerate"]) for one in device.get("formats", ()) if one.get("samplerate")})
    return f"{device['name']} ({', '.join(f'{rate} Hz' for rate in rates)})" if rates else str(device["name"])

"""The sound files that pyttsx3's drivers write: WAV, and on a Mac AIFF whatever the file is called."""

from __future__ import annotations

import math
import struct
import wave
from array import array
from pathlib import Path

from local_voice.sound import SAMPLE_BYTES, Pcm, read_sound


class NoSound(Exception):
    """The file is cut off, empty or of another kind."""


def read_spoken(path: Path) -> Pcm:
    """The sound of one utterance; NoSound when there is none in the file."""
    data = path.read_bytes()
    pcm = _aiff(data) if data[:4] == b"FORM" else _wav(path)
    if not pcm.samples:
        raise NoSound("no sound came")
    return pcm


def _wav(path: Path) -> Pcm:
    try:
        with wave.open(str(path)) as file:
            pcm = Pcm(file.readframes(file.getnframes()), file.getframerate())
            usual = (file.getnchannels(), file.getsampwidth()) == (1, SAMPLE_BYTES)
    except (wave.Error, EOFError) as wrong:
        raise NoSound(f"the sound cannot be read: {wrong}") from None
    return pcm if usual else read_sound(path, pcm.rate)


def _aiff(data: bytes) -> Pcm:
    """AIFF and AIFF-C with 16-bit samples, high byte first or (sowt) low byte first."""
    chunks = _chunks(data)
    common, sound = chunks.get(b"COMM", b""), chunks.get(b"SSND", b"")
    if len(common) < 18 or len(sound) < 8:
        raise NoSound("the sound cannot be read: no AIFF samples")
    channels, _, bits = struct.unpack(">hIh", common[:8])
    if bits != 8 * SAMPLE_BYTES or channels < 1:
        raise NoSound(f"the sound cannot be read: AIFF with {bits} bits")
    offset = 8 + struct.unpack(">I", sound[:4])[0]
    samples = array("h", sound[offset : len(sound) - (len(sound) - offset) % (SAMPLE_BYTES * channels)])
    if common[18:22] != b"sowt":
        samples.byteswap()
    return Pcm(samples[::channels].tobytes(), _extended(common[8:18]))


def _chunks(data: bytes) -> dict[bytes, bytes]:
    found, at = {}, 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack(">I", data[at + 4 : at + 8])[0]
        found[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return found


def _extended(number: bytes) -> int:
    """A sample rate as the 80-bit number that AIFF has for it."""
    exponent, mantissa = struct.unpack(">HQ", number)
    return round(math.ldexp(mantissa, (exponent & 0x7FFF) - 16383 - 63)) or 1

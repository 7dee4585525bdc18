"""Whatever a driver writes becomes the same samples; what is no sound is told."""

from __future__ import annotations

import struct
import wave
from array import array
from pathlib import Path

import pytest

from local_voice.sound import Pcm, write_wav
from local_voice.speaking.cache import tidy
from local_voice.speaking.files import NoSound, read_spoken

SAMPLES = array("h", [0, 1, -2, 300, -30000])


def aiff(samples: bytes, *, channels: int = 1, bits: int = 16, compression: bytes = b"") -> bytes:
    """A file as macOS writes it, at 22050 samples a second."""
    rate = struct.pack(">HQ", 16383 + 14, int(22050 / 2**14 * 2**63))
    common = struct.pack(">hIh", channels, len(samples) // 2 // channels, bits) + rate + compression
    sound = struct.pack(">II", 0, 0) + samples
    body = b"".join(
        name + struct.pack(">I", len(data)) + data for name, data in ((b"COMM", common), (b"SSND", sound))
    )
    return b"FORM" + struct.pack(">I", len(body) + 4) + (b"AIFC" if compression else b"AIFF") + body


def big_endian(samples: array[int]) -> bytes:
    swapped = array("h", samples)
    swapped.byteswap()
    return swapped.tobytes()


@pytest.mark.parametrize(
    "data",
    [
        aiff(big_endian(SAMPLES)),
        aiff(SAMPLES.tobytes(), compression=b"sowt\0\0"),
        aiff(big_endian(array("h", [one for sample in SAMPLES for one in (sample, 7)])), channels=2),
    ],
)
def test_what_a_mac_writes_is_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "said.wav").write_bytes(data)

    assert read_spoken(tmp_path / "said.wav") == Pcm(SAMPLES.tobytes(), 22_050)


def test_what_linux_writes_is_read(tmp_path: Path) -> None:
    write_wav(tmp_path / "said.wav", Pcm(SAMPLES.tobytes(), 22_050))

    assert read_spoken(tmp_path / "said.wav") == Pcm(SAMPLES.tobytes(), 22_050)


def test_two_channels_become_one(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "said.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(array("h", [100, 100] * 80).tobytes())

    sound = read_spoken(tmp_path / "said.wav")

    assert (sound.rate, array("h", sound.samples)[40]) == (8000, 100)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"FORM1234AIFF", aiff(b"ab" * 8, bits=8), aiff(b"")])
def test_what_is_no_sound_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "said.wav").write_bytes(data)

    with pytest.raises(NoSound):
        read_spoken(tmp_path / "said.wav")


def test_a_folder_of_sounds_does_not_grow_for_ever(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.wav").write_bytes(bytes(100))

    tidy(tmp_path, 350)
    tidy(tmp_path / "missing", 350)

    assert len(list(tmp_path.iterdir())) == 3

"""Sound from files, queues and devices arrives as 16-bit mono at 16 kHz."""

from __future__ import annotations

import math
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.microphone import NULL, Microphone, choose
from local_voice.hearing.sources import QueueSource, WavSource
from local_voice.sound import HEARING_RATE, Pcm, at_rate, join, read_sound, silence, write_wav

TONE_HZ = 440
SECONDS = 0.5
LOUD = 0.5


def tone_file(path: Path, rate: int, channels: int, width: int) -> Path:
    """A sine of half loudness in any of the formats that sound cards write."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        levels = (LOUD * math.sin(2 * math.pi * TONE_HZ * at / rate) for at in range(int(SECONDS * rate)))
        file.writeframes(b"".join(sample(level, width) * channels for level in levels))
    return path


def sample(level: float, width: int) -> bytes:
    if width == 1:
        return bytes([128 + int(127 * level)])
    return int(level * (2 ** (8 * width - 1) - 1)).to_bytes(width, "little", signed=True)


def pitch(pcm: Pcm) -> float:
    samples = array("h", pcm.samples)
    rises = sum(before < 0 <= after for before, after in pairwise(samples))
    return rises / pcm.seconds


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_a_wav_of_any_format_sounds_the_same(tmp_path: Path, rate: int, channels: int, width: int) -> None:
    pcm = read_sound(tone_file(tmp_path / "tone.wav", rate, channels, width))

    assert pcm.rate == HEARING_RATE
    assert pcm.seconds == pytest.approx(SECONDS, abs=0.01)
    assert pitch(pcm) == pytest.approx(TONE_HZ, rel=0.02)
    assert max(array("h", pcm.samples)) == pytest.approx(LOUD * 32767, rel=0.1)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 50])
def test_what_is_no_sound_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.wav"
    path.write_bytes(content)

    with pytest.raises(VoiceError, match=r"odd\.wav: this is not a sound file"):
        read_sound(path)


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"gone\.wav: there is no such file"):
        read_sound(tmp_path / "gone.wav")
    with pytest.raises(VoiceError, match="this is a folder"):
        read_sound(tmp_path)


def test_a_file_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    """Something half made that is left behind would be told again, as an exception that is ignored."""
    with pytest.raises(IsADirectoryError):
        write_wav(tmp_path, silence(0.1, 16_000))


def test_a_file_without_samples_is_no_sound(tmp_path: Path) -> None:
    write_wav(tmp_path / "empty.wav", Pcm(b"", 16_000))

    assert read_sound(tmp_path / "empty.wav").samples == b""


def test_sounds_of_different_rates_are_joined_at_one() -> None:
    together = join([silence(0.5, 8_000), silence(0.25, 48_000)], 22_050)

    assert together.rate == 22_050
    assert together.seconds == pytest.approx(0.75, abs=0.01)
    assert at_rate(Pcm(b"", 8_000), 16_000) == Pcm(b"", 16_000)


def test_a_wav_source_gives_the_whole_file_and_can_be_asked_again(tmp_path: Path) -> None:
    path = tone_file(tmp_path / "tone.wav", 16_000, 1, 2)
    source = WavSource(path)

    first = next(source.chunks())
    source.flush()
    rest = b"".join(source.chunks())

    assert first + rest == read_sound(path).samples
    assert list(source.chunks()) == []


def test_a_queue_ends_when_it_is_told() -> None:
    source = QueueSource()
    source.put(b"ab")
    source.put(b"cd")
    source.end()

    assert list(source.chunks()) == [b"ab", b"cd"]
    assert list(source.chunks()) == []


def test_a_flush_forgets_what_came_but_not_the_end() -> None:
    source = QueueSource()
    source.put(b"our own voice")
    source.flush()
    source.put(b"the customer")
    assert next(source.chunks()) == b"the customer"

    source.put(b"our own voice")
    source.end()
    source.flush()

    assert list(source.chunks()) == []


def test_a_microphone_that_goes_silent_for_good_is_an_error() -> None:
    with pytest.raises(VoiceError, match="gives no sound"):
        next(QueueSource(dead_s=0.01).chunks())


def test_the_null_microphone_hears_silence() -> None:
    microphone = Microphone(NULL)
    try:
        chunk = next(microphone.chunks())
    finally:
        microphone.close()

    assert chunk and not any(chunk)


DEVICES = [{"name": "Built-in Audio", "id": "a"}, {"name": "USB Headset Mono", "id": "b"}]


@pytest.mark.parametrize(("wanted", "identity"), [(1, "b"), ("0", "a"), ("headset", "b"), (None, None)])
def test_a_microphone_is_chosen_by_number_or_part_of_its_name(
    wanted: str | int | None, identity: str | None
) -> None:
    assert choose(DEVICES, wanted)["id"] == identity


def test_an_unknown_microphone_lists_the_known_ones() -> None:
    with pytest.raises(VoiceError, match="'kinect'; there are: 0 Built-in Audio, 1 USB Headset Mono"):
        choose(DEVICES, "kinect")


def test_no_microphone_says_what_to_do() -> None:
    with pytest.raises(VoiceError, match="connect one, or type"):
        choose([], None)


def test_who_waits_for_nobody_forgets_the_oldest_sound() -> None:
    source = QueueSource(most=3)
    for number in range(9):
        source.put(bytes([number]))
    source.end()

    assert b"".join(source.chunks()) == bytes([6, 7, 8])

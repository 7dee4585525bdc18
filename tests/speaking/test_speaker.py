"""Answers become sound: joined with their pauses, made once, kept between starts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from local_voice.sound import Pcm, read_sound, silence
from local_voice.speaking import SHOP, Speaker, Voice, voice_of
from local_voice.speaking.cache import SoundCache
from local_voice.speaking.speaker import RATE


@dataclass
class Metronome:
    """Says everything in a tenth of a second."""

    said: list[tuple[str, Voice]] = field(default_factory=list)

    def synthesize(self, text: str, voice: Voice) -> Pcm:
        self.said.append((text, voice))
        return silence(0.1, RATE)

    def close(self) -> None: ...


def test_pieces_and_pauses_are_joined() -> None:
    sound = Speaker(synthesizer=Metronome()).say("<speak>One.<break time='1s'/>Two.</speak>")

    assert sound.rate == RATE
    assert sound.seconds == pytest.approx(1.2)


def test_what_is_said_is_in_words() -> None:
    mouth = Metronome()

    Speaker(synthesizer=mouth).say("<speak>It is $4.98 &amp; ready</speak>")

    assert mouth.said == [("It is 4 dollars and 98 cents and ready", SHOP)]


def test_the_same_words_are_made_once_for_each_voice() -> None:
    mouth = Metronome()
    speaker = Speaker(synthesizer=mouth)

    for voice in (None, SHOP, replace(SHOP, rate=200), voice_of("customer"), replace(SHOP, rate=200)):
        speaker.synthesize("hello", voice)

    assert len(mouth.said) == 3


@pytest.mark.parametrize("speech", ["", " ", "...", "<speak><break time='1s'/></speak>", "<speak>!</speak>"])
def test_no_words_are_no_sound(speech: str) -> None:
    mouth = Metronome()

    assert Speaker(synthesizer=mouth).say(speech).samples == b""
    assert mouth.said == []


def test_sounds_outlive_the_program_in_a_folder(tmp_path: Path) -> None:
    Speaker(synthesizer=Metronome(), folder=tmp_path / "sounds").say("hello")
    mouth = Metronome()

    sound = Speaker(synthesizer=mouth, folder=tmp_path / "sounds").say("hello")

    assert mouth.said == []
    assert sound.seconds == pytest.approx(0.1)
    assert [path.suffix for path in (tmp_path / "sounds").iterdir()] == [".wav"]


def test_a_damaged_sound_is_made_again(tmp_path: Path) -> None:
    Speaker(synthesizer=Metronome(), folder=tmp_path).say("hello")
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"RIFF")
    mouth = Metronome()

    Speaker(synthesizer=mouth, folder=tmp_path).say("hello")

    assert len(mouth.said) == 1
    assert read_sound(file).seconds == pytest.approx(0.1)


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    sound = Speaker(synthesizer=Metronome(), folder=tmp_path / "file").say("hello")

    assert sound.seconds == pytest.approx(0.1)


def test_the_least_used_sound_is_let_go() -> None:
    cache = SoundCache(memory_bytes=250)
    for key in "ab":
        cache.put(key, Pcm(bytes(100), RATE))
    cache.get("a")
    cache.put("c", Pcm(bytes(100), RATE))

    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]

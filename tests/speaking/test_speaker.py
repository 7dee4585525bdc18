"""Answers become sound: joined with their pauses, made once, kept between starts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.sound import Pcm, louder, read_sound, silence
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


def test_the_first_sentence_is_there_before_the_second_is_made() -> None:
    mouth = Metronome()
    pieces = Speaker(synthesizer=mouth).pieces("Added two bananas. Anything else?")

    next(pieces)

    assert [text for text, _ in mouth.said] == ["Added two bananas."]
    assert len(list(pieces)) == 1


def test_styles_are_told_to_the_voice_and_the_samples() -> None:
    mouth = Metronome()
    speaker = Speaker(synthesizer=mouth)

    speaker.say("<speak><prosody rate='200%' pitch='x-high'>now</prosody> then</speak>")
    speaker.say("<speak><prosody rate='x-slow'><prosody rate='x-slow'>now</prosody></prosody></speak>")

    assert mouth.said == [
        ("now", replace(SHOP, rate=330, pitch=90)),
        ("then", SHOP),
        ("now", replace(SHOP, rate=80)),
    ]


@dataclass
class OnlyFrench(Metronome):
    """A machine on which one foreign voice is installed."""

    def synthesize(self, text: str, voice: Voice) -> Pcm:
        if voice.name not in (SHOP.name, "fr"):
            self.said.append((text, voice))
            raise VoiceError(f"no voice {voice.name!r}")
        return Metronome.synthesize(self, text, voice)


def test_another_language_has_a_voice_of_its_own_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")  # other systems name their voices otherwise
    mouth = OnlyFrench()
    speaker = Speaker(synthesizer=mouth)

    speaker.say("<speak><lang xml:lang='fr-FR'>bonjour</lang></speak>")
    speaker.say("<speak><lang xml:lang='de-DE'>hallo</lang></speak>")
    speaker.say("<speak><lang xml:lang='fr-FR'>merci</lang> <voice name='Brian'>sir</voice></speak>")

    assert [(text, voice.name) for text, voice in mouth.said] == [
        *(("bonjour", "fr-fr"), ("bonjour", "fr")),
        *(("hallo", "de-de"), ("hallo", "de"), ("hallo", "en-us")),
        *(("merci", "fr"), ("sir", "en-gb+m3"), ("sir", "en+m3"), ("sir", "en-us")),
    ]


@dataclass
class Tone(Metronome):
    """Half a second of sound and a third of quiet, as an engine leaves it."""

    def synthesize(self, text: str, voice: Voice) -> Pcm:
        return Pcm(b"\x00\x10" * (RATE // 2) + bytes(2 * (RATE // 3)), RATE)


def test_the_quiet_after_a_piece_is_as_long_as_the_place_wants() -> None:
    speaker = Speaker(synthesizer=Tone())

    sentences = [piece.seconds for piece in speaker.pieces("One. Two.")]
    styled = [piece.seconds for piece in speaker.pieces("<speak>is <emphasis>not</emphasis> here</speak>")]

    assert sentences == pytest.approx([0.833, 0.6], abs=0.01)
    assert styled == pytest.approx([0.55, 0.55, 0.6], abs=0.01)


def test_loudness_is_in_the_samples() -> None:
    soft, plain = Speaker(synthesizer=Tone()).pieces(
        "<speak><prosody volume='-6dB'>psst</prosody> you</speak>"
    )

    assert soft.samples[:2] == (2053).to_bytes(2, "little")
    assert plain.samples[:2] == b"\x00\x10"
    assert louder(plain, 100).samples[:2] == (32767).to_bytes(2, "little")


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


def test_a_sound_that_two_have_made_takes_its_place_once() -> None:
    """An answer that was stopped is still being made while the next one is."""
    cache = SoundCache(memory_bytes=250)
    for key in ("a", "a", "b"):
        cache.put(key, Pcm(bytes(100), RATE))

    assert [cache.get(key) is not None for key in "ab"] == [True, True]

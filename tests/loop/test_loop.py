"""A conversation by sound: who may speak when, what is waited for, and what happens in silence."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from local_voice import loop
from local_voice.errors import VoiceError
from local_voice.exchange import Exchange
from local_voice.hearing.sources import CHUNK_BYTES, WavSource
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing
from local_voice.loop import Conversation, Manners, Told, Turn, run_wavs
from local_voice.packages import voice_available
from local_voice.sound import HEARING_RATE, Pcm, join, read_sound, silence, write_wav
from local_voice.speaking import Speaker, voice_of
from local_voice.speaking.sinks import NullSink
from local_voice.understanding.values import Context

pytestmark = pytest.mark.audio

QUIET = silence(1, HEARING_RATE)


@dataclass
class Diary:
    """What happened, in order."""

    lines: list[str] = field(default_factory=list)


def exchange(speech: str, session: Literal["open", "ended"]) -> Exchange:
    return Exchange(None, None, None, None, speech, None, None, session, (), 0.0, 0.0)


@dataclass
class Waiter:
    """A device that asks until it hears "no"; two silences end it, as on an Echo."""

    diary: Diary
    silences: int = 0
    session_open: bool = False
    context: Context = field(default_factory=Context)

    @property
    def listening(self) -> bool:
        return self.session_open

    def launch(self) -> Exchange:
        return self._say("launch", "what would you like")

    def hear(self, heard: str | Sequence[str], behind: Sequence[float] = ()) -> Exchange:
        words = heard if isinstance(heard, str) else heard[0]
        return self._say(words, "good bye" if words == "no" else "anything else", ended=words == "no")

    def silence(self) -> Exchange:
        self.silences += 1
        return self._say("silence", "" if self.silences == 2 else "are you there", ended=self.silences == 2)

    def end(self) -> Exchange:
        return self._say("end", "", ended=True)

    def _say(self, did: str, speech: str, *, ended: bool = False) -> Exchange:
        self.diary.lines.append(did)
        self.session_open = not ended
        return exchange(speech, "ended" if ended else "open")


@dataclass
class Guess:
    """An ear that hears what it is told, one transcript an utterance."""

    transcripts: Iterator[str]

    def expect(self, context: Context) -> None: ...

    def hear(self, pcm: Pcm, context: Context) -> Transcript:
        assert pcm.seconds > 0.2
        text = next(self.transcripts)
        return Transcript("", agreement="contradicted") if text == "television" else Transcript(text)


@dataclass
class Voice:
    """A mouth whose sound is as long as the text, or that has lost its voice."""

    lost: bool = False

    def pieces(self, speech: str) -> Iterator[Pcm]:
        yield self.say(speech)

    def say(self, speech: str) -> Pcm:
        if self.lost:
            raise VoiceError("the voice process ended")
        return silence(len(speech) / 100, HEARING_RATE)


@dataclass
class Place(NullSink):
    """A source that notes when it is flushed, and the loudspeaker beside it."""

    diary: Diary
    samples: bytes
    at: int = 0

    def chunks(self) -> Iterator[bytes]:
        while self.at < len(self.samples):
            chunk = self.samples[self.at : self.at + CHUNK_BYTES]
            self.at += len(chunk)
            yield chunk

    def flush(self) -> bytes:
        self.diary.lines.append("flush")
        return b""

    def put(self, pcm: Pcm) -> None:
        self.diary.lines.append(f"play {round(pcm.seconds * 100)}")

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def yes() -> Iterator[Pcm]:
    """A real word: the listener is real."""
    with Speaker() as speaker:
        yield speaker.synthesize("yes please", voice_of("customer"))


def hold(room: Place, device: Waiter, *heard: str, voice: Voice | None = None, **manners: Any) -> list[Turn]:
    turns: list[Turn] = []
    ear, how = Guess(iter(heard)), Manners(tail_s=0, earcons=False, **manners)
    Conversation(room, ear, device, voice or Voice(), room, how, Told(done=turns.append)).hold()
    return turns


def said(*sounds: Pcm) -> bytes:
    return join(sounds, HEARING_RATE).samples


def test_each_answer_is_heard_to_its_end_before_the_next_listening(yes: Pcm) -> None:
    diary = Diary()
    room = Place(diary, said(QUIET, yes, QUIET, QUIET, yes, QUIET))

    hold(room, Waiter(diary), "yes", "no")

    assert diary.lines == ["launch", "play 19", "flush", "yes", "play 13", "flush", "no", "play 8"]


def test_silence_is_asked_once_more_and_then_ends_the_session() -> None:
    diary = Diary()

    turns = hold(Place(diary, said(*[QUIET] * 20)), Waiter(diary))

    assert diary.lines == ["launch", "play 19", "flush", "silence", "play 13", "flush", "silence"]
    assert [turn.heard for turn in turns] == [None, None, None]
    assert turns[-1].exchange.session == "ended"


def test_the_patience_is_as_told() -> None:
    diary = Diary()
    room = Place(diary, said(*[QUIET] * 20))

    hold(room, Waiter(diary), endpointing=Endpointing(nobody_s=2))

    assert room.at == pytest.approx(4 * len(QUIET.samples), rel=0.1)


def test_a_cough_is_not_an_answer(yes: Pcm) -> None:
    diary = Diary()
    room = Place(diary, said(QUIET, yes, QUIET, QUIET, yes, QUIET))

    hold(room, Waiter(diary), "", "no")

    assert diary.lines == ["launch", "play 19", "flush", "no", "play 8"]


def test_endless_coughing_is_silence(yes: Pcm) -> None:
    diary = Diary()
    room = Place(diary, said(QUIET, *[yes, QUIET, QUIET] * 12))

    hold(room, Waiter(diary), *[""] * 12, endpointing=Endpointing(nobody_s=4))

    assert diary.lines[3] == "silence"


def test_coughs_do_not_make_the_patience_longer(yes: Pcm) -> None:
    diary = Diary()
    room = Place(diary, said(*[QUIET, QUIET, QUIET, QUIET, QUIET, yes] * 9))

    hold(room, Waiter(diary), *[""] * 9, endpointing=Endpointing(nobody_s=8))

    last_cough_s = yes.seconds + 1
    assert diary.lines[-1] == "silence"
    assert room.at / len(QUIET.samples) <= 2 * (8 + last_cough_s)


def test_letting_go_of_the_key_ends_the_session() -> None:
    diary = Diary()

    turns = hold(Place(diary, b""), Waiter(diary), push_to_talk=lambda: False)

    assert diary.lines == ["launch", "play 19", "end"]
    assert turns[-1].exchange.session == "ended"


def test_the_key_is_waited_for_before_each_listening(yes: Pcm) -> None:
    diary = Diary()
    room = Place(diary, said(QUIET, yes, QUIET, QUIET, yes, QUIET))

    def pressed() -> bool:
        diary.lines.append("key")
        return True

    hold(room, Waiter(diary), "yes", "no", push_to_talk=pressed)

    assert [line for line in diary.lines if not line.startswith("play")] == [
        *("launch", "key", "flush", "yes"),
        *("key", "flush", "no"),
    ]


def test_what_is_meant_for_somebody_else_is_passed_over_but_not_from_who_pressed_the_key(yes: Pcm) -> None:
    hands_free, by_key = Diary(), Diary()
    sounds = said(QUIET, yes, QUIET, QUIET, yes, QUIET)

    hold(Place(hands_free, sounds), Waiter(hands_free), "television", "no")
    hold(Place(by_key, sounds), Waiter(by_key), "television", "no", push_to_talk=lambda: True)

    assert [line for line in hands_free.lines if line in ("[unk]", "no")] == ["no"]
    assert [line for line in by_key.lines if line in ("[unk]", "no")] == ["[unk]", "no"]


def test_a_lost_voice_does_not_end_the_conversation(yes: Pcm) -> None:
    diary = Diary()

    turns = hold(Place(diary, said(QUIET, yes, QUIET)), Waiter(diary), "no", voice=Voice(lost=True))

    assert diary.lines == ["launch", "flush", "no"]
    assert {turn.mute for turn in turns} == {"the voice process ended"}


@dataclass
class Broken(Place):
    """A loudspeaker that cannot be opened, or that stops taking sound."""

    opens: bool = True

    def put(self, pcm: Pcm) -> None:
        if not self.opens:
            raise VoiceError("the loudspeaker cannot be opened")

    def waiting_s(self) -> float:
        if self.opens:
            raise VoiceError("the loudspeaker takes no sound any more")
        return 0.0


@pytest.mark.parametrize("opens", [True, False])
def test_a_lost_loudspeaker_does_not_end_the_conversation(yes: Pcm, opens: bool) -> None:
    diary, shown, done, troubles = Diary(), list[Turn](), list[Turn](), list[str]()
    room = Broken(diary, said(QUIET, yes, QUIET), opens=opens)
    told = Told(shown.append, done.append, troubles.append)

    Conversation(room, Guess(iter(["no"])), Waiter(diary), Voice(), room, Manners(tail_s=0), told).hold()

    assert [turn.exchange.speech for turn in shown] == ["what would you like", "good bye"]
    assert all("the loudspeaker" in (turn.mute or "") for turn in done)
    assert len(troubles) == (2 if opens else 0)


def test_a_turn_tells_what_was_heard_and_how_long_it_took(yes: Pcm) -> None:
    diary = Diary()

    turn = hold(Place(diary, said(QUIET, yes, QUIET)), Waiter(diary), "no")[-1]

    assert turn.heard == Transcript("no")
    assert yes.seconds - 0.3 < turn.audio_s < yes.seconds + 1.5
    assert 400 < turn.endpoint_ms < 800
    assert turn.total_ms == turn.hear_ms + turn.answer_ms + turn.speak_ms > 0


def test_sound_files_are_turns_and_their_answers_files(tmp_path: Path, yes: Pcm) -> None:
    spoken, empty = tmp_path / "spoken.wav", tmp_path / "empty.wav"
    write_wav(spoken, yes)
    write_wav(empty, silence(1, 8_000))
    device, ear, speaker = Waiter(Diary()), Guess(iter(["yes", "", "no"])), Voice()

    files = [spoken, empty, spoken]
    turns = list(run_wavs(files, tmp_path / "out", device=device, ear=ear, speaker=speaker))  # type: ignore[arg-type]

    assert device.diary.lines == ["yes", "silence", "no"]
    assert [turn.heard_from for turn in turns] == files
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "01-spoken.wav",
        "02-empty.wav",
        "03-spoken.wav",
    ]
    assert turns[2].answer is not None
    assert read_sound(turns[2].answer).seconds == pytest.approx(0.08, abs=0.01)


def test_an_unreadable_sound_file_is_told(tmp_path: Path) -> None:
    turns = run_wavs([tmp_path / "gone.wav"], None, device=Waiter(Diary()), ear=Guess(iter(())), speaker=None)  # type: ignore[arg-type]

    with pytest.raises(VoiceError, match="no such file"):
        next(turns)


def test_asking_for_devices_never_fails() -> None:
    assert all(isinstance(name, str) for name in loop.devices())
    assert loop.microphone_available() == bool(loop.devices())
    assert voice_available()


def test_a_file_can_be_the_room(tmp_path: Path, yes: Pcm) -> None:
    write_wav(tmp_path / "evening.wav", Pcm(array("h", said(QUIET, yes, QUIET)).tobytes(), HEARING_RATE))
    diary = Diary()
    device = Waiter(diary)
    ear, voice, room = Guess(iter(["no"])), Voice(), Place(diary, b"")

    Conversation(
        WavSource(tmp_path / "evening.wav"), ear, device, voice, room, Manners(tail_s=0, earcons=False)
    ).hold()

    assert diary.lines == ["launch", "play 19", "no", "play 8"]

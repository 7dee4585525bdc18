"""Talking in sound files: one turn a file, or a whole conversation in one."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.hearing.listener import Heard, Hears, hear
from local_voice.hearing.voice_activity import Utterance
from local_voice.loop.conversation import Conversation, Manners, Told
from local_voice.loop.room import Room
from local_voice.loop.turn import Speaks, Talks, Turn
from local_voice.sound import Pcm, read_sound, write_wav


class Says(Protocol):
    """A voice that says an answer as one sound."""

    def say(self, speech: str) -> Pcm: ...


def run_wavs(
    paths: Iterable[Path], out_dir: Path | None, *, device: Talks, ear: Hears, speaker: Says | None
) -> Iterator[Turn]:
    """One turn a sound file; the answers become files of their own, 01-<name>.wav and so on."""
    for number, path in enumerate(paths, 1):
        said = hear(Utterance(read_sound(path)), ear, device.context)
        if said.transcript.trouble is not None:
            raise VoiceError(said.transcript.trouble)
        turn, sound = _spoken(_respond(said, device), speaker)
        answer = None
        if out_dir is not None and sound is not None:
            answer = out_dir / f"{number:02d}-{path.stem}.wav"
            _keep(answer, sound)
        yield replace(turn, heard_from=path, answer=answer)


def run_recording(
    path: Path,
    out: Path | None,
    *,
    device: Talks,
    ear: Hears,
    speaker: Speaks,
    manners: Manners,
    told: Told,
    polite: bool = True,
) -> float:
    """A conversation with a recording in which the customer speaks and pauses; faster than it was spoken.

    A polite recording waits while an answer is heard. With `out` what both said is written there. Returns how
    many seconds of the recording were left at the end.
    """
    room = Room(read_sound(path), polite=polite, keep=out is not None)
    Conversation(room, ear, device, speaker, room, manners, told).run()
    if out is not None:
        _keep(out, room.heard())
    return room.left_s


def _respond(said: Heard, device: Talks) -> Turn:
    hypotheses, behind = said.transcript.hypotheses, said.transcript.behind
    started = time.perf_counter()
    exchange = device.hear(hypotheses, behind) if hypotheses else device.silence()
    return Turn(
        exchange,
        heard=said.transcript if hypotheses else None,
        pcm=said.pcm,
        audio_s=said.audio_s,
        hear_ms=said.hear_ms,
        answer_ms=_ms_since(started),
    )


def _spoken(turn: Turn, speaker: Says | None) -> tuple[Turn, Pcm | None]:
    """The turn with the time that its sound took, and the sound; none when nothing is said."""
    speech = turn.exchange.ssml or turn.exchange.speech
    if speaker is None or not speech:
        return turn, None
    started = time.perf_counter()
    try:
        sound = speaker.say(speech)
    except VoiceError as error:
        return replace(turn, mute=str(error)), None
    return replace(turn, speak_ms=_ms_since(started)), sound


def _keep(path: Path, sound: Pcm) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_wav(path, sound)
    except OSError as error:
        raise VoiceError(f"{path} cannot be written: {error.strerror}") from None


def _ms_since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)

"""Talking by sound at the command line: at the microphone, and with sound files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from local_voice.errors import VoiceError
from local_voice.hearing.ear import Ear
from local_voice.hearing.engines import Engine
from local_voice.hearing.recording import Recorder
from local_voice.hearing.sources import Source
from local_voice.hearing.wake import WakeListener
from local_voice.loop import (
    Manners,
    Told,
    Turn,
    microphone_available,
    run_microphone,
    run_recording,
    run_wavs,
)
from local_voice.speaking.speaker import Speaker
from skill.cli._conversation import Conversation
from skill.cli._keys import enter_pressed
from skill.cli._models import offer
from skill.cli._sound import (
    ear_expecting,
    endpointing_for,
    engine_for,
    engine_name,
    engine_told,
    speaker_for,
    wake_listener,
)
from skill.cli._sound_options import SoundOptions
from skill.errors import VoicecartError
from skill.fixtures.faces import Moment
from skill.fixtures.secret_turns import code_is_asked
from skill.settings import PATIENCE, Settings

FEW = 5
"""Words that are told where there may be many."""


def why_not() -> str | None:
    """Why nobody can talk at this machine's microphone; None when they can."""
    return None if microphone_available() else "there is no microphone on this machine"


def talk_at_microphone(conversation: Conversation, options: SoundOptions) -> None:
    """One conversation after the other, until the customer does not want another."""
    settings = conversation.settings
    offer(settings)
    engine = engine_for(settings, people=True)
    told = _Told(conversation, options, engine)
    click.echo(f"({engine_told(engine)})", err=True)
    with _talking(conversation, options, engine) as (ear, speaker, manners):
        while True:
            try:
                run_microphone(
                    conversation.visit.device,
                    ear,
                    speaker,
                    microphone=options.microphone or settings.microphone,
                    loudspeaker=options.loudspeaker or settings.loudspeaker,
                    manners=manners,
                    told=told.all,
                )
            except KeyboardInterrupt:
                conversation.leave()
                return
            if options.wake or not _asking("Enter for another conversation, Ctrl-D to leave")():
                return


def hear_recordings(
    conversation: Conversation, sounds: Sequence[Path], out: Path | None, options: SoundOptions
) -> None:
    """One conversation a sound file, with pauses for the answers; with `out` all that is said is written."""
    engine = engine_for(conversation.settings, people=False)
    told = _Told(conversation, options, engine)
    with _talking(conversation, options, engine) as (ear, speaker, manners):
        for number, path in enumerate(sounds, 1):
            held = out / f"{number:02d}-{path.stem}.wav" if out is not None else None
            left_s = run_recording(
                path,
                held,
                device=conversation.visit.device,
                ear=ear,
                speaker=speaker,
                manners=manners,
                told=told.all,
                # Who wants to interrupt by voice speaks on while the shop does.
                polite=options.barge_in not in ("wake", "speech"),
            )
            conversation.leave()
            if left_s >= 1:
                click.echo(f"({path}: the conversation was over {left_s:.0f} s before its end)", err=True)
            if held is not None and not conversation.as_json:
                click.echo(f"  {held}")


def hear_files(
    conversation: Conversation, sounds: Sequence[Path], out: Path | None, options: SoundOptions
) -> None:
    """One turn a sound file; with `out` the answers become sound files there."""
    engine = engine_for(conversation.settings, people=False)
    told = _Told(conversation, options, engine)
    device = conversation.visit.device
    with (
        speaker_for(conversation.settings) as speaker,
        ear_expecting(conversation.grammar, engine, conversation.settings) as ear,
    ):
        mouth = speaker if out is not None else None
        for turn in run_wavs(sounds, out, device=device, ear=ear, speaker=mouth):
            told.turn(turn)
            told.done(turn)
            if turn.answer is not None and not conversation.as_json:
                click.echo(f"  {turn.answer}")


@contextmanager
def _talking(
    conversation: Conversation, options: SoundOptions, engine: Engine
) -> Iterator[tuple[Ear, Speaker, Manners]]:
    """All that listens and speaks, ready for the first word."""
    with ExitStack() as running:
        ear = running.enter_context(ear_expecting(conversation.grammar, engine, conversation.settings))
        speaker = running.enter_context(speaker_for(conversation.settings))
        wake = None
        if options.wake:
            wake = running.enter_context(wake_listener(options.wake, engine, conversation.settings))
        ear.prepare()
        _tell_unheard(ear)
        yield ear, speaker, _manners(conversation.settings, options, wake)


def _tell_unheard(ear: Ear) -> None:
    """Words that customers say in vain; the first few stand for all."""
    words = ear.cannot_hear()
    if words:
        more = f" and {len(words) - FEW} more" if len(words) > FEW else ""
        told = f"{', '.join(words[:FEW])}{more}"
        click.echo(f"(not heard: {told}; `voicecart voice respell --write` helps)", err=True)


def _manners(
    settings: Settings, options: SoundOptions, wake: Callable[[Source], WakeListener] | None
) -> Manners:
    pauses: dict[str, Any] = {name: value for name, value in settings.listening.items() if name in PATIENCE}
    return Manners(
        endpointing=endpointing_for(settings),
        push_to_talk=_asking("Enter to speak, Ctrl-D to leave") if options.push_to_talk else None,
        barge_in=options.barge_in or ("wake" if wake else "key"),
        key=enter_pressed,
        wake=wake,
        earcons=not options.no_sounds,
        **pauses,
    )


class _Told:
    """Shows, records and logs each turn; what keeps the voice from speaking is told once."""

    def __init__(self, conversation: Conversation, options: SoundOptions, engine: Engine) -> None:
        self._conversation = conversation
        self._recorder = Recorder(options.keep) if options.keep is not None else None
        self._moment: Moment | None = None
        self._mute: str | None = None
        if conversation.log is not None:
            conversation.log.engine = engine_name(engine)
        self.all = Told(turn=self.turn, done=self.done, trouble=_trouble)

    def turn(self, turn: Turn) -> None:
        self._moment = self._conversation.heard(turn.exchange, turn.total_ms)
        self._conversation.show(self._moment, with_words=self._moment.called != "/launch")
        if turn.mute is not None and turn.mute != self._mute:
            self._mute = turn.mute
            _trouble(turn.mute)

    def done(self, turn: Turn) -> None:
        recording = None
        secret = self._moment is not None and code_is_asked(self._moment.exchange.request)
        if self._recorder is not None and turn.pcm is not None and not secret:
            with _going_on():
                recording = self._recorder.keep(turn.pcm)
        if self._conversation.log is not None and self._moment is not None:
            with _going_on():
                self._conversation.log.add(self._moment, turn, recording)


@contextmanager
def _going_on() -> Iterator[None]:
    """A disk that is full ends no purchase."""
    try:
        yield
    except (VoiceError, VoicecartError) as error:
        _trouble(str(error))


def _trouble(line: str) -> None:
    click.echo(f"({line})", err=True)


def _asking(words: str) -> Callable[[], bool]:
    """Whether somebody presses Enter, and does not leave."""

    def ask() -> bool:
        click.echo(f"({words})", err=True)
        try:
            input()
        except (EOFError, KeyboardInterrupt):
            return False
        return True

    return ask

"""Talking by sound at the command line: at the microphone, and with sound files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from local_voice.loop import (
    Manners,
    Told,
    Turn,
    microphone_available,
    run_microphone,
    run_wavs,
    voice_available,
)
from skill.cli._conversation import Conversation
from skill.cli._sound import ear_expecting, speaker_for


def why_not() -> str | None:
    """Why nobody can talk at this machine's microphone; None when they can."""
    if not voice_available():
        return "the packages for sound are not installed (the extra [voice])"
    return None if microphone_available() else "there is no microphone on this machine"


def talk_at_microphone(conversation: Conversation, microphone: str | None, *, push_to_talk: bool) -> None:
    """One conversation after the other, until the customer does not want another."""
    manners = Manners(push_to_talk=_asking("Enter to speak, Ctrl-D to leave") if push_to_talk else None)
    told = Told(turn=_Shown(conversation), trouble=_trouble)
    with speaker_for(conversation.settings) as speaker:
        ear = ear_expecting(conversation.grammar, conversation.settings)
        ear.prepare()
        while True:
            try:
                run_microphone(
                    conversation.visit.device,
                    ear,
                    speaker,
                    microphone=microphone,
                    manners=manners,
                    told=told,
                )
            except KeyboardInterrupt:
                conversation.leave()
                return
            if not _asking("Enter for another conversation, Ctrl-D to leave")():
                return


def hear_files(conversation: Conversation, sounds: Sequence[Path], out: Path | None) -> None:
    """One turn a sound file; with `out` the answers become sound files there."""
    show = _Shown(conversation)
    device = conversation.visit.device
    with speaker_for(conversation.settings) as speaker:
        mouth = speaker if out is not None else None
        ear = ear_expecting(conversation.grammar, conversation.settings)
        for turn in run_wavs(sounds, out, device=device, ear=ear, speaker=mouth):
            show(turn)
            if turn.answer is not None and not conversation.as_json:
                click.echo(f"  {turn.answer}")


class _Shown:
    """Shows and records each turn; what keeps the voice from speaking is told once."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._mute: str | None = None

    def __call__(self, turn: Turn) -> None:
        moment = self._conversation.heard(turn.exchange, turn.total_ms)
        self._conversation.show(moment, with_words=moment.called != "/launch")
        if turn.mute is not None and turn.mute != self._mute:
            self._mute = turn.mute
            click.echo(f"({turn.mute})", err=True)


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

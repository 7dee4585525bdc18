"""`voicecart talk`: a conversation by microphone, in writing, from a script or from sound files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from local_voice import packages
from skill.cli._leaving import leaving_in_order
from skill.cli._sound_options import FOLDER, SoundOptions, sound_options
from skill.errors import VoicecartError
from skill.settings import Settings

if TYPE_CHECKING:
    from skill.cli._conversation import Conversation

SOUND = click.Path(exists=True, dir_okay=False, path_type=Path)
FIXTURE = click.Path(dir_okay=False, path_type=Path)
MODEL = click.Path(path_type=Path)
PROMPT = "> "


@click.command()
@click.option("--text", is_flag=True, help="Type instead of speaking.")
@click.option(
    "--script",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    metavar="FILE|-",
    help="One utterance a line; /launch, /silence, /end and /again are lines too.",
)
@click.option("--wav", is_flag=True, help="Hear the sound files named, one turn each.")
@click.argument("sounds", nargs=-1, type=SOUND, metavar="[WAV]...")
@click.option("--out", type=FOLDER, help="With --wav: where the spoken answers go.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a turn.")
@click.option("--record", type=FIXTURE, help="Write the conversation as a fixture for `voicecart test`.")
@sound_options
@click.option(
    "--log", type=FIXTURE, metavar="FILE", help="Append a JSON line a turn: times, scores, results."
)
@click.option("--no-words", is_flag=True, help="With --log: nothing that was said, by either side.")
@click.option(
    "--interaction-model",
    "model",
    type=MODEL,
    metavar="FILE",
    help="Talk with somebody else's skill: its model in Amazon's format.",
)
@click.option(
    "--endpoint", metavar="URL|MODULE:HANDLER", help="With --interaction-model: where that skill is."
)
@click.option("--locale", help="With --interaction-model: its language; else the file's name, such as de-DE.")
def command(
    text: bool,
    script: str | None,
    wav: bool,
    sounds: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
    record: Path | None,
    sound: SoundOptions,
    log: Path | None,
    no_words: bool,
    model: Path | None,
    endpoint: str | None,
    locale: str | None,
) -> None:
    """Talk with the shop, or with any other Alexa skill.

    Without options it listens at the microphone; where there is none, you type.
    """
    if (model is None) != (endpoint is None) or (locale and model is None):
        raise click.UsageError("--interaction-model and --endpoint go together, and --locale with them")
    _check(text=text, script=script is not None, wav=wav, sounds=bool(sounds), out=out is not None)
    sound.check(wav=wav, written=text or script is not None)
    if no_words and log is None:
        raise click.UsageError("--no-words goes with --log")
    from skill.cli._conversation import Logging, open_conversation, open_strangers_conversation

    settings = Settings.from_environment()
    logging = Logging(log, words=not no_words) if log is not None else None
    if model is not None and endpoint is not None:
        opened = open_strangers_conversation(
            settings, model, endpoint, locale, as_json=as_json, record=record, log=logging
        )
    else:
        opened = open_conversation(settings, as_json=as_json, record=record, log=logging)
    with leaving_in_order(), opened as conversation:
        if script is not None:
            _play(conversation, script)
        elif wav:
            from skill.cli._voice import hear_files, hear_recordings

            hear = hear_recordings if sound.hands_free else hear_files
            hear(conversation, sounds, out, sound)
        elif text or not _talk(conversation, sound):
            _type(conversation, click.open_file("-", errors="replace"))


def _check(*, text: bool, script: bool, wav: bool, sounds: bool, out: bool) -> None:
    """One way to talk at a time."""
    if text + script + wav > 1:
        raise click.UsageError("--text, --script and --wav are three ways to talk: choose one")
    if sounds != wav:
        raise click.UsageError("sound files go with --wav: voicecart talk --wav hello.wav")
    if out and not wav:
        raise click.UsageError("--out goes with --wav")


def _play(conversation: Conversation, script: str) -> None:
    """A line in, an answer out, at once, so that a program can talk through pipes."""
    from skill.cli._conversation import unknown_command

    with click.open_file(script, encoding="utf-8", errors="replace") as stream:
        for number, line in enumerate(_lines(stream), 1):
            wrong = unknown_command(line)
            if wrong is not None:
                raise VoicecartError(f"{script}: line {number}: {wrong}")
            if line.strip():
                conversation.show(conversation.line(line.strip()))


def _talk(conversation: Conversation, sound: SoundOptions) -> bool:
    """Talk at the microphone; without one (and none asked for by name) say why, and that one can type."""
    missing = None if sound.microphone or conversation.settings.microphone else _why_not()
    if missing is not None:
        click.echo(f"({missing}, so you type)", err=conversation.as_json)
        return False
    from skill.cli._voice import talk_at_microphone

    talk_at_microphone(conversation, sound)
    return True


def _why_not() -> str | None:
    """Why nobody can talk by sound here; asked before anything is loaded that may not be installed."""
    if not packages.voice_available():
        return "the packages for sound are not installed (the extra [voice])"
    from skill.cli._voice import why_not

    return why_not()


def _type(conversation: Conversation, keyboard: IO[str]) -> None:
    """Greet, then answer what is typed; an empty line is silence, Ctrl-D and Ctrl-C leave."""
    from local_voice.device import Device
    from skill.cli._conversation import unknown_command

    typed = not keyboard.isatty()
    try:
        conversation.show(conversation.turn(Device.launch, "/launch"), with_words=False)
        for line in _prompted(keyboard):
            wrong = unknown_command(line)
            if wrong is not None:
                click.echo(wrong, err=True)
            else:
                conversation.show(conversation.line(line.strip()), with_words=typed)
    except KeyboardInterrupt:
        pass
    if not typed:
        click.echo()
    conversation.leave()


def _prompted(keyboard: IO[str]) -> Iterator[str]:
    """Lines as they are typed; at a terminal with a prompt and the keys of a line editor."""
    if not keyboard.isatty():
        yield from _lines(keyboard)
        return
    import readline  # noqa: F401  (its import gives input() history and arrow keys)

    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            return


def _lines(stream: IO[str]) -> Iterator[str]:
    # readline, not iteration: whoever is at the other end of a pipe waits for each answer
    return iter(stream.readline, "")

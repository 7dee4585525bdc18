"""The options of talking by sound; nothing heavy is loaded for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from local_voice.loop import BargeIn

FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class SoundOptions:
    """How the customer wants to talk."""

    microphone: str | None = None
    loudspeaker: str | None = None
    push_to_talk: bool = False
    hands_free: bool = False
    barge_in: BargeIn | None = None
    """None: by the wake word where there is one, else by a key."""
    wake: str | None = None
    no_sounds: bool = False
    keep: Path | None = None
    """Folder for what the customer says."""

    def check(self, *, wav: bool, written: bool) -> None:
        """UsageError where options do not go with the way of talking."""
        if (wav or written) and (self.microphone or self.loudspeaker or self.push_to_talk):
            raise click.UsageError(
                "--device, --loudspeaker and --push-to-talk are for talking at the microphone"
            )
        if self.hands_free and not wav:
            raise click.UsageError("--hands-free goes with --wav; at the microphone it is so anyway")
        if (self.barge_in or self.wake or self.no_sounds) and (written or (wav and not self.hands_free)):
            raise click.UsageError(
                "--barge-in, --wake and --no-sounds are for the microphone and for --wav --hands-free"
            )
        if self.keep and written:
            raise click.UsageError("--keep is for talking by sound")
        if self.wake is not None and not self.wake.strip():
            raise click.UsageError('--wake takes words, such as "hello shop"')
        if self.barge_in == "wake" and not self.wake:
            raise click.UsageError("--barge-in wake goes with --wake")


MICROPHONE = click.option("--device", "microphone", help="The microphone, by number or a part of its name.")
LOUDSPEAKER = click.option("--loudspeaker", help="The loudspeaker, by number or a part of its name.")
OPTIONS = (
    MICROPHONE,
    LOUDSPEAKER,
    click.option("--push-to-talk", is_flag=True, help="Listen after Enter only."),
    click.option(
        "--hands-free", is_flag=True, help="With --wav: each file is a whole conversation with pauses."
    ),
    click.option(
        "--barge-in",
        type=click.Choice(["off", "key", "wake", "speech"]),
        help="What stops an answer: Enter (usual), the wake word (usual with --wake), or any speech, which "
        "takes the loudspeaker out of what the microphone hears, and tells where it is too loud for that.",
    ),
    click.option("--wake", metavar="WORDS", help='Wait for a wake word, such as "hello shop".'),
    click.option(
        "--no-sounds", is_flag=True, help="Without the short sounds for listening, heard and so on."
    ),
    click.option("--keep", type=FOLDER, help="Keep what is said as sound files in this folder."),
)


def sound_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options, handed to the command together as `sound`."""

    @wraps(command)
    def packed(**told: Any) -> None:
        sound = SoundOptions(**{one.name: told.pop(one.name) for one in fields(SoundOptions)})
        command(sound=sound, **told)

    for option in reversed(OPTIONS):
        packed = option(packed)
    return packed

"""`voicecart voice use`: the speech model to listen with."""

from __future__ import annotations

import click

from skill.settings import Settings


@click.command()
@click.argument("name")
def command(name: str) -> None:
    """Listen with this model from now on: a downloaded one, or the built-in vosk-model-tiny-en.

    VOICECART_VOSK_MODEL and VOICECART_RECOGNIZER still come first.
    """
    from skill.cli._models import tried
    from skill.cli._sound import engine_for, engine_told, shelf_for

    settings = Settings.from_environment()
    shelf = shelf_for(settings)
    folder = shelf.where(name)
    if folder is not None:
        tried(folder)
    shelf.use(name)
    click.echo(engine_told(engine_for(settings, people=True)))

"""`voicecart voice download`: a speech model from its official place or a mirror."""

from __future__ import annotations

import click

from skill.settings import Settings


@click.command()
@click.argument("name")
@click.pass_context
def command(ctx: click.Context, name: str) -> None:
    """Download a speech model (voicecart voice models lists them) and try it.

    A download that broke off goes on from there; a model is never half there. VOICECART_VOSK_MODELS names
    another server that holds NAME.zip, such as a company's mirror. Exit code 1: the server cannot be reached
    now, another process downloads the model, or this machine was too slow to try it; 2: there is no such
    model, no room, or it is damaged.
    """
    from local_voice.models.fetching import Unreachable
    from skill.cli._models import download
    from skill.cli._sound import engine_for, engine_told, shelf_for

    settings = Settings.from_environment()
    shelf = shelf_for(settings)
    there = shelf.where(name)
    if there is not None:
        click.echo(f"{name} is installed: {there}")
        return
    try:
        folder = download(shelf, name)
    except Unreachable as error:
        click.echo(f"voicecart: {error}", err=True)
        ctx.exit(1)
    engine = engine_for(settings, people=True)
    click.echo(f"{name} is installed: {folder}")
    click.echo(engine_told(engine))
    if engine.model != folder:
        click.echo(f"To listen with the new one: voicecart voice use {name}")

"""`voicecart voice remove`: delete a downloaded speech model."""

from __future__ import annotations

import click

from skill.settings import Settings


@click.command()
@click.argument("name")
def command(name: str) -> None:
    """Delete a speech model that was downloaded, and say what listens then."""
    from skill.cli._sound import engine_for, engine_told, shelf_for

    settings = Settings.from_environment()
    shelf_for(settings).remove(name)
    click.echo(f"{name} is removed")
    click.echo(engine_told(engine_for(settings, people=True)))

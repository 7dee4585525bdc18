"""`voicecart demo`: the demo shop, ready to talk to, with what was found on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skill.settings import Settings

if TYPE_CHECKING:
    from skill.bootstrap import Shop


@click.command()
@click.option("--text", is_flag=True, help="Type instead of speaking.")
@click.option("--hear", is_flag=True, help="Play a purchase through real audio, without a sound card.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --hear: the WAV file to write.  [default: voicecart-demo.wav in the data folder]",
)
@click.pass_context
def command(ctx: click.Context, text: bool, hear: bool, out: Path | None) -> None:
    """Try the demo shop: a corner shop with a coffee bar.

    It is loaded on the first start. Where there is no microphone, you type.
    """
    if hear and text:
        raise click.UsageError("--hear and --text are two ways to try the shop: choose one")
    settings = Settings.from_environment()
    _open_for_business(settings)
    if hear:
        _hear(settings, out)
        return
    from skill.cli.talk import command as talk

    ctx.invoke(talk, text=text or not _tell_sound(settings))


def _open_for_business(settings: Settings) -> None:
    """Load the demo shop if nothing is sold here yet, and say what there is."""
    from skill.bootstrap import open_shop

    shop = open_shop(settings)
    try:
        if shop.is_empty():
            _load(shop)
        books = shop.view(settings.customer_id)
        click.echo(f"Shop        {shop.store.count()} products, {len(books.orders)} past orders of yours")
        click.echo(f"Kept in     {_place(settings)}")
    finally:
        shop.close()


def _load(shop: Shop) -> None:
    from skill.feeds.demo_shop import load_demo

    click.echo("Loading the demo shop")
    load_demo(shop.store, shop.settings.currency, shop.settings.customer_id, shop.clock())
    shop.store.prepare_search()


def _place(settings: Settings) -> str:
    kind, _, rest = settings.database_url.partition("://")
    return rest.removeprefix("/") if kind == "sqlite" else kind.partition("+")[0]


def _tell_sound(settings: Settings) -> bool:
    """Say what there is to hear and to speak with; whether one can talk."""
    from local_voice.errors import VoiceError
    from local_voice.hearing.microphone import microphones

    try:
        found = microphones()
    except VoiceError as missing:
        click.echo(f"Microphone  {missing}")
        return False
    click.echo(f"Microphone  {', '.join(found) or 'none found, so you type'}")
    if found:
        # After the microphones: what is imported here needs the packages of the voice.
        from skill.cli._sound import engine_for, engine_told

        click.echo(f"Recogniser  {engine_told(engine_for(settings, people=True))}")
    return bool(found)


def _hear(settings: Settings, out: Path | None) -> None:
    from skill.cli._heard_purchase import play

    play(settings, out or settings.data_dir / "voicecart-demo.wav")

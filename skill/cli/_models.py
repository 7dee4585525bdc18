"""Downloading a speech model at the command line: offered, with a bar, and with the proof that it hears."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine
from local_voice.hearing.worker import RecognizerWorker
from local_voice.models.catalogue import Model, find, offered
from local_voice.models.shelf import Shelf
from skill.cli._sound import engine_for, shelf_for
from skill.settings import Settings


def download(shelf: Shelf, name: str) -> Path:
    """Fetch, unpack and try a model, with a bar at a terminal; Unreachable or VoiceError when it failed."""
    size, unseen = _bytes(find(name)), not sys.stderr.isatty()
    with click.progressbar(length=size, label=name, file=sys.stderr, hidden=unseen) as bar:

        def progress(there: int, of: int | None) -> None:
            bar.length = of or bar.length
            bar.update(there - bar.pos)

        return shelf.download(name, progress, tried)


def tried(folder: Path) -> None:
    """VoiceError when the recogniser cannot work with a model: it decodes half a second of silence."""
    with RecognizerWorker(Engine("vosk", model=folder)) as worker:
        worker.ready()


def offer(settings: Settings) -> None:
    """Ask somebody who has no official model whether they want one; a no is remembered."""
    shelf, model = shelf_for(settings), offered(settings.locale)
    lacking = engine_for(settings, people=True).reason in ("no official model", "no pocketsphinx")
    if model is None or not lacking or shelf.declined or not at_terminal():
        return
    click.echo(
        f"People are heard best with an official Vosk model. {model.name}: {_described(model)}", err=True
    )
    if not click.confirm("Download it now? (Asked once; later: voicecart voice download)", err=True):
        shelf.decline()
        return
    try:
        download(shelf, model.name)
    except VoiceError as error:
        click.echo(f"({error})", err=True)


def at_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _described(model: Model) -> str:
    errors = f", word errors {model.word_errors} %" if model.word_errors else ""
    return f"{model.megabytes} MB, {model.licence}{errors}"


def _bytes(model: Model | None) -> int:
    return model.bytes or model.megabytes * 1_000_000 if model else 1

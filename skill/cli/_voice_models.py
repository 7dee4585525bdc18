"""`voicecart voice models`: the official speech models, and those that are here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from skill.settings import Settings


@click.command()
@click.option("--installed", is_flag=True, help="Only those on this machine.")
@click.option("--language", metavar="CODE", help='Only those of a language, such as "en" or "de-DE".')
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a model.")
def command(installed: bool, language: str | None, as_json: bool) -> None:
    """List speech models: what they hear, their size, licence and published word errors.

    A star marks the one that the microphone is heard with.
    """
    shown = [
        one
        for one in _models(Settings.from_environment())
        if (one["installed"] or not installed) and (not language or _speaks(one, language))
    ]
    for one in shown:
        click.echo(json.dumps(one, ensure_ascii=False) if as_json else _line(one))
    if not shown:
        click.echo(f"no model {'here ' if installed else ''}hears {language}", err=True)


def _models(settings: Settings) -> Iterator[dict[str, Any]]:
    """The built-in one, those of the catalogue, and those that somebody put there by hand."""
    from local_voice.models import builtin_model
    from local_voice.models.catalogue import catalogue
    from skill.cli._sound import engine_for, shelf_for

    shelf = shelf_for(settings)
    here = {path.name: path for path in (builtin_model(), *shelf.installed(), *shelf.learned())}
    engine = engine_for(settings, people=True)
    used = (engine.model or builtin_model()).name if engine.name == "vosk" else None
    yield _entry(builtin_model().name, used, here, language="en-US", grammar=True, built_in=True)
    official = catalogue()
    for model in official:
        yield _entry(
            model.name,
            used,
            here,
            language=model.language,
            grammar=model.grammar,
            megabytes=model.megabytes,
            licence=model.licence,
            word_errors=model.word_errors,
        )
    for name in sorted(here.keys() - {model.name for model in official} - {builtin_model().name}):
        yield _entry(name, used, here)


def _entry(name: str, used: str | None, here: dict[str, Path], **known: Any) -> dict[str, Any]:
    folder = here.get(name)
    return {
        "name": name,
        **known,
        "installed": str(folder) if folder else None,
        "in_use": name == used,
    }


def _line(one: dict[str, Any]) -> str:
    star = "*" if one["in_use"] else " "
    size = "built in" if one.get("built_in") else f"{one['megabytes']} MB" if "megabytes" in one else "own"
    said = [one.get("language") or "", size, one.get("licence") or ""]
    if one.get("word_errors"):
        said.append(f"word errors {one['word_errors']} %")
    if one.get("grammar") is False:
        said.append("cannot be told what is expected")
    if one["installed"] and not one.get("built_in"):
        said.append("installed")
    return f"{star} {one['name']:42} {', '.join(filter(None, said))}"


def _speaks(one: dict[str, Any], language: str) -> bool:
    spoken = str(one.get("language", "")).casefold()
    return spoken == language.casefold() or spoken.partition("-")[0] == language.casefold()

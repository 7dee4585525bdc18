"""`voicecart fixtures`: conversations of other tools as our own files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from skill.errors import FixtureError


@click.group()
def command() -> None:
    """Conversations as files."""


@command.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where the fixtures go.")
@click.option(
    "--interaction-model",
    "model",
    type=click.Path(path_type=Path),
    help="The model of their skill.",
)
@click.option("--endpoint", metavar="URL|MODULE:HANDLER", help="With the model: where that skill is.")
@click.option("--force", is_flag=True, help="Write over fixtures that are there.")
def import_(
    paths: Sequence[Path], out: Path | None, model: Path | None, endpoint: str | None, force: bool
) -> None:
    """Turn Bespoken's test YAML and ask-cli's replay files into fixtures.

    One file a test, beside the original or in --out. What cannot be said in a fixture is named by its line.
    """
    from skill.fixtures.foreign import Place, import_file

    for path in paths:
        imported = import_file(path, Place(model, endpoint))
        folder = out or path.parent
        for fixture in imported.fixtures:
            click.echo(_write(folder, fixture, force=force))
        for note in imported.notes:
            click.echo(f"(left out: {path}: {note})", err=True)


def _write(folder: Path, fixture: dict[str, Any], *, force: bool) -> Path:
    name = re.sub(r"[^a-z0-9]+", "-", fixture["name"].lower()).strip("-") or "fixture"
    path = folder / f"{name}.json"
    if path.exists() and not force:
        raise FixtureError(f"{path} is there already: --force writes over it")
    given = fixture.get("given")
    if given:
        given = {**given, "interaction_model": os.path.relpath(given["interaction_model"], folder.resolve())}
        fixture = {**fixture, "given": given}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(fixture, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as wrong:
        raise FixtureError(f"{path} cannot be written: {wrong.strerror}") from None
    return path

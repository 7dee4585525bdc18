"""`voicecart test`: play fixtures and compare."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from skill.fixtures.fixture import Fixture
    from skill.fixtures.player import Door, Played


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--door",
    type=click.Choice(["skill", "http", "voice"]),
    default="skill",
    show_default=True,
    help="In process, as signed requests to the real server, or through speech and recogniser.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a turn.")
@click.option("--tag", "tags", multiple=True, help="Only conversations with this tag; may be repeated.")
@click.option(
    "--interaction-model",
    "model",
    type=click.Path(path_type=Path),
    help="Somebody else's skill: its model, for conversations that do not name one.",
)
@click.option("--endpoint", metavar="URL|MODULE:HANDLER", help="With the model: where that skill is.")
@click.pass_context
def command(
    ctx: click.Context,
    paths: Sequence[Path],
    door: str,
    as_json: bool,
    tags: Sequence[str],
    model: Path | None,
    endpoint: str | None,
) -> None:
    """Play conversations (JSON files, or folders of them) and compare what comes with what they expect.

    Bespoken's test YAML and ask-cli's replay files are played too; what they say and a fixture cannot say is
    named. Exit code 1 when something differs, 2 when a file is no fixture or there is
    nothing to play.
    """
    from skill.errors import FixtureError
    from skill.fixtures.doors import open_door
    from skill.fixtures.foreign import Place
    from skill.fixtures.gathering import gather
    from skill.fixtures.report import summary_line

    gathered = gather(paths, Place(model, endpoint))
    for note in gathered.notes:
        click.echo(f"(left out: {note})", err=True)
    wanted = set(tags)
    fixtures = [one for one in gathered.fixtures if not wanted or wanted & set(one.tags)]
    if not fixtures:
        raise FixtureError("nothing to play there" + (f" with the tag {' or '.join(tags)}" if tags else ""))
    started = time.perf_counter()
    with open_door(door) as opened:
        results = [_played(fixture, opened, as_json) for fixture in fixtures]
    failed = sum(not all(one.passed for one in turns) for turns in results)
    turns = sum(map(len, results))
    summary = summary_line(len(fixtures), failed, turns, time.perf_counter() - started, door)
    click.echo(summary, err=as_json)
    ctx.exit(1 if failed else 0)


def _played(fixture: Fixture, door: Door, as_json: bool) -> list[Played]:
    """Play one fixture and tell about each turn: as JSON all of them, else those that differ."""
    from skill.fixtures.player import play, played_face
    from skill.fixtures.report import failure_lines

    results = []
    for one in play(fixture, door):
        results.append(one)
        if as_json:
            click.echo(json.dumps(played_face(fixture, one), ensure_ascii=False))
        elif not one.passed:
            click.echo("\n".join(failure_lines(fixture, one)))
    return results

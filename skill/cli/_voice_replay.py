"""`voicecart voice replay`: hold the conversations of a log again, and compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from local_voice.hearing.ear import Ear
    from skill.fixtures.ears import Grammar
    from skill.fixtures.replay import Replayed


@click.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--words", is_flag=True, help="Take what was recognised then, also where there are recordings.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a turn.")
@click.pass_context
def command(ctx: click.Context, log: Path, words: bool, as_json: bool) -> None:
    """Run the turns of a log (voicecart talk --log FILE) again, in a shop as it was then.

    Recorded utterances are recognised again, by the recogniser that heard them then where it is here; others
    have the hypotheses of then. Intent, slots and cart are compared. Your own shop is not touched. Exit code
    1 when something differs.
    """
    from skill.fixtures.log_reader import read_log
    from skill.fixtures.replay import replay

    open_ear = None if words else _open_ear
    turns = differing = silent = 0
    for begin, lines in read_log(log):
        for one in replay(log, begin, lines, open_ear):
            turns += 1
            differing += not one.passed
            silent += one.moment is None
            _tell(one, as_json=as_json)
    left_out = f", {silent} without words" if silent else ""
    click.echo(f"{turns} turns, {differing} differ{left_out}", err=as_json)
    ctx.exit(1 if differing else 0)


def _open_ear(engine: str, grammar: Grammar) -> Ear:
    """With the words that this shop spells for its recogniser."""
    from local_voice.hearing.ear import Ear
    from local_voice.hearing.respelling import Respellings, read_table
    from skill.cli._sound import engine_named, respellings_file
    from skill.fixtures.ears import recognizer_of
    from skill.settings import Settings

    settings = Settings.from_environment()
    respellings = Respellings(read_table(respellings_file(settings)))
    return Ear(recognizer_of(engine_named(engine, settings)), grammar, respellings)


def _tell(one: Replayed, *, as_json: bool) -> None:
    """As JSON every turn, else those that differ."""
    if as_json:
        click.echo(json.dumps(_face(one), ensure_ascii=False))
        return
    for what, (then, now) in one.differences.items():
        heard = " | ".join(one.line.get("heard", ())) or one.line["did"]
        click.echo(f"turn {one.line['turn']} ({heard}): {what} was {json.dumps(then)}, is {json.dumps(now)}")


def _face(one: Replayed) -> Mapping[str, Any]:
    differences = {what: {"then": then, "now": now} for what, (then, now) in one.differences.items()}
    user = one.moment.exchange.user if one.moment else None
    return {
        "turn": one.line["turn"],
        "user": user,
        "played": one.moment is not None,
        "passed": one.passed,
        "differences": differences,
    }

"""`voicecart check`: what is wrong with interaction models and fixtures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.checking import Finding
    from local_voice.understanding.values import Context, Frames

    Grammar = Callable[[Context], Frames]

HEARD = "en"
"""The language of the speech models."""
FILE = click.Path(path_type=Path)


@click.command()
@click.option(
    "--interaction-model",
    "models",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="A model in Amazon's format; several are the locales of one skill. Left out: our own.",
)
@click.option("--locale", help="The language of the models; else each file's name, such as de-DE.json.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@click.argument("paths", nargs=-1, type=FILE, metavar="[FIXTURES]...")
@click.pass_context
def command(
    ctx: click.Context,
    models: Sequence[Path],
    locale: str | None,
    strict: bool,
    as_json: bool,
    paths: Sequence[Path],
) -> None:
    """Look for mistakes in interaction models and in fixtures.

    Each finding says where it is and what to do. Exit code 1 when there are errors, 0 with warnings only, 2
    when a model cannot be read or a file is not there.
    """
    settings = Settings.from_environment()
    levels: Counter[str] = Counter()
    for file, finding in _findings(models, paths, locale, settings):
        levels[finding.level] += 1
        click.echo(_as_json(file, finding) if as_json else _line(file, finding))
    click.echo(f"{_count(levels, 'error')}, {_count(levels, 'warning')}", err=True)
    ctx.exit(1 if levels["error"] or (strict and levels["warning"]) else 0)


def _findings(
    models: Sequence[Path], paths: Sequence[Path], locale: str | None, settings: Settings
) -> Iterator[tuple[Path, Finding]]:
    from local_voice.checking import check_handlers, check_locales, check_model
    from local_voice.understanding import compile_model
    from skill.model_files import locale_of, own_model, read_model

    fixtures = _fixtures_in(paths)
    own = settings.interaction_model or own_model(settings.locale)
    files = list(models) or [own]
    raws = [read_model(file) for file in files]
    for file, raw in zip(files, raws, strict=True):
        spoken = locale or locale_of(file) or settings.locale
        found = check_model(raw, spoken, trained=_weights_of(file, spoken))
        yield from ((file, one) for one in found)
        if models and spoken.startswith(HEARD) and not any(one.level == "error" for one in found):
            said = compile_model(raw, locale=spoken).grammar
            yield from ((file, one) for one in _check_hearing(said, settings))
    for file, raw in zip(files[1:], raws[1:], strict=True):
        yield from ((file, one) for one in check_locales(raws[0], raw, files[0].name))
    if not models:
        from skill.conversation.intents import INTENTS

        yield from ((own, one) for one in check_handlers(raws[0], INTENTS.keys()))
        with _shops_grammar(raws[0], settings) as grammar:
            yield from ((own, one) for one in _check_hearing(grammar, settings))
    if fixtures:
        from skill.fixtures.checking import check_fixtures

        yield from check_fixtures(fixtures, raws[0])


def _weights_of(file: Path, locale: str) -> bytes:
    """The second opinion that the shop has on its own model."""
    from skill.model_files import own_weights, own_weights_path

    home = own_weights_path(locale).parents[1]
    return own_weights(locale) if file.resolve() == (home / f"{locale}.json").resolve() else b""


def _fixtures_in(paths: Sequence[Path]) -> list[Path]:
    """The files to be checked; FixtureError for a path that is none, before anything takes its time."""
    if not paths:
        return []
    from skill.fixtures.gathering import files_in

    return list(files_in(paths))


@contextmanager
def _shops_grammar(model: Mapping[str, Any], settings: Settings) -> Iterator[Grammar]:
    """What is said to the shop, with the names of what it sells; before that those in its model."""
    from local_voice.understanding import compile_model
    from skill.bootstrap import open_shop

    shop = open_shop(settings)
    try:
        if shop.is_empty():
            yield compile_model(model, locale=settings.locale).grammar
        else:
            yield shop.understanding.grammar
    finally:
        shop.close()


def _check_hearing(grammar: Grammar, settings: Settings) -> Iterator[Finding]:
    """Words that the recogniser does not know."""
    from local_voice.packages import voice_available

    if not voice_available():
        return
    from local_voice.checking.finding import warning
    from skill.cli._sound import ear_expecting, engine_for

    with ear_expecting(grammar, engine_for(settings, people=False), settings) as ear:
        deaf = [word for word in ear.cannot_hear() if not word.isdecimal()]
    if deaf:
        shown = ", ".join(deaf[:20]) + (f" and {len(deaf) - 20} more" if len(deaf) > 20 else "")
        remedy = "say it in other words too, or use a larger model of speech"
        yield warning("word-not-heard", "/", f"the recogniser cannot hear {shown}", remedy)


def _as_json(file: Path, finding: Finding) -> str:
    face = {
        "level": finding.level,
        "code": finding.code,
        "file": str(file),
        "place": finding.place,
        "what": finding.what,
        "remedy": finding.remedy,
    }
    return json.dumps(face, ensure_ascii=False)


def _line(file: Path, finding: Finding) -> str:
    return f"{file.name}: {finding.level} {finding.code}: {finding.what}: {finding.remedy} ({finding.place})"


def _count(levels: Counter[str], level: str) -> str:
    return f"{levels[level]} {level}{'' if levels[level] == 1 else 's'}"

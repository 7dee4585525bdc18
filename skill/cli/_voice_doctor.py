"""`voicecart voice doctor`: what is wrong with hearing and speaking here, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from local_voice.errors import VoiceError
from skill.cli._sound_options import LOUDSPEAKER, MICROPHONE
from skill.errors import VoicecartError
from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.checkup.report import Report
    from local_voice.hearing.engines import Engine
    from local_voice.hearing.recognizer import Recognizer
    from local_voice.understanding.values import Frames

SIGNS = {"fine": "ok     ", "warning": "warning", "error": "error  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@click.option(
    "--echo", is_flag=True, help="Speak aloud for a while and measure what the microphone hears of it."
)
@MICROPHONE
@LOUDSPEAKER
@click.pass_context
def command(
    ctx: click.Context, as_json: bool, echo: bool, microphone: str | None, loudspeaker: str | None
) -> None:
    """Look at all that hears and speaks: packages, devices, model, words of the shop, voice, and how fast.

    Lines are spoken and heard again without a sound card; only --echo is heard in the room. Nothing is
    changed. Exit code 1: something keeps people from talking by sound; 0: nothing does, though there may be
    warnings.
    """
    worst, settings = "fine", Settings.from_environment()
    settings = replace(
        settings,
        microphone=microphone or settings.microphone,
        loudspeaker=loudspeaker or settings.loudspeaker,
    )
    for report in _reports(settings, echo=echo):
        worst = "error" if report.level == "error" else worst
        click.echo(_as_json(report) if as_json else _line(report))
    ctx.exit(1 if worst == "error" else 0)


def _reports(settings: Settings, *, echo: bool) -> Iterator[Report]:
    """One finding after the other, as they are made."""
    from local_voice.checkup.libraries import check_libraries

    libraries = check_libraries()
    yield libraries
    if libraries.level == "error":
        return
    from local_voice.checkup.devices import check_loudspeaker, check_microphone, check_null_devices
    from skill.cli._sound import engine_for

    yield check_microphone(settings.microphone)
    yield check_loudspeaker(settings.loudspeaker)
    yield check_null_devices()
    engine = engine_for(settings, people=True)
    yield _engine(engine, settings)
    expected, shop = _expected(settings)
    yield shop
    yield from _of_hearing_and_speaking(engine, expected, settings, echo=echo)


def _of_hearing_and_speaking(
    engine: Engine, expected: Frames, settings: Settings, *, echo: bool
) -> Iterator[Report]:
    from local_voice.checkup.echo import check_echo
    from local_voice.checkup.hearing import check_latency, check_loopback, check_model
    from local_voice.checkup.speaking import check_voice
    from local_voice.hearing.engines import Engine
    from local_voice.hearing.worker import RecognizerWorker
    from skill.cli._sound import speaker_for

    with RecognizerWorker(engine) as worker, speaker_for(settings) as speaker:
        model = check_model(engine, worker)
        yield model
        yield check_voice(speaker)
        if model.level != "error":
            yield _words(worker, expected, settings)
            yield check_latency(worker, speaker, LINES, expected)
        # PocketSphinx is made for people: what it hears of a synthesiser tells nothing.
        with RecognizerWorker(engine if engine.name == "vosk" else Engine("vosk")) as vosk:
            yield check_loopback(vosk, speaker, LINES, expected)
        if echo:
            say = partial(click.echo, err=True)
            yield check_echo(speaker, say, settings.microphone, settings.loudspeaker)


LINES = (
    "do you have oat milk",
    "add two bananas",
    "what is in my cart",
    "make it three",
    "check out",
    "yes",
    "no thanks",
    "stop",
)
"""What is said to every shop."""


def _engine(engine: Engine, settings: Settings) -> Report:
    """Who listens at the microphone, and why."""
    from local_voice.checkup.report import fine, warning
    from local_voice.models.catalogue import offered
    from skill.cli._sound import engine_told

    facts = {
        "engine": engine.name,
        "reason": engine.reason,
        "model": str(engine.model) if engine.model else None,
    }
    better = offered(settings.locale)
    if engine.reason in ("no official model", "no pocketsphinx") and better is not None:
        remedy = f"people are heard best with an official model: voicecart voice download {better.name}"
        return warning("engine", engine_told(engine), remedy, **facts)
    return fine("engine", engine_told(engine), **facts)


def _expected(settings: Settings) -> tuple[Frames, Report]:
    """What is said to this shop; where it cannot be opened, what is said to any shop."""
    from local_voice.checkup.report import fine, warning
    from local_voice.understanding import compile_model
    from skill.bootstrap import open_shop
    from skill.model_files import own_model, read_model

    why = "nothing is sold here yet"
    try:
        shop = open_shop(settings)
    except VoicecartError as closed:
        why = str(closed)
    else:
        try:
            if not shop.is_empty():
                names = len(shop.entities()["PRODUCT"])
                known = fine("shop", f"{names} products are known by name", products=names)
                return shop.understanding.grammar(), known
        except VoicecartError as closed:
            why = str(closed)
        finally:
            shop.close()
    model = read_model(settings.interaction_model or own_model(settings.locale))
    remedy = "voicecart catalog import FEED, or voicecart catalog demo"
    return compile_model(model, locale=settings.locale).grammar(), warning("shop", why, remedy)


def _words(recognizer: Recognizer, expected: Frames, settings: Settings) -> Report:
    """The words that customers say, with this shop's spellings for its recogniser."""
    from local_voice.checkup.hearing import check_words
    from local_voice.checkup.report import error
    from local_voice.hearing.respelling import Respellings, read_table
    from skill.cli._sound import respellings_file

    try:
        table = read_table(respellings_file(settings))
    except VoiceError as wrong:
        return error("words", str(wrong), "mend the line, or delete the file")
    return check_words(recognizer, expected, Respellings(table))


def _as_json(report: Report) -> str:
    face = {
        "topic": report.topic,
        "level": report.level,
        "what": report.what,
        "remedy": report.remedy or None,
        "facts": dict(report.facts),
    }
    return json.dumps(face, ensure_ascii=False)


def _line(report: Report) -> str:
    remedy = f"\n          -> {report.remedy}" if report.remedy else ""
    return f"{SIGNS[report.level]}  {report.topic}: {report.what}{remedy}"

"""`voicecart transcribe`: what the recogniser hears in sound files."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from local_voice.errors import VoiceError
from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.hearing.ear import Ear
    from local_voice.understanding import Understanding

UNREADABLE = 2


@click.command()
@click.argument("sounds", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WAV...")
@click.option(
    "--interaction-model",
    type=click.Path(path_type=Path),
    help="Expect the words of this model instead of the shop's.",
)
@click.option(
    "--model", type=click.Path(path_type=Path), help="Folder of a Vosk model; the built-in one by default."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def command(
    sounds: tuple[Path, ...], interaction_model: Path | None, model: Path | None, as_json: bool
) -> None:
    """Write down what is said in sound files (WAV of any rate, one utterance each)."""
    settings = Settings.from_environment()
    ear = _ear(settings, interaction_model, model)
    failed = False
    for path in sounds:
        try:
            _show(_heard(ear, path), as_json=as_json)
        except VoiceError as wrong:
            click.echo(f"voicecart: {wrong}", err=True)
            failed = True
    if failed:
        sys.exit(UNREADABLE)


def _ear(settings: Settings, interaction_model: Path | None, folder: Path | None) -> Ear:
    from local_voice.hearing.ear import Ear
    from local_voice.hearing.engines import Engine, open_engine
    from local_voice.hearing.respelling import Respellings, read_table
    from skill.cli._sound import engine_for, respellings_file

    engine = Engine("vosk", "model named", folder) if folder else engine_for(settings, people=False)
    respellings = Respellings(read_table(respellings_file(settings)))
    ear = Ear(open_engine(engine), _understanding(settings, interaction_model).grammar, respellings)
    ear.prepare()
    return ear


def _understanding(settings: Settings, interaction_model: Path | None) -> Understanding:
    """The shop's with what it sells, or that of a stranger's model by itself."""
    from local_voice.understanding import compile_model
    from skill.bootstrap import open_shop
    from skill.model_files import read_model

    if interaction_model is not None:
        return compile_model(read_model(interaction_model), locale=settings.locale)

    shop = open_shop(settings)
    try:
        # Before anything is sold, the names in the interaction model stand for it.
        return compile_model(shop.interaction_model) if shop.is_empty() else shop.understanding
    finally:
        shop.close()


def _heard(ear: Ear, path: Path) -> dict[str, Any]:
    from local_voice.sound import read_sound

    pcm = read_sound(path)
    started = time.perf_counter()
    transcript = ear.hear(pcm)
    return {
        "file": str(path),
        "text": transcript.text,
        "alternatives": list(transcript.alternatives),
        "audio_s": round(pcm.seconds, 3),
        "ms": round(1000 * (time.perf_counter() - started), 1),
    }


def _show(heard: dict[str, Any], *, as_json: bool) -> None:
    click.echo(json.dumps(heard, ensure_ascii=False) if as_json else f"{heard['file']}: {heard['text']}")

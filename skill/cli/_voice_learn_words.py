"""`voicecart voice learn-words`: a shop's words, added to the model that comes with the project."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from local_voice.errors import VoiceError
from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.learning.wordlist import Sounds

NAME = "vosk-model-tiny-en-learned"


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Words in a text file; after a tab how one sounds: gochujang<TAB>go chew jang.",
)
@click.option("--catalog", is_flag=True, help="All that the shop's customers may say.")
@click.option("--out", type=click.Path(path_type=Path), help="The model's folder (in the data folder).")
@click.option("--anew", is_flag=True, help="Forget what was learned before.")
@click.option("--use", is_flag=True, help="Listen with the model from now on.")
def command(
    words: tuple[str, ...], files: tuple[Path, ...], catalog: bool, out: Path | None, anew: bool, use: bool
) -> None:
    """Make a model that knows these words beside those of the built-in one, which stays as it is.

    Nothing is trained: the words are added to the model's graph by their sound, which takes seconds. Then
    they are spoken by the synthesiser, and heard or not. Words that were learned before stay.
    """
    from local_voice.learning.learn import learn, learned
    from local_voice.learning.wordlist import spoken
    from local_voice.models import builtin_model
    from local_voice.models.shelf import LEARNED
    from skill.cli._sound import engine_for, engine_told, shelf_for

    settings = Settings.from_environment()
    shelf = shelf_for(settings)
    if use and out is not None:
        raise click.UsageError("--use listens with a model of the data folder: leave out --out")
    out = out or shelf.folder / LEARNED / NAME
    wanted = _wanted(words, files, settings if catalog else None)
    before = {} if anew else learned(out)
    asked = _unknown(wanted, before)
    new = spoken(asked)
    unspeakable = asked.keys() - new.keys()
    for word in sorted(unspeakable):
        click.echo(f"{word}: nobody knows how to speak it", err=True)
    if unspeakable and not new:
        raise VoiceError("no word was learned")
    if new:
        learn(builtin_model(), out, {**before, **new})
        right = _try(out, list(new), settings)
        click.echo(f"{len(new)} words learned, {right} of them heard when they were spoken", err=True)
    if len(wanted) > len(asked):
        click.echo(f"{len(wanted) - len(asked)} words were known already", err=True)
    if use:
        shelf.use(out.name)
        click.echo(engine_told(engine_for(settings, people=True)), err=True)
    elif new:
        click.echo(f"To listen with the model: --use, or VOICECART_VOSK_MODEL={out}", err=True)


def _wanted(words: Sequence[str], files: Sequence[Path], shop: Settings | None) -> Sounds:
    """All that is to be learned; UsageError when that is nothing."""
    from local_voice.learning.wordlist import read_words, words_of_texts

    wanted = dict(words_of_texts((*words, *(_of_the_shop(shop) if shop else ()))))
    for file in files:
        wanted.update(read_words(file))
    if not wanted:
        raise click.UsageError("nothing to learn: name words, or give --file or --catalog")
    return wanted


def _unknown(wanted: Sounds, before: Container[str]) -> dict[str, str]:
    """The words that the built-in model lacks; what was learned before only where its sound is told."""
    from local_voice.learning.learn import known_words
    from local_voice.models import builtin_model

    known = known_words(builtin_model())
    return {
        word: sound for word, sound in wanted.items() if word not in known and (sound or word not in before)
    }


def _of_the_shop(settings: Settings) -> Sequence[str]:
    """What customers may say; figures and the like are said otherwise."""
    from local_voice.hearing.grammar import words_of
    from local_voice.hearing.pronunciation import is_speakable
    from skill.bootstrap import open_shop
    from skill.fixtures.devices import understanding_of

    shop = open_shop(settings)
    try:
        return sorted(filter(is_speakable, words_of(understanding_of(shop).grammar())))
    finally:
        shop.close()


def _try(model: Path, words: Sequence[str], settings: Settings) -> int:
    """Print each word and what the model heard; how many it heard right."""
    from local_voice.hearing.engines import Engine
    from local_voice.hearing.worker import RecognizerWorker
    from local_voice.learning.learn import learned
    from local_voice.learning.trying import try_words
    from local_voice.speaking.voices import voice_of
    from skill.cli._sound import speaker_for

    ways, right = learned(model), 0
    with RecognizerWorker(Engine("vosk", model=model)) as worker, speaker_for(settings) as speaker:
        for tried in try_words(words, worker, lambda text: speaker.synthesize(text, voice_of("customer"))):
            right += tried.right
            outcome = "heard" if tried.right else f"heard as {tried.heard!r}" if tried.heard else "not heard"
            click.echo(f"{tried.word}\t{' '.join(ways[tried.word][0])}\t{outcome}")
    return right

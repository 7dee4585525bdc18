"""`voicecart voice respell`: how words sound that the recogniser does not know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skill.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local_voice.hearing.engines import Engine
    from local_voice.hearing.respelling import Table
    from local_voice.hearing.soundalikes import Spelling


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--write", is_flag=True, help="Add the spellings to the shop's table, which you may edit.")
@click.option("--all", "doubtful_too", is_flag=True, help="Add the doubtful ones too.")
def command(words: tuple[str, ...], write: bool, doubtful_too: bool) -> None:
    """Spell words that the recogniser lacks with words that it knows ("sorbet" as "soar bay").

    Without words: all that the shop's customers may say and the recogniser does not know. The recogniser then
    hears the spelling, and the word is understood. What stands in the table already is left as it is. Beside
    a spelling stands how well it fits, from 0 to 1; a doubtful one is seldom heard, and is shown only.
    """
    from local_voice.hearing.respelling import read_table, write_table
    from skill.cli._sound import respellings_file

    settings = Settings.from_environment()
    place = respellings_file(settings)
    table = dict(read_table(place))
    doubtful = 0
    for word, found in _spellings(settings, words, table).items():
        if found is None:
            click.echo(f"{word}: nobody knows how to speak it", err=True)
            continue
        doubtful += found.is_doubtful
        mark = "\tdoubtful" if found.is_doubtful else ""
        click.echo(f"{word}\t{found.spelled}\t{found.fit:.2f}{mark}")
        if doubtful_too or not found.is_doubtful:
            table.setdefault(word, (found.spelled,))
    if write:
        write_table(place, table)
        click.echo(f"Written to {place}", err=True)
    if doubtful and not doubtful_too:
        click.echo(_of_the_doubtful(doubtful, place), err=True)


def _spellings(settings: Settings, words: Sequence[str], table: Table) -> dict[str, Spelling | None]:
    """How words may be spelled: these, or all of the shop's that are neither known nor in the table."""
    from local_voice.hearing.grammar import spoken_form, words_of
    from local_voice.hearing.pronunciation import is_speakable
    from local_voice.hearing.soundalikes import SoundAlikes
    from skill.bootstrap import open_shop
    from skill.cli._sound import engine_for
    from skill.fixtures.devices import understanding_of

    shop = open_shop(settings)
    try:
        said = words_of(understanding_of(shop).grammar())
    finally:
        shop.close()
    known = _vocabulary(engine_for(settings, people=False), said)
    lost = sorted(filter(is_speakable, said - known - table.keys()))
    speller = SoundAlikes(known, avoid=said)
    return {word: speller.spell(word) for word in (list(map(spoken_form, words)) or lost)}


def _of_the_doubtful(count: int, place: Path) -> str:
    what = f"{count} doubtful {'ones are' if count > 1 else 'one is'} not written"
    return f"{what}: voicecart voice learn-words, your own spelling in {place}, or --all"


def _vocabulary(engine: Engine, said: frozenset[str]) -> frozenset[str]:
    """The words that the engine knows, out of the shop's and those of the dictionary."""
    from local_voice.hearing.pronunciation import dictionary
    from local_voice.hearing.worker import RecognizerWorker

    with RecognizerWorker(engine) as worker:
        return worker.known({*said, *dictionary()})

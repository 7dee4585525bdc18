"""`voicecart voice respell`: how words sound that the recogniser does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.hearing.engines import Engine


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--write", is_flag=True, help="Add the spellings to the shop's table, which you may edit.")
def command(words: tuple[str, ...], write: bool) -> None:
    """Spell words that the recogniser lacks with words that it knows ("sorbet" as "soar bay").

    Without words: all that the shop's customers may say and the recogniser does not know. The recogniser then
    hears the spelling, and the word is understood. What stands in the table already is left as it is.
    """
    from local_voice.hearing.grammar import spoken_form, words_of
    from local_voice.hearing.pronunciation import is_speakable
    from local_voice.hearing.respelling import read_table, write_table
    from local_voice.hearing.soundalikes import SoundAlikes
    from skill.bootstrap import open_shop
    from skill.cli._sound import engine_for, respellings_file
    from skill.fixtures.devices import understanding_of

    settings = Settings.from_environment()
    place = respellings_file(settings)
    table = dict(read_table(place))
    shop = open_shop(settings)
    try:
        said = words_of(understanding_of(shop).grammar())
    finally:
        shop.close()
    known = _vocabulary(engine_for(settings, people=False), said)
    wanted = [spoken_form(word) for word in words] or sorted(
        filter(is_speakable, said - known - table.keys())
    )
    speller = SoundAlikes(known, avoid=said)
    for word in wanted:
        found = speller.spell(word)
        if found is None:
            click.echo(f"{word}: nobody knows how to speak it", err=True)
            continue
        click.echo(f"{word}\t{found.spelled}\t{found.likeness:.2f}")
        table.setdefault(word, (found.spelled,))
    if write:
        write_table(place, table)
        click.echo(f"Written to {place}", err=True)


def _vocabulary(engine: Engine, said: frozenset[str]) -> frozenset[str]:
    """The words that the engine knows, out of the shop's and those of the dictionary."""
    from local_voice.hearing.pronunciation import dictionary
    from local_voice.hearing.worker import RecognizerWorker

    with RecognizerWorker(engine) as worker:
        return worker.known({*said, *dictionary()})

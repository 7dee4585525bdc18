"""The step `shop-text`: what customers say to the demo shop, as prompts beside those of `text`.

Writes WORK/text/shop.txt: sentences out of the shop's own grammar, short commands alone, and the words of
learned_words.tsv, which no training before has spoken. None of the longer lines of tests/conversations is
among them: with those a model is measured. The same seed gives the same text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from common import HERE, QUICK, WORK
from lexicon import learned, prons
from make_text import LONG
from sentences import CONTROL_PHRASES

from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.sentences import known_sentences
from skill.fixtures.devices import understanding_of
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world

SEED = 2
COUNT = 40 if QUICK else 12000
SHARES = (0.6, 0.25, 0.15)
"""Sentences, short commands, learned words."""
SHORT = 2
"""Words of a short command at most: a whole sentence hangs on each of them."""
LEARNED_TOGETHER = (1, 1, 2, 3)
CONVERSATIONS = HERE.parent.parent / "tests" / "conversations"


@dataclass(frozen=True, slots=True)
class Kinds:
    """What prompts are taken from."""

    sentences: Sequence[str]
    commands: Sequence[str]
    words: Sequence[str]
    """Learned ones."""


def make(count: int, kinds: Kinds, random: Random) -> list[str]:
    """So many prompts, the kinds in their shares."""
    ways: tuple[Callable[[], str], ...] = (
        lambda: random.choice(kinds.sentences),
        lambda: random.choice(kinds.commands),
        lambda: " ".join(random.sample(kinds.words, random.choice(LEARNED_TOGETHER))),
    )
    return [random.choices(ways, SHARES)[0]() for _ in range(count)]


def shop_sentences() -> list[str]:
    """What the demo shop's customers may say; what is said often stands several times."""
    with open_world(Fixture(CONVERSATIONS, "training", ())) as world:
        expected = understanding_of(world.shop).grammar()
    return known_sentences(expected, lambda word: bool(prons(word)))


def measured_with() -> set[str]:
    """The lines of the conversations; shorter ones are said everywhere."""
    turns = (
        turn
        for file in CONVERSATIONS.glob("*.json")
        for turn in json.loads(file.read_text(encoding="utf-8"))["turns"]
    )
    lines = {spoken_form(str(turn.get("user", ""))) for turn in turns}
    return {line for line in lines if len(line.split()) >= LONG}


def kinds() -> Kinds:
    """Of the demo shop."""
    held = measured_with()
    sentences = [sentence for sentence in shop_sentences() if sentence not in held]
    short = {one for one in (*sentences, *CONTROL_PHRASES) if len(one.split()) <= SHORT}
    commands = [one for one in sorted(short) if all(map(prons, one.split()))]
    return Kinds(sentences, commands, sorted(learned()))


def main() -> None:
    prompts = make(COUNT, kinds(), Random(SEED))
    (WORK / "text" / "shop.txt").write_text("".join(f"{line}\n" for line in prompts), encoding="utf-8")
    print(f"{len(prompts)} to speak, {len(set(prompts))} different")


if __name__ == "__main__":
    main()

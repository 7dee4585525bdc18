"""The step `text`: sentences to learn the order of words from, prompts to speak, sentences to test with.

Writes WORK/text/lm.txt, WORK/text/prompts.txt (sentences, and words in any order) and WORK/text/test.txt
(never spoken in training, none of the longer ones in lm.txt). The same seed gives the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from common import QUICK, WORK
from lexicon import domain_vocabulary, vocabulary
from sentences import CONTROL_PHRASES, shop_grammar

SEED = 1
SHARE_OF_SENTENCES = 0.55
"""Of the prompts; the others are words in any order, so that all of them are spoken."""
SHARE_OF_FREE_WORDS = 0.6
"""Of the words in any order; the others are the shop's."""
LENGTHS = (1, 2, 3, 4, 4, 5, 5, 6, 7, 8)
TEST_WORDS = range(2, 13)
LONG = 4
"""Words of a sentence that can be unseen; shorter ones occur everywhere."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many sentences of each kind."""

    model: int
    prompts: int
    test: int


FULL, TINY = Sizes(150000, 30000, 400), Sizes(3000, 150, 20)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of free speech, and those of the shop among them."""

    free: list[str]
    shop: list[str]


@dataclass(frozen=True, slots=True)
class Text:
    """What is written."""

    model: list[str]
    prompts: list[str]
    test: list[str]


def make(sizes: Sizes, words: Words, random: Random, *, whole_vocabulary: bool = True) -> Text:
    """All the text; with the whole vocabulary every word is spoken once, and the shop's five times."""
    sentences = shop_grammar().sentences(random, set(words.free))
    test = _test_sentences(sentences, sizes.test)
    held = {sentence for sentence in test if len(sentence.split()) >= LONG}
    model = [sentence for sentence in islice(sentences, sizes.model) if sentence not in held]
    unheard = (sentence for sentence in sentences if sentence not in held)
    prompts = list(_all_words(words, random)) if whole_vocabulary else []
    prompts += _prompts(unheard, words, random, sizes.prompts - len(prompts))
    random.shuffle(prompts)
    return Text(model, prompts, test)


def _test_sentences(sentences: Iterator[str], count: int) -> list[str]:
    """Different ones of ordinary length."""
    found: dict[str, None] = {}
    while len(found) < count:
        sentence = next(sentences)
        if len(sentence.split()) in TEST_WORDS:
            found[sentence] = None
    return list(found)


def _all_words(words: Words, random: Random) -> Iterator[str]:
    pool = words.free + words.shop * 4
    random.shuffle(pool)
    while pool:
        length = random.randint(3, 6)
        yield " ".join(pool[:length])
        pool = pool[length:]


def _prompts(sentences: Iterator[str], words: Words, random: Random, count: int) -> list[str]:
    ways: tuple[Callable[[], str], ...] = (lambda: next(sentences), lambda: _any_words(words, random))
    shares = (SHARE_OF_SENTENCES, 1 - SHARE_OF_SENTENCES)
    return [random.choices(ways, shares)[0]() for _ in range(count)]


def _any_words(words: Words, random: Random) -> str:
    shares = (SHARE_OF_FREE_WORDS, 1 - SHARE_OF_FREE_WORDS)
    pools = random.choices((words.free, words.shop), shares, k=random.choice(LENGTHS))
    return " ".join(map(random.choice, pools))


def write(text: Text, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (("lm", text.model), ("prompts", text.prompts), ("test", text.test)):
        (folder / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def to_speak(folder: Path, count: int) -> list[str]:
    """So many prompts; where a shop's were written (make_shop_text.py), every other one is of those."""
    files = [folder / "prompts.txt", folder / "shop.txt"]
    texts = [file.read_text(encoding="utf-8").splitlines() for file in files if file.exists()]
    return [text for line in zip(*texts, strict=False) for text in line][:count]


def main() -> None:
    words = Words(vocabulary(), domain_vocabulary())
    unknown = {word for phrase in CONTROL_PHRASES for word in phrase.split()} - set(words.free)
    print("words of control phrases outside the vocabulary:", " ".join(sorted(unknown)) or "none")
    text = make(TINY if QUICK else FULL, words, Random(SEED), whole_vocabulary=not QUICK)
    write(text, WORK / "text")
    counts = f"{len(text.model)} for the model, {len(text.prompts)} to speak, {len(text.test)} to test with"
    print(f"{counts}; vocabulary {len(words.free)}")


if __name__ == "__main__":
    main()

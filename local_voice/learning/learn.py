"""Words added to a model's graph: a new folder, beside the model that it was made from."""

from __future__ import annotations

import math
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from local_voice.errors import VoiceError
from local_voice.learning.openfst import OpenFst, grammar, grammar_bytes, words_graph, words_graph_bytes
from local_voice.learning.topology import PHONES, word_boundaries
from local_voice.learning.tree import Pronunciations, draw, numbered, prefix_tree

LEARNED = "learned.tsv"
"""In the model's folder: the words that were added, each with a way to speak it."""
DOMAIN_SHARE = 6.0
"""How much likelier in free speech a word of the shop is than any other that stood in no sentence."""

WORDS, HCL, GRAMMAR = "graph/words.txt", "graph/HCLr.fst", "graph/Gr.fst"
BOUNDARIES = "graph/phones/word_boundary.int"


def learned(folder: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The words that were added to a model, with their pronunciations; none where nothing was."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    file = folder / LEARNED
    try:
        lines = file.read_bytes().decode().splitlines()
    except FileNotFoundError:
        return found
    except OSError as error:
        raise VoiceError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise VoiceError(f"{file} is no text: --anew forgets the words in it") from None
    for number, line in enumerate(lines, 1):
        word, _, phones = line.partition("\t")
        way = tuple(phones.split())
        if not way or not set(way) <= set(PHONES):
            raise VoiceError(f"{file}, line {number} is no word with its phones: --anew forgets them all")
        found[word] = (*found.get(word, ()), way)
    return found


def known_words(model: Path) -> dict[str, int]:
    """The words of a model with their numbers; VoiceError when it cannot be added to."""
    _check(model)
    lines = (model / WORDS).read_text(encoding="utf-8").splitlines()
    return {word: int(number) for word, number in (line.split() for line in lines)}


def learn(model: Path, out: Path, pronunciations: Pronunciations) -> None:
    """Make `out` a copy of the model that knows these words too; those that it knows stay as they are.

    A folder that was made so before is replaced, any other that exists is left alone: VoiceError.
    """
    numbers = known_words(model)
    new = {word: ways for word, ways in pronunciations.items() if word not in numbers}
    if out.exists() and not (out / LEARNED).is_file():
        raise VoiceError(f"{out} exists and was not made by learning words: name another folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".learning-", dir=out.parent) as scratch:
            made = Path(scratch, out.name)
            shutil.copytree(model, made)
            with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # not beside vosk, see openfst.py
                apart.submit(add_to_graph, made, numbers, new).result()
            if out.exists():
                out.rename(Path(scratch, "before"))
            made.rename(out)
    except OSError as error:
        raise VoiceError(f"{out} cannot be written: {error.strerror}") from None


def add_to_graph(folder: Path, numbers: dict[str, int], new: Pronunciations) -> None:
    """Change the files of a model's folder."""
    tree = prefix_tree(new)
    added = numbered(tree, max(numbers.values()) + 1)
    hcl = words_graph((folder / HCL).read_bytes())
    after_word, between_words = hcl.start(), _silent_way(hcl, hcl.start())
    draw(tree, added, hcl, between_words, after_word)
    (folder / HCL).write_bytes(words_graph_bytes(hcl))
    free = grammar((folder / GRAMMAR).read_bytes())
    _say_freely(free, list(added.values()))
    (folder / GRAMMAR).write_bytes(grammar_bytes(free))
    with (folder / WORDS).open("a", encoding="utf-8") as words:
        words.writelines(f"{word} {number}\n" for word, number in added.items())
    with (folder / LEARNED).open("a", encoding="utf-8") as file:
        file.writelines(f"{word}\t{' '.join(way)}\n" for word in added for way in new[word])


def _say_freely(free: OpenFst, numbers: list[int]) -> None:
    """Let the words come after any other, as those of the shop that stood in no sentence."""
    anywhere = _silent_way(free, free.start())
    rarest = max(cost for _, _, cost, _ in free.arcs(anywhere))
    for number in numbers:
        free.arc(anywhere, anywhere, number, number, rarest - math.log(DOMAIN_SHARE))


def _silent_way(machine: OpenFst, state: int) -> int:
    """Where one comes from a state without sound and without a word."""
    return next(to for transition, _, _, to in machine.arcs(state) if not transition)


def _check(model: Path) -> None:
    """VoiceError when a model is not built as the built-in one: no other graph can be added to."""
    try:
        lines = (model / BOUNDARIES).read_text(encoding="utf-8").splitlines()
        alike = lines == list(word_boundaries()) and all(
            (model / name).is_file() for name in (WORDS, HCL, GRAMMAR)
        )
    except (OSError, UnicodeDecodeError):
        alike = False
    if not alike:
        raise VoiceError(
            f"{model} is not made as the built-in model: only that one, and what grew out of it, can learn"
        )

"""The step `graph`: HCLr.fst (words to transitions), Gr.fst (bigram for free speech), and their tables."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise

from common import OUT, WORK
from lexicon import big_vocabulary, domain_vocabulary, prons, read_scowl, vocabulary

from local_voice.learning.learn import BOUNDARIES, DOMAIN_SHARE, GRAMMAR, HCL, WORDS
from local_voice.learning.openfst import OpenFst, grammar_bytes, words_graph_bytes
from local_voice.learning.topology import (
    PHONE_COUNT,
    PHONES,
    SILENCE,
    enter,
    phone_number,
    stay,
    word_boundaries,
)
from local_voice.learning.tree import Node, draw, numbered, phone_state, prefix_tree

WORD_COST, SILENCE_COST = 0.3, 1.0
UNKNOWN = "[unk]"
"""Any string of phones, for grammars such as ["yes", "no", "[unk]"]."""
UNKNOWN_COST, UNKNOWN_PHONE_COST = 2.0, 1.3
DISCOUNT, SELDOM = 0.7, 3
"""Taken off each count of two words, of which fewer are not kept."""
COMMON_SHARE = 2.5
"""How much likelier one of the commonest words is than others that stood in no sentence."""


def words_machine(numbers: dict[str, int], tree: Node) -> OpenFst:
    """From silence and words to words and silence."""
    machine = OpenFst()
    start, between, silence = machine.state(), machine.state(), machine.state()
    machine.begin(start)
    machine.end(between)
    machine.arc(start, between, 0, cost=WORD_COST)
    machine.arc(start, silence, enter(SILENCE), cost=SILENCE_COST)
    machine.arc(silence, silence, stay(SILENCE))
    machine.arc(silence, between, 0)
    draw(tree, numbers, machine, between, start)
    _anything(machine, numbers[UNKNOWN], between, start)
    return machine


def _anything(machine: OpenFst, number: int, between: int, after: int) -> None:
    inside = machine.state()
    for phone in PHONES:
        begin, inner, end, single = (phone_number(phone, place) for place in "BIES")
        for transition, source, target in (
            (begin, between, inside),
            (inner, inside, inside),
            (end, inside, after),
            (single, between, after),
        ):
            state, first = phone_state(machine, transition), source == between
            cost = UNKNOWN_PHONE_COST + (UNKNOWN_COST if first else 0)
            machine.arc(source, state, enter(transition), number if first else 0, cost)
            machine.arc(state, target, 0)


def counts(known: set[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How often words, and two words after each other, stand in the sentences."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in (WORK / "text" / "lm.txt").read_text(encoding="utf-8").splitlines():
        words = ["<s>", *(word for word in line.split() if word in known), "</s>"]
        singles.update(words[1:])
        pairs.update(pairwise(words))
    return singles, pairs


def unigram(words: list[str], singles: Counter[str]) -> dict[str, float]:
    """Probabilities of single words; the rest of the vocabulary has a fifth of the sum."""
    common, shop = set(read_scowl(10)), set(domain_vocabulary())
    shares = {
        word: DOMAIN_SHARE if word in shop else COMMON_SHARE if word in common else 1.0 for word in words
    }
    total, sum_of_shares = sum(singles.values()), sum(shares.values())
    found = {word: 0.8 * singles[word] / total + 0.2 * shares[word] / sum_of_shares for word in words}
    return {**found, "</s>": singles["</s>"] / total}


def bigram(words: list[str], numbers: dict[str, int]) -> OpenFst:
    """Absolute discounting over the sentences; state 1 is the one without history."""
    singles, pairs = counts(set(words))
    single = unigram(words, singles)
    history: Counter[str] = Counter()
    follow: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (before, word), count in pairs.items():
        history[before] += count
        if count >= SELDOM:
            follow[before].append((word, count))
    machine = OpenFst()
    start, anywhere = machine.state(), machine.state()
    machine.begin(start)
    states = {"<s>": start, **{word: machine.state() for word in follow if word != "<s>"}}
    for before, state in states.items():
        kept = {word: max(count - DISCOUNT, 0.3) / history[before] for word, count in follow[before]}
        rest = max(1e-3, 1 - sum(kept.values())) / max(1e-6, 1 - sum(single[word] for word in kept))
        _onward(machine, state, kept, states, anywhere, numbers)
        machine.arc(state, anywhere, 0, cost=-math.log(min(rest, 1.0)))
    _onward(machine, anywhere, single, states, anywhere, numbers)
    return machine


def _onward(
    machine: OpenFst,
    state: int,
    chances: dict[str, float],
    states: dict[str, int],
    anywhere: int,
    numbers: dict[str, int],
) -> None:
    for word, chance in chances.items():
        if word == "</s>":
            machine.end(state, -math.log(chance))
        else:
            number = numbers[word]
            machine.arc(state, states.get(word, anywhere), number, number, -math.log(chance))


def main() -> None:
    words, free = sorted(big_vocabulary()), vocabulary()
    tree = prefix_tree({word: tuple(prons(word)) for word in words})
    numbers = numbered(tree)
    numbers[UNKNOWN] = len(numbers) + 1
    (OUT / BOUNDARIES).parent.mkdir(parents=True, exist_ok=True)
    (OUT / HCL).write_bytes(words_graph_bytes(words_machine(numbers, tree)))
    (OUT / GRAMMAR).write_bytes(grammar_bytes(bigram(free, numbers)))
    (OUT / WORDS).write_text("".join(f"{word} {n}\n" for word, n in {"<eps>": 0, **numbers}.items()))
    (OUT / BOUNDARIES).write_text("".join(f"{line}\n" for line in word_boundaries()))
    # None is used, but the file must exist.
    (OUT / "graph" / "disambig_tid.int").write_text(f"{2 * PHONE_COUNT + 1}\n")
    print(len(words), "words,", len(free), "of them in free speech")


if __name__ == "__main__":
    main()

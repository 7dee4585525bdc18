"""The prefix tree of pronunciations: words that begin alike share their first phones.

A word's number is told as soon as no other word is left, so that a grammar can stop early what it does not
hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from local_voice.learning.topology import enter, placed, stay

Pronunciations = Mapping[str, tuple[tuple[str, ...], ...]]
"""Words with all ways to speak them, the usual one first."""

BLANK_COST = 0.12
"""For a blank frame inside a word, so that pauses belong to silence."""
VARIANT_COST = 0.5
"""For any but the usual pronunciation."""


class Machine(Protocol):
    """What a graph is drawn in; costs are negative logarithms of probabilities."""

    def state(self) -> int: ...

    def arc(self, start: int, end: int, transition: int, word: int = 0, cost: float = 0.0) -> None: ...


@dataclass(slots=True)
class Node:
    """What may follow a beginning of words."""

    next: dict[int, Node] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    ends: list[tuple[str, float]] = field(default_factory=list)
    """Words that end here, with their cost."""


def prefix_tree(pronunciations: Pronunciations) -> Node:
    root = Node()
    for word, ways in pronunciations.items():
        for place, way in enumerate(ways):
            node = root
            for phone in placed(way):
                node = node.next.setdefault(phone, Node())
                node.words.add(word)
            node.ends.append((word, VARIANT_COST if place else 0.0))
    return root


def numbered(tree: Node, first: int = 1) -> dict[str, int]:
    """The words' numbers in the order of the tree: words that share a beginning follow each other."""
    order = dict.fromkeys(_in_order(tree))
    return {word: number for number, word in enumerate(order, first)}


def draw(
    tree: Node, numbers: Mapping[str, int], machine: Machine, between_words: int, after_word: int
) -> None:
    """Draw the tree from the state between words to the one after a word."""
    waiting: list[tuple[Node, int, bool]] = [(tree, between_words, False)]
    while waiting:
        node, state, told = waiting.pop()
        for phone, child in node.next.items():
            for word, cost in child.ends:
                end = phone_state(machine, phone)
                machine.arc(state, end, enter(phone), 0 if told else numbers[word], cost)
                machine.arc(end, after_word, 0)
            if child.next:
                alone = len(child.words) == 1
                inner = phone_state(machine, phone)
                (word, *_) = child.words
                machine.arc(state, inner, enter(phone), numbers[word] if alone and not told else 0)
                waiting.append((child, inner, told or alone))


def phone_state(machine: Machine, phone: int) -> int:
    """A state within a phone, in which any number of blank frames may pass."""
    state = machine.state()
    machine.arc(state, state, stay(phone), cost=BLANK_COST)
    return state


def _in_order(tree: Node) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield from (word for word, _ in node.ends)
        children: Iterable[int] = sorted(node.next, reverse=True)
        waiting.extend(node.next[phone] for phone in children)

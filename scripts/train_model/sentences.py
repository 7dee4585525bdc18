"""Sentences as they are said to a shop, by the templates of templates.txt and phrases.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from common import HERE
from lexicon import LETTERS, domain

FILES = ("templates.txt", "phrases.txt")
CONTROL_PHRASES = (HERE / "control_phrases.txt").read_text(encoding="utf-8").splitlines()
"""Whole sentences that steer a conversation."""
ANYTHING = "sentence"
"""The template that the others hang from."""

_SLOT = re.compile(r"\{([^{}]+)\}")
_WEIGHTED = re.compile(r"(?:(\d+) )?(.+)")


@dataclass(frozen=True, slots=True)
class Template:
    """Alternatives, each with words at even places and names of templates at odd ones."""

    alternatives: tuple[tuple[str, ...], ...]
    cumulative: tuple[int, ...]
    """Sums of the weights up to each alternative."""

    def names(self) -> set[str]:
        return {name for parts in self.alternatives for name in parts[1::2]}

    def pick(self, random: Random) -> tuple[str, ...]:
        return random.choices(self.alternatives, cum_weights=self.cumulative)[0]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Templates by name; ValueError when one that is named is not there."""

    templates: Mapping[str, Template]

    def __post_init__(self) -> None:
        named = {name for template in self.templates.values() for name in template.names()}
        if lost := sorted(named - self.templates.keys()):
            raise ValueError(f"templates that are nowhere: {', '.join(lost)}")

    def say(self, name: str, random: Random) -> str:
        parts = self.templates[name].pick(random)
        said = (self.say(part, random) if place % 2 else part for place, part in enumerate(parts))
        return " ".join(" ".join(said).split())

    def sentences(self, random: Random, known: set[str]) -> Iterator[str]:
        """Without end; those with words that the model does not know are passed over."""
        while True:
            sentence = self.say(ANYTHING, random)
            if known.issuperset(sentence.split()):
                yield sentence


def shop_grammar() -> Grammar:
    """The templates, with the categories of the domain's words."""
    lists = {**domain(), "letter": LETTERS, "control phrase": CONTROL_PHRASES}
    lines = [line for name in FILES for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    written = read_templates(lines)
    if twice := sorted(written.keys() & lists.keys()):
        raise ValueError(f"templates named as lists of words are: {', '.join(twice)}")
    return Grammar({**{name: _template(words) for name, words in lists.items()}, **written})


def read_templates(lines: Iterable[str]) -> dict[str, Template]:
    """The form that templates.txt describes; ValueError for a line of no template, or a template twice."""
    bodies: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace() and name:
            bodies[name] += line
            continue
        name, colon, body = line.partition(":")
        if not colon or name in bodies:
            raise ValueError(f"not a template, or there already: {line}")
        bodies[name] = body
    return {name: _template(body.split("|")) for name, body in bodies.items()}


def _template(written: Iterable[str]) -> Template:
    alternatives, weights = [], []
    for alternative in written:
        found = _WEIGHTED.fullmatch(alternative.strip())
        if not found:
            raise ValueError("an alternative of a template is empty; write a dash for nothing")
        words = "" if found[2] == "-" else found[2]
        alternatives.append(tuple(_SLOT.split(words)))
        weights.append(int(found[1] or 1))
    return Template(tuple(alternatives), tuple(accumulate(weights)))

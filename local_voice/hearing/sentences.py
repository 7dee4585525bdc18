"""Example sentences of what customers may say, to learn from how words follow each other.

Chance fills the slots, always the same for the same things: nothing is spelled out, and none of the frames,
names and numbers is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random

from local_voice.hearing.grammar import NAMES_KEPT, known_parts, pieces, spoken_form
from local_voice.understanding.values import Frames

ROUNDS = 1
"""In how many sentences each frame with slots stands, and each name twice."""
PLAIN_TIMES = 12
"""How often a sentence of one word stands without slots in a round; of two words half as often, and so on:
"help" is said more often than "describe chickpeas"."""
LIKELY_TIMES = 12
"""How often what is likely stands in a round."""
FEWEST = 500
"""Of few frames and names each stands in more sentences, so that there are so many."""
LISTS = 500
"""Orders of several things in one round, at most one for each thing."""
FEW_NUMBERS = 12
"""Numbers that are said often."""

NUMBER, DIGITS = "number", "digits"
DETERMINERS = ("", "a", "some", "the", "another")
WITH = ("with", "with", "with an", "without", "no", "one with")
"""Before what is said about a thing: English, as the joints of lists."""

_SLOT = re.compile(r"\{([^{}]*)\}")


def sentences(expected: Frames, rounds: int = ROUNDS) -> Iterator[str]:
    """Some thousands, in the spelling of a recogniser; those that are said often stand several times."""
    return (text for said in _Writer(expected).all(rounds) if (text := spoken_form(said)))


def known_sentences(expected: Frames, known: Callable[[str], bool], rounds: int = ROUNDS) -> list[str]:
    """The same for a recogniser that knows only some words: of a sentence with others the parts between."""
    return [part for text in sentences(expected, rounds) for part in known_parts(text, known)]


class _Writer:
    def __init__(self, expected: Frames) -> None:
        self._expected = expected
        self._random = Random(len(expected.names))
        names = [name for name in map(spoken_form, expected.names[:NAMES_KEPT]) if name]
        self._of_slot: defaultdict[str, list[str]] = defaultdict(list)
        for name, slots in zip(names, expected.fills, strict=False):
            for slot in slots.split():
                self._of_slot[slot].append(name)
        self._names = names
        self._things = self._marked("*") if expected.fills else names
        self._told = self._marked("+")
        self._kinds = frozenset(self._things)
        self._digits = [one for one in expected.numbers if " " not in one][:9]

    def all(self, rounds: int) -> Iterator[str]:
        plain = [frame for frame in self._expected.frames if not _SLOT.search(frame)]
        gapped = [frame for frame in self._expected.frames if _SLOT.search(frame)]
        yield from self._names
        yield from self._expected.numbers
        yield from self._packed()
        size = len(gapped) + 2 * len(self._things)
        for _ in range(max(rounds, FEWEST // size if size else 1)):
            for frame in plain:
                yield from [frame] * -(-PLAIN_TIMES // len(frame.split() or [""]))
            for frame in self._expected.likely:
                yield from (self._filled(frame) for _ in range(LIKELY_TIMES))
            yield from map(self._filled, gapped)
            yield from self._each_name(gapped)
            yield from (self._order(self._things) for _ in self._things[:LISTS])

    def _each_name(self, frames: Sequence[str]) -> Iterator[str]:
        """Each thing with a number or an article, and in a frame that has a place for it."""
        takers = [frame for frame in frames if set(_SLOT.findall(frame)) - {NUMBER, DIGITS}]
        for thing in self._things:
            yield self._counted(thing)
            if takers:
                yield self._filled(self._random.choice(takers), thing)

    def _packed(self) -> Iterator[str]:
        """What holds things: "two cans of soup"."""
        containers = self._expected.containers
        for place, thing in enumerate(self._things if containers else ()):
            container = containers[place % len(containers)]
            yield f"a {container} of {thing}"
            yield f"{self._small_number()} {plural(container)} of {thing}"

    def _filled(self, frame: str, name: str | None = None) -> str:
        """A frame with its slots filled, one of them with the name if it takes it; the words alone where
        nothing is known to fill a slot."""
        given = [name] if name else []

        def put(slot: re.Match[str]) -> str:
            found = self._value(slot[1], given)
            given.clear()
            return found

        filled = _SLOT.sub(put, frame)
        return filled if "{" not in filled else self._random.choice(pieces(frame) or [""])

    def _value(self, slot: str, given: Sequence[str]) -> str:
        if slot == NUMBER:
            return self._number()
        if slot == DIGITS:
            return self._digit_row()
        if told := self._of_slot.get(f"{slot}+"):
            about = f"{self._random.choice(self._things)} " if self._things and self._chance(0.3) else ""
            return about + self._random.choice(told)
        if things := self._of_slot.get(f"{slot}*"):
            return given[0] if given else self._order(things)
        names = self._of_slot.get(slot) or (self._names if not self._expected.fills else [])
        if not names:
            return "{"
        # Where a list is long, the thing is taken to be in it.
        fits = given and (len(names) >= LISTS or given[0] in names)
        name = given[0] if fits else self._random.choice(names)
        article = f"{self._random.choice(DETERMINERS)} " if name in self._kinds and self._chance(0.3) else ""
        return article + name

    def _order(self, things: Sequence[str]) -> str:
        """One thing or several, some with what is said about them."""
        several = [self._wished(things) for _ in range(self._random.choices((1, 2, 3), (40, 45, 15))[0])]
        *first, last = several
        joint = " and " if self._chance(0.7) else " "
        return f"{joint.join(first)} and {last}" if first else last

    def _wished(self, things: Sequence[str]) -> str:
        thing, told = self._counted(self._random.choice(things)), self._told
        if not told or self._chance(0.55):
            return thing
        wish = self._random.choice(told)
        if self._chance(0.1):
            article, _, rest = thing.partition(" ")
            return f"{article} {wish} {rest}"
        also = f" and {self._random.choice(told)}" if self._chance(0.1) else ""
        return f"{thing} {self._random.choice(WITH)} {wish}{also}"

    def _counted(self, thing: str) -> str:
        """A thing with an article or a number: "a latte", "two bananas"."""
        if self._chance(0.5) or not self._digits:
            return f"{self._random.choice(DETERMINERS)} {thing}"
        number = self._small_number()
        return f"{number} {thing if number == self._expected.numbers[0] else plural(thing)}"

    def _small_number(self) -> str:
        return self._random.choice(self._expected.numbers[:FEW_NUMBERS] or ("",))

    def _number(self) -> str:
        if not self._expected.numbers or self._chance(0.6):
            return self._small_number()
        return self._digit_row() if self._chance(0.6) else self._random.choice(self._expected.numbers)

    def _digit_row(self) -> str:
        """A number of four digits, in the ways in which people say it."""
        one, two, three, four = (self._random.choice(self._digits or [""]) for _ in range(4))
        tens, more = (self._random.choice(self._expected.numbers[9:99] or (two,)) for _ in range(2))
        shares = {
            f"{one} {two} {three} {four}": 40,
            f"{one} thousand {two}": 15,
            f"{one} thousand and {two}": 5,
            f"{one} thousand {two} hundred {tens}": 8,
            f"{one} thousand {two} hundred and {tens}": 7,
            f"{one} thousand {tens}": 5,
            f"{tens} {more}": 20,
        }
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _marked(self, sign: str) -> list[str]:
        marked = (name for slot, names in self._of_slot.items() if slot.endswith(sign) for name in names)
        return list(dict.fromkeys(marked))

    def _chance(self, share: float) -> bool:
        return self._random.random() < share


def plural(name: str) -> str:
    """The regular plural of an English name; one that ends in s is taken for a plural."""
    if name.endswith("s"):
        return name
    if name.endswith(("x", "z", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if re.search(r"[^aeiou]y$", name) else f"{name}s"

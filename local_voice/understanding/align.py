"""An utterance laid along a frame: the cheapest way to make one the other."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from local_voice.understanding.frames import Frame, Gap, Literal
from local_voice.understanding.heard import Filling, Heard, Places
from local_voice.understanding.index import FrameIndex

FillingOf = Callable[[Gap], Filling]
Row = list[float]


@dataclass(frozen=True, slots=True)
class Filled:
    """The words start..end in a slot, and their cost while nobody has looked what they mean."""

    gap: Gap
    start: int
    end: int
    cost: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """A frame with the words that fill it."""

    frame: Frame
    cost: float
    filled: tuple[Filled, ...]
    worth: float
    """What the words of the frame that were said prove."""
    as_said: bool = False
    """Whether one of them was said as it is, not only something that sounds or looks like it."""


class Rows:
    """Costs row by row along the tree of frames: entry j of a node's row lays its elements along j words."""

    def __init__(self, index: FrameIndex, heard: Heard, filling_of: FillingOf):
        self.index = index
        self.heard = heard
        self.filling_of = filling_of
        first = [0.0]
        for cost in heard.extra:
            first.append(first[-1] + cost)
        self._known: dict[int, tuple[Row, float]] = {-1: (first, 0.0)}

    def cost(self, frame: int, limit: float) -> float:
        """What the cheapest way costs; infinite when it is above the limit."""
        known = self._known
        for node in self.index.paths[frame]:
            if node not in known:
                row = self._row(node, known[self.index.parents[node]][0])
                known[node] = row, min(row)
            if known[node][1] > limit:
                return inf
        return known[self.index.paths[frame][-1]][0][-1]

    def _row(self, node: int, above: Row) -> Row:
        element = self.index.elements[node]
        if isinstance(element, Literal):
            return _literal_row(element, above, self.heard.places, self.heard.extra)
        return _gap_row(self.filling_of(element), above, self.heard.extra)

    def of(self, frame: int) -> list[Row]:
        """All rows of a frame, from the empty beginning on."""
        return [self._known[node][0] for node in (-1, *self.index.paths[frame])]


def _literal_row(literal: Literal, above: Row, places: Places, extra: list[float]) -> Row:
    """Left out everywhere, then taken where it was said, then with the words after it left out."""
    missing = literal.missing
    row = [cost + missing for cost in above]
    for place, match in places.get(literal.word, ()):
        cost = above[place] + match
        after = place + 1
        while cost < row[after]:
            row[after] = cost
            if after == len(extra):
                break
            cost += extra[after]
            after += 1
    return row


def _gap_row(filling: Filling, above: list[float], extra: list[float]) -> list[float]:
    size = len(above)
    row = [inf] * size
    for start, end, cost in filling.spans:
        if above[start] + cost < row[end]:
            row[end] = above[start] + cost
    if filling.base is not None:
        upto, base, open_ = filling.upto, filling.base, inf
        for place in range(1, size):
            before = above[place - 1] - upto[place - 1]
            if before < open_:
                open_ = before
            if open_ + base + upto[place] < row[place]:
                row[place] = open_ + base + upto[place]
    for place in range(1, size):
        if row[place - 1] + extra[place - 1] < row[place]:
            row[place] = row[place - 1] + extra[place - 1]
    return row


def align(number: int, rows: Rows) -> Alignment:
    """The cheapest way itself to lay a frame along the utterance, read back from its rows."""
    frame, heard, filling_of, found = rows.index.frames[number], rows.heard, rows.filling_of, rows.of(number)
    place = len(heard.words)
    cost = found[-1][place]
    filled: list[Filled] = []
    worth, as_said = 0.0, False
    for number in range(len(frame.elements), 0, -1):
        element, above, row = frame.elements[number - 1], found[number - 1], found[number]
        while (
            place > 0
            and row[place] >= row[place - 1] + heard.extra[place - 1] - 1e-9
            and not _better(element, above, row, place, heard, filling_of)
        ):
            place -= 1
        if isinstance(element, Literal):
            taken = _taken(element, above, row, place, heard)
            if taken is not None:
                worth += element.worth * (1 - taken)
                as_said = as_said or taken == 0
                place -= 1
        else:
            one = _fill(element, filling_of(element), above, row[place], place)
            filled.append(one)
            place = one.start
    return Alignment(frame, cost, tuple(reversed(filled)), worth, as_said)


def _better(
    element: Literal | Gap,
    above: list[float],
    row: list[float],
    place: int,
    heard: Heard,
    filling_of: FillingOf,
) -> bool:
    """Whether a cell can be reached without leaving out the word before it."""
    if isinstance(element, Literal):
        return (
            above[place] + element.missing <= row[place] + 1e-9
            or _taken(element, above, row, place, heard) is not None
        )
    return _reach(filling_of(element), above, row[place], place) is not None


def _taken(literal: Literal, above: list[float], row: list[float], place: int, heard: Heard) -> float | None:
    """The cost at which the word before this place is the literal, if that is how the cell was reached."""
    if place == 0:
        return None
    match = heard.matches[place - 1].get(literal.word)
    if match is not None and above[place - 1] + match <= row[place] + 1e-9:
        return match
    return None


def _fill(gap: Gap, filling: Filling, above: list[float], cost: float, place: int) -> Filled:
    reached = _reach(filling, above, cost, place)
    start, paid = reached if reached is not None else (place, 0.0)
    return Filled(gap, start, place, paid)


def _reach(filling: Filling, above: list[float], cost: float, place: int) -> tuple[int, float] | None:
    """Where the words of a slot that end here start, and what they cost."""
    for start, end, paid in filling.spans:
        if end == place and above[start] + paid <= cost + 1e-9:
            return start, paid
    if filling.base is None:
        return None
    for start in range(place - 1, -1, -1):
        paid = filling.base + filling.words(start, place)
        if above[start] + paid <= cost + 1e-9:
            return start, paid
    return None

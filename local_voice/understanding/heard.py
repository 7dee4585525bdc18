"""One utterance, looked at from all sides: what its words may stand for, and what each may cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from local_voice.understanding.builtin import Typed
from local_voice.understanding.numbers import NumberSpan
from local_voice.understanding.text import Token

Places = dict[str, list[tuple[int, float]]]
"""For each frame word that may have been said, where, and at what cost."""
Spans = list[tuple[int, int, float]]
"""Where names stand: start, end and cost."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What it costs to put words into a slot: known spans, and for open types any words."""

    spans: tuple[tuple[int, int, float], ...]
    base: float | None = None
    """None: only the spans."""
    upto: tuple[float, ...] = ()
    """Summed cost of the words before each place."""

    def words(self, start: int, end: int) -> float:
        """The cost of any words from start to end."""
        return self.upto[end] - self.upto[start]


@dataclass(slots=True)
class Heard:
    """An utterance ready for alignment."""

    tokens: Sequence[Token]
    words: tuple[str, ...]
    matches: Sequence[Mapping[str, float]]
    """For each word, the frame words it may be, each with its cost."""
    places: Places
    surely: set[str]
    """Frame words that were most likely said."""
    extra: list[float]
    """For each word, the cost of having no place for it."""
    numbers: Sequence[NumberSpan]
    typed: Mapping[str, Sequence[Typed]]
    """For each built-in slot type that is worked out, where its values stand."""
    strange: float
    """The cost of the words that no frame has."""
    spans: Mapping[str, Spans]
    """For each slot type with listed values, where names stand."""
    named: list[bool | None]
    """For each word, whether it is in a name; None for numbers, articles and the like: they prove nothing."""
    packed: set[int]
    """Where a container and "of" stand: "cartons of"."""
    whole: list[bool]
    """For each word, whether it is part of a whole name of a thing."""
    new: Sequence[bool] = ()
    """For each word, whether it is nothing that the model has ever heard of."""
    articles: frozenset[str] = frozenset()
    things: str | None = None
    """The slot type of things."""
    joiners: frozenset[str] = frozenset()
    """Words between two values."""
    fillings: dict[tuple[str, bool, bool, bool], Filling] = field(default_factory=dict)

    def hollow(self, start: int, end: int) -> bool:
        """Whether the words there say nothing: no name, no number, nothing with a meaning of its own."""
        if any(named is not None for named in self.named[start:end]):
            return False
        return not any(one.kind == "plain" and one.start < end and one.end > start for one in self.numbers)

    def is_new(self, start: int, end: int) -> bool:
        """Whether a thing is named there that nobody has listed: "a piggy bank", and not "time on friday".

        What ends with the name of a thing is that thing misheard: "saw dough bread".
        """
        start += self.words[start] in self.articles
        meaning = all(named is not None for named in self.named[start:end])
        return meaning and any(self.new[start:end]) and not self.named[end - 1]

    def count_numbers(self, start: int, end: int) -> int:
        """How many words there say a number."""
        return len({one.start for one in self.numbers if one.kind == "plain" and start <= one.start < end})

    def form(self, type_name: str, start: int, end: int) -> str | None:
        """Alexa's form of the value of a built-in type that stands exactly there."""
        exactly = (value for first, last, value in self.typed[type_name] if (first, last) == (start, end))
        return next(exactly, None)

    def number(self, start: int, end: int) -> str | None:
        """The figures of a number that stands exactly there."""
        exactly = (one.value for one in self.numbers if (one.start, one.end) == (start, end))
        return next(exactly, None)

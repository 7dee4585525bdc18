"""The values that go into the understanding and come out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

FALLBACK = "AMAZON.FallbackIntent"
"""The intent of words that are meant for somebody else."""
LAUNCH = "LaunchRequest"
"""Told for "open <invocation name>", which is no intent of the model."""

Answer = Literal["short", "usual", "free"]
Status = Literal["ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH"]
MATCH: Status = "ER_SUCCESS_MATCH"
NO_MATCH: Status = "ER_SUCCESS_NO_MATCH"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with a name: a value of a slot type."""

    id: str
    name: str
    synonyms: tuple[str, ...] = ()


Entities = Mapping[str, Sequence[Entity]] | Callable[[], Mapping[str, Sequence[Entity]]]
"""The values of slot types; a function where there are many, called once they are needed."""


def given(entities: Entities) -> Mapping[str, Sequence[Entity]]:
    """The values themselves."""
    return entities() if callable(entities) else entities


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entity that a slot may mean."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SlotValue:
    """What was said for a slot, and what it means; status and authority only for types with listed values."""

    name: str
    value: str | None
    resolved: tuple[Resolved, ...] = ()
    status: Status | None = None
    authority: str | None = None
    dynamic: tuple[Resolved, ...] | None = None
    """What it means among a skill's dynamic entities; None when the type has none."""
    values: tuple["SlotValue", ...] = ()
    """The single values of a slot that takes several, when more than one was said."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation expects just now."""

    elicit: tuple[str, str] | None = None
    """The intent and slot that were just asked for."""
    expects: frozenset[str] = frozenset()
    """Intents that answer an open question, such as AMAZON.YesIntent."""
    likely: frozenset[str] = frozenset()
    """Ids of entities on offer or in the cart."""
    entities: Mapping[str, Sequence[Entity]] = field(default_factory=dict, hash=False)
    """A skill's dynamic entities by slot type: values beside those of the model."""
    answer: Answer = field(default="usual", compare=False)
    """How people will answer: in a word or two, freely, or as usual; a listener's patience depends on it."""
    now: datetime | None = field(default=None, compare=False)
    """When it was said, in the customer's own time; without it the time of this machine."""
    costly: frozenset[str] = field(default=frozenset(), compare=False)
    """Intents that cost money just now, though not always: a yes to "Shall I place the order?"."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An utterance as an intent with its slots; confidence from 0 to 1."""

    text: str
    intent: str
    slots: dict[str, SlotValue] = field(default_factory=dict)
    confidence: float = 0.0
    question: str | None = None
    """What to ask before the intent is acted on: it costs money, and the words were not clear."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What a recogniser may expect to hear: carrier phrases with {slots}, names and numbers in words."""

    frames: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    containers: tuple[str, ...] = ()
    """What things are counted in: "two cans of soup"."""
    likely: tuple[str, ...] = ()
    """What is said more often than all else just now: names on offer, answers to the question."""
    fills: tuple[str, ...] = ()
    """For each name the slots that it fills, apart by spaces; without any, every name fills every slot.

    After the name of a slot of free text stands "*" where it takes such things, several in one breath, and
    "+" where it takes what is said about one."""
    usual: tuple[str, ...] = ()
    """Carrier phrases of any moment, whatever is expected just now; without any, nothing is known of them."""

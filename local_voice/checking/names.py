"""Amazon's rules for names: of the skill, of intents, slots and types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files

from local_voice.checking.document import Document, SlotPart
from local_voice.checking.finding import Finding, error, warning

WORD = re.compile(r"[^\W\d_][^\W\d_.'’]*(?:[.'’][^\W\d_.'’]*)*")
"""Letters with the apostrophes and dots between them."""
SHORTEST, LONGEST = 2, 50
WAKE_WORDS = frozenset({"alexa", "amazon", "echo", "computer", "ziggy"})
OWN_WORDS = frozenset({"skill", "app"})
LAUNCHING = frozenset(
    {
        *(
            "run",
            "start",
            "play",
            "resume",
            "use",
            "launch",
            "ask",
            "open",
            "tell",
            "load",
            "begin",
            "enable",
        ),
        *("to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and", "whether"),
    }
)
"""Words by which Alexa finds out what is wanted of a skill; they cannot be in its English name."""
SMALL = frozenset({"a", "an", "the", "for", "to", "of", "about", "up", "by", "at", "off", "with"})

INTENT = re.compile(r"[A-Za-z_]+")
SLOT = re.compile(r"[A-Za-z](?:[A-Za-z_.]*[A-Za-z])?")
TYPE = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")


def check_invocation(document: Document, locale: str) -> Iterator[Finding]:
    """The skill's name."""
    name, place = document.invocation.said, document.invocation.place
    words = name.split()
    if not name:
        yield error("invocation-missing", place, "the skill has no invocation name", "add invocationName")
        return
    if not SHORTEST <= len(name) <= LONGEST:
        yield error("invocation-length", place, f'"{name}" has {len(name)} letters', "take from 2 to 50")
    if name != name.lower() or " ".join(words) != name or not all(WORD.fullmatch(word) for word in words):
        remedy = "lower case letters, spaces, apostrophes and the dots of initials only; numbers as words"
        yield error("invocation-letters", place, f'"{name}" has letters that are not allowed', remedy)
    for word in sorted(WAKE_WORDS & set(words)):
        yield error("invocation-wake-word", place, f'"{word}" wakes a device', "take another word")
    if locale.startswith("en"):
        yield from _english(name, words, place)
    if len(words) == 1:
        remedy = "take two words or more, unless it is a brand of your own"
        yield warning("invocation-one-word", place, f'"{name}" is one word', remedy)


def _english(name: str, words: list[str], place: str) -> Iterator[Finding]:
    for word in dict.fromkeys(words):
        if word in LAUNCHING and not (len(words) == 2 and word in SMALL):
            yield error("invocation-launch-word", place, f'"{word}" begins a request', "leave it out")
        elif word in OWN_WORDS:
            yield error(
                "invocation-own-word", place, f'"{word}" says what it is, not its name', "leave it out"
            )
    if len(words) == 2 and SMALL & set(words):
        yield error("invocation-small-word", place, f'"{name}" is one word beside a small one', "take two")


def check_names(document: Document) -> Iterator[Finding]:
    """Names of intents, slots and types: their letters, and that none is used twice."""
    own = {one.name for one in document.types}
    remedy = "use letters and underscores only"
    for intent in document.intents:
        if not intent.name.startswith("AMAZON.") and not INTENT.fullmatch(intent.name):
            yield error("intent-name", intent.place, f'"{intent.name}" cannot name an intent', remedy)
        for slot in intent.slots:
            if not SLOT.fullmatch(slot.name):
                yield error("slot-name", slot.place, f'"{slot.name}" cannot name a slot', remedy)
            yield from _check_type(slot, own)
    for one in document.types:
        if not one.name.startswith("AMAZON.") and not TYPE.fullmatch(one.name):
            yield error("type-name", one.place, f'"{one.name}" cannot name a slot type', remedy)
    yield from _twice("intent", ((one.name, one.place) for one in document.intents))
    yield from _twice("type", ((one.name, one.place) for one in document.types))
    for intent in document.intents:
        yield from _twice("slot", ((one.name, one.place) for one in intent.slots))


def _check_type(slot: SlotPart, own: set[str]) -> Iterator[Finding]:
    if slot.type in own:
        return
    if not slot.type.startswith("AMAZON."):
        what = f"{slot.name} is of type {slot.type}, which the model does not have"
        yield error("type-unknown", slot.place, what, "add the type, or take another")
    elif slot.type not in BUILT_IN:
        what = f"{slot.name} is of type {slot.type}, which Amazon's list does not have"
        yield warning("type-unknown", slot.place, what, "look for its name in Amazon's slot type reference")


def _twice(kind: str, named: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    places = list(named)
    counted = Counter(name.casefold() for name, _ in places)
    for name, place in places:
        if counted.pop(name.casefold(), 0) > 1:
            yield error(f"{kind}-twice", place, f"{name} stands twice", "rename one, or join them")


BUILT_IN = frozenset(files(__package__).joinpath("built_in_types.txt").read_text("utf-8").split())
"""Amazon's slot types, of all locales."""

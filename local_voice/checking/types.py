"""Slot types and their values: empty, unused, the same word for two values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from local_voice.checking.document import Document, TypePart
from local_voice.checking.finding import Finding, error, warning

LONGEST = 140
"""Characters of a value or synonym."""


def check_types(document: Document) -> Iterator[Finding]:
    """Every type of the model."""
    used = {slot.type for intent in document.intents for slot in intent.slots}
    for one in document.types:
        if not one.values and not one.is_supplied and not one.name.startswith("AMAZON."):
            yield error("type-empty", one.place, f"{one.name} has no values", "add some")
        if one.name not in used:
            yield warning("type-unused", one.place, f"no slot is of type {one.name}", "take it out")
        yield from _check_values(one)


def _check_values(one: TypePart) -> Iterator[Finding]:
    meanings: dict[str, list[str]] = defaultdict(list)
    ids: dict[str, str] = {}
    for value in one.values:
        for word in (value.name, *value.synonyms):
            if not word.strip():
                yield error("value-empty", value.place, f"a word of {value.name!r} is empty", "take it out")
            if len(word) > LONGEST:
                what = f'"{word[:40]}..." has {len(word)} letters'
                yield error("value-length", value.place, what, f"at most {LONGEST}")
        yield from _check_synonyms(one, value.name, value.synonyms, value.place)
        for word in {" ".join(word.casefold().split()) for word in (value.name, *value.synonyms)}:
            meanings[word].append(value.name)
        if value.id is not None and ids.setdefault(value.id, value.name) != value.name:
            what = f"{value.name} has the id {value.id} of {ids[value.id]}"
            yield error("value-id-twice", value.place, what, "give each value an id of its own")

    yield from _check_meanings(one, {word: names for word, names in meanings.items() if len(names) > 1})


def _check_meanings(one: TypePart, several: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Words that mean several values: one finding a type, as families of products share their names."""
    if several:
        word, names = next(iter(sorted(several.items())))
        others = f", and {len(several) - 1} more words have several meanings" if len(several) > 1 else ""
        what = f'"{word}" of {one.name} means {" and ".join(names[:3])}{others}'
        yield warning("value-of-two-meanings", one.place, what, "the skill must ask which is meant")


def _check_synonyms(one: TypePart, name: str, synonyms: tuple[str, ...], place: str) -> Iterator[Finding]:
    seen = {" ".join(name.casefold().split())}
    for word in synonyms:
        folded = " ".join(word.casefold().split())
        if folded in seen:
            what = f'"{word}" stands twice at {name} of {one.name}'
            yield warning("synonym-twice", place, what, "take one out")
        seen.add(folded)

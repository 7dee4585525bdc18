"""Models of several locales for one skill: the same intents, slots, ids and prompts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from local_voice.checking.document import Document, read_document
from local_voice.checking.finding import Finding, error, warning

MANY = 5
"""Names of a long list that are shown."""


def check_locales(first: Mapping[str, Any], other: Mapping[str, Any], name: str) -> Iterator[Finding]:
    """What `other` has otherwise than the model named `name`, which is `first`."""
    ours, theirs = read_document(first), read_document(other)
    root = f"{theirs.root}/languageModel"
    yield from _compared("intent", _intents(ours), _intents(theirs), f"{root}/intents", name)
    mine = {one.name: one for one in ours.intents}
    for intent in theirs.intents:
        if intent.name in mine:
            there = {f"{slot} ({kind})" for slot, kind in mine[intent.name].types.items()}
            here = {f"{slot} ({kind})" for slot, kind in intent.types.items()}
            yield from _compared(f"slot of {intent.name}", there, here, intent.place, name)
    yield from _values(ours, theirs, name)
    prompts = {str(one.get("id")) for one in ours.prompts}, {str(one.get("id")) for one in theirs.prompts}
    yield from _compared("prompt", *prompts, f"{theirs.root}/prompts", name)


def _intents(document: Document) -> set[str]:
    return {one.name for one in document.intents}


def _compared(kind: str, there: set[str], here: set[str], place: str, name: str) -> Iterator[Finding]:
    """Errors: one handler serves both."""
    if there - here:
        what = f"{kind} missing that {name} has: {_listed(there - here)}"
        yield error("locale-missing", place, what, "add it, or take it out of the other")
    if here - there:
        what = f"{kind} that {name} does not have: {_listed(here - there)}"
        yield error("locale-more", place, what, "add it to the other, or take it out")


def _values(ours: Document, theirs: Document, name: str) -> Iterator[Finding]:
    mine = {one.name: {value.id or value.name for value in one.values} for one in ours.types}
    for one in theirs.types:
        ids = {value.id or value.name for value in one.values}
        if one.name in mine and mine[one.name] != ids:
            differing = mine[one.name] ^ ids
            what = f"values of {one.name} that are not in both this and {name}: {_listed(differing)}"
            yield warning("locale-values", one.place, what, "give the values of both the same ids")


def _listed(names: set[str]) -> str:
    shown = ", ".join(sorted(names)[:MANY])
    return shown if len(names) <= MANY else f"{shown} and {len(names) - MANY} more"

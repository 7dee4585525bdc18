"""Amazon's rules for sample utterances, and samples that get in each other's way as they are written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from local_voice.checking.document import Document, IntentPart, Text
from local_voice.checking.finding import Finding, error, warning

LONGEST = 200
"""Characters of a sample."""
NEEDED = ("AMAZON.HelpIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent")
WISE = ("AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent")
FREE = frozenset({"AMAZON.SearchQuery", "AMAZON.LITERAL"})
"""Types that take any words: their slot stands alone in a sample, with words around it."""
PLACE = re.compile(r"\{\s*([^{}|]*?)\s*\}")
ODD = re.compile(r"[^\w\s'’.\-{}|]")


def check_samples(document: Document) -> Iterator[Finding]:
    """All samples, of intents and of slots, by Amazon's rules."""
    for intent in document.intents:
        if not intent.samples and not intent.name.startswith("AMAZON."):
            yield error("samples-missing", intent.place, f"{intent.name} has no samples", "add at least one")
        for sample in intent.samples:
            yield from _check_sample(intent, sample)
        for slot in intent.slots:
            for sample in slot.samples:
                yield from _check_letters(intent, sample)
    yield from _check_twice(document)
    yield from _check_intents(document)
    yield from _check_unfilled(document)


def slots_in(sample: str) -> list[str]:
    """Names of the slots in a sample, in order."""
    return PLACE.findall(sample)


def _check_sample(intent: IntentPart, sample: Text) -> Iterator[Finding]:
    yield from _check_letters(intent, sample)
    slots = slots_in(sample.said)
    free = [name for name in slots if intent.types.get(name) in FREE]
    shown = f'"{sample.said}" of {intent.name}'
    if free and len(slots) > 1:
        remedy = "give the slot a sample of its own, or a type that lists values"
        yield error("search-query-beside-a-slot", sample.place, f"{shown}: {free[0]} takes any words", remedy)
    elif free and not PLACE.sub("", sample.said).strip():
        remedy = "put words before or after it that say what it is for"
        yield error("search-query-alone", sample.place, f"{shown} would take anything that is said", remedy)


def _check_letters(intent: IntentPart, sample: Text) -> Iterator[Finding]:
    """The letters of a sample and the slots that it names."""
    shown, place = f'"{sample.said}" of {intent.name}', sample.place
    words = PLACE.sub(" ", sample.said)
    if not sample.said.strip():
        yield error("sample-empty", place, f"a sample of {intent.name} has no words", "take it out")
    if len(sample.said) > LONGEST:
        yield error("sample-length", place, f"{shown} has {len(sample.said)} letters", f"at most {LONGEST}")
    if "{" in words or "}" in words:
        yield error("sample-braces", place, f"{shown} has a brace without its other", "close it: {slot}")
    elif ODD.search(words):
        odd = "".join(dict.fromkeys(ODD.findall(words)))
        remedy = "letters, spaces, apostrophes, dots, hyphens and {slots} only"
        yield error("sample-letters", place, f"{shown} has {odd}", remedy)
    elif re.search(r"\d", words):
        yield warning("sample-figures", place, f"{shown} has figures", "write numbers as they are said")
    for name, times in Counter(slots_in(sample.said)).items():
        if name not in intent.types:
            remedy = "add the slot to the intent, or correct its name"
            yield error(
                "sample-unknown-slot", place, f"{shown} names {{{name}}}, which it does not have", remedy
            )
        elif times > 1:
            yield error("sample-slot-twice", place, f"{shown} names {{{name}}} twice", "use two slots")


def _check_twice(document: Document) -> Iterator[Finding]:
    """The same words twice, in one intent or in two; slots count by their type."""
    frames: dict[str, list[tuple[IntentPart, Text]]] = defaultdict(list)
    for intent in document.intents:
        for sample in intent.samples:
            frames[frame_of(intent, sample.said)].append((intent, sample))
    for uses in frames.values():
        first, *others = uses
        for intent, sample in others:
            what = f'"{sample.said}" of {intent.name} says the same as "{first[1].said}"'
            if intent.name == first[0].name:
                yield warning("sample-twice", sample.place, f"{what} of it", "take one out")
            else:
                code = "frame-of-two-intents" if slots_in(sample.said) else "sample-of-two-intents"
                yield error(code, sample.place, f"{what} of {first[0].name}", "keep it in one of the two")


def frame_of(intent: IntentPart, sample: str) -> str:
    """A sample in which each slot is its type and only letters count."""
    typed = PLACE.sub(lambda found: f" <{intent.types.get(found[1], found[1])}> ", sample)
    return " ".join(re.sub(r"[^\w<>.' ]", " ", typed.casefold()).split())


def _check_intents(document: Document) -> Iterator[Finding]:
    names = {one.name for one in document.intents}
    place = f"{document.root}/languageModel/intents"
    for name in NEEDED:
        if name not in names:
            yield error(
                "intent-missing", place, f"{name} is missing", "Amazon asks every skill for it: add it"
            )
    for name in WISE:
        if name not in names:
            yield warning(
                "intent-missing", place, f"{name} is missing", "add it, so that odd words are caught"
            )


def _check_unfilled(document: Document) -> Iterator[Finding]:
    """Slots that nothing said can fill."""
    elicited = {
        (intent.get("name"), slot.get("name"))
        for intent in document.dialog.get("intents") or ()
        for slot in intent.get("slots") or ()
        if slot.get("elicitationRequired")
    }
    for intent in document.intents:
        said = {name for sample in intent.samples for name in slots_in(sample.said)}
        for slot in intent.slots:
            if slot.name not in said and not slot.samples and (intent.name, slot.name) not in elicited:
                what = f"no sample of {intent.name} fills {slot.name}"
                yield warning("slot-never-filled", slot.place, what, "add a sample with it, or take it out")

"""Intents that nobody answers, and answers to intents that there are not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from local_voice.checking.document import read_document
from local_voice.checking.finding import Finding, error, warning


def check_handlers(raw: Mapping[str, Any], handled: Collection[str]) -> Iterator[Finding]:
    """Both ways, by the intents' names."""
    document = read_document(raw)
    places = {one.name: one.place for one in document.intents}
    for name, place in places.items():
        if name not in handled:
            yield error("intent-unhandled", place, f"nothing answers {name}", "add a handler, or take it out")
    for name in sorted(set(handled) - places.keys()):
        what = f"a handler answers {name}, which the model does not have"
        yield warning("handler-unreached", f"{document.root}/languageModel/intents", what, "add the intent")

"""How people answer, by what they are asked for."""

from __future__ import annotations

from local_voice.understanding.values import Answer

SHORT = frozenset({"NUMBER", "Ordinal"})
FREE = frozenset({"SearchQuery", "PostalAddress", "StreetAddress", "StreetName", "Person", "PhoneNumber"})
"""Amazon's own slot types; those of a skill have listed values and are answered as usual."""


def answer_of(slot_type: str | None) -> Answer:
    """In a word or two, freely, or as usual."""
    name = (slot_type or "").removeprefix("AMAZON.")
    return "short" if name in SHORT else "free" if name in FREE else "usual"

"""What a recogniser made of one utterance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Agreement = Literal["agreed", "alone", "differ", "contradicted"]
"""What the open recogniser says to the one with the grammar: the same, nothing, something else that may be
the same sounds, something else altogether."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard, best first; no text is silence or nothing like words."""

    text: str
    alternatives: tuple[str, ...] = ()
    agreement: Agreement = "alone"
    expected: str = ""
    """The best guess of the recogniser with the grammar, and of the open one: for the log."""
    openly: str = ""
    behind: tuple[float, ...] = ()
    """How far each hypothesis is behind the best guesses, in its scores; empty when it tells none."""
    trouble: str | None = None
    """Why the recogniser could not listen; the conversation goes on."""

    @property
    def hypotheses(self) -> tuple[str, ...]:
        return (self.text, *self.alternatives) if self.text else self.alternatives


NOTHING = Transcript("")

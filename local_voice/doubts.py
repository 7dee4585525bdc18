"""Words that cost money and were not clear: the device asks back, and a yes or a no decides."""

from __future__ import annotations

from dataclasses import replace

from local_voice.dialog import NO, YES
from local_voice.understanding.values import FALLBACK, Understood


def decided(doubted: Understood | None, understood: Understood) -> Understood:
    """What was doubted after a yes, nothing of this skill after a no; otherwise what was said now.

    A doubted yes was an answer itself: a no in its place is one too.
    """
    if doubted is None or understood.intent not in (YES, NO):
        return understood
    if doubted.intent == YES and understood.intent == NO:
        return understood
    return (
        replace(doubted, question=None) if understood.intent == YES else Understood(understood.text, FALLBACK)
    )

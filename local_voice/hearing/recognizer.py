"""What every recogniser can do, whichever engine is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from local_voice.hearing.spotting import Found
from local_voice.hearing.transcript import Transcript
from local_voice.understanding.values import Frames


class Recognizer(Protocol):
    """Speech to words. Threads may share one: they wait for each other."""

    def known(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words (lower case) that can be heard at all."""
        ...

    def prepare(self, expected: Frames) -> None:
        """Build what the first utterance with this expectation would have to wait for."""
        ...

    def transcribe(self, pcm: bytes, rate: int, expected: Frames | None = None) -> Transcript:
        """The words of one utterance of 16-bit mono samples; what is expected is heard best."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class Spotter(Protocol):
    """A recogniser that can look for a phrase among other speech."""

    def known(self, words: Iterable[str]) -> frozenset[str]: ...

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str:
        """The best guess with these phrases alone; any other speech in it is "[unk]"."""
        ...

    def find(self, pcm: bytes, rate: int, phrases: Sequence[str], alike: Sequence[str] = ()) -> Found | None:
        """Where one of the phrases was said; `alike`: what sounds almost like them, in known words."""
        ...

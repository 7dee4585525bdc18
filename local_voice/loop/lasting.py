"""Whether something is a voice by how it goes on: a voice swells, what is knocked at is loudest at once."""

from __future__ import annotations

from collections import deque

from local_voice.loop.reference import BLOCKS_PER_S

WINDOW_S = 0.24
SURE_S, SUSTAINED = 0.12, 0.6
"""So much that sounds like a voice within WINDOW_S is one, while its last frames are so loud beside the
loudest. With 0.1 one of 8 was taken for our echo: so short a sound is like anything."""
SOON_S, SWELLS = 0.08, 0.9
"""The same of what is louder than our echo ever is.

Of 512 lines of 8 voices where no echo is heard the middle one stops an answer after 75 ms so, 90 of 100 after
140, with 0.12 and 0.4 alone 120 and 170; of 400 knocks none does both ways, of 400 that ring for 0.3 to 0.8 s
13, not 231."""
LAST = 2


class Lasting:
    """The last frames: how loud each is, and whether it may be somebody's voice."""

    def __init__(self) -> None:
        size = _frames(WINDOW_S)
        self._levels = deque[float](maxlen=size)
        self._suspicious = deque[bool](maxlen=size)
        self._louder = deque[bool](maxlen=size)

    def add(self, level: float, *, suspicious: bool, louder: bool) -> None:
        """One more; `louder`: than our echo ever is, with what can be taken out of it."""
        self._levels.append(level)
        self._suspicious.append(suspicious)
        self._louder.append(suspicious and louder)

    def disbelieve(self) -> None:
        """What was heard so far was no voice."""
        self._suspicious.clear()
        self._louder.clear()

    def forget(self) -> None:
        self.disbelieve()
        self._levels.clear()

    @property
    def begins(self) -> bool:
        """Whether any of it may be a voice."""
        return any(self._suspicious)

    @property
    def is_loud(self) -> bool:
        return sum(self._louder) >= _frames(SOON_S)

    @property
    def is_short(self) -> bool:
        """Whether it is like anything still: nothing is to be learned from it."""
        return sum(self._suspicious) < _frames(SURE_S)

    @property
    def is_voice(self) -> bool:
        """Whether it has been heard for long enough, and is not over already."""
        if self.is_short:
            return self.is_loud and self._goes_on(SWELLS)
        return self._goes_on(SUSTAINED)

    def _goes_on(self, share: float) -> bool:
        return max(list(self._levels)[-LAST:]) >= share * max(self._levels)


def _frames(seconds: float) -> int:
    return round(seconds * BLOCKS_PER_S)

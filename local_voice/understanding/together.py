"""A slot type's own values and a skill's dynamic ones, looked up side by side."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from local_voice.understanding.entities import EntityIndex, Resolution


class Index(Protocol):
    """What the engine asks of the values of a slot type."""

    @property
    def plain(self) -> bool: ...
    def __len__(self) -> int: ...
    def stem(self, word: str) -> str: ...
    def stems(self, words: Iterable[str]) -> tuple[str, ...]: ...
    def knows(self, word: str) -> bool: ...
    def begins(self, stem: str) -> bool: ...
    def meanings(self, stems: str, words: str) -> int: ...
    def corrected(self, word: str) -> str | None: ...
    def is_foreign(self, word: str) -> bool: ...
    def resolve(self, words: Sequence[str], likely: frozenset[str] = frozenset()) -> Resolution: ...


class Together:
    """Two indexes asked as one; what each finds stays apart, as Alexa's authorities do."""

    def __init__(self, own: Index | None, dynamic: EntityIndex):
        """`own` is None for a type without listed values."""
        self._own = own
        self._dynamic = dynamic
        self._both: tuple[Index, ...] = (own, dynamic) if own is not None else (dynamic,)

    @property
    def plain(self) -> bool:
        """Whether the type itself has no values of the model."""
        return self._own is None or self._own.plain

    def __len__(self) -> int:
        return sum(map(len, self._both))

    def stem(self, word: str) -> str:
        return self._dynamic.stem(word)

    def stems(self, words: Iterable[str]) -> tuple[str, ...]:
        return self._dynamic.stems(words)

    def knows(self, word: str) -> bool:
        return any(one.knows(word) for one in self._both)

    def begins(self, stem: str) -> bool:
        return any(one.begins(stem) for one in self._both)

    def meanings(self, stems: str, words: str) -> int:
        return sum(one.meanings(stems, words) for one in self._both)

    def corrected(self, word: str) -> str | None:
        return next((right for one in self._both if (right := one.corrected(word))), None)

    def is_foreign(self, word: str) -> bool:
        return self._both[0].is_foreign(word)

    def resolve(self, words: Sequence[str], likely: frozenset[str] = frozenset()) -> Resolution:
        """What the words mean among the type's own values, and among the dynamic ones."""
        dynamic = self._dynamic.resolve(words, likely)
        if self._own is None:
            return Resolution((), dynamic.fit, dynamic.found)
        own = self._own.resolve(words, likely)
        return Resolution(own.found, max(own.fit, dynamic.fit), dynamic.found)

"""Many entities in a few flat lists: a hundred thousand of them are loaded like one."""

from collections.abc import Iterable, Sequence
from typing import overload

from local_voice.understanding.values import Entity

_BETWEEN = "\x1f"


class Packed(Sequence[Entity]):
    """A sequence of entities that makes each one when it is asked for."""

    def __init__(self, entities: Iterable[Entity]):
        values = list(entities)
        self._ids = [one.id for one in values]
        self._names = [one.name for one in values]
        self._synonyms = {
            place: _BETWEEN.join(one.synonyms) for place, one in enumerate(values) if one.synonyms
        }

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Entity: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entity]: ...
    def __getitem__(self, place: int | slice) -> Entity | list[Entity]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        synonyms = self._synonyms.get(place)
        others = () if synonyms is None else tuple(synonyms.split(_BETWEEN))
        return Entity(self._ids[place], self._names[place], others)

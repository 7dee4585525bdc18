"""Frames in a tree of their common beginnings, found by the rare words they need."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from local_voice.understanding.frames import Element, Frame, Literal

LOOKED_UP = 0.2
"""Words whose absence costs less than this find no frame."""
KEYS = 2
"""Words by which a frame is found: it is missed when all of these rarest ones were left out."""
IMPORTANT = 0.7
"""Words whose absence costs at least so much."""

Needs = tuple[tuple[str, float], ...]
"""Words of a frame that count, and what each costs when it is missing."""


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Frames, the tree of their elements, and the words that lead to them."""

    frames: list[Frame]
    paths: list[tuple[int, ...]]
    """For each frame, the nodes of its elements in order."""
    elements: list[Element]
    """For each node, its element."""
    parents: list[int]
    """For each node, the node before it; -1 for none."""
    masks: list[int]
    """For each frame, the words that count, as bits."""
    sizes: list[int]
    """For each frame, minus the number of words that count."""
    heavy: int
    """The bits of the words that are dear to leave out."""
    closed: list[bool]
    """Whether a frame has no slot, so that all words have to be its own."""
    bits: dict[str, int]
    leading: dict[str, list[int]]
    """Frames by their rarest words."""
    of_intent: dict[str, list[int]]
    anyway: list[int]
    """Frames without a word that counts: they are always tried."""

    def led_to(self, words: Iterable[str]) -> set[int]:
        """Frames that these words lead to."""
        found = set(self.anyway)
        for word in words:
            found.update(self.leading.get(word, ()))
        return found

    def chosen(
        self, frames: Iterable[int], said: Iterable[str], strange: float, most: float
    ) -> list[tuple[float, int, int]]:
        """Of these frames those that may cost less than `most`, best first.

        Each with the least it can cost, minus its number of words, and its place. `said` are words that may
        have been said, `strange` is the cost of others: a frame without slots has no room for them.
        """
        there = 0
        for word in said:
            there |= self.bits.get(word, 0)
        masks, sizes, closed, heavy, gone = self.masks, self.sizes, self.closed, self.heavy, ~there
        chosen = []
        for number in frames:
            least = strange if closed[number] else 0.0
            absent = masks[number] & gone
            if absent:
                important = (absent & heavy).bit_count()
                least += LOOKED_UP * (absent.bit_count() - important) + IMPORTANT * important
            if least < most:
                chosen.append((least, sizes[number], number))
        chosen.sort()
        return chosen


def index_frames(frames: Sequence[Frame]) -> FrameIndex:
    """Frames ready to be found by the words of an utterance."""
    needs = [_needs(frame) for frame in frames]
    common = Counter(word for words in needs for word, _ in words)
    bits = {word: 1 << place for place, word in enumerate(sorted(common))}
    paths, elements, parents = _tree(frames)
    return FrameIndex(
        frames=list(frames),
        paths=paths,
        elements=elements,
        parents=parents,
        masks=[sum(bits[word] for word, _ in words) for words in needs],
        sizes=[-len(words) for words in needs],
        heavy=sum({bits[word] for words in needs for word, missing in words if missing >= IMPORTANT}),
        closed=[not frame.gaps for frame in frames],
        bits=bits,
        leading=_leading(needs, common),
        of_intent=_by_intent(frames),
        anyway=[number for number, words in enumerate(needs) if not words],
    )


def _needs(frame: Frame) -> Needs:
    literals = (one for one in frame.elements if isinstance(one, Literal))
    return tuple({one.word: one.missing for one in literals if one.missing >= LOOKED_UP}.items())


def _by_intent(frames: Sequence[Frame]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        found.setdefault(frame.intent, []).append(number)
    return found


def _leading(needs: Sequence[Needs], common: Counter[str]) -> dict[str, list[int]]:
    leading: dict[str, list[int]] = {}
    for number, words in enumerate(needs):
        for word in _keys(words, common):
            leading.setdefault(word, []).append(number)
    return leading


def _keys(words: Needs, common: Counter[str]) -> list[str]:
    """The rarest of the words that are dear to leave out; of all words when none is dear."""
    dear = [word for word, missing in words if missing >= IMPORTANT] or [word for word, _ in words]
    return sorted(dear, key=lambda word: (common[word], word))[:KEYS]


def _tree(frames: Sequence[Frame]) -> tuple[list[tuple[int, ...]], list[Element], list[int]]:
    nodes: dict[tuple[int, Element], int] = {}
    paths = []
    for frame in frames:
        node, path = -1, []
        for element in frame.elements:
            node = nodes.setdefault((node, element), len(nodes))
            path.append(node)
        paths.append(tuple(path))
    return paths, [element for _, element in nodes], [parent for parent, _ in nodes]

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
    heavy: int
    """The bits of the words that are dear to leave out."""
    closed: list[bool]
    """Whether a frame has no slot, so that all words have to be its own."""
    bits: dict[str, int]
    leading: dict[str, list[int]]
    """Frames by their rarest words."""
    anyway: list[int]
    """Frames without a word that counts: they are always tried."""

    def chosen(self, said: Iterable[str], strange: float, most: float) -> list[tuple[float, int, int]]:
        """Frames worth trying: the least each can cost, minus its number of words, and its place; best first.

        `strange` is the cost of said words that no frame has; a frame without slots has no room for them.
        None that costs `most` or more.
        """
        bits, leading, masks, heavy = self.bits, self.leading, self.masks, self.heavy
        found = set(self.anyway)
        there = 0
        for word in said:
            there |= bits.get(word, 0)
            found.update(leading.get(word, ()))
        chosen = []
        for number in found:
            absent = masks[number] & ~there
            least = strange if self.closed[number] else 0.0
            if absent:
                important = (absent & heavy).bit_count()
                least += LOOKED_UP * (absent.bit_count() - important) + IMPORTANT * important
            if least < most:
                chosen.append((least, -masks[number].bit_count(), number))
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
        heavy=sum({bits[word] for words in needs for word, missing in words if missing >= IMPORTANT}),
        closed=[not frame.gaps for frame in frames],
        bits=bits,
        leading=_leading(needs, common),
        anyway=[number for number, words in enumerate(needs) if not words],
    )


def _needs(frame: Frame) -> Needs:
    literals = (one for one in frame.elements if isinstance(one, Literal))
    return tuple({one.word: one.missing for one in literals if one.missing >= LOOKED_UP}.items())


def _leading(needs: Sequence[Needs], common: Counter[str]) -> dict[str, list[int]]:
    leading: dict[str, list[int]] = {}
    for number, words in enumerate(needs):
        for word in _keys(words, common):
            leading.setdefault(word, []).append(number)
    return leading


def _keys(words: Needs, common: Counter[str]) -> list[str]:
    """The words that cost most to leave out, the rarest of them first."""
    ranked = sorted(words, key=lambda pair: (-pair[1], common[pair[0]], pair[0]))
    return [word for word, _ in ranked[:KEYS]]


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

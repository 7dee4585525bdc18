"""Clips in files of some thousands, as the stages of the training read them.

A file holds its clips' values one after the other (`feats` or `samples`) and the `offsets` of each, the same
of `phones` in the network's numbers, and `tags`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound or its features, and what is said in it."""

    values: Any
    """(frames, 40) MFCC, or samples."""
    phones: Sequence[int]
    tag: str
    """Who says it."""


def save(file: Path, kind: str, clips: Sequence[Clip]) -> None:
    """One file; `kind` is the name of its values."""
    arrays = {
        kind: np.concatenate([clip.values for clip in clips]),
        "offsets": np.cumsum([0, *(len(clip.values) for clip in clips)]),
        "phones": np.array([phone for clip in clips for phone in clip.phones], np.int16),
        "phone_offsets": np.cumsum([0, *(len(clip.phones) for clip in clips)]),
        "tags": np.array([clip.tag for clip in clips]),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, **arrays)


class Shards:
    """Files FOLDER/PART-0.npz, PART-1.npz and so on, written while clips come."""

    def __init__(self, folder: Path, part: int, kind: str, size: int) -> None:
        self._folder, self._part, self._kind, self._size = folder, part, kind, size
        self._clips: list[Clip] = []
        self._written = 0

    def add(self, clips: Iterable[Clip]) -> None:
        """Clips that stay together."""
        self._clips.extend(clips)
        if len(self._clips) >= self._size:
            self.write()

    def write(self) -> None:
        """What is not written yet, if there is any."""
        if self._clips:
            save(self._folder / f"{self._part}-{self._written}.npz", self._kind, self._clips)
            self._clips, self._written = [], self._written + 1

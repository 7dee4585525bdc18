"""The files of clips between the steps of the training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from shards import Clip, Shards, save

ONE = Clip(np.arange(80, dtype=np.float16).reshape(2, 40), [5, 6, 7], "slt")
OTHER = Clip(np.ones((3, 40), np.float16), [8], "rms")
SILENCE = Clip(np.zeros((1, 40), np.float16), [], "noise")


def test_a_clip_is_found_again_between_its_offsets(tmp_path: Path) -> None:
    save(tmp_path / "feat" / "0.npz", "feats", [ONE, SILENCE, OTHER])
    read = np.load(tmp_path / "feat" / "0.npz")

    assert read["offsets"].tolist() == [0, 2, 3, 6]
    assert np.array_equal(read["feats"][3:6], OTHER.values)
    assert read["phone_offsets"].tolist() == [0, 3, 3, 4]
    assert read["phones"].tolist() == [5, 6, 7, 8]
    assert read["tags"].tolist() == ["slt", "noise", "rms"]


def test_a_file_is_full_when_it_holds_enough_and_what_came_together_stays_together(tmp_path: Path) -> None:
    shards = Shards(tmp_path, part=1, kind="samples", size=3)
    for _ in range(3):
        shards.add([ONE, OTHER])
    shards.write()

    sizes = {file.name: len(np.load(file)["tags"]) for file in tmp_path.iterdir()}
    assert sizes == {"1-0.npz": 4, "1-1.npz": 2}


def test_of_no_clips_there_is_no_file(tmp_path: Path) -> None:
    Shards(tmp_path, part=0, kind="feats", size=3).write()

    assert list(tmp_path.iterdir()) == []

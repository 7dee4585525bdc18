"""What customers said is kept for replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.recording import Recorder
from local_voice.sound import HEARING_RATE, read_sound, silence


def test_each_utterance_is_a_file_and_a_folder_in_use_is_continued(tmp_path: Path) -> None:
    said = silence(0.5, HEARING_RATE)

    first = Recorder(tmp_path / "kept").keep(said)
    second = Recorder(tmp_path / "kept").keep(said)

    assert [first.name, second.name] == ["0001.wav", "0002.wav"]
    assert read_sound(second) == said


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(VoiceError, match="cannot be used for recordings"):
        Recorder(tmp_path / "file" / "kept")

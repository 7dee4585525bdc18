"""Keeps what customers said, one sound file a turn, so that a conversation can be heard again."""

from __future__ import annotations

from pathlib import Path

from local_voice.errors import VoiceError
from local_voice.sound import Pcm, write_wav


class Recorder:
    """Writes utterances into a folder: 0001.wav, 0002.wav and so on; a folder in use is continued."""

    def __init__(self, folder: Path) -> None:
        """Make the folder; VoiceError when that cannot be done."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise VoiceError(f"{folder} cannot be used for recordings: {error.strerror}") from None
        self._folder = folder
        self._count = max(
            (int(path.stem) for path in folder.glob("[0-9]*.wav") if path.stem.isdecimal()), default=0
        )

    def keep(self, pcm: Pcm) -> Path:
        """Write the next utterance; VoiceError when the disk does not take it."""
        self._count += 1
        path = self._folder / f"{self._count:04d}.wav"
        try:
            write_wav(path, pcm)
        except OSError as error:
            raise VoiceError(f"{path} cannot be written: {error.strerror}") from None
        return path

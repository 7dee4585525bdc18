"""Sounds made before: in memory, and in a folder that outlives the program."""

from __future__ import annotations

import hashlib
import os
import threading
import wave
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from local_voice.sound import Pcm, write_wav
from local_voice.speaking.voices import Voice

MEMORY_BYTES = 16_000_000
"""About 6 minutes of speech."""


FOLDER_BYTES = 64_000_000
"""A shop says the same few hundred sentences again and again, and numbers and addresses once."""
TIDY_AFTER = 100
"""Files written between two looks at how large the folder has become."""


class SoundCache:
    """Least used goes first. Threads may share it. A folder that cannot be written costs only its use."""

    def __init__(self, folder: Path | None = None, memory_bytes: int = MEMORY_BYTES) -> None:
        self._folder = folder
        self._limit = memory_bytes
        self._sounds: OrderedDict[str, Pcm] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()
        self._written = TIDY_AFTER

    def get(self, key: str) -> Pcm | None:
        with self._lock:
            if key in self._sounds:
                self._sounds.move_to_end(key)
                return self._sounds[key]
        pcm = _read(self._folder / f"{key}.wav") if self._folder else None
        if pcm is not None:
            self._hold(key, pcm)
        return pcm

    def put(self, key: str, pcm: Pcm) -> None:
        self._hold(key, pcm)
        if self._folder is not None:
            _write(self._folder / f"{key}.wav", pcm)
            self._written += 1
            if self._written >= TIDY_AFTER:
                self._written = 0
                tidy(self._folder, FOLDER_BYTES)

    def _hold(self, key: str, pcm: Pcm) -> None:
        with self._lock:
            if key in self._sounds:
                return
            self._sounds[key] = pcm
            self._held += len(pcm.samples)
            while self._held > self._limit and len(self._sounds) > 1:
                self._held -= len(self._sounds.popitem(last=False)[1].samples)


def key_of(text: str, voice: Voice) -> str:
    """The name of a sound: what is said, and how."""
    told = "\0".join((voice.name or "", str(voice.rate), str(voice.volume), str(voice.pitch), text))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def tidy(folder: Path, limit: int) -> None:
    """Remove the oldest sounds until the rest is small enough; parts of a program that was killed go too."""
    held = 0
    with suppress(OSError):
        stats = [(path, path.stat()) for path in folder.iterdir() if path.suffix in (".wav", ".part")]
        for path, stat in sorted(stats, key=lambda one: -one[1].st_mtime):
            held += stat.st_size
            if held > limit:
                with suppress(OSError):
                    path.unlink()


def _read(path: Path) -> Pcm | None:
    try:
        with wave.open(str(path)) as file:
            return Pcm(file.readframes(file.getnframes()), file.getframerate())
    except (OSError, EOFError, wave.Error):
        return None


def _write(path: Path, pcm: Pcm) -> None:
    """Under another name first: two programs or threads may share the folder, and one may be killed."""
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_wav(part, pcm)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()

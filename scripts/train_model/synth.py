"""Synthesizers: each gives samples in 16-bit scale and their rate."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import espeakng_loader
import numpy as np
import soundfile as sf
from waves import Wave

Job = tuple[str, str, str, float]
"""Name of the file, text, voice, how much slower."""

_TO_CALL_BACK = 2
"""espeak-ng's mode that gives the sound to a function while it is called."""
_RATE, _PITCH, _RANGE = 1, 3, 4
_UTF8 = 1


class Espeak:
    """espeak-ng's library: much faster than a process for each sentence."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate: int = self._library.espeak_Initialize(_TO_CALL_BACK, 0, data, 0)
        if self.rate <= 0:
            raise RuntimeError("espeak-ng does not start")
        self._parts: list[Wave] = []
        self._voice = ""
        samples = ctypes.POINTER(ctypes.c_short)
        form = ctypes.CFUNCTYPE(ctypes.c_int, samples, ctypes.c_int, ctypes.c_void_p)
        self._kept = form(self._take)  # the library calls it as long as it lives
        self._library.espeak_SetSynthCallback(self._kept)

    def say(
        self, text: str, voice: str = "en-us", rate: float = 175, pitch: float = 50, prange: float = 50
    ) -> tuple[Wave, int]:
        """`rate` in words a minute, `pitch` and its range from 0 to 99."""
        self._choose(voice)
        for parameter, value in ((_RATE, rate), (_PITCH, pitch), (_RANGE, prange)):
            self._library.espeak_SetParameter(parameter, int(value), 0)
        self._parts = []
        said = text.encode()
        size = ctypes.c_size_t(len(said) + 1)
        self._library.espeak_Synth(ctypes.c_char_p(said), size, 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        return (np.concatenate(self._parts) if self._parts else np.zeros(0, np.float32)), self.rate

    def _choose(self, voice: str) -> None:
        if voice == self._voice:
            return
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"no espeak-ng voice {voice}")
        self._voice = voice

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._parts.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32))
        return 0


def flite(text: str, voice: str = "rms", stretch: float = 1.0, f0: float | None = None) -> tuple[Wave, int]:
    """`f0`: the mean pitch in hertz."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        settings = [f"duration_stretch={stretch:.2f}", *([f"int_f0_target_mean={f0:.0f}"] if f0 else [])]
        chosen = [word for setting in settings for word in ("--setf", setting)]
        command = ["flite", "-voice", voice, *chosen, "-t", text, "-o", file.name]
        subprocess.run(command, check=True, capture_output=True)
        return read(file.name)


def festival_batch(jobs: Iterable[Job], folder: str | Path) -> None:
    """Write folder/NAME.wav for each job, in one run."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    lines = []
    for voice, spoken in groupby(sorted(jobs, key=itemgetter(2)), key=itemgetter(2)):
        lines.append(f"(voice_{voice})")
        for name, text, _, stretch in spoken:
            words = text.replace('"', "")
            lines.append(f"(Parameter.set 'Duration_Stretch {stretch:.2f})")
            lines.append(f'(utt.save.wave (utt.synth (Utterance Text "{words}")) "{folder}/{name}.wav")')
    with tempfile.NamedTemporaryFile("w", suffix=".scm") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        subprocess.run(["festival", "-b", file.name], check=True, capture_output=True)


def festival(text: str, voice: str = "ked_diphone", stretch: float = 1.0) -> tuple[Wave, int]:
    with tempfile.TemporaryDirectory() as folder:
        festival_batch([("said", text, voice, stretch)], folder)
        return read(Path(folder) / "said.wav")


def read(path: str | Path) -> tuple[Wave, int]:
    samples, rate = sf.read(path, dtype="int16")
    return samples.astype(np.float32), rate

"""Speech synthesis back ends, all returning (float32 samples in 16-bit scale, rate)."""

from __future__ import annotations

import ctypes
import pathlib
import subprocess
import tempfile

import espeakng_loader
import numpy as np
import soundfile as sf


class Espeak:
    """libespeak-ng through ctypes: much faster than one process per sentence."""

    RATE, PITCH, RANGE = 1, 3, 4

    def __init__(self):
        lib = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        # 2: synchronous, sound to the call-back
        self.rate = lib.espeak_Initialize(2, 0, data, 0)
        if self.rate <= 0:
            raise RuntimeError("espeak-ng does not start")
        self._parts = []
        proto = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

        def got(wav, n, _events):
            if wav and n > 0:
                self._parts.append(np.ctypeslib.as_array(wav, (n,)).astype(np.float32))
            return 0

        self._cb = proto(got)
        lib.espeak_SetSynthCallback(self._cb)
        self._lib = lib
        self._voice = None

    def say(self, text, voice="en-us", rate=175, pitch=50, prange=50):
        lib = self._lib
        if voice != self._voice:
            if lib.espeak_SetVoiceByName(voice.encode()) != 0:
                raise ValueError("no espeak-ng voice " + voice)
            self._voice = voice
        lib.espeak_SetParameter(self.RATE, int(rate), 0)
        lib.espeak_SetParameter(self.PITCH, int(pitch), 0)
        lib.espeak_SetParameter(self.RANGE, int(prange), 0)
        self._parts = []
        b = text.encode()
        lib.espeak_Synth(ctypes.c_char_p(b), ctypes.c_size_t(len(b) + 1), 0, 1, 0, 1, None, None)
        lib.espeak_Synchronize()
        return (np.concatenate(self._parts) if self._parts else np.zeros(0, np.float32)), self.rate


def _read(path):
    x, r = sf.read(path, dtype="int16")
    return x.astype(np.float32), r


def flite(text, voice="rms", stretch=1.0, f0=None):
    with tempfile.NamedTemporaryFile(suffix=".wav") as f:
        cmd = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch:.2f}"]
        if f0:
            cmd += ["--setf", f"int_f0_target_mean={f0:.0f}"]
        subprocess.run([*cmd, "-t", text, "-o", f.name], check=True, capture_output=True)
        return _read(f.name)


def festival_batch(jobs, folder):
    """jobs: list of (name, text, voice, stretch).  Writes folder/name.wav in one festival run."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines, last = [], None
    for name, text, voice, stretch in sorted(jobs, key=lambda j: j[2]):
        if voice != last:
            lines.append(f"(voice_{voice})")
            last = voice
        t = text.replace('"', "")
        lines.append(f"(Parameter.set 'Duration_Stretch {stretch:.2f})")
        lines.append(f'(utt.save.wave (utt.synth (Utterance Text "{t}")) "{folder}/{name}.wav")')
    with tempfile.NamedTemporaryFile("w", suffix=".scm") as f:
        f.write("\n".join(lines) + "\n")
        f.flush()
        subprocess.run(["festival", "-b", f.name], check=True, capture_output=True)


def festival(text, voice="ked_diphone", stretch=1.0):
    with tempfile.TemporaryDirectory() as d:
        festival_batch([("x", text, voice, stretch)], d)
        return _read(d + "/x.wav")

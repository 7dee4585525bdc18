"""What the steps share: where things lie, the features, the voices.

`run` says by environment variables where: TRAIN_WORK (scratch, some 4 GB) and TRAIN_OUT (the finished model).
TRAIN_QUICK makes everything tiny.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from local_voice.learning.topology import PHONES  # noqa: E402

WORK = Path(os.environ.get("TRAIN_WORK", "train-work"))
OUT = Path(os.environ.get("TRAIN_OUT", "vosk-model-tiny-en"))
QUICK = os.environ.get("TRAIN_QUICK") == "1"

PHONE_ID = {phone: number for number, phone in enumerate(PHONES, 1)}
"""The network's outputs; 0 is the blank."""
NUM_PDFS = len(PHONES) + 1
SAMPLE_RATE = 16000
FEAT_DIM = 40
MFCC = {"num_mel_bins": 40, "num_ceps": 40, "low_freq": 20.0, "high_freq": -400.0}
"""Kaldi's "hires" MFCC, written as conf/mfcc.conf too."""


def mfcc(wave: Any) -> Any:
    """Samples in 16-bit scale to (frames, 40), as Kaldi computes them by conf/mfcc.conf."""
    import kaldi_native_fbank as knf

    options = knf.MfccOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.frame_opts.dither = 0.0
    options.frame_opts.snip_edges = True
    options.mel_opts.num_bins = MFCC["num_mel_bins"]
    options.mel_opts.low_freq = MFCC["low_freq"]
    options.mel_opts.high_freq = MFCC["high_freq"]
    options.num_ceps = MFCC["num_ceps"]
    options.use_energy = False
    computer = knf.OnlineMfcc(options)
    computer.accept_waveform(SAMPLE_RATE, wave.tolist())
    computer.input_finished()
    frames = [computer.get_frame(n) for n in range(computer.num_frames_ready)]
    return np.array(frames, np.float32).reshape(-1, FEAT_DIM)


def edit_distance(heard: Sequence[Any], wanted: Sequence[Any]) -> int:
    """How many are to be put in, taken out or replaced."""
    distances = list(range(len(wanted) + 1))
    for row, one in enumerate(heard, 1):
        diagonal, distances[0] = distances[0], row
        for column, other in enumerate(wanted, 1):
            aside = min(distances[column], distances[column - 1]) + 1
            diagonal, distances[column] = distances[column], min(aside, diagonal + (one != other))
    return distances[-1]


ESPEAK_ACCENTS = {
    "en-us": 8, "en": 8, "en-gb-x-rp": 3, "en-gb-scotland": 1, "en-029": 1,
    "en-us-nyc": 1, "en-gb-x-gbclan": 1, "en-gb-x-gbcwmd": 1,
}  # fmt: skip
"""How often each is taken. "en" is British."""
_VARIANTS = """m1 m2 m3 m4 m6 m7 m8 f1 f2 f3 f5 klatt klatt2 klatt4 Alex Alicia Andrea Andy Annie Denis
Diogo Gene Henrique Hugo Jacky Lee Marco Mario Mike Nguyen Storm adam anika antonio aunty
belinda benjamin boris caleb david ed edward grandma grandpa gustave iven iven2 john
kaukovalta marcelo max michel miguel norbert pablo pedro quincy rob sandro shelby steph
steph2 travis victor zac"""
ESPEAK_VARIANTS = [""] * 6 + _VARIANTS.split()
""""" is the plain voice; robot, whisper and novelty variants are left out."""
ESPEAK_HELD_OUT = ["m5", "f4", "klatt3", "Michael", "linda", "paul", "robert", "steph3"]
"""Never used for training."""
FLITE_VOICES = ["kal16", "rms", "slt", "awb"]
FESTIVAL_VOICES = ["cmu_us_slt_arctic_hts", "kal_diphone"]
FESTIVAL_HELD_OUT = ["ked_diphone"]

"""Random changes made to log-mel features while training (numpy and torch, on the CPU).

A clip is changed anew each time it is used: tempo (piecewise), vocal tract length (warped mel axis), spectral
smoothing (hides the pitch's harmonics), room, microphone response, telephone band, level, noise and babble,
and at last masks as in SpecAugment. Log-mel values are natural logarithms of power, every 10 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from common import FEAT_DIM
from numpy.random import Generator
from torch import Tensor

FLOOR = -15.9424
"""Kaldi's log of nothing."""
SILENT = -10
"""A frame whose mean is lower is digital silence, and stays so unless noise is added."""
DECIBEL = 0.2303
"""In natural logarithms of power."""
LOG_DIM = np.log(FEAT_DIM)

_CHANNELS = np.arange(FEAT_DIM)
_MEL = np.linspace(31.75, 2787.0, FEAT_DIM + 2)[1:-1]  # mel centres of 20 .. 7600 Hz
_HERTZ = 700 * (np.exp(_MEL / 1127) - 1)


def warp_matrix(alpha: float) -> Any:
    """(40, 40): x @ it reads the envelope at frequency f / alpha (alpha > 1: formants up)."""
    source = 1127 * np.log(1 + np.minimum(_HERTZ / alpha, 7500) / 700)
    at = np.clip((source - _MEL[0]) / (_MEL[1] - _MEL[0]), 0, FEAT_DIM - 1.001)
    below = at.astype(int)
    share = at - below
    matrix = np.zeros((FEAT_DIM, FEAT_DIM), np.float32)
    matrix[below, _CHANNELS] += 1 - share
    matrix[below + 1, _CHANNELS] += share
    return matrix


def smooth_matrix(order: int) -> Any:
    """(40, 40): x @ it keeps the first cosines of the envelope."""
    dct = np.sqrt(2.0 / FEAT_DIM) * _cosines(FEAT_DIM).T
    dct[0] = np.sqrt(1.0 / FEAT_DIM)
    return (dct[:order].T @ dct[:order]).astype(np.float32)


def _cosines(count: int, first: int = 0) -> Any:
    """(40, count): slow waves over the channels."""
    return np.cos(np.pi / FEAT_DIM * (_CHANNELS[:, None] + 0.5) * (first + np.arange(count))[None, :])


WARPS = [warp_matrix(alpha) for alpha in np.exp(np.linspace(-0.24, 0.24, 49))]
"""From small heads to large ones, by 1 %; the middle one changes nothing."""
SMOOTH = {order: smooth_matrix(order) for order in range(13, 31)}


def tempo(rng: Generator, feats: Any, need: int, spread: float) -> Any:
    """Features (frames, 40) slower and faster by turns; left alone if fewer than `need` frames remain."""
    count = len(feats)
    ends = np.cumsum(_durations(rng, count, spread))
    longer = int(ends[-1])
    if longer < need:
        return feats
    at = np.interp(np.arange(longer), np.concatenate([[0], ends[:-1]]), np.arange(count))
    below = np.minimum(at.astype(int), count - 2)
    share = (at - below)[:, None].astype(np.float32)
    return feats[below] * (1 - share) + feats[below + 1] * share


def _durations(rng: Generator, count: int, spread: float) -> Any:
    """How many frames each of `count` becomes."""
    overall = np.exp(rng.normal(0, spread))
    knots = max(2, count // int(rng.integers(12, 40)) + 2)
    rates = overall * np.exp(rng.normal(0, 0.18, knots))
    between = np.interp(np.linspace(0, knots - 1, count), np.arange(knots), rates)
    return np.clip(between, 0.65, 1.5)


def augment(
    rng: Generator,
    mfcc: Tensor,
    to_mel: Tensor,
    inside: Sequence[tuple[int, int]],
    human: Sequence[bool],
    calm: float = 0.0,
) -> Tensor:
    """Log-mel (B, frames, 40) of MFCC (B, frames, 40), each clip changed in its own way.

    `inside`: where a clip's real frames begin and end; `human`: whether a person speaks; `calm`: the share of
    the synthetic clips that is left as it is.
    """
    rows = [row for row, person in enumerate(human) if person or rng.random() >= calm]
    voices = [to_mel] * len(human)
    for row in rows:
        voices[row] = other_voice(rng, to_mel, human[row])
    mel = torch.bmm(mfcc, torch.stack(voices))
    silent = mel.mean(2, keepdim=True) < SILENT
    ring(rng, mel, rows)
    mel = mel + microphones(rng, len(human), rows)
    for row in rows:
        if rng.random() < 0.45:
            mel[row] = torch.logaddexp(mel[row], noise(rng, mel, row, inside[row]).float())
            silent[row] = False
    return mel.masked_fill(silent, FLOOR).clamp(min=FLOOR)


def other_voice(rng: Generator, to_mel: Tensor, human: bool) -> Tensor:
    """The matrix (mfcc, mel) with another throat behind it; synthesizers' are changed further."""
    matrix = to_mel
    if rng.random() < (0.15 if human else 0.35):
        matrix = matrix @ torch.from_numpy(SMOOTH[int(rng.integers(13, 31))])
    if rng.random() < 0.7:
        change = rng.normal(0, 0.06 if human else 0.08)
        matrix = matrix @ torch.from_numpy(WARPS[int(np.clip(round(24 + change / 0.01), 0, 48))])
    return matrix


def ring(rng: Generator, mel: Tensor, rows: Sequence[int]) -> None:
    """A room for some clips, in place: an exponential tail is added to the power."""
    some = [row for row in rows if rng.random() < 0.25]
    if not some:
        return
    power = torch.exp(mel[some].clamp(min=-12))
    seconds = torch.tensor(rng.uniform(0.12, 0.6, len(some)), dtype=torch.float32)  # to fall by 60 dB
    gain = torch.tensor(10 ** rng.uniform(-2.0, -0.6, len(some)), dtype=torch.float32)  # -20 .. -6 dB a frame
    fall = torch.exp(-13.8 * 0.01 / seconds)
    tail = torch.zeros_like(power)
    for delay in range(2, 26):
        tail[:, delay:] += gain[:, None, None] * power[:, :-delay]
        gain = gain * fall
    mel[some] = torch.log(power + tail)


def microphones(rng: Generator, count: int, rows: Sequence[int]) -> Tensor:
    """What each clip's frames get (count, 1, 40): a microphone's curve, a level, a telephone's band."""
    added = np.zeros((count, 1, FEAT_DIM), np.float32)
    for row in rows:
        if rng.random() < 0.7:
            added[row, 0] = curve(rng, [0.8, 0.6, 0.5, 0.35, 0.3, 0.25])
        added[row] += rng.uniform(-3, 1.5)
        if rng.random() < 0.05:
            added[row, 0] -= telephone(rng)
    return torch.from_numpy(added)


def curve(rng: Generator, scales: Sequence[float]) -> Any:
    """A random smooth function (40) of the channel; `scales` of its cosines, the slowest first."""
    weights = rng.normal(0, 1, len(scales)) * np.array(scales)
    return (_cosines(len(scales), first=1) @ weights).astype(np.float32)


def telephone(rng: Generator) -> Any:
    """What a telephone or a cheap codec takes away (40)."""
    lowest, highest = rng.uniform(100, 350), rng.uniform(3300, 6500)
    octaves = np.maximum(0, np.log2(lowest / _HERTZ)) + np.maximum(0, np.log2(_HERTZ / highest)) * 3
    return np.minimum(octaves * rng.uniform(3, 8), 9)


def noise(rng: Generator, mel: Tensor, row: int, inside: tuple[int, int]) -> Tensor:
    """Noise (frames, 40) for a clip of a batch, 8 to 40 dB below its loud frames."""
    begin, end = inside
    loud = torch.quantile(mel[row, begin:end].logsumexp(1), 0.9).item() - LOG_DIM
    below = rng.uniform(8, 40) * DECIBEL
    shape = curve(rng, [1.2, 0.8, 0.6, 0.4, 0.3])
    if rng.random() < 0.22 and len(mel) > 3:
        talk = babble(rng, mel)
        return talk - talk.logsumexp(1).mean() + LOG_DIM + loud - below
    return hiss(rng, mel.shape[1], loud - below, shape)


def babble(rng: Generator, mel: Tensor) -> Tensor:
    """One to three clips of the batch at once, each turned round to begin anywhere (frames, 40)."""
    power = torch.zeros(())
    for row in rng.choice(len(mel), int(rng.integers(1, 4))):
        turned = torch.roll(mel[int(row)], int(rng.integers(mel.shape[1])), 0)
        power = power + torch.exp(turned.clamp(min=-12, max=25))
    return torch.log(power + 1e-5)


def hiss(rng: Generator, frames: int, level: float, shape: Any) -> Tensor:
    """Noise of a spectrum's shape (40) that swells (frames, 40)."""
    knots = max(2, frames // 40)
    swells = rng.normal(0, rng.uniform(0, 0.7), knots)
    slow = np.interp(np.arange(frames), np.linspace(0, frames, knots), swells)
    mean = torch.from_numpy((level + slow[:, None] + shape[None, :]).astype(np.float32))
    deviation = np.linspace(0.75, 0.3, FEAT_DIM).astype(np.float32)  # narrow channels fluctuate more
    return mean + torch.randn(frames, FEAT_DIM) * torch.from_numpy(deviation)


def masks(rng: Generator, normal: Tensor) -> Tensor:
    """SpecAugment, in place, on normalised features (B, frames, 40): channels and frames are silenced."""
    for clip in normal:
        for side, widest in ((clip.T, 6), (clip.T, 6), (clip, 8), (clip, 8)):
            width = int(rng.integers(0, widest))
            first = int(rng.integers(0, len(side) - width))
            side[first : first + width] = 0
    return normal

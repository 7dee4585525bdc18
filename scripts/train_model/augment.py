"""Random changes made to log-mel features while training (numpy and torch, on the CPU).

A clip is changed anew each time it is used: tempo (piecewise), vocal tract length (warped mel
axis), spectral smoothing (hides the pitch's harmonics), room, microphone response, telephone band, level,
noise and babble, and at last masks as in SpecAugment."""

import numpy as np
import torch

FLOOR = -15.9424  # Kaldi's log of nothing
N = 40
_k = np.arange(N)
_D = np.sqrt(2.0 / N) * np.cos(np.pi / N * (np.arange(N)[None, :] + 0.5) * _k[:, None])
_D[0] = np.sqrt(1.0 / N)
_MEL = np.linspace(31.75, 2787.0, N + 2)[1:-1]  # mel centres of 20 .. 7600 Hz
_HZ = 700 * (np.exp(_MEL / 1127) - 1)


def warp_matrix(alpha):
    """(40, 40): x @ W reads the envelope at frequency f / alpha (alpha > 1: formants up)."""
    src = 1127 * np.log(1 + np.minimum(_HZ / alpha, 7500) / 700)
    pos = np.clip((src - _MEL[0]) / (_MEL[1] - _MEL[0]), 0, N - 1.001)
    i, r = pos.astype(int), pos - pos.astype(int)
    w = np.zeros((N, N), np.float32)
    w[i, np.arange(N)] += 1 - r
    w[i + 1, np.arange(N)] += r
    return w


def smooth_matrix(order):
    return (_D[:order].T @ _D[:order]).astype(np.float32)


ALPHAS = np.exp(np.linspace(-0.24, 0.24, 49))
WARPS = [warp_matrix(a) for a in ALPHAS]
SMOOTH = {k: smooth_matrix(k) for k in range(13, 31)}


def tempo(rng, f, need, spread):
    """Piecewise linear time warp of (frames, 40); keeps at least `need` frames."""
    n = len(f)
    overall = np.exp(rng.normal(0, spread))
    knots = max(2, n // int(rng.integers(12, 40)) + 2)
    rate = overall * np.exp(rng.normal(0, 0.18, knots))
    step = np.interp(np.linspace(0, knots - 1, n), np.arange(knots), rate)  # output frames per input frame
    step = np.clip(step, 0.65, 1.5)
    t = np.concatenate([[0], np.cumsum(step)])
    m = int(t[-1])
    if m < need:
        return f
    pos = np.interp(np.arange(m), t[:-1], np.arange(n))
    i = np.minimum(pos.astype(int), n - 2)
    r = (pos - i)[:, None].astype(np.float32)
    return f[i] * (1 - r) + f[i + 1] * r


def curve(rng, scales):
    """A random smooth function of the mel channel."""
    c = rng.normal(0, 1, len(scales)) * scales
    return (
        np.cos(np.pi / N * (np.arange(N)[:, None] + 0.5) * (1 + np.arange(len(scales)))[None, :]) @ c
    ).astype(np.float32)


def augment(rng, x, M, inside, human, calm=0.0):
    """x: (B, L, 40) MFCC; inside: list of (start, end) of real frames; human: list of bool.
    calm: the share of the synthetic clips left as they are.  Returns log-mel."""
    B, L, _ = x.shape
    asis = [not human[b] and rng.random() < calm for b in range(B)]
    mats = []
    for b in range(B):
        if asis[b]:
            mats.append(M)
            continue
        m = M
        if (not human[b] and rng.random() < 0.35) or (human[b] and rng.random() < 0.15):
            m = m @ torch.from_numpy(SMOOTH[int(rng.integers(13, 31))])
        if rng.random() < 0.7:
            a = rng.normal(0, 0.08 if not human[b] else 0.06)
            m = m @ torch.from_numpy(WARPS[int(np.clip(round(24 + a / 0.01), 0, 48))])
        mats.append(m)
    y = torch.bmm(x, torch.stack(mats))
    dead = y.mean(2, keepdim=True) < -10
    # room: an exponential tail added to the power
    who = [b for b in range(B) if not asis[b] and rng.random() < 0.25]
    if who:
        p = torch.exp(y[who].clamp(min=-12))
        t60 = torch.tensor(rng.uniform(0.12, 0.6, len(who)), dtype=torch.float32)
        g = torch.tensor(10 ** rng.uniform(-2.0, -0.6, len(who)), dtype=torch.float32)  # -20 .. -6 dB a frame
        a = torch.exp(-13.8 * 0.01 / t60)
        tail = torch.zeros_like(p)
        w = g.clone()
        for k in range(2, 26):
            tail[:, k:] += w[:, None, None] * p[:, :-k]
            w = w * a
        y[who] = torch.log(p + tail)
    # microphone, level
    add = np.zeros((B, 1, N), np.float32)
    for b in range(B):
        if asis[b]:
            continue
        if rng.random() < 0.7:
            add[b, 0] = curve(rng, np.array([0.8, 0.6, 0.5, 0.35, 0.3, 0.25]))
        add[b] += rng.uniform(-3, 1.5)
        if rng.random() < 0.05:  # telephone, cheap codec
            lo, hi = rng.uniform(100, 350), rng.uniform(3300, 6500)
            d = np.maximum(0, np.log2(lo / _HZ)) + np.maximum(0, np.log2(_HZ / hi)) * 3
            add[b, 0] -= np.minimum(d * rng.uniform(3, 8), 9)
    y = y + torch.from_numpy(add)
    # noise
    noisy = np.zeros(B, bool)
    for b in range(B):
        if not asis[b] and rng.random() < 0.45:
            noisy[b] = True
            s, e = inside[b]
            top = torch.quantile(y[b, s:e].logsumexp(1), 0.9).item() - np.log(N)
            snr = rng.uniform(8, 40) * 0.2303
            shape = curve(rng, np.array([1.2, 0.8, 0.6, 0.4, 0.3]))
            if rng.random() < 0.22 and B > 3:  # babble: other clips of the batch
                z = 0
                for o in rng.choice(B, int(rng.integers(1, 4))):
                    z = z + torch.exp(torch.roll(y[int(o)], int(rng.integers(L)), 0).clamp(min=-12, max=25))
                z = torch.log(z + 1e-5)
                n = z - z.logsumexp(1).mean() + np.log(N) + top - snr
            else:
                slow = np.interp(
                    np.arange(L),
                    np.linspace(0, L, max(2, L // 40)),
                    rng.normal(0, rng.uniform(0, 0.7), max(2, L // 40)),
                )
                n = torch.from_numpy((top - snr + slow[:, None] + shape[None, :]).astype(np.float32))
                width = np.linspace(0.75, 0.3, N).astype(np.float32)  # narrow channels fluctuate more
                n = n + torch.randn(L, N) * torch.from_numpy(width)
            y[b] = torch.logaddexp(y[b], n.float())
    keep = dead & ~torch.from_numpy(noisy)[:, None, None]
    y = torch.where(keep, torch.full_like(y, FLOOR), y)
    return y.clamp(min=FLOOR)


def masks(rng, x, lengths):
    """SpecAugment, in place, on normalised features."""
    B, L, _ = x.shape
    for b in range(B):
        for _ in range(2):
            w = int(rng.integers(0, 6))
            s = int(rng.integers(0, N - w))
            x[b, :, s : s + w] = 0
        for _ in range(2):
            w = int(rng.integers(0, 8))
            s = int(rng.integers(0, L - w))
            x[b, s : s + w] = 0
    return x

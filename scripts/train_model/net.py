"""The acoustic network and its loss (PyTorch)."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from common import FEAT_DIM, NUM_PDFS, QUICK


# (kernel, dilation in its own frame rate, stride, width, residual)
def _layers(width, dilations):
    first = [(5, 1, 1, 128, False), (3, 1, 3, width, False)]
    return first + [(3, dilation, 1, width, True) for dilation in dilations]


SMALL = _layers(48 if QUICK else 224, [1, 1, 1, 2, 2, 2])
"""For the first stage of the training: 10 ms frames, from the second layer on one output per 30 ms."""
LAYERS = _layers(64 if QUICK else 288, [1, 1, 1, 2, 2, 2, 3, 3])


def context(layers):
    """Input frames needed on each side of an output frame."""
    c, rate = 0, 1
    for k, d, s, _, _ in layers:
        c += (k // 2) * d * rate
        rate *= s
    return c


CONTEXT = context(LAYERS)
WHISPER = 0.05
"""How loud a new residual layer begins. At 0 it would never learn: ReLU has no slope there."""


def idct():
    """Matrix M with logmel = mfcc @ M (Kaldi's liftered, orthonormal DCT undone)."""
    n = FEAT_DIM
    k = np.arange(n)
    dct = np.sqrt(2.0 / n) * np.cos(np.pi / n * (np.arange(n)[None, :] + 0.5) * k[:, None])
    dct[0] = np.sqrt(1.0 / n)
    lifter = 1.0 + 0.5 * 22.0 * np.sin(np.pi * k / 22.0)
    return torch.tensor(dct / lifter[:, None], dtype=torch.float32)  # (mfcc, mel)


class Net(nn.Module):
    def __init__(self, mean=None, std=None, layers=LAYERS):
        super().__init__()
        self.layers = layers
        self.register_buffer("mean", torch.zeros(FEAT_DIM) if mean is None else mean)
        self.register_buffer("std", torch.ones(FEAT_DIM) if std is None else std)
        self.convs, self.norms = nn.ModuleList(), nn.ModuleList()
        w = FEAT_DIM
        for k, d, s, o, _ in layers:
            self.convs.append(nn.Conv1d(w, o, k, stride=s, dilation=d, bias=False))
            self.norms.append(nn.BatchNorm1d(o))
            w = o
        self.out = nn.Conv1d(w, NUM_PDFS, 1)

    def forward(self, x):
        """x: (B, frames, 40) normalised log-mel with CONTEXT frames of margin on each side.
        The convolutions are written as matrix products: on a CPU that is faster for the
        many different lengths than conv1d, which prepares itself anew for every shape."""
        for conv, norm, (k, d, s, o, res) in zip(self.convs, self.norms, self.layers, strict=True):
            n = x.shape[1] - (k - 1) * d
            if s == 1:
                y = torch.cat([x[:, j * d : j * d + n] for j in range(k)], dim=2)
            else:  # stride 3, kernel 3: neighbouring triples
                y = x[:, : n + 2 - (n + 2) % 3].reshape(x.shape[0], -1, 3 * x.shape[2])
            w = conv.weight.permute(0, 2, 1).reshape(o, -1)
            y = F.linear(y, w)
            y = F.relu(norm(y.reshape(-1, o)).view(y.shape))
            if res:
                c = (k // 2) * d
                y = y + x[:, c : x.shape[1] - c]
            x = y
        y = F.linear(x, self.out.weight[:, :, 0], self.out.bias)
        return F.log_softmax(y.float(), dim=2).transpose(1, 2)  # (B, pdfs, frames / 3)


def selfless_ctc(logp, lengths, targets, target_lengths):
    """CTC in which a label takes exactly one frame (blank everywhere else), so equal
    neighbours need no blank between them.  It is what the decoding graph allows.
    logp: (B, pdfs, T); targets: (B, U) padded with 0.  Returns the loss per sequence."""
    B, _, T = logp.shape
    U = targets.shape[1]
    lab = logp.gather(1, targets.unsqueeze(2).expand(B, U, T)).permute(2, 0, 1).contiguous()  # (T, B, U)
    blank = logp[:, 0, :].t().contiguous()  # (T, B)
    neg = -1e4
    alpha = torch.full((B, U + 1), neg)
    alpha[:, 0] = 0.0
    out = []
    for t in range(T):
        stay = alpha + blank[t].unsqueeze(1)
        step = F.pad(alpha[:, :-1] + lab[t], (1, 0), value=neg)
        alpha = torch.logaddexp(stay, step)
        out.append(alpha)
    out = torch.stack(out)  # (T, B, U + 1)
    return -out[lengths - 1, torch.arange(B), target_lengths]


def grow(ck, seed=1):
    """A network of the present size that computes (nearly) what the smaller one in `ck` does: further
    channels get random inputs and no listeners yet, further residual layers add little yet."""
    g = torch.Generator().manual_seed(seed)
    net = Net(ck["mean"], ck["std"])
    old = sum(k.startswith("convs.") for k in ck)
    with torch.no_grad():
        for i, (conv, norm) in enumerate(zip(net.convs, net.norms, strict=True)):
            if i >= old:
                norm.weight.fill_(WHISPER)
                continue
            w = ck[f"convs.{i}.weight"]
            o, n = w.shape[:2]
            new = conv.weight
            if new.shape[1] > n:
                new[:o, n:] = 1e-3 * torch.randn(new[:o, n:].shape, generator=g)
            new[:o, :n] = w
            for name in ("weight", "bias", "running_mean", "running_var"):
                getattr(norm, name)[:o] = ck[f"norms.{i}.{name}"]
        w = ck["out.weight"]
        net.out.weight.zero_()
        net.out.weight[:, : w.shape[1]] = w
        net.out.bias.copy_(ck["out.bias"])
    return net

"""The acoustic network and its loss (PyTorch).

The arguments of a function are tensors of B clips with T output frames, of which each stands for 30 ms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from common import FEAT_DIM, NUM_PDFS, QUICK
from torch import Tensor

WHISPER = 0.05
"""How loud a new residual layer begins. At 0 it would never learn: ReLU has no slope there."""
IMPOSSIBLE = -1e4
"""Log probability."""
FRESH = 1e-3
"""Deviation of the weights by which a grown layer listens to new channels."""
LIFTER = 22.0
"""Kaldi's cepstral lifter."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution over time, batch norm and ReLU."""

    kernel: int
    """Frames that an output sees."""
    dilation: int
    """From one of those to the next, in frames of what comes in."""
    stride: int
    width: int
    """Channels that come out."""
    residual: bool
    """What comes in is added to what comes out."""

    @property
    def side(self) -> int:
        """Frames that it needs before and after an output's own."""
        return (self.kernel // 2) * self.dilation


def _layers(width: int, dilations: Sequence[int]) -> list[Layer]:
    """10 ms frames come in; from the second layer on there is one output per 30 ms."""
    first = [Layer(5, 1, 1, 128, False), Layer(3, 1, 3, width, False)]
    return first + [Layer(3, dilation, 1, width, True) for dilation in dilations]


SMALL = _layers(48 if QUICK else 224, [1, 1, 1, 2, 2, 2])
"""For the first stage of the training."""
LAYERS = _layers(64 if QUICK else 288, [1, 1, 1, 2, 2, 2, 3, 3])
"""Longer, it grows the networks that `adapt.py` teaches: a model of old is the first of its layers."""


def context(layers: Sequence[Layer]) -> int:
    """Input frames needed on each side of an output frame."""
    frames, rate = 0, 1
    for layer in layers:
        frames += layer.side * rate
        rate *= layer.stride
    return frames


CONTEXT = context(LAYERS)


def idct() -> Tensor:
    """The matrix (mfcc, mel) with log-mel = mfcc @ it: Kaldi's liftered, orthonormal DCT undone."""
    number = np.arange(FEAT_DIM)
    dct = np.sqrt(2.0 / FEAT_DIM) * np.cos(np.pi / FEAT_DIM * (number[None, :] + 0.5) * number[:, None])
    dct[0] = np.sqrt(1.0 / FEAT_DIM)
    lifter = 1.0 + 0.5 * LIFTER * np.sin(np.pi * number / LIFTER)
    return torch.tensor(dct / lifter[:, None], dtype=torch.float32)


class Net(nn.Module):
    """Log-mel values to log probabilities of the phones and the blank."""

    def __init__(
        self, mean: Tensor | None = None, std: Tensor | None = None, layers: Sequence[Layer] = LAYERS
    ) -> None:
        """`mean` and `std` (40) are kept with the network; its input is expected to be normalised by them."""
        super().__init__()
        self.layers = layers
        self.register_buffer("mean", torch.zeros(FEAT_DIM) if mean is None else mean)
        self.register_buffer("std", torch.ones(FEAT_DIM) if std is None else std)
        self.convs, self.norms = nn.ModuleList(), nn.ModuleList()
        width = FEAT_DIM
        for one in layers:
            conv = nn.Conv1d(width, one.width, one.kernel, one.stride, dilation=one.dilation, bias=False)
            self.convs.append(conv)
            self.norms.append(nn.BatchNorm1d(one.width))
            width = one.width
        self.out = nn.Conv1d(width, NUM_PDFS, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Log probabilities (B, pdfs, T) of normalised log-mel (B, frames, 40) with margins of context."""
        for layer, conv, norm in zip(self.layers, self.convs, self.norms, strict=True):
            x = _heard(x, layer, conv.weight, norm)
        found = F.linear(x, self.out.weight[:, :, 0], self.out.bias)
        return F.log_softmax(found.float(), dim=2).transpose(1, 2)


def _heard(x: Tensor, layer: Layer, weight: Tensor, norm: nn.Module) -> Tensor:
    """What a layer makes of (B, frames, channels).

    The convolution is written as a matrix product: on a CPU that is faster for the many different lengths
    than conv1d, which prepares itself anew for every shape.
    """
    product = F.linear(_windows(x, layer), weight.permute(0, 2, 1).reshape(layer.width, -1))
    heard = F.relu(norm(product.reshape(-1, layer.width)).view(product.shape))
    return heard + x[:, layer.side : x.shape[1] - layer.side] if layer.residual else heard


def _windows(x: Tensor, layer: Layer) -> Tensor:
    """All that each output sees, side by side: (B, outputs, kernel * channels)."""
    count = x.shape[1] - (layer.kernel - 1) * layer.dilation
    if layer.stride == 1:
        begins = range(0, layer.kernel * layer.dilation, layer.dilation)
        return torch.cat([x[:, begin : begin + count] for begin in begins], dim=2)
    # Stride 3, kernel 3: neighbouring triples.
    return x[:, : count + 2 - (count + 2) % 3].reshape(x.shape[0], -1, 3 * x.shape[2])


def selfless_ctc(logp: Tensor, lengths: Tensor, targets: Tensor, target_lengths: Tensor) -> Tensor:
    """Loss of each clip (B), of `logp` (B, pdfs, T) and `targets` (B, U) padded with 0.

    CTC in which a label takes exactly one frame (blank everywhere else), so equal neighbours need no blank
    between them. It is what the decoding graph allows.
    """
    clips, most = targets.shape
    chosen = targets.unsqueeze(2).expand(clips, most, logp.shape[2])
    labels = logp.gather(1, chosen).permute(2, 0, 1).contiguous()  # (T, B, U)
    blanks = logp[:, 0, :].t().contiguous()  # (T, B)
    ways = torch.full((clips, most + 1), IMPOSSIBLE)  # by the labels that are behind them
    ways[:, 0] = 0.0
    after = []
    for label, blank in zip(labels, blanks, strict=True):
        onward = F.pad(ways[:, :-1] + label, (1, 0), value=IMPOSSIBLE)
        ways = torch.logaddexp(ways + blank.unsqueeze(1), onward)
        after.append(ways)
    return -torch.stack(after)[lengths - 1, torch.arange(clips), target_lengths]


def grow(small: Mapping[str, Tensor], seed: int = 1) -> Net:
    """A network of the present size that computes (nearly) what the smaller one of this state does.

    Further channels get random inputs and no listeners yet, further residual layers add little yet.
    """
    generator = torch.Generator().manual_seed(seed)
    net = Net(small["mean"], small["std"])
    with torch.no_grad():
        for number, (conv, norm) in enumerate(zip(net.convs, net.norms, strict=True)):
            if f"convs.{number}.weight" in small:
                _widen(conv.weight, small[f"convs.{number}.weight"], generator)
                for name in ("weight", "bias", "running_mean", "running_var"):
                    old = small[f"norms.{number}.{name}"]
                    getattr(norm, name)[: len(old)] = old
            else:
                norm.weight.fill_(WHISPER)
        listened = small["out.weight"].shape[1]
        net.out.weight.zero_()
        net.out.weight[:, :listened] = small["out.weight"]
        net.out.bias.copy_(small["out.bias"])
    return net


def _widen(new: Tensor, old: Tensor, generator: torch.Generator) -> None:
    """Put old weights (outputs, inputs, kernel) into a larger place."""
    outputs, inputs = old.shape[:2]
    if new.shape[1] > inputs:
        further = new[:outputs, inputs:].shape
        new[:outputs, inputs:] = FRESH * torch.randn(further, generator=generator)
    new[:outputs, :inputs] = old

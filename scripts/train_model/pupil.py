"""A network that came out of a model, made able to learn again."""

from __future__ import annotations

from typing import Any

import torch
from net import LAYERS, WHISPER


def is_folded(net: Any) -> bool:
    """A network that came out of a model: its batch norms do nothing."""
    return all(not norm.running_mean.abs().max() for norm in net.norms)


def settle(net: Any, batches: list[Any]) -> None:
    """Give identity batch norms their statistics and keep what the network computes (layer by layer)."""
    for norm in net.norms:
        norm.reset_running_stats()
        norm.momentum = None  # plain mean of all batches
    # What comes to a layer depends on the norms before it: they stay as they were while this one is measured.
    for norm in net.norms:
        net.eval()
        gain, shift = norm.weight.detach().clone(), norm.bias.detach().clone()
        norm.train()
        with torch.no_grad():
            for x in batches:
                net(x)
        mean, deviation = norm.running_mean.clone(), torch.sqrt(norm.running_var + norm.eps)
        with torch.no_grad():
            norm.weight.copy_(gain * deviation)
            norm.bias.copy_(shift + gain * mean)
        norm.momentum = 0.1
    net.train()


def wake(net: Any) -> None:
    """Layers that add nothing learn nothing either: give them a small random voice."""
    for number in range(len(LAYERS)):
        conv, norm = net.convs[number], net.norms[number]
        if not conv.weight.abs().max():
            torch.nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            with torch.no_grad():
                norm.weight.fill_(WHISPER)

"""The step `import`: read an acoustic model of ours back into a network that can be trained further.

    python import_am.py MODEL/am/final.mdl OUT.pt

The reverse of export_am.py: 8 bits a weight were kept, so the network computes what the model does. Batch
norm was folded into the layers and comes back as the identity.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import FEAT_DIM
from export_am import BLANK_PENALTY
from kaldi import Reader
from net import LAYERS, Net, idct

CLOSE_TO_ONE = 1 - 1e-5
"""A variance that batch norm's epsilon makes 1."""


def affines(model: Path) -> list[tuple[Any, Any]]:
    """Matrix and bias of each layer, of which an old model has fewer, the output's last."""
    written = model.read_bytes()
    reader = Reader(written)
    found = []
    for _ in range(written.count(b"<LinearParams>")):
        reader.seek("<LinearParams>")
        matrix = reader.matrix()
        reader.seek("<BiasParams>")
        found.append((matrix, reader.vector().astype(np.float64)))
    return found


def network(model: Path, mean: Any, std: Any) -> Net:
    """The network of a model; `mean` and `std` of log-mel features only scale its input: any will do."""
    *layers, (last, bias) = affines(model)
    net = Net(torch.as_tensor(mean).float(), torch.as_tensor(std).float(), LAYERS[: len(layers)])
    to_mel = idct().double().numpy()
    with torch.no_grad():
        for number, (matrix, shift) in enumerate(layers):
            weights = matrix.reshape(LAYERS[number].width, LAYERS[number].kernel, -1)
            if number == 0:  # what is expected is MFCC; ours sees (mfcc @ to_mel - mean) / std
                weights = np.einsum("okj,ji->oki", weights, np.linalg.inv(to_mel).T) * std
                shift = shift + np.einsum("oki,i->o", weights, mean / std)
            net.convs[number].weight.copy_(torch.from_numpy(weights.transpose(0, 2, 1)))
            norm = net.norms[number]
            norm.running_var.fill_(CLOSE_TO_ONE)
            norm.bias.copy_(torch.from_numpy(shift))
        net.out.weight.copy_(torch.from_numpy(last[:, :, None]))
        net.out.bias.copy_(torch.from_numpy(bias))
        net.out.bias[0] += BLANK_PENALTY
    return net


def main(model: str, out: str) -> None:
    # About what log-mel of speech at a usual level is.
    net = network(Path(model), np.full(FEAT_DIM, 12.0), np.full(FEAT_DIM, 4.0))
    torch.save(net.state_dict(), out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

"""The step `acoustic`: the trained network as Kaldi's acoustic model (am/final.mdl), and the conf/ files.

    python export_am.py NETWORK.pt

Topology of every phone: one state, entered by one frame of the phone's own pdf, followed by any number of
blank frames (the "chain" topology with a shared self-loop pdf). Phone 1 is silence (blank only); then every
CMUdict phone in its four places in a word. Transition ids: 2 * phone - 1 is the self-loop, 2 * phone the
forward transition.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import FEAT_DIM, MFCC, NUM_PDFS, OUT, WORK
from kaldi import element, f32, f64, fields, i32, int_vector, matrix8, matrix16, token, vector
from net import CONTEXT, LAYERS, Layer, idct

from local_voice.learning.topology import PHONE_COUNT, PLACES, SILENCE

# Taken off the blank's score: CTC leaves out more than it invents, and last words first. Of 323 lines of
# conversations at 10 dB 275 are understood with 3, 271 with 2.5; at an acoustic scale of 1 it is 265 with
# 2.5, 273 with 3.5 and 260 with 4.5.
BLANK_PENALTY = 3.0
NORM_EPSILON = 1e-5
"""Batch norm's, added to a variance."""

MFCC_CONF = f"""--use-energy=false
--sample-frequency=16000
--num-mel-bins={MFCC["num_mel_bins"]}
--num-ceps={MFCC["num_ceps"]}
--low-freq={MFCC["low_freq"]:g}
--high-freq={MFCC["high_freq"]:g}
--dither=0
"""

# Many phones in a row that are as good as each other, as in "[unk]", take half a minute where each of their
# ways is told from the others first (phone-determinize); the words that come out are the same without.
MODEL_CONF = """--min-active=200
--max-active=3000
--beam=13.0
--lattice-beam=6.0
--acoustic-scale=1.3
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
--phone-determinize=false
--max-mem=2000000
"""


@dataclass(frozen=True, slots=True)
class Affine:
    """A matrix (outputs, inputs) and its bias (outputs)."""

    weights: Any
    bias: Any


@dataclass(slots=True)
class Nnet:
    """Components, and the lines that say how they are joined."""

    lines: list[str] = field(default_factory=list)
    components: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, component: bytes, source: str) -> str:
        """Join a component to its source; gives its name."""
        self.lines.append(f"component-node name={name} component={name} input={source}")
        self.components[name] = component
        return name

    def written(self) -> bytes:
        named = b"".join(fields(ComponentName=token(name) + one) for name, one in self.components.items())
        lines = "".join(f"{line}\n" for line in self.lines).encode()
        count = fields(NumComponents=i32(len(self.components)))
        return element("Nnet3", b"\n", lines, b"\n", count, named)


def transition_model() -> bytes:
    """Which pdf each phone's two transitions have; both are as likely as each other."""
    likely = np.r_[0.0, np.full(2 * PHONE_COUNT, np.log(0.5))]  # counted from 1
    tuples = b"".join(i32(phone) + i32(0) + i32(pdf(phone)) + i32(0) for phone in range(1, PHONE_COUNT + 1))
    return element(
        "TransitionModel",
        element("Topology", topology()),
        element("Tuples", i32(PHONE_COUNT), tuples),
        element("LogProbs", vector(likely)),
    )


def topology() -> bytes:
    """All phones share one."""
    return b"".join(
        (
            int_vector(range(1, PHONE_COUNT + 1)),
            int_vector([-1] + [0] * PHONE_COUNT),
            *map(i32, (-1, 1)),  # -1: forward and self-loop pdf classes differ
            *map(i32, (2, 0, 1)),  # two states; the first with the classes 0 (forward) and 1 (self-loop)
            *(i32(2), i32(0), f32(0.5), i32(1), f32(0.5)),  # its two transitions: stay, go to the second
            *map(i32, (-1, -1, 0)),  # the end state has neither
        )
    )


def pdf(phone: int) -> int:
    """The network's output of a phone: of its four places it has one, 0 is the blank."""
    return 0 if phone == SILENCE else 1 + (phone - SILENCE - 1) // len(PLACES)


def affine(matrix: bytes, bias: Any) -> bytes:
    return element("FixedAffineComponent", fields(LinearParams=matrix, BiasParams=vector(bias)))


def nonlinear(kind: str, width: int) -> bytes:
    """A component without weights; the statistics of Kaldi's own training stay empty."""
    none, zero = vector([]), f64(0.0)
    averages = fields(Dim=i32(width), ValueAvg=none, DerivAvg=none, Count=zero)
    derivatives = fields(OderivRms=none, OderivCount=zero)
    repairs = fields(NumDimsSelfRepaired=zero, NumDimsProcessed=zero)
    return element(kind, averages, derivatives, repairs)


def no_op(width: int) -> bytes:
    return element("NoOpComponent", fields(Dim=i32(width), BackpropScale=f32(1.0)))


def folded(state: Mapping[str, Any]) -> list[Affine]:
    """A network's layers and at last its output, each a single matrix; columns stand offset by offset."""
    values = {key: value.double().numpy() for key, value in state.items()}
    layers = []
    for number in range(len(LAYERS)):
        weights, bias = _without_norm(state, number)
        if number == 0:
            weights, bias = _of_mfcc(weights, bias, values["mean"], values["std"])
        layers.append(Affine(weights.transpose(0, 2, 1).reshape(len(bias), -1), bias))
    bias = values["out.bias"].copy()
    bias[0] -= BLANK_PENALTY
    return [*layers, Affine(values["out.weight"][:, :, 0], bias)]


def _without_norm(state: Mapping[str, Any], number: int) -> tuple[Any, Any]:
    """Weights (outputs, inputs, kernel) and bias of a layer with its batch norm folded in."""
    norm = f"norms.{number}"
    deviation = torch.sqrt(state[f"{norm}.running_var"] + NORM_EPSILON)
    gain = (state[f"{norm}.weight"] / deviation).double().numpy()
    bias, mean = (state[f"{norm}.{name}"].double().numpy() for name in ("bias", "running_mean"))
    weights = state[f"convs.{number}.weight"].double().numpy()
    return weights * gain[:, None, None], bias - mean * gain


def _of_mfcc(weights: Any, bias: Any, mean: Any, std: Any) -> tuple[Any, Any]:
    """The first layer sees (mfcc @ idct - mean) / std: that too is folded in."""
    bias = bias - np.einsum("oik,i->o", weights, mean / std)
    to_input = idct().double().numpy() / std[None, :]
    return np.einsum("oik,ji->ojk", weights, to_input), bias


def network(state: Mapping[str, Any]) -> bytes:
    """The first and the last layer with two bytes a weight, those between them with one."""
    *layers, last = folded(state)
    nnet = Nnet([f"input-node name=input dim={FEAT_DIM}"])
    node, rate = "input", 1
    for number, (layer, one) in enumerate(zip(LAYERS, layers, strict=True)):
        matrix = matrix8(one.weights) if number else matrix16(one.weights)
        node = add_layer(nnet, f"l{number}", layer, affine(matrix, one.bias), node, rate)
        rate *= layer.stride
    node = nnet.add("out.affine", affine(matrix16(last.weights), last.bias), node)
    node = nnet.add("out.logsoftmax", nonlinear("LogSoftmaxComponent", NUM_PDFS), node)
    nnet.lines.append(f"output-node name=output input={node} objective=linear")
    return nnet.written() + fields(LeftContext=i32(CONTEXT), RightContext=i32(CONTEXT), Priors=vector([]))


def add_layer(nnet: Nnet, name: str, layer: Layer, product: bytes, source: str, rate: int) -> str:
    """Join a layer whose input has a frame every `rate` 10 ms; gives the node with its output."""
    steps = [(number - layer.kernel // 2) * layer.dilation * rate for number in range(layer.kernel)]
    node = nnet.add(f"{name}.affine", product, f"Append({_offsets(source, steps)})")
    node = nnet.add(f"{name}.relu", nonlinear("RectifiedLinearComponent", layer.width), node)
    if not layer.residual:
        return node
    return nnet.add(f"{name}.sum", no_op(layer.width), f"Sum({node}, {source})")


def _offsets(source: str, steps: Sequence[int]) -> str:
    return ", ".join(f"Offset({source}, {step})" if step else source for step in steps)


def main(network_file: str | Path) -> None:
    state = torch.load(network_file, map_location="cpu", weights_only=True)
    for folder in ("am", "conf", "graph/phones"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    model = OUT / "am" / "final.mdl"
    model.write_bytes(b"\0B" + transition_model() + network(state))
    (OUT / "conf" / "mfcc.conf").write_text(MFCC_CONF)
    (OUT / "conf" / "model.conf").write_text(MODEL_CONF)
    print("acoustic model:", model.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else WORK / "exp" / "net.pt")

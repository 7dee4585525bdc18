"""Write the trained network as a Kaldi nnet3 acoustic model (TransitionModel +
AmNnetSimple, binary) and the conf/ files.

Topology of every phone: one state, entered by one frame of the phone's own pdf,
followed by any number of blank frames (the "chain" topology with a shared
self-loop pdf).  Phone 1 is SIL (blank only); then every CMUdict phone in the four
word positions _B _I _E _S.  Transition ids: 2 * phone - 1 is the self-loop,
2 * phone the forward transition.
"""

import sys

import numpy as np
import torch
from common import FEAT_DIM, MFCC, NUM_PDFS, OUT, WORK
from kaldi import f32, f64, i32, int_vector, matrix8, matrix16, token, vector
from net import CONTEXT, LAYERS, idct

from local_voice.learning.topology import PHONE_COUNT

# Taken off the blank's score: CTC leaves out more than it invents, and last words first. Of 323 lines of
# conversations at 10 dB 275 are understood with 3, 271 with 2.5; at an acoustic scale of 1 it is 265 with
# 2.5, 273 with 3.5 and 260 with 4.5.
BLANK_PENALTY = 3.0


def transition_model():
    phones = list(range(1, PHONE_COUNT + 1))
    out = token("<TransitionModel>") + token("<Topology>")
    out += int_vector(phones) + int_vector([-1] + [0] * PHONE_COUNT)
    out += i32(-1) + i32(1)  # -1: forward and self-loop pdf classes differ
    out += i32(2)  # one emitting state and the end state
    out += i32(0) + i32(1) + i32(2) + i32(0) + f32(0.5) + i32(1) + f32(0.5)
    out += i32(-1) + i32(-1) + i32(0)
    out += token("</Topology>")
    out += token("<Tuples>") + i32(PHONE_COUNT)
    for p in phones:
        pdf = 0 if p == 1 else 1 + (p - 2) // 4
        out += i32(p) + i32(0) + i32(pdf) + i32(0)
    out += token("</Tuples>")
    out += (
        token("<LogProbs>") + vector(np.r_[0.0, np.full(2 * PHONE_COUNT, np.log(0.5))]) + token("</LogProbs>")
    )
    return out + token("</TransitionModel>")


def nonlinear(kind, dim):
    return (
        token(f"<{kind}>")
        + token("<Dim>")
        + i32(dim)
        + token("<ValueAvg>")
        + vector([])
        + token("<DerivAvg>")
        + vector([])
        + token("<Count>")
        + f64(0.0)
        + token("<OderivRms>")
        + vector([])
        + token("<OderivCount>")
        + f64(0.0)
        + token("<NumDimsSelfRepaired>")
        + f64(0.0)
        + token("<NumDimsProcessed>")
        + f64(0.0)
        + token(f"</{kind}>")
    )


def no_op(dim):
    return (
        token("<NoOpComponent>")
        + token("<Dim>")
        + i32(dim)
        + token("<BackpropScale>")
        + f32(1.0)
        + token("</NoOpComponent>")
    )


def affine(w, b, bits):
    m = matrix16 if bits == 16 else matrix8
    return (
        token("<FixedAffineComponent>")
        + token("<LinearParams>")
        + m(w)
        + token("<BiasParams>")
        + vector(b)
        + token("</FixedAffineComponent>")
    )


def folded(ck):
    """Affine (matrix, bias) per layer, batch norm and input normalisation folded in."""
    out = []
    for i, layer in enumerate(LAYERS):
        w = ck[f"convs.{i}.weight"].double().numpy()  # (out, in, k)
        g = (ck[f"norms.{i}.weight"] / torch.sqrt(ck[f"norms.{i}.running_var"] + 1e-5)).double().numpy()
        b = ck[f"norms.{i}.bias"].double().numpy() - ck[f"norms.{i}.running_mean"].double().numpy() * g
        w = w * g[:, None, None]
        if i == 0:  # the network sees (mfcc @ M - mean) / std
            m = idct().double().numpy() / ck["std"].double().numpy()[None, :]
            shift = ck["mean"].double().numpy() / ck["std"].double().numpy()
            b = b - np.einsum("oik,i->o", w, shift)
            w = np.einsum("oik,ji->ojk", w, m)
        out.append((w.transpose(0, 2, 1).reshape(layer.width, -1), b))  # columns: offset by offset
    bias = ck["out.bias"].double().numpy().copy()
    bias[0] -= BLANK_PENALTY
    out.append((ck["out.weight"].double().numpy()[:, :, 0], bias))
    return out


def network(ck, bits):
    conf, comps = [f"input-node name=input dim={FEAT_DIM}"], []
    prev, rate = "input", 1
    mats = folded(ck)
    for i, layer in enumerate(LAYERS):
        offs = [(j - layer.kernel // 2) * layer.dilation * rate for j in range(layer.kernel)]
        parts = ", ".join(prev if f == 0 else f"Offset({prev}, {f})" for f in offs)
        conf.append(f"component-node name=l{i}.affine component=l{i}.affine input=Append({parts})")
        conf.append(f"component-node name=l{i}.relu component=l{i}.relu input=l{i}.affine")
        comps.append((f"l{i}.affine", affine(*mats[i], 16 if i == 0 else bits)))
        comps.append((f"l{i}.relu", nonlinear("RectifiedLinearComponent", layer.width)))
        if layer.residual:
            conf.append(f"component-node name=l{i}.sum component=l{i}.sum input=Sum(l{i}.relu, {prev})")
            comps.append((f"l{i}.sum", no_op(layer.width)))
            prev = f"l{i}.sum"
        else:
            prev = f"l{i}.relu"
        rate *= layer.stride
    conf.append(f"component-node name=out.affine component=out.affine input={prev}")
    conf.append("component-node name=out.logsoftmax component=out.logsoftmax input=out.affine")
    conf.append("output-node name=output input=out.logsoftmax objective=linear")
    comps.append(("out.affine", affine(*mats[-1], 16)))
    comps.append(("out.logsoftmax", nonlinear("LogSoftmaxComponent", NUM_PDFS)))
    out = (
        token("<Nnet3>")
        + b"\n"
        + "\n".join(conf).encode()
        + b"\n\n"
        + token("<NumComponents>")
        + i32(len(comps))
    )
    for name, data in comps:
        out += token("<ComponentName>") + token(name) + data
    out += token("</Nnet3>")
    return (
        out
        + token("<LeftContext>")
        + i32(CONTEXT)
        + token("<RightContext>")
        + i32(CONTEXT)
        + token("<Priors>")
        + vector([])
    )


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


def main(checkpoint, bits=8):
    ck = torch.load(checkpoint, map_location="cpu", weights_only=True)
    for d in ("am", "conf", "graph/phones"):
        (OUT / d).mkdir(parents=True, exist_ok=True)
    (OUT / "am" / "final.mdl").write_bytes(b"\0B" + transition_model() + network(ck, bits))
    (OUT / "conf" / "mfcc.conf").write_text(MFCC_CONF)
    (OUT / "conf" / "model.conf").write_text(MODEL_CONF)
    print("acoustic model:", (OUT / "am" / "final.mdl").stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else WORK / "exp" / "net.pt")

"""The step `noise`: teach a network that hears clean speech to hear the same in noise.

    python adapt.py --minutes 60 --teacher net.pt --out noisy.pt [--talk FOLDER]

The network is its own teacher: what it makes of a clean clip is what its pupil should make of it in noise,
frame by frame, and the phones of the clip are the second aim. What is said need not be known for the first:
`--people` are recordings (WAV, 16 kHz) in any language, without which the pupil forgets people. `--talk` are
recordings of who talks in the background; without it those are synthesized too.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import torch
from augment import WARPS, masks
from common import WORK, edit_distance
from melbank import HOP, WINDOW, log_mel
from mixing import changed, level, noise
from net import LAYERS, Net, context, grow, selfless_ctc
from pupil import is_folded, settle, wake
from torch.utils.data import DataLoader, IterableDataset
from train import Training, begin, parser_of

STRIDE = 3
"""Input frames an output frame."""
TEACHER_WEIGHT = 0.7
"""Of the teacher's opinion, against the loss a phone."""
OUTPUTS_A_PHONE = 3.5
"""About so many there are, pauses included: both losses are a phone."""
TOLD_FOR_ONE = 2
"""Clips with known phones in a pass for one of people's."""
LONGEST = 500
"""Output frames (15 s)."""
AHEAD = 8
"""Batches that are ready at most."""
LOOKED_AT_DB = 10
"""Noise in the held-out clips."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A clean clip that fills its output frames."""

    number: int
    samples: Any
    phones: Any
    """None: nobody knows what is said; the teacher's opinion is all there is to learn."""

    @property
    def outputs(self) -> int:
        return ((len(self.samples) - WINDOW) // HOP + 1) // STRIDE


def whole(sound: Any) -> Any:
    """A clip that fills its output frames: pads of whole output frames move nothing against the teacher."""
    outputs = max(1, (len(sound) - WINDOW) // (HOP * STRIDE) + 1)
    return np.pad(sound, (0, max(0, (outputs * STRIDE - 1) * HOP + WINDOW - len(sound))))


class Adapting(Training):
    """A stage of training on sounds in which noise is mixed each time anew."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.margin = context(LAYERS)
        self.rng = np.random.default_rng(args.seed)
        self.teachers = [_network(file) for file in args.teacher]
        self.mean, self.std = self.teachers[0].mean, self.teachers[0].std
        self.taught: dict[int, Any] = {}
        self.talk = _recordings(self.args.talk)
        self.numbers = count()
        told = list(self._sounds())
        self.held_out = told[7::100]
        self.sounds = [sound for number, sound in enumerate(told) if number % 100 != 7]
        self.people = list(self._people(args.people))
        self.talk += [sound.samples for sound in self.sounds[:: 1 if not self.talk else 4]]
        self.net = self._pupil()

    def run(self) -> None:
        """Train; what is saved lies a little on the way back to the teacher: it hears quiet rooms better."""
        super().run()
        taught = torch.load(self.args.out, weights_only=True)
        mixed = {key: _between(value, self.kept[key], self.args.keep) for key, value in taught.items()}
        torch.save(mixed, self.args.out)

    def _sounds(self) -> Iterator[Sound]:
        for file in sorted((WORK / "sound").glob("*.npz")):
            shard = np.load(file)
            samples, phones = shard["samples"], shard["phones"]
            at, phones_at = shard["offsets"], shard["phone_offsets"]
            for n in range(len(at) - 1):
                sound = whole(samples[at[n] : at[n + 1]])
                clip = Sound(next(self.numbers), sound, phones[phones_at[n] : phones_at[n + 1]])
                if len(clip.phones) * 1.1 + 1 <= clip.outputs < LONGEST:
                    yield clip

    def _people(self, folder: Path | None) -> Iterator[Sound]:
        for samples in _recordings(folder):
            clip = Sound(next(self.numbers), whole(samples), None)
            if clip.outputs < LONGEST:
                yield clip

    def _teach(self, clips: list[Any]) -> None:
        """Let the teachers hear clips that they have not heard yet, clean."""
        new = [clip for clip in clips if clip.number not in self.taught]
        if not new:
            return
        mels = [log_mel(clip.samples.astype(np.float32)) for clip in new]
        with torch.no_grad():
            x = self._normal(self._with_margins(mels))
            opinions = torch.stack([teacher(self._for(teacher, x)) for teacher in self.teachers])
        found = opinions.mean(0).log_softmax(1)
        for row, clip in enumerate(new):
            self.taught[clip.number] = found[row, :, : clip.outputs].t().numpy().astype(np.float16)

    def _for(self, teacher: Any, x: Any) -> Any:
        """Without the margins that only the larger pupil needs."""
        beyond = self.margin - context(teacher.layers)
        return x[:, beyond : x.shape[1] - beyond]

    def _pupil(self) -> Any:
        """The teacher, grown where it is smaller, with batch norms that know their statistics."""
        net = grow(self.teachers[0].state_dict())
        wake(net)
        if is_folded(net):
            clips = [self.sounds[n] for n in self.rng.permutation(len(self.sounds))[:60]]
            settle(net, [self.batch([clip], train=True)[0] for clip in clips])
        self.kept = {key: value.clone() for key, value in net.state_dict().items()}
        if self.args.resume:
            net.load_state_dict(torch.load(self.args.resume, weights_only=True))
        return net

    def batches(self) -> Iterator[Any]:
        """Endlessly, made by another process while this one learns from those before."""
        yield from DataLoader(_Ahead(self._prepared), batch_size=None, num_workers=1, prefetch_factor=AHEAD)

    def _prepared(self) -> Iterator[Any]:
        while True:
            for clips in self._pass():
                yield self.batch(clips, train=True)

    def _pass(self) -> Iterator[list[Any]]:
        """All of people's clips once and twice as many with known phones, those of a length together."""
        some = self.rng.permutation(len(self.sounds))[: TOLD_FOR_ONE * len(self.people) or None]
        order = sorted(
            [*self.people, *(self.sounds[n] for n in some)],
            key=lambda clip: clip.outputs + self.rng.uniform(0, 20),
        )
        batches: list[list[Any]] = [[]]
        for clip in order:
            if (len(batches[-1]) + 1) * (clip.outputs + 30) * STRIDE > self.args.frames and batches[-1]:
                batches.append([])
            batches[-1].append(clip)
        for number in self.rng.permutation(len(batches)):
            yield batches[number]

    def batch(self, clips: list[Any], train: bool) -> tuple[Any, ...]:
        """Normalised log-mel, lengths, phones padded with 0, their counts, and the teachers' opinions."""
        self._teach(clips)
        made = [self._mixed(clip) for clip in clips]
        wanted = [torch.from_numpy(taught) for _, taught in made]
        mels = [mel for mel, _ in made]
        normal = self._normal(self._warped(self._with_margins(mels)))
        lengths = torch.tensor([len(taught) for taught in wanted])
        if train:
            normal = masks(self.rng, normal)
        phones = [() if clip.phones is None else clip.phones.astype(np.int64) for clip in clips]
        counts = torch.tensor([len(one) for one in phones])
        targets = torch.zeros((len(clips), max(1, int(counts.max()))), dtype=torch.long)
        for row, one in enumerate(phones):
            targets[row, : len(one)] = torch.as_tensor(one)
        return normal, lengths, targets, counts, wanted

    def _mixed(self, clip: Any) -> tuple[Any, Any]:
        before, after = (int(self.rng.integers(1, 15)) for _ in range(2))
        step = HOP * STRIDE
        padded = np.pad(clip.samples.astype(np.float32), (before * step, after * step))
        taught = self.taught[clip.number]
        nothing = np.full((1, taught.shape[1]), -12.0, np.float16)
        nothing[0, 0] = 0
        taught = np.concatenate([nothing.repeat(before, 0), taught, nothing.repeat(after, 0)])
        mel = log_mel(changed(self.rng, padded, self.talk))
        return mel[: len(taught) * STRIDE], taught

    def _with_margins(self, mels: list[Any]) -> Any:
        outputs = -(-max(-(-len(mel) // STRIDE) for mel in mels) // 8) * 8
        x = np.empty((len(mels), STRIDE * (outputs - 1) + 1 + 2 * self.margin, 40), np.float32)
        for row, mel in enumerate(mels):
            end = min(self.margin + len(mel), x.shape[1])
            x[row, : self.margin], x[row, end:] = mel[0], mel[-1]
            x[row, self.margin : end] = mel[: end - self.margin]
        return torch.from_numpy(x)

    def _warped(self, mel: Any) -> Any:
        """Longer and shorter throats."""
        for row in range(len(mel)):
            if self.rng.random() < 0.4:
                warp = WARPS[int(np.clip(round(24 + self.rng.normal(0, 5)), 0, 48))]
                mel[row] = mel[row] @ torch.from_numpy(warp)
        return mel

    def _normal(self, mel: Any) -> Any:
        return (mel - self.mean) / self.std

    def step(self, batch: Any, optimizer: Any) -> float:
        x, lengths, targets, counts, wanted = batch
        with torch.autocast("cpu", dtype=torch.bfloat16):  # as in train.py
            found = self.net(x)
        loss = selfless_ctc(found, lengths, targets, counts)
        loss = loss[(counts > 0) & (loss < 5e3)].sum() / max(1, int(counts.sum()))
        apart = _apart(found, wanted) * OUTPUTS_A_PHONE / int(lengths.sum())
        optimizer.zero_grad()
        (loss + TEACHER_WEIGHT * apart).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        optimizer.step()
        return float(loss.item())

    def report(self, net: Any) -> str:
        return f"held out: clean {self._look(net, None)}; {LOOKED_AT_DB} dB {self._look(net, LOOKED_AT_DB)}"

    def _look(self, net: Any, decibels: float | None) -> str:
        net.eval()
        rng = np.random.default_rng(1)
        errors = total = 0
        with torch.no_grad():
            for clip in self.held_out:
                sound = np.pad(clip.samples.astype(np.float32), 4800)
                if decibels is not None:
                    sound = sound + noise(rng, len(sound), self.talk) * level(sound) * 10 ** (-decibels / 20)
                best = net(self._normal(self._with_margins([log_mel(sound)]))).argmax(1)[0]
                heard = [int(phone) for phone in best if phone]
                errors += edit_distance(heard, list(clip.phones))
                total += len(clip.phones)
        net.train()
        return f"phone error {errors / max(1, total):.3f}"


class _Ahead(IterableDataset[Any]):
    """What a function makes, one after the other."""

    def __init__(self, make: Callable[[], Iterator[Any]]) -> None:
        self.make = make

    def __iter__(self) -> Iterator[Any]:
        return self.make()


def _apart(found: Any, wanted: list[Any]) -> Any:
    """How far the pupil is from the teachers (Kullback-Leibler), summed over frames."""
    total = torch.zeros(())
    for row, taught in enumerate(wanted):
        opinion = taught.float()
        total = total + (opinion.exp() * (opinion - found[row, :, : len(taught)].t())).sum()
    return total


def _network(file: Path) -> Any:
    saved = torch.load(file, weights_only=True)
    count = sum(key.startswith("convs.") for key in saved)
    net = Net(saved["mean"], saved["std"], LAYERS[:count])
    net.load_state_dict(saved)
    return net.eval()


def _between(new: Any, old: Any, share: float) -> Any:
    return torch.lerp(new, old, share) if new.dtype.is_floating_point else new


def _recordings(folder: Path | None) -> list[Any]:
    import soundfile as sf

    files = sorted(folder.rglob("*.wav")) if folder else []
    sounds = (sf.read(file, dtype="int16")[0] for file in files)
    return [sound for sound in sounds if len(sound) >= WINDOW]


def arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, minutes=60, lr=1.2e-3)
    add = parser.add_argument
    add(
        "--teacher",
        type=Path,
        nargs="+",
        required=True,
        help="the network that learns; of more the mean of all opinions is the aim",
    )
    add("--talk", type=Path, help="recordings of people who talk in the background")
    add("--people", type=Path, help="recordings of people; what they say need not be known")
    add("--keep", type=float, default=0.5, help="share of the teacher that is kept in the weights")
    parser.set_defaults(threads=1)  # the other core mixes what is learned next
    return parser.parse_args()


if __name__ == "__main__":
    begin(Adapting, arguments())

"""The steps `stage1`, `stage2`, `stage3`: train the network for a number of minutes, on the CPU.

python train.py --small --minutes 40 --out stage1.pt                    synthesized speech only, masks only
python train.py --minutes 35 --grow stage1.pt --people FOLDER ...       and people's speech
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from augment import augment, masks, tempo
from common import FEAT_DIM, WORK, edit_distance
from net import LAYERS, SMALL, Net, context, grow, idct, selfless_ctc

DEV_SPEAKERS = {"61", "121", "1089", "1995", "4077", "8463"}
"""LibriSpeech speakers whose speech is only looked at, never trained on."""
LOOK_S = 150
"""Seconds between two looks at the held-out clips; the network is saved then."""


@dataclass(frozen=True, slots=True)
class Clip:
    feats: Any
    """(frames, 40) MFCC."""
    phones: Any
    tag: str
    human: bool

    @property
    def needs(self) -> int:
        """Frames that its phones need at least."""
        return int(3 * (len(self.phones) * 1.15 + 2))


@dataclass(slots=True)
class Clips:
    synthetic: list[Clip]
    people: list[Clip]
    single_words: list[Clip]
    dev_synthetic: list[Clip]
    dev_people: list[Clip]


def read_shard(file: Path, human: bool) -> list[Clip]:
    shard = np.load(file)
    feats, at, phones, phones_at = (shard[key] for key in ("feats", "offsets", "phones", "phone_offsets"))
    return [
        Clip(feats[at[n] : at[n + 1]], phones[phones_at[n] : phones_at[n + 1]], str(tag), human)
        for n, tag in enumerate(shard["tags"])
        if 30 <= at[n + 1] - at[n] <= 2000
    ]


def read_clips(people: Path | None) -> Clips:
    clips = Clips([], [], [], [], [])
    for file in sorted((WORK / "feat").glob("*.npz")):
        for number, clip in enumerate(read_shard(file, human=False)):
            (clips.dev_synthetic if number % 100 == 7 else clips.synthetic).append(clip)
    for file in sorted(people.glob("*.npz")) if people else []:
        for clip in read_shard(file, human=True):
            if "nohash" in clip.tag:
                clips.single_words.append(clip)
            else:
                held_out = clip.tag.split("-")[0] in DEV_SPEAKERS
                (clips.dev_people if held_out else clips.people).append(clip)
    clips.dev_people = sorted(clips.dev_people, key=lambda clip: clip.tag)[::3]
    return clips


class Training:
    """One stage: a network, its clips, and a clock."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.layers = SMALL if args.small else LAYERS
        self.margin = context(self.layers)
        self.rng = np.random.default_rng(args.seed)
        self.to_mel = idct()
        self.clips = read_clips(args.people)
        self.net = self._first_net()
        self.mean, self.std = self.net.mean, self.net.std

    def _first_net(self) -> Any:
        if self.args.resume:
            saved = torch.load(self.args.resume, weights_only=True)
            net = Net(saved["mean"], saved["std"], self.layers)
            net.load_state_dict(saved)
            return net
        if self.args.grow:
            return grow(torch.load(self.args.grow, weights_only=True))
        some = np.concatenate([clip.feats for clip in (self.clips.synthetic + self.clips.people)[::7]])
        mel = torch.from_numpy(some.astype(np.float32)) @ self.to_mel
        return Net(mel.mean(0), mel.std(0), self.layers)

    def chosen(self) -> list[Clip]:
        """The clips of one pass: all of people's, half of the single words, a share of the synthetic ones."""
        share = self.args.synth_share if self.clips.people else 1
        return (
            self.clips.people
            + self._some(self.clips.single_words, 0.5)
            + self._some(self.clips.synthetic, share)
        )

    def _some(self, clips: list[Clip], share: float) -> list[Clip]:
        return [clips[n] for n in self.rng.permutation(len(clips))[: int(len(clips) * share)]]

    def batches(self) -> Iterator[list[Clip]]:
        """Clips of about the same length together, in any order."""
        clips = sorted(self.chosen(), key=lambda clip: len(clip.feats) + self.rng.uniform(0, 40))
        batches: list[list[Clip]] = [[]]
        longest = 0
        for clip in clips:
            longest = max(longest, len(clip.feats))
            if batches[-1] and longest * (len(batches[-1]) + 1) > self.args.frames:
                batches.append([])
                longest = len(clip.feats)
            batches[-1].append(clip)
        for number in self.rng.permutation(len(batches)):
            yield batches[number]

    def batch(self, clips: list[Clip], train: bool) -> tuple[Any, Any, Any, Any]:
        """Normalised log-mel with margins, lengths, phones padded with 0, and their counts."""
        feats = [self._stretched(clip) if train else clip.feats.astype(np.float32) for clip in clips]
        counts = [len(feat) for feat in feats]
        x = self._normalised(self._padded(feats), clips, counts, train)
        targets = torch.zeros((len(clips), max(1, *(len(clip.phones) for clip in clips))), dtype=torch.long)
        for row, clip in enumerate(clips):
            targets[row, : len(clip.phones)] = torch.from_numpy(clip.phones.astype(np.int64))
        lengths = torch.tensor([(count + 2) // 3 for count in counts])
        return x, lengths, targets, torch.tensor([len(clip.phones) for clip in clips])

    def _stretched(self, clip: Clip) -> Any:
        feats = clip.feats.astype(np.float32)
        often = 0.6 if clip.human else 0.6 - 0.5 * self.args.calm
        if self.args.mild or self.rng.random() >= often:
            return feats
        return tempo(self.rng, feats, clip.needs, 0.08 if clip.human else 0.13)

    def _padded(self, feats: list[Any]) -> Any:
        """All of one length, of which there are few: each new shape costs time."""
        outputs = -(-max((len(feat) + 2) // 3 for feat in feats) // 8) * 8
        x = np.empty((len(feats), 3 * (outputs - 1) + 1 + 2 * self.margin, FEAT_DIM), np.float32)
        for row, feat in enumerate(feats):
            end = self.margin + len(feat)
            x[row, : self.margin], x[row, self.margin : end], x[row, end:] = feat[0], feat, feat[-1]
        return torch.from_numpy(x)

    def _normalised(self, x: Any, clips: list[Clip], counts: list[int], train: bool) -> Any:
        if train and not self.args.mild:
            inside = [(self.margin, self.margin + count) for count in counts]
            human = [clip.human for clip in clips]
            mel = augment(self.rng, x, self.to_mel, inside, human, self.args.calm)
        else:
            mel = x @ self.to_mel
        normal = (mel - self.mean) / self.std
        return masks(self.rng, normal) if train else normal

    def look(self, net: Any, clips: list[Clip]) -> str:
        """Loss and errors a phone in held-out clips, without a language model."""
        net.eval()
        loss = errors = total = 0.0
        some = sorted(clips[:120], key=lambda clip: len(clip.feats))
        with torch.no_grad():
            for first in range(0, len(some), 12):
                part = some[first : first + 12]
                x, lengths, targets, counts = self.batch(part, train=False)
                found = net(x)
                loss += selfless_ctc(found, lengths, targets, counts).sum().item()
                best = found.argmax(1)
                for row, clip in enumerate(part):
                    heard = [int(phone) for phone in best[row, : lengths[row]] if phone]
                    errors += edit_distance(heard, list(clip.phones))
                    total += len(clip.phones)
        net.train()
        return f"loss/phone {loss / max(total, 1):.3f} phone error {errors / max(total, 1):.3f}"

    def report(self, net: Any) -> str:
        synthetic, people = (self.look(net, c) for c in (self.clips.dev_synthetic, self.clips.dev_people))
        return f"held out: synthetic {synthetic}; people {people}"

    def step(self, clips: list[Clip], optimizer: Any) -> float:
        x, lengths, targets, counts = self.batch(clips, train=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):  # about twice as fast where the CPU has it
            found = self.net(x)
        loss = selfless_ctc(found.float(), lengths, targets, counts)
        loss = loss[loss < 5e3].sum() / max(1, int(counts.sum()))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        optimizer.step()
        return float(loss.item())

    def run(self) -> None:
        """Train until the time is over; what is saved is the running mean of the network."""
        args = self.args
        optimizer = torch.optim.AdamW(self.net.parameters(), lr=args.lr, weight_decay=1e-3, betas=(0.9, 0.98))
        mean = {key: value.clone() for key, value in self.net.state_dict().items()}
        started = looked = time.monotonic()
        steps, losses = 0, []
        print(self.report(self.net), flush=True)
        while True:
            for clips in self.batches():
                done = (time.monotonic() - started) / (60 * args.minutes)
                if done >= 1:
                    self.net.load_state_dict(mean)
                    torch.save(mean, args.out)
                    print(f"after {steps} steps {self.report(self.net)}", flush=True)
                    return
                rate = args.lr * min(1, (steps + 1) / 150) * min(1, max(0.01, (1 - done) / args.decay))
                for group in optimizer.param_groups:
                    group["lr"] = rate
                losses.append(self.step(clips, optimizer))
                steps += 1
                _follow(mean, self.net.state_dict(), min(0.998, 1 - 1 / (steps / 10 + 1)))
                if steps % 50 == 0:
                    print(f"step {steps} rate {rate:.5f} loss/phone {np.mean(losses[-50:]):.3f}", flush=True)
                if time.monotonic() - looked > LOOK_S:
                    torch.save(mean, args.out.with_suffix(".part"))
                    looked = time.monotonic()


def _follow(mean: dict[str, Any], state: dict[str, Any], decay: float) -> None:
    for key, value in state.items():
        if value.dtype.is_floating_point:
            mean[key].mul_(decay).add_(value, alpha=1 - decay)
        else:
            mean[key] = value.clone()


def parser_of(description: str | None, *, minutes: float, lr: float) -> argparse.ArgumentParser:
    """What every stage of training is told."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_argument
    add("--minutes", type=float, default=minutes)
    add("--threads", type=int, default=2)
    add("--lr", type=float, default=lr)
    add("--resume", type=Path, help="go on with a network of this stage")
    add("--out", type=Path, required=True)
    add("--frames", type=int, default=9000, help="input frames per batch")
    add("--decay", type=float, default=0.8, help="last share of the time, in which the learning rate falls")
    add("--seed", type=int, default=0)
    return parser


def begin(stage: type[Training], args: argparse.Namespace) -> None:
    """Train, the same way for the same seed as far as the clock lets it."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    stage(args).run()


def arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, minutes=28, lr=2e-3)
    add = parser.add_argument
    add("--people", type=Path, help="shards made by people.py")
    add("--grow", type=Path, help="start from a narrower, shallower network (see net.grow)")
    add("--small", action="store_true", help="the network of the first stage")
    add("--mild", action="store_true", help="masks only, no other changes")
    add("--synth-share", type=float, default=0.22, help="share of the synthetic clips in a pass with people")
    add("--calm", type=float, default=0, help="share of the synthetic clips that is only masked")
    return parser.parse_args()


if __name__ == "__main__":
    begin(Training, arguments())

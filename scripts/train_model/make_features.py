"""Synthesize every prompt, augment it, compute MFCCs, write feature shards.

    python make_features.py PART PARTS        # run the parts in parallel

Each prompt is spoken once and kept twice: once nearly clean, once with strong
random changes (speed and pitch, filter, room, noise, level).  WORK/feat/PART-N.npz holds
feats (frames x 40, float16), offsets, and for each utterance its phones.
"""

import random
import sys

import numpy as np
import scipy.signal as ss
from common import (
    ESPEAK_ACCENTS,
    ESPEAK_VARIANTS,
    FESTIVAL_VOICES,
    FLITE_VOICES,
    PHONE_ID,
    QUICK,
    SAMPLE_RATE,
    WORK,
    mfcc,
)
from lexicon import prons
from mixing import coloured, room, tilt
from synth import Espeak, _read, festival_batch, flite

SHARD = 2500
"""Clips in a file."""


def resample(x, rate, speed=1.0):
    """To 16 kHz; speed > 1 also raises pitch and formants (another speaker)."""
    from fractions import Fraction

    f = Fraction(SAMPLE_RATE / (rate * speed)).limit_denominator(160)
    return ss.resample_poly(x, f.numerator, f.denominator).astype(np.float32) if f != 1 else x


def trim(x):
    """Cut the synthesizer's own leading and trailing silence."""
    on = np.flatnonzero(np.abs(x) > 0.01 * (np.abs(x).max() + 1))
    return x[max(0, on[0] - 160) : on[-1] + 320] if len(on) else x


def pad(rng, x, most):
    a, b = int(rng.uniform(0.02, most) * SAMPLE_RATE), int(rng.uniform(0.05, most) * SAMPLE_RATE)
    return np.concatenate([np.zeros(a, np.float32), x, np.zeros(b, np.float32)])


def level(rng, x, low, high):
    peak = 32767 * 10 ** (rng.uniform(low, high) / 20)
    return x * (peak / (np.abs(x).max() + 1e-6))


def noise_for(rng, x, snr, babble):
    kind = rng.random()
    if kind < 0.3 and len(babble) > 8:
        n = np.zeros(len(x), np.float32)
        for _ in range(int(rng.integers(2, 7))):
            b = babble[int(rng.integers(len(babble)))]
            n += np.roll(np.resize(b, len(x)), int(rng.integers(len(x)))) / (b.std() + 1)
    else:
        n = coloured(rng, len(x), rng.choice([0, 0.5, 1, 1.5, 2]))
    p = np.sqrt(np.mean(x[np.abs(x) > 50] ** 2)) if np.any(np.abs(x) > 50) else 300
    return n / (n.std() + 1e-9) * p * 10 ** (-snr / 20)


def light(rng, x):
    x = level(rng, pad(rng, x, 0.6), -22, -0.5)
    if rng.random() < 0.5:
        x = x + noise_for(rng, x, rng.uniform(28, 55), [])
    return x


def heavy(rng, x, babble):
    x = pad(rng, x, 0.7)
    if rng.random() < 0.8:
        x = tilt(rng, x)
    if rng.random() < 0.5:
        x = room(rng, x)
    x = level(rng, x, -28, -1)
    if rng.random() < 0.85:
        x = x + noise_for(rng, x, rng.uniform(6, 35), babble)
    if rng.random() < 0.12:
        lo, hi = rng.uniform(100, 300), rng.uniform(3300, 7000)
        x = ss.sosfilt(ss.butter(4, [lo, hi], "band", fs=SAMPLE_RATE, output="sos"), x).astype(np.float32)
    return x


def choose_voice(r):
    k = r.random()
    if QUICK or k < 0.56:
        v = r.choice(ESPEAK_VARIANTS)
        a = r.choices(list(ESPEAK_ACCENTS), list(ESPEAK_ACCENTS.values()))[0]
        plain = v == "" or r.random() < 0.25
        return (
            "espeak",
            a + ("+" + v if v else ""),
            r.choice([150, 160, 175, 175, 190, 200, 200, 220]) if plain else r.uniform(120, 235),
            50 if plain and r.random() < 0.6 else r.uniform(20, 80),
            50 if plain else r.uniform(25, 75),
        )
    if k < 0.88:
        return ("flite", r.choice(FLITE_VOICES), r.uniform(0.8, 1.3))
    return ("festival", r.choice(FESTIVAL_VOICES), r.uniform(0.85, 1.25))


def main(part, parts):
    r = random.Random(100 + part)
    rng = np.random.default_rng(200 + part)
    prompts = (WORK / "text" / "prompts.txt").read_text().split("\n")[part::parts]
    prompts = [p for p in prompts if p]
    jobs = [(p, choose_voice(r)) for p in prompts]
    # festival speaks its share in batches, before everything else
    wavs = WORK / "wav" / f"festival-{part}"
    fest = [(f"{i}", p, v[1], v[2]) for i, (p, v) in enumerate(jobs) if v[0] == "festival"]
    fest = [j for j in fest if not (wavs / (j[0] + ".wav")).exists()]
    for k in range(0, len(fest), 200):
        festival_batch(fest[k : k + 200], wavs)
    print("festival done", len(fest), flush=True)
    es = Espeak()
    babble, feats, phones, tags, shard, kept, seconds = [], [], [], [], 0, 0, 0.0
    (WORK / "feat").mkdir(parents=True, exist_ok=True)

    def flush():
        nonlocal feats, phones, tags, shard
        off = np.cumsum([0] + [len(f) for f in feats])
        po = np.cumsum([0] + [len(p) for p in phones])
        np.savez(
            WORK / "feat" / f"{part}-{shard}.npz",
            feats=np.concatenate(feats),
            offsets=off,
            phones=np.array([x for p in phones for x in p], np.int16),
            phone_offsets=po,
            tags=np.array(tags),
        )
        feats, phones, tags, shard = [], [], [], shard + 1

    for i, (text, v) in enumerate(jobs):
        target = [PHONE_ID[p] for w in text.split() for p in prons(w)[0]]
        if v[0] == "espeak":
            x, rate = es.say(text, *v[1:])
        elif v[0] == "flite":
            x, rate = flite(text, v[1], v[2])
        else:
            try:
                x, rate = _read(wavs / f"{i}.wav")
            except Exception:
                continue
        x = trim(x)
        if len(x) < rate * 0.15:
            continue
        # espeak-ng already varies in pitch; the few recorded voices need more spread
        spread = 0.10 if v[0] == "espeak" else 0.17
        a = light(
            rng, resample(x, rate, 1.0 if r.random() < 0.6 else r.uniform(1 - spread / 2, 1 + spread / 2))
        )
        b = heavy(rng, resample(x, rate, r.uniform(1 - spread, 1 + spread)), babble)
        for y in (a, b):
            f = mfcc(np.clip(np.round(y), -32768, 32767))
            if len(f) // 3 < len(target) * 1.15 + 2:
                continue
            feats.append(f.astype(np.float16))
            phones.append(target)
            tags.append(v[0] + ":" + v[1])
            seconds += len(f) / 100
        babble.append(resample(x, rate))
        babble = babble[-40:]
        if r.random() < 0.03:  # nothing said
            n = int(rng.uniform(0.8, 2.5) * SAMPLE_RATE)
            y = coloured(rng, n, rng.choice([0, 1, 2])) * 10 ** rng.uniform(-1, 3)
            if rng.random() < 0.2:
                y[:] = 0
            feats.append(mfcc(np.clip(np.round(y), -32768, 32767)).astype(np.float16))
            phones.append([])
            tags.append("noise")
        kept += 1
        if len(feats) >= SHARD:
            flush()
            print(part, i, "of", len(jobs), f"{seconds / 3600:.1f} h", flush=True)
    flush()
    print("part", part, "done:", kept, "prompts", f"{seconds / 3600:.1f} h", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

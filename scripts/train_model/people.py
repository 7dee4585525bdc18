"""The step `people`: recordings of people to feature shards in WORK/people (the form of make_features.py's).

A folder is searched for LibriSpeech's layout (SPEAKER-CHAPTER.trans.txt beside the .flac files) and for
Speech Commands' (WORD/SPEAKER_nohash_N.wav). --without FOLDER leaves out the speakers heard there.
--stand-in makes such folders of synthesized speech first, for a run without people.
"""

import argparse
import functools
import pathlib

import numpy as np
import soundfile as sf
from common import PHONE_ID, SAMPLE_RATE, WORK, mfcc
from lexicon import prons
from make_features import resample
from synth import Espeak


@functools.cache
def first_pron(word):
    p = prons(word)
    return [PHONE_ID[x] for x in p[0]] if p else None


def libri(folder):
    for tr in sorted(folder.rglob("*.trans.txt")):
        for line in tr.read_text().splitlines():
            key, text = line.split(" ", 1)
            yield tr.parent / (key + ".flac"), text.lower().split(), key


def commands(folder, without):
    for f in sorted(folder.rglob("*_nohash_*.wav")):
        if f.name.split("_")[0] not in without:
            yield f, [f.parent.name], f.name


def stand_in(folder):
    """A few synthesized clips in both layouts."""
    espeak = Espeak()
    chapter = folder / "7" / "8"
    chapter.mkdir(parents=True, exist_ok=True)
    lines = {"7-8-0001": "ADD TWO BANANAS TO MY CART", "7-8-0002": "SHOW ME SOME GREEN TEA"}
    (chapter / "7-8.trans.txt").write_text("".join(f"{key} {text}\n" for key, text in lines.items()))
    words = {folder / word / f"{word}_nohash_0.wav": word for word in ("bananas", "strawberry")}
    for file, text in {
        **{chapter / f"{key}.flac": text.lower() for key, text in lines.items()},
        **words,
    }.items():
        file.parent.mkdir(exist_ok=True)
        samples = resample(*espeak.say(text, "en-us"))
        sf.write(file, np.clip(samples, -32768, 32767).astype(np.int16), SAMPLE_RATE)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("folders", nargs="+", type=pathlib.Path)
    ap.add_argument("--stand-in", action="store_true")
    ap.add_argument("--without", type=pathlib.Path)
    args = ap.parse_args()
    if args.stand_in:
        stand_in(args.folders[0])
    without = {f.name.split("_")[0] for f in args.without.rglob("*_nohash_*.wav")} if args.without else set()
    (WORK / "people").mkdir(parents=True, exist_ok=True)
    for n, folder in enumerate(args.folders):
        feats, phones, tags, seconds = [], [], [], 0.0
        for f, words, tag in [*libri(folder), *commands(folder, without)]:
            target = [first_pron(w) for w in words]
            if not f.exists() or None in target:
                continue
            x, rate = sf.read(f, dtype="int16")
            if rate != SAMPLE_RATE or not 0.5 <= len(x) / rate <= 35:
                continue
            feats.append(mfcc(x.astype(np.float32)).astype(np.float16))
            phones.append([p for w in target for p in w])
            tags.append(tag)
            seconds += len(x) / rate
        np.savez(
            WORK / "people" / f"{n}.npz",
            feats=np.concatenate(feats),
            offsets=np.cumsum([0] + [len(f) for f in feats]),
            phones=np.array([x for p in phones for x in p], np.int16),
            phone_offsets=np.cumsum([0] + [len(p) for p in phones]),
            tags=np.array(tags),
        )
        print(folder.name, len(feats), "clips", f"{seconds / 3600:.1f} h", flush=True)


if __name__ == "__main__":
    main()

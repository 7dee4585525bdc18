"""Measure the model with the real vosk package.

    python evaluate.py prepare                 # synthesize the test sets into WORK/test
    python evaluate.py run [SET ...]           # all sets, free and grammar mode
    python evaluate.py one FILE.wav [PHRASE...]

Sets: seen (training voices, unseen sentences), heldout (voices never trained on),
pyttsx3 (its default voice through pyttsx3 itself), commands (short control phrases by
pyttsx3; these phrases do occur in training), noisy (training voices, room + noise),
rare (grammar only: 200 pairs of words that were never spoken in training and that
free speech does not know), dev (like noisy, other sentences; the two decoding constants were tuned on it).
Grammar mode gets 200 phrases, the spoken ones among them.
"""

import json
import random
import sys
import time

import make_features as mf
import numpy as np
import soundfile as sf
from common import ESPEAK_ACCENTS as ACCENTS
from common import (
    ESPEAK_HELD_OUT,
    ESPEAK_VARIANTS,
    FESTIVAL_HELD_OUT,
    FESTIVAL_VOICES,
    FLITE_VOICES,
    OUT,
    QUICK,
    SAMPLE_RATE,
    WORK,
    edit_distance,
)
from lexicon import big_vocabulary, vocabulary
from make_text import CONTROL
from synth import Espeak, festival, flite

TEST = WORK / "test"
N = 4 if QUICK else 100


def control_phrases():
    """Distinct to the ear: one of "checkout"/"check out" is enough, and so on."""
    skip = {"checkout", "pay with card", "that is all", "what's in my cart"}
    return [
        c for c in dict.fromkeys(x.strip() for x in CONTROL) if c and c not in skip and "today's" not in c
    ]


def save(name, items):
    d = TEST / name
    d.mkdir(parents=True, exist_ok=True)
    with (d / "text").open("w") as f:
        for i, (x, rate, text, tag) in enumerate(items):
            y = mf.resample(np.asarray(x, np.float32), rate)
            y = np.clip(np.round(y), -32768, 32767).astype(np.int16)
            sf.write(d / f"{i:03d}.wav", y, SAMPLE_RATE)
            f.write(f"{i:03d}\t{text}\t{tag}\n")


def by_pyttsx3(texts):
    """Its default voice, by the project's own worker: used in place it loses sentences."""
    from local_voice.speaking import Speaker, Voice

    with Speaker() as speaker:
        sounds = [speaker.synthesize(text, Voice("en", rate=200)) for text in texts]
    pairs = zip(sounds, texts, strict=True)
    return [(np.frombuffer(sound.samples, np.int16), sound.rate, text, "pyttsx3") for sound, text in pairs]


def prepare():
    r, rng = random.Random(5), np.random.default_rng(5)
    texts = (WORK / "text" / "test.txt").read_text().split("\n")[:N]
    es = Espeak()

    def seen(text):
        k = r.random()
        if QUICK or k < 0.5:
            v = r.choice(list(ACCENTS)[:3]) + (lambda v: "+" + v if v else "")(r.choice(ESPEAK_VARIANTS))
            return (*es.say(text, v, r.uniform(140, 210)), text, v)
        if k < 0.85:
            v = r.choice(FLITE_VOICES)
            return (*flite(text, v), text, v)
        v = r.choice(FESTIVAL_VOICES)
        return (*festival(text, v), text, v)

    def heldout(text):
        if QUICK or r.random() < 0.6:
            v = r.choice(list(ACCENTS)[:3]) + "+" + r.choice(ESPEAK_HELD_OUT)
            return (*es.say(text, v, r.uniform(140, 210)), text, v)
        v = r.choice(FESTIVAL_HELD_OUT)
        return (*festival(text, v), text, v)

    save("seen", [seen(t) for t in texts])
    save("heldout", [heldout(t) for t in texts])
    save(
        "noisy",
        [(mf.heavy(rng, mf.resample(x, rate), []), SAMPLE_RATE, t, v) for x, rate, t, v in map(seen, texts)],
    )
    dev = (WORK / "text" / "test.txt").read_text().split("\n")[N : 2 * N]
    save(
        "dev",
        [
            (mf.heavy(rng, mf.resample(x, rate, r.uniform(0.92, 1.1)), []), SAMPLE_RATE, t, v)
            for x, rate, t, v in map(seen, dev)
        ],
    )
    vocab = set(vocabulary())
    rare = [w for w in big_vocabulary() if w not in vocab and 5 <= len(w) <= 11] or list(vocab)
    some = [" ".join(r.sample(rare, 2)) for _ in range(200)]
    (TEST / "rare").mkdir(parents=True, exist_ok=True)
    (TEST / "rare" / "phrases").write_text("\n".join(some))
    save("rare", [seen(t) for t in some[:N]])
    save("pyttsx3", by_pyttsx3(texts))
    save("commands", by_pyttsx3(control_phrases()[:N]))


def recognize(rec, x, tail=0.3, chunk=4000):
    """Feed as a microphone would, return the whole text."""
    x = np.concatenate([np.zeros(1600, np.int16), x, np.zeros(int(tail * SAMPLE_RATE), np.int16)]).tobytes()
    pieces = (x[at : at + 2 * chunk] for at in range(0, len(x), 2 * chunk))
    parts = [json.loads(rec.Result())["text"] for piece in pieces if rec.AcceptWaveform(piece)]
    parts.append(json.loads(rec.FinalResult())["text"])
    return " ".join(p for p in parts if p)


def phrases_for(name, rows):
    """What a set is told to expect: 200 phrases, the spoken ones among them."""
    if name == "rare":
        return (TEST / "rare" / "phrases").read_text().split("\n")
    others = control_phrases() if name == "commands" else (WORK / "text" / "test.txt").read_text().split("\n")
    return [phrase for phrase in dict.fromkeys([*(text for _, text, _ in rows), *others]) if phrase][:200]


def measure(model, name, mode, rows, verbose):
    """Print a line of the table; with `verbose` some sentences that were heard wrong."""
    import vosk

    grammar = [json.dumps(phrases_for(name, rows))] if mode == "grammar" else []
    right = errors = words = 0
    seconds = cpu = 0.0
    for number, text, voice in rows:
        x, _ = sf.read(TEST / name / f"{number}.wav", dtype="int16")
        recognizer = vosk.KaldiRecognizer(model, SAMPLE_RATE, *grammar)
        started = time.process_time()
        heard = recognize(recognizer, x)
        cpu += time.process_time() - started
        seconds += len(x) / SAMPLE_RATE
        wrong = edit_distance(heard.split(), text.split())
        right += wrong == 0
        errors += wrong
        words += len(text.split())
        if wrong and verbose:
            print(f"    [{voice}] {text} -> {heard}")
    rate = 100 * errors / words
    print(f"| {name} | {mode} | {right}/{len(rows)} | {rate:.1f} % | {cpu / seconds:.3f} |", flush=True)


def run(names, verbose=False):
    import vosk

    vosk.SetLogLevel(-2)  # -1 still prints warnings
    started = time.monotonic()
    model = vosk.Model(str(OUT))
    print(f"loaded in {1000 * (time.monotonic() - started):.0f} ms")
    print("| set | mode | sentences right | WER | real-time factor (CPU) |")
    for name in names:
        lines = (TEST / name / "text").read_text().strip().split("\n")
        rows = [line.split("\t") for line in lines]
        for mode in ("grammar",) if name == "rare" else ("free", "grammar"):
            measure(model, name, mode, rows, verbose)


if __name__ == "__main__":
    cmd = sys.argv[1]
    if cmd == "prepare":
        prepare()
    elif cmd == "run":
        v = "-v" in sys.argv
        run(
            [a for a in sys.argv[2:] if a != "-v"]
            or ["seen", "heldout", "pyttsx3", "commands", "noisy", "rare"],
            v,
        )
    elif cmd == "one":
        import vosk

        x, rate = sf.read(sys.argv[2], dtype="int16")
        x = mf.resample(x.astype(np.float32), rate).round().clip(-32768, 32767).astype(np.int16)
        m = vosk.Model(str(OUT))
        g = sys.argv[3:]
        print(
            recognize(
                vosk.KaldiRecognizer(m, SAMPLE_RATE, json.dumps(g))
                if g
                else vosk.KaldiRecognizer(m, SAMPLE_RATE),
                x,
            )
        )

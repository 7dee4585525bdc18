"""The recogniser: its model's files, the words it knows, and what it hears of our own voice."""

from __future__ import annotations

import statistics
import time
from collections.abc import Container, Iterable, Mapping, Sequence

from local_voice.checkup.report import Report, error, fine, warning
from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine
from local_voice.hearing.grammar import pieces, spoken_form, words_of
from local_voice.hearing.pronunciation import dictionary, is_speakable
from local_voice.hearing.recognizer import Recognizer
from local_voice.hearing.respelling import Respellings
from local_voice.hearing.soundalikes import SoundAlikes
from local_voice.hearing.worker import RecognizerWorker
from local_voice.models import builtin_model
from local_voice.models.layout import installed_size, lacking, takes_grammar
from local_voice.sound import silence
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import voice_of
from local_voice.understanding.values import Frames

CUSTOMER = "customer"
WELL = 0.75
"""Of the test lines; below it something is wrong."""
SLOW_MS = 700.0
"""An answer that starts later feels late."""
OTHER = "choose another: voicecart voice use vosk-model-tiny-en (and unset VOICECART_VOSK_MODEL)"
PROPOSED = 40
"""Spellings that are thought out; each takes some 20 ms."""
SHOWN = 8
"""Words that are named."""


def check_model(engine: Engine, worker: RecognizerWorker) -> Report:
    """The files of the model, and how long it takes to load in a process of its own."""
    started = time.perf_counter()
    folder = engine.model or builtin_model()
    if engine.name == "vosk" and (missing := lacking(folder)):
        return error("model", f"{folder}: {' and '.join(missing)} not found", OTHER, folder=str(folder))
    try:
        worker.ready()
    except VoiceError as failed:
        return error("model", str(failed), OTHER)
    loaded_ms = round(1000 * (time.perf_counter() - started))
    if engine.name != "vosk":
        return fine(
            "model", f"the one of {engine.name}'s package, loaded in {loaded_ms} ms", loaded_ms=loaded_ms
        )
    size, told = installed_size(folder), takes_grammar(folder)
    facts = {"folder": str(folder), "bytes": size, "takes_grammar": told, "loaded_ms": loaded_ms}
    what = f"{folder.name}, {size / 1e6:.0f} MB, loaded in {loaded_ms} ms"
    if not told:
        remedy = "take one that can: voicecart voice models"
        return warning("model", f"{what}; it cannot be told what the shop sells", remedy, **facts)
    return fine("model", what, **facts)


def check_words(recognizer: Recognizer, expected: Frames, respellings: Respellings) -> Report:
    """How much of what customers say the recogniser knows, and how the rest may be spelled."""
    # Figures are said as number words.
    everything = set(filter(is_speakable, words_of(expected)))
    try:
        known = recognizer.known(everything)
    except VoiceError as failed:
        return error("words", str(failed), OTHER)
    heard = known | respellings.table.keys()
    lost = sorted(everything - heard)
    share, counts = _share(expected, heard)
    facts = {**counts, "cannot_hear": lost, "respelled": sorted(respellings.table.keys() & everything)}
    if not lost:
        return fine("words", f"hears {share}", **facts)
    proposals = _proposals(recognizer, lost[:PROPOSED], everything)
    remedy = "voicecart voice respell --write" if proposals else "voicecart voice learn-words --catalog --use"
    what = f"hears {share}; not {_shown(lost, proposals)}"
    return warning("words", what, remedy, **facts, proposals=proposals)


def _share(expected: Frames, heard: Container[str]) -> tuple[str, dict[str, int]]:
    """How much of the names and of the words around them is heard, told and counted."""
    names = [spoken_form(name).split() for name in expected.names]
    whole = sum(all(word in heard for word in name if is_speakable(word)) for name in names)
    said = {
        word for frame in expected.frames for piece in pieces(frame) for word in spoken_form(piece).split()
    }
    of_frames = sum(word in heard for word in said)
    counts = {
        "names": len(names),
        "names_heard": whole,
        "frame_words": len(said),
        "frame_words_heard": of_frames,
    }
    return f"{whole} of {len(names)} names and {of_frames} of {len(said)} words of sentences", counts


def _shown(lost: Sequence[str], proposals: Mapping[str, str]) -> str:
    """The first words that are not heard, with how they may be spelled."""
    first = (f'{word} ("{proposals[word]}")' if word in proposals else word for word in lost[:SHOWN])
    return ", ".join(first) + (f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else "")


def _proposals(recognizer: Recognizer, words: Iterable[str], said: set[str]) -> dict[str, str]:
    """The spellings that are not doubtful."""
    try:
        speller = SoundAlikes(recognizer.known(dictionary()), avoid=said)
    except ImportError:
        return {}
    found = {word: speller.spell(word) for word in words}
    return {word: one.spelled for word, one in found.items() if one and not one.is_doubtful}


def check_loopback(
    recognizer: Recognizer, speaker: Speaker, lines: Sequence[str], expected: Frames
) -> Report:
    """Speak the lines with a customer's voice and hear them again, without a sound card."""
    try:
        heard = {line: _hear(recognizer, speaker, line, expected)[0] for line in lines}
    except VoiceError as failed:
        return error("loop-back", str(failed), "see what is said of libraries, model and voice")
    wrong = {line: best for line, best in heard.items() if spoken_form(line) not in map(spoken_form, best)}
    right = len(heard) - len(wrong)
    facts = {"heard": {line: list(best) for line, best in heard.items()}, "right": right}
    what = f"{right} of {len(heard)} spoken lines came back word for word"
    if wrong:
        what += "; " + ", ".join(f'"{line}" as "{(*best, "")[0]}"' for line, best in wrong.items())
    if right >= WELL * len(heard):
        return fine("loop-back", what, **facts)
    if right:
        return warning("loop-back", what, "try another model: voicecart voice models", **facts)
    return error("loop-back", what, "try another model: voicecart voice use vosk-model-tiny-en", **facts)


def check_latency(recognizer: Recognizer, speaker: Speaker, lines: Sequence[str], expected: Frames) -> Report:
    """How long a customer waits, beside the silence that ends speech."""
    try:
        times = [_hear(recognizer, speaker, line, expected)[1:] for line in lines]
        first_ms = _first_sound_ms(speaker)
    except VoiceError as failed:
        return error("latency", str(failed), "see what is said of libraries, model and voice")
    hear_ms = 1000 * statistics.median(taken for taken, _ in times)
    factor = sum(taken for taken, _ in times) / sum(spoken for _, spoken in times)
    facts = {
        "hear_ms": round(hear_ms),
        "real_time_factor": round(factor, 3),
        "first_sound_ms": round(first_ms),
    }
    what = (
        f"recognition takes {hear_ms:.0f} ms a line (real-time factor {factor:.2f}), the first sound of an "
        f"answer {first_ms:.0f} ms"
    )
    if hear_ms + first_ms > SLOW_MS:
        return warning("latency", what, "close other programs, or take a smaller model", **facts)
    return fine("latency", what, **facts)


def _hear(
    recognizer: Recognizer, speaker: Speaker, line: str, expected: Frames
) -> tuple[tuple[str, ...], float, float]:
    """What came back, how long that took, and how long the line is in seconds."""
    sound = speaker.synthesize(line, voice_of(CUSTOMER))
    quiet = silence(0.1, sound.rate)
    # As a listener does while nobody speaks yet.
    recognizer.transcribe(quiet.samples, quiet.rate, expected)
    started = time.perf_counter()
    heard = recognizer.transcribe(sound.samples, sound.rate, expected)
    if heard.trouble:
        raise VoiceError(heard.trouble)
    return heard.hypotheses, time.perf_counter() - started, sound.seconds


def _first_sound_ms(speaker: Speaker) -> float:
    """Of an answer that was never said: the first sentence, made new."""
    started = time.perf_counter()
    next(iter(speaker.pieces(f"That is number {time.monotonic_ns() % 1000}. Anything else?")))
    return 1000 * (time.perf_counter() - started)

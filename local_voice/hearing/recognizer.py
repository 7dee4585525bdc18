"""Speech to words with Vosk.

Vosk ends the whole process on some mistakes (an empty grammar, one recogniser in two threads), so that this
file lets none of them through: grammars are never empty, audio is always bytes, one thread decodes at a time.
"""

from __future__ import annotations

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError
from local_voice.hearing.grammar import PHRASE_WEIGHT, UNKNOWN, phrases_for
from local_voice.hearing.transcript import Transcript
from local_voice.models import builtin_model
from local_voice.sound import HEARING_RATE, Pcm, at_rate, silence

ALTERNATIVES = 5
GRAMMARS_KEPT = 16
EDGE_S = 0.2
"""Quiet put before and after every utterance: a first short word that starts with the first sample is lost in
5 of 100 lines."""

PROBE_S = 0.5
NEEDED_FILES = ("am/final.mdl", "conf")


class Recognizer:
    """One Vosk model with a decoder for each grammar in use. Threads wait for each other."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open a model's folder (the built-in one by default); VoiceError when it cannot be used."""
        self.folder = folder or builtin_model()
        self._one_at_a_time = threading.Lock()
        self._decoders: OrderedDict[tuple[str, ...] | None, Any] = OrderedDict()
        self._model = _open_model(self.folder)
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether the model can hear the word at all."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = bool(word) and int(self._model.vosk_model_find_word(word)) >= 0
        return known

    def transcribe(self, pcm: bytes, rate: int, grammar: Sequence[str] | None = None) -> Transcript:
        """The words of one utterance of 16-bit mono samples; with a grammar, its phrases are expected."""
        sound = at_rate(Pcm(bytes(pcm), rate), HEARING_RATE).samples
        with self._one_at_a_time:
            expected = self._decode(sound, tuple(grammar)) if grammar else []
            if expected and _is_whole(expected[0]):
                return _transcript(expected)
            return _transcript([*self._decode(sound, None), *expected])

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str:
        """The best guess with these phrases alone; any other speech in it is UNKNOWN."""
        sound = at_rate(Pcm(bytes(pcm), rate), HEARING_RATE).samples
        with self._one_at_a_time:
            return next(iter(self._decode(sound, tuple(phrases))), "")

    def _decode(self, sound: bytes, grammar: tuple[str, ...] | None) -> list[str]:
        decoder = self._decoder(grammar) if sound else None
        if decoder is None:
            return []
        edge = silence(EDGE_S, HEARING_RATE).samples
        decoder.AcceptWaveform(edge + sound + edge)
        found = json.loads(decoder.FinalResult()).get("alternatives", [])
        return [str(one["text"]).strip() for one in found]

    def _decoder(self, grammar: tuple[str, ...] | None) -> Any | None:
        """The decoder of a grammar, None when the model knows no word of it; the oldest are let go."""
        if grammar not in self._decoders:
            self._decoders[grammar] = self._new_decoder(grammar)
            if len(self._decoders) > GRAMMARS_KEPT:
                self._decoders.popitem(last=False)
        self._decoders.move_to_end(grammar)
        return self._decoders[grammar]

    def _new_decoder(self, grammar: tuple[str, ...] | None) -> Any | None:
        import vosk

        if grammar is None:
            decoder = vosk.KaldiRecognizer(self._model, HEARING_RATE)
        else:
            phrases = phrases_for(grammar, self.knows)
            if not phrases:
                return None
            entries = json.dumps([*phrases * PHRASE_WEIGHT, UNKNOWN], ensure_ascii=False)
            decoder = vosk.KaldiRecognizer(self._model, HEARING_RATE, entries)
        decoder.SetMaxAlternatives(ALTERNATIVES)
        return decoder


def _is_whole(text: str) -> bool:
    return bool(text) and UNKNOWN not in text.split()


def _transcript(found: Sequence[str]) -> Transcript:
    """Each whole hypothesis once: the rest of one with other speech in it would pass for a short command."""
    texts = [text for text in dict.fromkeys(found) if _is_whole(text)]
    return Transcript(texts[0], tuple(texts[1:])) if texts else Transcript("")


def _open_model(folder: Path) -> Any:
    """The model, tried with half a second of silence: a damaged one often breaks only when it decodes."""
    if not folder.is_dir():
        raise VoiceError(f"the speech model {folder} is missing: give the folder of an unpacked Vosk model")
    lacking = [name for name in NEEDED_FILES if not (folder / name).exists()]
    if lacking:
        raise VoiceError(f"{folder} is no Vosk model: {' and '.join(lacking)} not found in it")
    vosk = _vosk()
    try:
        with _without_stderr():
            model = vosk.Model(str(folder))
            probe = vosk.KaldiRecognizer(model, HEARING_RATE)
            probe.AcceptWaveform(silence(PROBE_S, HEARING_RATE).samples)
            probe.FinalResult()
    except Exception:
        raise VoiceError(f"the speech model {folder} is damaged: unpack or download it again") from None
    return model


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Kaldi tells a damaged model in pages, past Python, at any log level."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _vosk() -> Any:
    try:
        import vosk
    except ImportError:
        raise VoiceError("hearing needs the package vosk: install voicecart with its extra [voice]") from None
    vosk.SetLogLevel(-2)
    return vosk

"""Speech to words with Vosk.

Vosk ends the whole process on some mistakes (an empty grammar, one recogniser in two threads), so that this
file lets none of them through: grammars are never empty, audio is always bytes, one thread decodes at a time.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError
from local_voice.hearing import grammar
from local_voice.hearing.edges import without_edges
from local_voice.hearing.grammar import UNKNOWN
from local_voice.hearing.own_graph import of_any_moment, with_own_graph
from local_voice.hearing.sentences import known_sentences
from local_voice.hearing.spotting import Found, Timed, Word, found_in
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.two_opinions import Guess, weigh
from local_voice.models import builtin_model
from local_voice.models.layout import lacking
from local_voice.models.wordlist import cut_short
from local_voice.quiet import without_stderr
from local_voice.sound import HEARING_RATE, Pcm, at_rate, silence
from local_voice.understanding.values import Frames

ALTERNATIVES = 10
"""Guesses of each recogniser: the right one is among 10 in 97 of 100 lines, at 10 dB in 87."""
DECODERS_KEPT = 16
EDGE_S = 0.2
"""Quiet put before and after every utterance: a first short word that starts with the first sample is lost in
5 of 100 lines."""

SENTENCE_WEIGHT = 3
"""How often each example sentence counts: what was seen more often leaves less to what was never seen."""
PHRASE_WEIGHT = 4
"""How often each phrase that is looked for counts against the one entry for other speech."""
ALONE_WEIGHT = 8
"""The same of a phrase that is told from what sounds like it, of which each counts once."""
PROBE_S = 0.5
SHOPS_KEPT = 2
"""Graphs of shops: one takes 17 MB."""
PATIENCE_S = 3.0
"""How long an utterance waits for the shop's graph; it is heard with the model's own one after that."""


class VoskRecognizer:
    """One Vosk model with a decoder for each state of the conversation. Threads wait for each other."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open a model's folder (the built-in one by default); VoiceError when it cannot be used."""
        self.folder = folder or builtin_model()
        self._one_at_a_time = threading.Lock()
        self._beside = ThreadPoolExecutor(1, "open-recogniser")
        self._decoder = lru_cache(DECODERS_KEPT)(self._new_decoder)
        self._builder = ThreadPoolExecutor(1, "shop-graph")
        self._shops_lock = threading.Lock()
        self._shops: OrderedDict[int, Future[Any]] = OrderedDict()
        self._words: dict[str, bool] = {}
        self._model = _open_model(self.folder)

    def known(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(word for word in words if self._knows(word))

    def prepare(self, expected: Frames) -> None:
        self._shop(expected)
        with self._one_at_a_time:
            self._decoder(expected)

    def transcribe(self, pcm: bytes, rate: int, expected: Frames | None = None) -> Transcript:
        """Both recognisers hear the same sound: one with what is expected, one with all of its words."""
        sound = without_edges(at_rate(Pcm(bytes(pcm), rate), HEARING_RATE)).samples
        shop = self._shop(expected) if expected else None
        with self._one_at_a_time:
            # A decoder lets go of Python's lock, so that two cores work at once.
            openly = self._beside.submit(_guesses, shop or self._decoder(None), sound)
            guesses = _guesses(self._decoder(expected) if expected else None, sound)
            return weigh(guesses, openly.result(), Pcm(sound, HEARING_RATE).seconds + 2 * EDGE_S)

    def spot(self, pcm: bytes, rate: int, phrases: Sequence[str]) -> str:
        sound = at_rate(Pcm(bytes(pcm), rate), HEARING_RATE).samples
        with self._one_at_a_time:
            return next((guess.text for guess in _guesses(self._decoder(tuple(phrases)), sound)), "")

    def find(self, pcm: bytes, rate: int, phrases: Sequence[str], alike: Sequence[str] = ()) -> Found | None:
        import vosk

        sound = at_rate(Pcm(bytes(pcm), rate), HEARING_RATE).samples
        entries = [*ALONE_WEIGHT * grammar.phrases_for(phrases, self._knows), *alike, UNKNOWN]
        with self._one_at_a_time:
            # A new decoder counts its seconds from nought, and is made in a millisecond.
            decoder = vosk.KaldiRecognizer(self._model, HEARING_RATE, json.dumps(entries, ensure_ascii=False))
            decoder.SetMaxAlternatives(ALTERNATIVES)
            decoder.SetWords(True)
            return found_in([_timed(one) for one in _alternatives(decoder, sound)], phrases)

    def close(self) -> None:
        self._beside.shutdown()
        self._builder.shutdown(cancel_futures=True)

    def _knows(self, word: str) -> bool:
        known = self._words.get(word)
        if known is None:
            known = bool(word) and int(self._model.vosk_model_find_word(word)) >= 0
            self._words[word] = known
        return known

    def _shop(self, expected: Frames) -> Any | None:
        """The open decoder with the shop's own graph; None where there is none, or none yet."""
        if not expected.usual:
            return None
        key = hash((expected.usual, frozenset(zip(expected.names, expected.fills, strict=False))))
        with self._shops_lock:
            if key not in self._shops:
                self._shops[key] = self._builder.submit(self._new_shop, of_any_moment(expected))
                if len(self._shops) > SHOPS_KEPT:
                    self._shops.popitem(last=False)
            self._shops.move_to_end(key)
            building = self._shops[key]
        with suppress(TimeoutError):
            return building.result(PATIENCE_S)
        return None

    def _new_shop(self, shop: Frames) -> Any | None:
        import vosk

        try:
            with with_own_graph(self.folder, shop, self._knows) as folder:
                decoder = vosk.KaldiRecognizer(vosk.Model(str(folder)), HEARING_RATE)
        except (OSError, ValueError):
            return None
        decoder.SetMaxAlternatives(ALTERNATIVES)
        return decoder

    def _phrases(self, expected: Frames | tuple[str, ...]) -> list[str]:
        if isinstance(expected, Frames):
            return SENTENCE_WEIGHT * known_sentences(expected, self._knows)
        return PHRASE_WEIGHT * grammar.phrases_for(expected, self._knows)

    def _new_decoder(self, expected: Frames | tuple[str, ...] | None) -> Any | None:
        """The decoder of a state; None when the model knows no word of it."""
        import vosk

        if expected is None:
            decoder = vosk.KaldiRecognizer(self._model, HEARING_RATE)
        else:
            phrases = self._phrases(expected)
            if not phrases:
                return None
            entries = json.dumps([*phrases, UNKNOWN], ensure_ascii=False)
            decoder = vosk.KaldiRecognizer(self._model, HEARING_RATE, entries)
        decoder.SetMaxAlternatives(ALTERNATIVES)
        return decoder


def _guesses(decoder: Any | None, sound: bytes) -> list[Guess]:
    """The best guesses of a decoder, best first; none without a decoder or without sound."""
    if decoder is None or not sound:
        return []
    found = _alternatives(decoder, sound)
    return [Guess(str(one["text"]).strip(), float(one["confidence"])) for one in found]


def _alternatives(decoder: Any, sound: bytes) -> list[dict[str, Any]]:
    edge = silence(EDGE_S, HEARING_RATE).samples
    decoder.AcceptWaveform(edge + sound + edge)
    found: list[dict[str, Any]] = json.loads(decoder.FinalResult()).get("alternatives", [])
    return found


def _timed(one: dict[str, Any]) -> Timed:
    """A guess with the times of its words in the sound itself, without the quiet before it."""
    words = (
        Word(str(word["word"]), float(word["start"]) - EDGE_S, float(word["end"]) - EDGE_S)
        for word in one.get("result", [])
    )
    return Timed(tuple(words), float(one["confidence"]))


def _open_model(folder: Path) -> Any:
    """The model, tried with half a second of silence: a damaged one often breaks only when it decodes."""
    if not folder.is_dir():
        raise VoiceError(f"the speech model {folder} is missing: give the folder of an unpacked Vosk model")
    missing = lacking(folder)
    if missing:
        raise VoiceError(f"{folder} is no Vosk model: {' and '.join(missing)} not found in it")
    if words := cut_short(folder):
        raise VoiceError(f"the speech model {folder} is damaged: {words} ends too early; download it again")
    vosk = _vosk()
    try:
        with without_stderr():
            model = vosk.Model(str(folder))
            probe = vosk.KaldiRecognizer(model, HEARING_RATE)
            probe.AcceptWaveform(silence(PROBE_S, HEARING_RATE).samples)
            probe.FinalResult()
    except Exception:
        raise VoiceError(f"the speech model {folder} is damaged: unpack or download it again") from None
    return model


def _vosk() -> Any:
    try:
        import vosk
    except ImportError:
        raise VoiceError("hearing needs the package vosk: install voicecart with its extra [voice]") from None
    vosk.SetLogLevel(-2)
    return vosk

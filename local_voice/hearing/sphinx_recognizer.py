"""Speech to words with PocketSphinx, whose acoustic model was trained on people.

Its wheel brings that model. Within a trigram model of what is expected, and a dictionary cut to its words, it
hears people better than the built-in Vosk model; its general language model is of no use in a shop.

Words are always found, also in talk about other things: a second decoder, which knows sounds but no words,
tells when they fit much worse than any sounds do. Measured in nine voices of Piper, flite and Pico, with and
without a room: of 108 lines of conversations 67 are let through and mean what was said (74 when all is let
through), of 60 of other conversations 46 (46), both seen when the border was set; of 120 sentences about
other things 10 become an intent, of 40 of two to four words 7. At 0.0022 it is 64, 43, 5 and 4. Three
recordings of people fit no worse than sounds within what was expected (-0.0006 to -0.0001), beside it worse
by 0.0017 to 0.0036. Voices of espeak are misheard by this model, and most of their lines are ignored: they
are no measure of it.
"""

from __future__ import annotations

import math
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError
from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.ngram import arpa
from local_voice.hearing.pronunciation import Phones, is_speakable, pronunciations
from local_voice.hearing.sentences import sentences
from local_voice.hearing.transcript import NOTHING, Transcript
from local_voice.sound import HEARING_RATE, Pcm, at_rate
from local_voice.understanding.values import Frames

ALTERNATIVES = 5
ROUNDS, LIKELY_TIMES = 3, 6
"""Of example sentences, each once; and how often what is likely stands."""
PHONE_LOOP = {"lw": 2.0, "pip": 0.3, "beam": 1e-10, "pbeam": 1e-10}
"""How the decoder without words is told to search, as its authors advise for phones."""
DECODERS_KEPT = 12
WORSE_THAN_SOUNDS = 0.0025
EDGE_FRAMES = 20
"""By how much a frame of words (in logarithms of the decoder's scores) may fit worse than sounds without
words; quiet around the words is no frame of theirs, but for the edges.
"""
QUIET = "<["
"""How what is no word begins in the decoder's result: "<sil>", "[NOISE]"."""
SHORTEST_S = 0.1
"""Less sound than this has no words in it."""


class SphinxRecognizer:
    """PocketSphinx with a decoder for each state of the conversation. Threads wait for each other."""

    def __init__(self) -> None:
        """VoiceError when the package is missing."""
        self._sphinx = _sphinx()
        self._one_at_a_time = threading.Lock()
        self._decoder = lru_cache(DECODERS_KEPT)(self._new_decoder)
        self._sounds = self._sphinx.Decoder(
            lm=None,
            dict=None,
            allphone=self._sphinx.get_model_path("en-us/en-us-phone.lm.bin"),
            **PHONE_LOOP,
            loglevel="FATAL",
        )

    def known(self, words: Iterable[str]) -> frozenset[str]:
        """Every word of letters: what is in no dictionary is spoken by rule."""
        return frozenset(filter(is_speakable, words))

    def prepare(self, expected: Frames) -> None:
        with self._one_at_a_time:
            self._decoder(expected)

    def transcribe(self, pcm: bytes, rate: int, expected: Frames | None = None) -> Transcript:
        """Nothing is heard when nothing is expected: there is no recogniser of all words beside."""
        sound = at_rate(Pcm(bytes(pcm), rate), HEARING_RATE)
        with self._one_at_a_time:
            decoder = self._decoder(expected) if expected and sound.seconds >= SHORTEST_S else None
            return NOTHING if decoder is None else self._heard(decoder, sound.samples)

    def close(self) -> None: ...

    def _new_decoder(self, expected: Frames) -> Any | None:
        """The decoder of a state; None when there are no words for it."""
        # Its search gives a language model six times the weight that Vosk does: what is said often would be
        # heard in everything.
        likely = LIKELY_TIMES * list(
            map(spoken_form, dict.fromkeys(one for one in expected.likely if "{" not in one))
        )
        texts = [*dict.fromkeys(sentences(expected, ROUNDS)), *(text for text in likely if text)]
        spoken = pronunciations({word for text in texts for word in text.split()})
        texts = [text for text in texts if all(word in spoken for word in text.split())]
        if not texts:
            return None
        with tempfile.TemporaryDirectory(prefix="voicecart-hearing-") as folder:
            model, words = Path(folder) / "expected.arpa", Path(folder) / "words.dict"
            model.write_text(arpa(texts), encoding="utf-8")
            words.write_text(_entries(spoken), encoding="utf-8")
            return self._sphinx.Decoder(lm=str(model), dict=str(words), loglevel="FATAL")

    def _heard(self, decoder: Any, samples: bytes) -> Transcript:
        best, sounds = _best(decoder, samples), _best(self._sounds, samples)
        if best is None or sounds is None or not best.hypstr:
            return NOTHING
        if _misfit(decoder, best.score, sounds.score) > WORSE_THAN_SOUNDS:
            return Transcript("", agreement="contradicted", expected=best.hypstr, openly=sounds.hypstr)
        texts = _texts(decoder, best.hypstr)
        return Transcript(texts[0], tuple(texts[1:]), expected=texts[0], openly=sounds.hypstr)


def _best(decoder: Any, samples: bytes) -> Any | None:
    decoder.start_utt()
    decoder.process_raw(samples, full_utt=True)
    decoder.end_utt()
    return decoder.hyp()


def _misfit(decoder: Any, words: float, sounds: float) -> float:
    """By how much each frame of the decoder's words fits worse than sounds do."""
    said = [one for one in decoder.seg() if one.word[0] not in QUIET]
    frames: int = EDGE_FRAMES + sum(one.end_frame + 1 - one.start_frame for one in said)
    # Scores are products over frames: only their logarithms can be shared out.
    return math.log(sounds / words) / frames


def _texts(decoder: Any, best: str) -> list[str]:
    """The best guesses, each once."""
    others = (one.hypstr for one in islice(decoder.nbest(), 4 * ALTERNATIVES) if one is not None)
    return list(islice(dict.fromkeys(text for text in (best, *others) if text), ALTERNATIVES))


def _entries(spoken: Mapping[str, Sequence[Phones]]) -> str:
    """A dictionary as PocketSphinx reads it: "read R EH D", "read(2) R IY D"."""
    return "".join(
        f"{word}{f'({number})' if number > 1 else ''} {' '.join(phones)}\n"
        for word, ways in spoken.items()
        for number, phones in enumerate(ways, 1)
    )


def _sphinx() -> Any:
    try:
        import pocketsphinx
    except ImportError:
        raise VoiceError(
            "the package pocketsphinx is missing: install voicecart with its extra [voice]"
        ) from None
    return pocketsphinx

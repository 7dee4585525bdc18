"""An utterance made ready: every word looked at with the words of one model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise, takewhile

from local_voice.understanding import costs
from local_voice.understanding.builtin import spans as typed_spans
from local_voice.understanding.heard import Heard, Places, Spans
from local_voice.understanding.lexicon import HOMOPHONE
from local_voice.understanding.numbers import NumberSpan
from local_voice.understanding.senses import Senses
from local_voice.understanding.text import Token
from local_voice.understanding.together import Index

LONGEST_NAME = 8
"""Words of the longest name that is found by its exact words at once."""

Words = tuple[str, ...]


class Ear:
    """Looks at utterances with the words of one model."""

    def __init__(self, senses: Senses):
        self._senses = senses
        self._phrases = _by_first_word(senses.language.filler_phrases)

    def listen(self, tokens: Sequence[Token], now: datetime) -> Heard:
        """What the words of an utterance may be; dates are counted from now."""
        senses = self._senses
        tokens = self._counted(tokens)
        words = tuple(token.word for token in tokens)
        matches = [senses.lexicon.matches(word, senses.in_a_name(word)) for word in words]
        numbers = senses.numbers.find(words)
        extra = self._extra(words, numbers)
        spans = {name: named_spans(words, index) for name, index in senses.indexes.items()}
        return Heard(
            tokens=tokens,
            words=words,
            matches=matches,
            places=_places(matches),
            surely={word for words in matches for word in _likeliest(words)},
            extra=extra,
            strange=sum(cost for cost, known in zip(extra, matches, strict=True) if not known),
            numbers=numbers,
            typed={name: typed_spans(reader, words, now) for name, reader in senses.readers.items()},
            spans=spans,
            named=self._named(words, spans),
            packed=self._packed(words),
            new=[senses.is_new(word) for word in words],
            articles=frozenset(senses.language.numbers.articles),
            things=senses.things,
            joiners=frozenset({senses.language.numbers.joiner}),
            whole=_covered(len(words), spans.get(senses.things or "", ())),
        )

    def _counted(self, tokens: Sequence[Token]) -> list[Token]:
        """With a number for what sounds like one where only that can be: "i'd like to large lattes"."""
        table = self._senses.language.numbers
        words = tuple(token.word for token in tokens)
        sounding = [
            place
            for place, word in enumerate(words)
            if word in table.misheard and place and words[place - 1] in table.counted_after
        ]
        counted = list(tokens)
        for place in sounding:
            if self._begins_several(words[place + 1 :]):
                figure = str(table.misheard[words[place]])
                counted[place] = replace(tokens[place], word=figure, said=figure)
        return counted

    def _begins_several(self, words: Words) -> bool:
        """Whether things are named first, or what they are packed in.

        Names without an ending may be verbs: "i want to wrap this up" is about no two wraps.
        """
        things, stem = self._senses.indexes.get(self._senses.things or ""), self._senses.language.stem
        named = named_spans(words, things) if things else ()
        ending = any(start == 0 and stem(words[end - 1]) != words[end - 1] for start, end, _ in named)
        return ending or 0 in self._packed(words)

    def _named(self, words: Words, found: Mapping[str, Spans]) -> list[bool | None]:
        """Which words are in names; all words of a whole name are, whatever they mean elsewhere."""
        senses = self._senses
        named = [None if senses.proves_nothing(word) else senses.in_a_name(word) for word in words]
        for spans in found.values():
            for start, end, cost in spans:
                if cost < costs.SPELLED_OTHERWISE and any(named[start:end]):
                    named[start:end] = [True] * (end - start)
        return named

    def _packed(self, words: Words) -> set[int]:
        of, senses = self._senses.language.of, self._senses
        neighbours = enumerate(pairwise(words))
        return {place for place, (word, after) in neighbours if after in of and senses.is_container(word)}

    def _extra(self, words: Words, numbers: Sequence[NumberSpan]) -> list[float]:
        """The cost of each word when the frame has no place for it."""
        extra = [self._senses.extra(word) for word in words]
        for one in numbers:
            if one.kind == "plain":
                for place in range(one.start, one.end):
                    extra[place] = max(extra[place], costs.EXTRA_NUMBER)
        for start, end in self._filler_phrases(words):
            for place in range(start, end):
                extra[place] = min(extra[place], costs.EXTRA_IN_PHRASE)
        if len(words) > 2 and words[0] in self._senses.language.openers:
            extra[0] = self._opening(words[0], extra[0])
            for place in takewhile(lambda place: words[place] == words[0], range(1, len(words) - 1)):
                extra[place] = costs.EXTRA_IN_PHRASE  # "no no no lemons" says no more than one no
        return extra

    def _opening(self, word: str, extra: float) -> float:
        if word in self._senses.language.negations:
            return costs.EXTRA_OPENING_NO
        return min(extra, costs.EXTRA_OPENER)

    def _filler_phrases(self, words: Words) -> list[tuple[int, int]]:
        return [
            (place, place + len(phrase))
            for place, word in enumerate(words)
            for phrase in self._phrases.get(word, ())
            if words[place : place + len(phrase)] == phrase
        ]


def named_spans(words: Words, index: Index) -> Spans:
    """Where names stand, by their exact words or with misheard words put right."""
    stems = index.stems(words)
    pairs = zip(words, stems, strict=True)
    right = [stem if index.knows(word) else index.corrected(word) or stem for word, stem in pairs]
    return [
        span
        for start in range(len(words))
        if index.begins(right[start])
        for span in _names_from(start, words, stems, right, index)
    ]


def _names_from(
    start: int, words: Words, stems: Words, right: Sequence[str], index: Index
) -> Iterable[tuple[int, int, float]]:
    whole = joined = mended = ""
    foreign = index.is_foreign(words[start])
    for end in range(start, min(len(words), start + LONGEST_NAME)):
        whole, joined, mended = whole + stems[end], joined + words[end], mended + right[end]
        size = end + 1 - start
        if several := index.meanings(whole, joined):
            yield start, end + 1, costs.whole_name(size) + (costs.SEVERAL_MEANINGS if several > 1 else 0.0)
        elif mended != whole and index.meanings(mended, mended) and (size > 1 or not foreign):
            yield start, end + 1, costs.SPELLED_OTHERWISE


def _covered(size: int, spans: Iterable[tuple[int, int, float]]) -> list[bool]:
    """Which words are part of a whole name."""
    covered = [False] * size
    for start, end, cost in spans:
        if cost < costs.SPELLED_OTHERWISE:
            covered[start:end] = [True] * (end - start)
    return covered


def _places(matches: Sequence[Mapping[str, float]]) -> Places:
    places: Places = {}
    for place, words in enumerate(matches):
        for word, cost in words.items():
            places.setdefault(word, []).append((place, cost))
    return places


def _likeliest(words: Mapping[str, float]) -> Iterable[str]:
    """Frame words that a said word is or stands for; guesses only when there is nothing better."""
    near = [word for word, cost in words.items() if cost <= HOMOPHONE]
    return near or words


def _by_first_word(phrases: Sequence[str]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found

"""Spoken numbers: where they stand in an utterance, and their value in figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local_voice.understanding.language import Language

LONGEST = 9
"""Words in the longest number that is looked for."""


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """Words start..end (end not included) that say a number; `kind` says how sure that is."""

    start: int
    end: int
    value: str
    kind: str
    """"plain", "article" ("a latte") or "misheard" ("to bananas"); the last two want a thing to follow."""


class NumberReader:
    """Reads the numbers of one language; remembers what it has read."""

    def __init__(self, language: Language):
        phrases = [phrase.replace("'", "").split() for phrase in language.numbers.phrases]
        self._table = language.numbers
        self._code = language.code
        self._phrases = {
            " ".join(words): str(self._table.phrases[said])
            for words, said in zip(phrases, language.numbers.phrases, strict=True)
        }
        self._first = frozenset(words[0] for words in phrases)
        self._later = frozenset(word for words in phrases for word in words[1:]) | {self._table.joiner}
        self._numerals: dict[str, int | None] = {}
        self._values: dict[str, str | None] = {}

    def value(self, words: Sequence[str]) -> str | None:
        """The figures that all these words say together, or None."""
        text = " ".join(words)
        if text not in self._values:
            if len(self._values) > 10_000:
                self._values.clear()
            self._values[text] = self._work_out(text, words)
        return self._values[text]

    def find(self, words: Sequence[str]) -> list[NumberSpan]:
        """All numbers in an utterance, long and short, with their places."""
        return [span for start in range(len(words)) for span in self.at(words, start)]

    def at(self, words: Sequence[str], start: int) -> Iterator[NumberSpan]:
        """All numbers that begin at a place."""
        if start >= len(words):
            return
        word = words[start]
        if word in self._table.articles:
            yield NumberSpan(start, start + 1, str(self._table.articles[word]), "article")
        elif word in self._table.misheard:
            yield NumberSpan(start, start + 1, str(self._table.misheard[word]), "misheard")
        if not (word in self._first or self._is_numeral(word)):
            return
        for end in range(start + 1, min(len(words), start + LONGEST) + 1):
            if end > start + 1 and not self._may_continue(words[end - 1]):
                return
            value = self.value(words[start:end])
            if value is not None:
                yield NumberSpan(start, end, value, "plain")

    def _may_continue(self, word: str) -> bool:
        if word in self._later or word in self._table.figures:
            return True
        return not word[0].isdigit() and self._is_numeral(word)

    def _is_numeral(self, word: str) -> bool:
        return word[0].isdigit() or self._numeral(word) is not None

    def _work_out(self, text: str, words: Sequence[str]) -> str | None:
        if len(words) == 1 and text[0].isdigit():
            return text if _is_figures(text) else None
        if text in self._phrases:
            return self._phrases[text]
        plain = self._spoken(words)
        return str(plain) if plain is not None else self._read_out(words)

    def _numeral(self, text: str) -> int | None:
        """The value of plain numerals; None for anything else."""
        if text not in self._numerals:
            if len(self._numerals) > 50_000:
                self._numerals.clear()
            self._numerals[text] = _numeral(text, self._code)
        return self._numerals[text]

    def _spoken(self, words: Sequence[str]) -> int | None:
        """Twenty five; a hundred and three; two thousand."""
        if self._table.joiner in (words[-1], words[0]):
            return None
        plain = self._numeral(" ".join(words))
        if plain is None and len(words) > 1 and words[0] in self._table.articles:
            rest = self._numeral(" ".join(words[1:]))
            return rest if rest is not None and rest >= 100 else None
        return plain

    def _read_out(self, words: Sequence[str]) -> str | None:
        """Figures one by one ("one zero four two") or two by two ("ten forty two"), as an order number."""
        if len(words) < 2:
            return None
        figures = [self._table.figures.get(word) for word in words]
        if len(words) > 2 and all(figure is not None for figure in figures):
            return "".join(str(figure) for figure in figures)
        return self._pairs(words)

    def _pairs(self, words: Sequence[str]) -> str | None:
        """ "Ten forty two", "twenty six fifteen", "ten oh four": two numbers of two figures."""
        for cut in range(1, len(words)):
            head, tail = self._spoken(words[:cut]), self._two_figures(words[cut:])
            if head is not None and tail is not None and 10 <= head <= 99:
                return f"{head}{tail}"
        return None

    def _two_figures(self, words: Sequence[str]) -> str | None:
        figures = [self._table.figures.get(word) for word in words]
        if len(words) == 2 and figures[0] == 0 and figures[1] is not None:
            return f"0{figures[1]}"
        value = self._spoken(words)
        return str(value) if value is not None and 10 <= value <= 99 else None


def _numeral(text: str, code: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(text, code))
    except (ValueError, LookupError):
        return None


def _is_figures(text: str) -> bool:
    whole, _, rest = text.partition(".")
    return whole.isdecimal() and (not rest or rest.isdecimal())


def spoken_numbers(language: Language, highest: int = 100) -> list[str]:
    """Numbers in words, as a recogniser's grammar wants them: 1 to `highest`, then the phrases."""
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language(language.code)
    plain = [engine.format_number(number).text.replace("-", " ") for number in range(1, highest + 1)]
    return [*plain, *language.numbers.phrases]

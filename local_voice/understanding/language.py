"""What the engine knows about a language: read from languages/<language>.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError

FOLDER = Path(__file__).parent / "languages"
HIGHEST_ORDINAL = 100


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words for amounts beyond the plain numerals."""

    joiner: str
    counted_after: Sequence[str]
    """Words between which and a thing what sounds like a number is one."""
    phrases: Mapping[str, int]
    articles: Mapping[str, int]
    misheard: Mapping[str, int]
    figures: Mapping[str, int]
    times: Mapping[str, int]
    """Words that repeat a figure: "double five"."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Words and patterns of dates; the numbers are those of calendar_words."""

    now: Sequence[str]
    patterns: Sequence[str]
    days: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    seasons: Mapping[str, int]
    units: Mapping[str, int]
    which: Mapping[str, int]
    decades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ClockWords:
    """Words and patterns of times of day."""

    patterns: Sequence[str]
    zero: Sequence[str]
    before: Sequence[str]
    after: Sequence[str]
    half_before: bool
    """Whether half eight is half past seven, as in German."""
    parts: Mapping[str, int]
    moments: Mapping[str, int]
    """Minutes after midnight."""
    quarters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DurationWords:
    """Words and patterns of lengths of time."""

    patterns: Sequence[str]
    halves: Sequence[str]
    quarters: Sequence[str]
    and_a_half: Sequence[str]
    units: Mapping[str, int]


class Stemmer:
    """Makes the forms of a noun one: no dictionary word, but the same for singular and plural."""

    def __init__(
        self, keep: Sequence[str], steps: Sequence[tuple[str, str, int]], irregular: Mapping[str, str]
    ):
        self._keep = tuple(keep)
        self._steps = tuple(steps)
        self._irregular = irregular
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """The common form of a word."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[word] = self.once(word)
        return known

    def once(self, word: str) -> str:
        """The common form of a word that nobody will ask for again."""
        word = self._irregular.get(word, word)
        for ending, instead, shortest in self._steps:
            if len(word) >= shortest and word.endswith(ending) and not word.endswith(self._keep):
                word = word[: len(word) - len(ending)] + instead
                word = self._irregular.get(word, word)
        return word


@dataclass(frozen=True, slots=True)
class Language:
    """Words and phrases of one language; see the comments in its file."""

    code: str
    noise: frozenset[str]
    fillers: frozenset[str]
    polite: frozenset[str]
    filler_phrases: tuple[str, ...]
    light: frozenset[str]
    function: frozenset[str]
    questions: frozenset[str]
    possessives: frozenset[str]
    negations: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    repairs: frozenset[str]
    excluding: frozenset[str]
    contrasting: frozenset[str]
    containers: frozenset[str]
    of: frozenset[str]
    answers: tuple[str, ...]
    did_you_mean: str
    """Asks back, with {} for what was understood."""
    invocations: tuple[str, ...]
    invocation_joiners: tuple[str, ...]
    inflections: tuple[str, ...]
    head_last: bool
    stem: Stemmer
    numbers: NumberWords
    ordinals: Mapping[str, int]
    calendar: CalendarWords
    clock: ClockWords
    durations: DurationWords
    values: Mapping[str, tuple[str, ...]]
    """Usual values of built-in slot types."""
    contractions: Mapping[str, str]
    contraction_endings: Mapping[str, str]
    signs: Mapping[str, str]
    currency: Mapping[str, tuple[str, str, str]]
    synonyms: Mapping[str, frozenset[str]]
    homophones: Mapping[str, frozenset[str]]
    intents: Mapping[str, tuple[str, ...]]
    outside: tuple[str, ...]


def available() -> list[str]:
    """The languages that have a table."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@lru_cache(maxsize=8)
def load_language(locale: str) -> Language:
    """The tables for a locale such as en-US; a VoiceError names what there is."""
    code = locale.split("-")[0].lower()
    path = FOLDER / f"{code}.toml"
    if not path.is_file():
        known = ", ".join(available())
        raise VoiceError(f"no language tables for locale {locale!r}: there are tables for {known}")
    with path.open("rb") as file:
        return _language(code, tomllib.load(file))


def _language(code: str, table: Mapping[str, Any]) -> Language:
    sets: tuple[str, ...] = ("noise", "fillers", "polite", "light", "function", "questions", "possessives")
    sets += ("negations", "openers", "joiners", "repairs", "excluding", "contrasting", "containers", "of")
    rows = ("filler_phrases", "answers", "invocations", "invocation_joiners", "inflections")
    plain: dict[str, Any] = {name: frozenset(table[name]) for name in sets}
    plain |= {name: tuple(table[name]) for name in rows}
    return Language(
        code=code,
        **plain,
        head_last=table["head_last"],
        did_you_mean=table["did_you_mean"],
        stem=_stemmer(table["stem"]),
        numbers=NumberWords(**table["numbers"]),
        ordinals={**_spelled_ordinals(code), **table["ordinals"]},
        calendar=CalendarWords(**table["calendar"]),
        clock=ClockWords(**table["clock"]),
        durations=DurationWords(**table["durations"]),
        values={name: tuple(values) for name, values in table["values"].items()},
        contractions=table["contractions"],
        contraction_endings=table["contraction_endings"],
        signs=table["signs"],
        currency={sign: (one, many, part) for sign, (one, many, part) in table["currency"].items()},
        synonyms=_neighbours(table["synonyms"]["groups"]),
        homophones=_neighbours(table["homophones"]["groups"]),
        intents={name: tuple(phrases) for name, phrases in table["intents"].items()},
        outside=tuple(table["outside"]["phrases"]),
    )


def _spelled_ordinals(code: str) -> dict[str, int]:
    """Ordinals up to HIGHEST_ORDINAL in all their endings, as Unicode's rules spell them."""
    from unicode_rbnf import FormatPurpose, RbnfEngine

    engine = RbnfEngine.for_language(code)
    found: dict[str, int] = {}
    for number in range(1, HIGHEST_ORDINAL + 1):
        spelled = engine.format_number(number, purpose=FormatPurpose.ORDINAL)
        for text in (spelled.text, *spelled.text_by_ruleset.values()):
            found.setdefault(text.replace("-", " ").replace("\u00ad", ""), number)
    return found


def _stemmer(table: Mapping[str, Any]) -> Stemmer:
    steps = [(ending, instead, shortest) for ending, instead, shortest in table["steps"]]
    return Stemmer(table["keep"], steps, table["irregular"])


def _neighbours(groups: list[list[str]]) -> dict[str, frozenset[str]]:
    """Each word of a group with the other words of all its groups."""
    found: dict[str, set[str]] = {}
    for group in groups:
        for word in group:
            found.setdefault(word, set()).update(other for other in group if other != word)
    return {word: frozenset(others) for word, others in found.items()}

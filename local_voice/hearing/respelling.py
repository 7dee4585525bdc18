"""Words that a model has never heard of, spelled with words that it knows: "lumos" as "lou most".

The recogniser hears the spelling, everybody else reads the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from local_voice.errors import VoiceError
from local_voice.hearing.grammar import spoken_form
from local_voice.hearing.transcript import Transcript
from local_voice.understanding.text import without_accents
from local_voice.understanding.values import Frames

Table = Mapping[str, tuple[str, ...]]
"""Words with their spellings."""

MOST = 4
"""Spellings of one phrase: a name of several unknown words with several spellings each makes many."""
HEAD = "# word<TAB>spelled with words that the recogniser knows; several lines for several ways to say it\n"

_PLAIN_WORD = re.compile(r"(?<![\w{])[^\W\d_][\w']*(?![\w}])")


@dataclass(frozen=True, slots=True)
class Respellings:
    """A table at work: spells what is expected, and puts the words back into what was heard."""

    table: Table = field(default_factory=dict)

    def spell(self, expected: Frames, known: Callable[[str], bool]) -> Frames:
        """The same with each unknown word of the table spelled otherwise, in all its ways."""
        if not self.table:
            return expected
        fills = expected.fills or ("",) * len(expected.names)
        names = [
            (way, slots)
            for name, slots in zip(expected.names, fills, strict=True)
            for way in self._spelled((name,), known)
        ]
        return replace(
            expected,
            frames=tuple(self._spelled(expected.frames, known)),
            names=tuple(way for way, _ in names),
            fills=tuple(slots for _, slots in names) if expected.fills else (),
            likely=tuple(self._spelled(expected.likely, known)),
            usual=tuple(self._spelled(expected.usual, known)),
        )

    def restore(self, heard: Transcript) -> Transcript:
        """What was heard, with the words in place of their spellings."""
        if not self.table or not heard.text:
            return heard
        restored = [self._restored(text) for text in heard.hypotheses]
        first, *others = dict.fromkeys(restored)
        behind = tuple(heard.behind[restored.index(text)] for text in (first, *others) if heard.behind)
        return replace(heard, text=first, alternatives=tuple(others), behind=behind)

    def _spelled(self, phrases: Iterable[str], known: Callable[[str], bool]) -> Iterator[str]:
        for phrase in map(without_accents, phrases):
            words = dict.fromkeys(spoken_form(word) for word in _PLAIN_WORD.findall(phrase))
            strange = [word for word in words if word in self.table and not known(word)]
            ways = list(product(*(self.table[word] for word in strange)))[:MOST]
            for way in ways:
                yield _exchanged(phrase, dict(zip(strange, way, strict=True)))

    def _restored(self, text: str) -> str:
        return _exchanged(text, {spelled: word for word, ways in self.table.items() for spelled in ways})


def _exchanged(text: str, instead: Mapping[str, str]) -> str:
    """The text with whole words exchanged, longer ones first."""
    if not instead:
        return text
    either = "|".join(map(re.escape, sorted(instead, key=len, reverse=True)))
    return re.sub(
        rf"(?<![\w{{'])(?:{either})(?![\w}}'])",
        lambda found: instead[spoken_form(found[0])],
        text,
        flags=re.I,
    )


def read_table(path: Path) -> Table:
    """A shop's table (word, tab, spelling), empty without a file; VoiceError names a line that is wrong."""
    table: dict[str, tuple[str, ...]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return table
    except OSError as error:
        raise VoiceError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise VoiceError(f"{path} is no text in UTF-8") from None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, spelled = (spoken_form(part) for part in line.partition("\t"))
        if not word or not spelled or " " in word:
            raise VoiceError(f"{path}, line {number}: write one word, a tab, and words that it sounds like")
        table[word] = tuple(dict.fromkeys((*table.get(word, ()), spelled)))
    return table


def write_table(path: Path, table: Table) -> None:
    """Write a table that a person can go on with; VoiceError when that cannot be done."""
    rows = (f"{word}\t{spelled}\n" for word, ways in sorted(table.items()) for spelled in ways)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join((HEAD, *rows)), encoding="utf-8")
    except OSError as error:
        raise VoiceError(f"{path} cannot be written: {error.strerror}") from None

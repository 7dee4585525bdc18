"""How products are called aloud: the merchant's own file of spoken names, or a fair guess from the title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skill.feeds.item import Refused, plain
from skill.feeds.reading import Source
from skill.feeds.table import read_table
from skill.store.words import number_words

_LONGEST = 150


@dataclass(frozen=True, slots=True)
class SpokenName:
    """What the shop says for a product, and what else people call it."""

    line: int
    id: str
    spoken: str
    synonyms: tuple[str, ...]


def read_spoken_names(path: Path) -> Iterator[SpokenName | Refused]:
    """The rows of a file with the columns id, spoken and synonyms (separated by |)."""
    for row in read_table(Source(path, ""), ("id", "spoken"), ("synonyms",)):
        if isinstance(row, Refused):
            yield row
        elif not row["id"] or not row["spoken"]:
            yield Refused(row.line, row["id"], f"has no {'spoken name' if row['id'] else 'id'}")
        else:
            synonyms = tuple(filter(None, map(plain, row["synonyms"].split("|"))))
            yield SpokenName(row.line, row["id"], plain(row["spoken"]), synonyms)


# Written unit -> said after one, said after any other number.
_UNITS = {
    "%": ("percent", "percent"),
    "cl": ("centiliter", "centiliters"),
    "cm": ("centimeter", "centimeters"),
    "ct": ("count", "count"),
    "fl oz": ("fluid ounce", "fluid ounces"),
    "fl. oz": ("fluid ounce", "fluid ounces"),
    "ft": ("foot", "feet"),
    "g": ("gram", "grams"),
    "gal": ("gallon", "gallons"),
    "in": ("inch", "inches"),
    '"': ("inch", "inches"),
    "kg": ("kilogram", "kilograms"),
    "l": ("liter", "liters"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "m": ("meter", "meters"),
    "mg": ("milligram", "milligrams"),
    "ml": ("milliliter", "milliliters"),
    "mm": ("millimeter", "millimeters"),
    "oz": ("ounce", "ounces"),
    "pc": ("piece", "pieces"),
    "pcs": ("piece", "pieces"),
    "pk": ("pack", "pack"),
    "pt": ("pint", "pints"),
    "qt": ("quart", "quarts"),
    "w": ("watt", "watts"),
}
_SHORT = {
    "&": " and ",
    "+": " plus ",
    "@": " at ",
    "½": " half ",
    "¼": " quarter ",
    "¾": " three quarter ",
    "°": " degree ",
    "w/": " with ",
}
_SIZES = {"xs": "extra small", "xl": "extra large", "xxl": "extra extra large"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_SHORTENED = re.compile("|".join(re.escape(sign) for sign in sorted(_SHORT, key=len, reverse=True)))
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TIMES = re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)", re.IGNORECASE)
_MEASURE = re.compile(
    r"(\d+(?:\.\d+)?)[\s-]?("
    + "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
    + r")(?![^\W_])\.?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NO_SPEECH = re.compile(r"[^\w\s']|_")


def spoken_name(title: str) -> str:
    """A title as a shop assistant would say it: "Oat & Honey (New), 1 L" is "oat and honey one liter".

    It is never empty and has no digits and no signs; at most 150 characters, cut between words.
    """
    text = unicodedata.normalize("NFC", _without_brackets(plain(title))).casefold().replace("’", "'")
    text = _THOUSANDS.sub("", _SHORTENED.sub(lambda sign: _SHORT[sign.group()], text))
    text = _TIMES.sub(" times ", text)
    text = _MEASURE.sub(_said_measure, text)
    text = _NUMBER.sub(lambda number: f" {_said_number(number.group())} ", text)
    words = [word.strip("'") for word in _NO_SPEECH.sub(" ", text).split()]
    said = " ".join(_SIZES.get(word, word) for word in words if word)
    return _cut(said) or "item"


def _without_brackets(title: str) -> str:
    """Leave out what stands in brackets, unless that is all there is."""
    outside = _BRACKETS.sub(" ", title)
    return outside if any(letter.isalnum() for letter in outside) else title


def _said_measure(found: re.Match[str]) -> str:
    number, unit = found.group(1), found.group(2).casefold()
    return f" {_said_number(number)} {_UNITS[unit][0 if number == '1' else 1]} "


def _said_number(digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    tail = " ".join(number_words(digit) for digit in fraction)
    return f"{number_words(whole)} point {tail}" if fraction else number_words(whole)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST + 1].rsplit(" ", 1)[0][:_LONGEST]

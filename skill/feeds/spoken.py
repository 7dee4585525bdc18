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
    "gb": ("gigabyte", "gigabytes"),
    "ghz": ("gigahertz", "gigahertz"),
    "hz": ("hertz", "hertz"),
    "kw": ("kilowatt", "kilowatts"),
    "mah": ("milliamp hour", "milliamp hours"),
    "mb": ("megabyte", "megabytes"),
    "mcg": ("microgram", "micrograms"),
    "sq ft": ("square foot", "square feet"),
    "tb": ("terabyte", "terabytes"),
    "tbsp": ("tablespoon", "tablespoons"),
    "tsp": ("teaspoon", "teaspoons"),
    "v": ("volt", "volts"),
    "yd": ("yard", "yards"),
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
    "½": " 1/2",
    "¼": " 1/4",
    "¾": " 3/4",
    "⅓": " 1/3",
    "⅔": " 2/3",
    "⅛": " 1/8",
    "°": " degree ",
    "w/": " with ",
    "w/o": " without ",
}
_WORDS = {
    r"\bdr\b\.?": "doctor",
    r"\bst\.": "saint ",
    r"\bmt\.": "mount ",
    r"(?:\bno\.|#)\s?(?=\d)": "number ",
}
_PARTS = {"2": "half", "3": "third", "4": "quarter", "8": "eighth", "16": "sixteenth"}
_PLACES = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_HOLDS = (
    "bag|bar|bottle|box|can|carton|cup|jar|jug|loaf|pack|package|pan|pizza|pouch|roll|screen|tin|tub|tube|tv"
)
"""What is one word with the measure before it: a twelve ounce can."""
_SIZES = {"xs": "extra small", "xl": "extra large", "xxl": "extra extra large"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_SHORTENED = re.compile("|".join(re.escape(sign) for sign in sorted(_SHORT, key=len, reverse=True)))
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_WORD_END = r"(?![^\W_])\.?"
_CONTENTS = re.compile(
    r"(?<=\d)\s*[x×]\s*(?=\d+(?:\.\d+)?[\s-]?(?:[cm]?l|k?g|oz|fl|lb|ct|pcs?|pk)\b)", re.IGNORECASE
)
_SIDES = re.compile(r"(?<=[\d\"])\s*[x×]\s*(?=\d)", re.IGNORECASE)
_FRACTION = re.compile(
    rf"(?<![\d/.])(?:(\d+)[\s-]+)?(\d{{1,2}})/(2|3|4|8|16)(?![\d/])(?:[\s-]?({_UNIT}){_WORD_END})?"
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b")
_DOLLARS = re.compile(r"\$\s?(\d+)(?:\.(\d\d))?(?!\d)")
_MEASURE = re.compile(
    rf"(\d+(?:\.\d+)?)([\s-]?)({_UNIT})(?!(?<=in)[\s-]*\d){_WORD_END}(?=\s+((?:{_HOLDS})\b))?", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NO_SPEECH = re.compile(r"[^\w\s']|_")


def spoken_name(title: str) -> str:
    """A title as a shop assistant would say it: "Oat & Honey (New), 1 L" is "oat and honey one liter".

    It is never empty and has no digits and no signs; at most 150 characters, cut between words.
    """
    text = unicodedata.normalize("NFC", _without_brackets(plain(title))).casefold().replace("’", "'")
    text = _THOUSANDS.sub("", _SHORTENED.sub(lambda sign: _SHORT[sign.group()], text))
    for written, word in _WORDS.items():
        text = re.sub(written, word, text)
    text = _SIDES.sub(" by ", _CONTENTS.sub(" times ", text))
    text = _DOLLARS.sub(_said_dollars, _FRACTION.sub(_said_fraction, text))
    text = _ORDINAL.sub(_said_place, _MEASURE.sub(_said_measure, text))
    text = _NUMBER.sub(lambda number: f" {_said_number(number.group())} ", text)
    words = [word.strip("'") for word in _NO_SPEECH.sub(" ", text).split()]
    said = " ".join(_SIZES.get(word, word) for word in words if word)
    return _cut(said) or "item"


def _without_brackets(title: str) -> str:
    """Leave out what stands in brackets, unless that is all there is."""
    outside = _BRACKETS.sub(" ", title)
    return outside if any(letter.isalnum() for letter in outside) else title


def _said_measure(found: re.Match[str]) -> str:
    number, unit = found[1], found[3].casefold()
    is_one = number == "1" or found[2] == "-" or found[4] is not None
    return f" {_said_number(number)} {_UNITS[unit][0 if is_one else 1]} "


def _said_fraction(found: re.Match[str]) -> str:
    """A half pound, one and a half pounds; what is no part of a whole stays."""
    whole, above, below, unit = found.groups()
    if not 0 < int(above) < int(below):
        return found[0]
    many = int(above) > 1 and whole is not None
    part = f"{_PARTS[below]}s" if many else _PARTS[below]
    share = part if above == "1" else f"{number_words(above)} {part}"
    said = share if whole is None else f"{number_words(whole)} and {'a ' if above == '1' else ''}{share}"
    return f" {said} {_UNITS[unit][0 if whole is None else 1] if unit else ''} "


def _said_dollars(found: re.Match[str]) -> str:
    """A five dollar card."""
    cents = "" if found[2] in (None, "00") else number_words(found[2].lstrip("0"))
    return f" {number_words(found[1])} dollar {cents} "


def _said_place(found: re.Match[str]) -> str:
    """20th"""
    before, _, last = number_words(found[1]).rpartition(" ")
    place = _PLACES.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f" {before} {place} "


def _said_number(digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    tail = " ".join(number_words(digit) for digit in fraction)
    return f"{number_words(whole)} point {tail}" if fraction else number_words(whole)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST + 1].rsplit(" ", 1)[0][:_LONGEST]

"""Names in the one form in which they are compared: lower case, no accents or signs, numbers in words."""

from __future__ import annotations

import re
import unicodedata

# fmt: off
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
          "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
          "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_SIGNS = {
    "&": " and ",
    "+": " plus ",
    "%": " percent ",
    "1\u20442": " half ",  # what ½ is when taken apart
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_APOSTROPHE = re.compile(r"['’‘`´]")
_NUMBER = re.compile(r"\d+")
_SPECIAL = re.compile(rf"[{re.escape(''.join(_SIGNS))}'’‘`´\d]")
_WORD = re.compile(r"[^\W_]+")


def normal(text: str) -> str:
    """The form for comparing: "Ben & Jerry's 2%" is "ben and jerrys two percent"."""
    text = text.lower() if text.isascii() else _folded(text)
    if _SPECIAL.search(text):  # most names have none of these, and imports read millions
        text = _SIGN.sub(lambda sign: _SIGNS[sign.group()], _APOSTROPHE.sub("", text))
        text = _NUMBER.sub(lambda number: f" {number_words(number.group())} ", text)
    return " ".join(_WORD.findall(text))


def _folded(text: str) -> str:
    """Without case and accents."""
    # Twice: what is folded can be taken apart again, and the other way round.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def number_words(digits: str) -> str:
    """A number as people read it out: 250 is "two hundred fifty"; from a million on, digit by digit."""
    number = int(digits)
    if number >= 1_000_000 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(_SMALL[int(digit)] for digit in digits)
    if number < 20:
        return _SMALL[number]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            return _with_rest(f"{number_words(str(number // size))} {name}", number % size)
    return _with_rest(_TENS[number // 10 - 2], number % 10)


def _with_rest(head: str, rest: int) -> str:
    return f"{head} {number_words(str(rest))}" if rest else head

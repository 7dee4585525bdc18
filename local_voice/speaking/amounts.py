"""Amounts of money in words."""

from __future__ import annotations

import re

from local_voice.speaking.language import DASH, NUMBER, Language, Rules, any_of, to
from local_voice.speaking.numbers import CARDINAL, in_words

LONG_NUMBER = 6
"""From so many digits on, digits without separators are a number to be spelled, not a quantity."""


_AMOUNT = r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?![\d.]*\d)"


def rules(language: Language) -> Rules:
    money = any_of(language.currencies)
    times = any_of((*language.large, *language.large.values()))
    return [
        (r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+),(\d\d)(?!\d)", _point),
        (rf"(?<![\d.,])(\d+),(\d\d)(?=\s?(?:{money})(?![A-Za-z]))", _point),
        (r"(?<=[€£$])(\s?\d+),(\d\d)(?![\d,])", _point),
        (rf"({money})-(?=\d)", lambda language, found: f"-{found[1]}"),
        (rf"(?<=\d){DASH}(?=(?:{money})\s?\d)", to),
        (rf"(?<![A-Za-z])({money})\s?(\d[\d,]*(?:\.\d+)?){DASH}(?=\d)", _from_to),
        (
            rf"(?<![A-Za-z])({money})\s?({NUMBER})\s?({times})\b",
            _large,
        ),
        (rf"((?<![\w.])-)?(?<![A-Za-z])({money})\s?{_AMOUNT}", _before),
        (rf"(-?)\b{_AMOUNT}\s?({money})(?![A-Za-z])", _after),
        (r"(?<![\d.,])(\d+)\s?¢", _cents),
    ]


def _point(language: Language, found: re.Match[str]) -> str:
    """1.299,00 and 3,20 as English has them."""
    del language
    return f"{found[1].replace('.', '')}.{found[2]}"


def _before(language: Language, found: re.Match[str]) -> str:
    """-$4.98"""
    return _money(language, found[1], found[2], found[3], found[4])


def _after(language: Language, found: re.Match[str]) -> str:
    """-4.98 $"""
    return _money(language, found[1], found[4], found[2], found[3])


def _large(language: Language, found: re.Match[str]) -> str:
    """$1.2M as 1 point 2 million dollars."""
    times = found[3].casefold()
    return f"{found[2]} {language.large.get(times, times)} {language.currencies[found[1].upper()].many}"


def _from_to(language: Language, found: re.Match[str]) -> str:
    """$3-5: the sign stands for both."""
    return f"{found[1]}{found[2]} {language.to} {found[1]}"


def _cents(language: Language, found: re.Match[str]) -> str:
    """50¢"""
    dollar = language.currencies["$"]
    return f"{found[1]} {dollar.small_one if found[1] == '1' else dollar.small_many}"


def grouped(language: Language, found: re.Match[str]) -> str:
    """1,250"""
    return _whole(language, int(found[0].replace(",", "")))


def _money(language: Language, minus: str, sign: str, whole: str, part: str | None) -> str:
    """4 dollars and 98 cents; no part of nothing, no nothing before a part. Of thousandths each digit."""
    currency = language.currencies[sign.upper()]
    units = int(whole.replace(",", ""))
    before = f"{language.minus} " if minus else ""
    if part and len(part) > 2:
        return f"{before}{_whole(language, units)} {language.point} {' '.join(part)} {currency.many}"
    small = int((part or "0").ljust(2, "0")) if currency.small_one else 0
    said = []
    if units or not small:
        said.append(f"{_whole(language, units)} {currency.one if units == 1 else currency.many}")
    if small:
        said.append(f"{small} {currency.small_one if small == 1 else currency.small_many}")
    return before + f" {language.joined} ".join(said)


def _whole(language: Language, number: int) -> str:
    """A quantity: in words when its digits would be taken for a long number to be spelled."""
    return str(number) if number < 10 ** (LONG_NUMBER - 1) else in_words(number, CARDINAL, language.code)

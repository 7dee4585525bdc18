"""What a customer looks for, read from their words: the thing, the limits on its price, what comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from skill.commerce.lexicon import Lexicon
from skill.commerce.looking import Sort
from skill.commerce.rules.money import Money, exponent
from skill.commerce.words import leading_number, tidy, without

Than = Literal["bigger", "smaller", "dearer"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for, and within which limits; `than` is how it should differ from what was offered."""

    words: str
    most: Money | None = None
    least: Money | None = None
    sort: Sort = "best"
    on_sale: bool = False
    than: Than | None = None

    @property
    def is_limited(self) -> bool:
        """Whether something besides words must be met."""
        return self.on_sale or self.most is not None or self.least is not None


def read_wish(text: str, lexicon: Lexicon, currency: str) -> Wish:
    """Split a customer's words into what is looked for and the limits on its price."""
    rest, most, least = _limits(_thing(tidy(text), lexicon).split(), lexicon, currency)
    phrase, sort = _sorted_by(f" {' '.join(rest)} ", lexicon)
    phrase, on_sale = _taken(phrase, lexicon.on_sale)
    phrase, than = _compared(phrase, lexicon)
    named = without(phrase, lexicon.articles | lexicon.anything).split()
    while named and named[-1] in (*lexicon.joints, *lexicon.links, *lexicon.it):
        named.pop()
    for filler in (one.split() for one in lexicon.fillers):
        if len(named) > len(filler) and named[-len(filler) :] == filler:
            named = named[: -len(filler)]  # "crackers to go with it"
    while named and named[0] in (*lexicon.links, *lexicon.articles):
        named.pop(0)
    return Wish(" ".join(named), most, least, sort, on_sale, than)


def _thing(text: str, lexicon: Lexicon) -> str:
    """What is looked for, without "do you have": a whole sentence comes where a slot was asked for."""
    opener = next((opener for opener in lexicon.looking if text.startswith(f"{opener} ")), "")
    return text.removeprefix(opener).strip()


def thinned(words: str, lexicon: Lexicon) -> str:
    """Without the words that only link: "a mug in blue" is "mug blue"."""
    return " ".join(word for word in words.split() if word not in lexicon.links)


def _sorted_by(phrase: str, lexicon: Lexicon) -> tuple[str, Sort]:
    for sort, markers in lexicon.sorts.items():
        phrase, found = _taken(phrase, markers)
        if found:
            return phrase, sort  # type: ignore[return-value]
    return phrase, "best"


def _compared(phrase: str, lexicon: Lexicon) -> tuple[str, Than | None]:
    for than, markers in lexicon.than.items():
        phrase, found = _taken(phrase, markers)
        if found:
            return phrase, than  # type: ignore[return-value]
    return phrase, None


def _taken(phrase: str, markers: Sequence[str]) -> tuple[str, bool]:
    """The phrase without the first of the markers that is in it, and whether one was."""
    for marker in markers:
        if f" {marker} " in phrase:
            return phrase.replace(f" {marker} ", " "), True
    return phrase, False


def _limits(
    words: list[str], lexicon: Lexicon, currency: str
) -> tuple[list[str], Money | None, Money | None]:
    """Take "under ten dollars", "over five" and "between two and four dollars" out of the words.

    "Mugs and ten dollars" is nothing that is sold, but what "under" is heard as when it is said fast.
    """
    rest: list[str] = []
    most = least = None
    while words:
        limit = _limit(words, lexicon, currency)
        if limit is None:
            rest.append(words.pop(0))
            continue
        upper, lower, used = limit
        most, least, words = upper or most, lower or least, words[used:]
    return rest, most, least


def _limit(
    words: list[str], lexicon: Lexicon, currency: str
) -> tuple[Money | None, Money | None, int] | None:
    """The most and the least that these words begin with, and how many words say so."""
    marker = _marker(words, (*lexicon.below, *lexicon.above, *lexicon.between, *lexicon.priced))
    amount = _amount(words[len(marker) :], lexicon, currency) if marker else None
    if amount is None:
        return None
    money, used = amount[0], len(marker) + amount[1]
    match " ".join(marker):
        case limit if limit in lexicon.priced:
            return (money, None, used) if _is_money(words[:used], lexicon) else None
        case limit if limit in lexicon.below:
            return money, None, used
        case limit if limit in lexicon.between and (upper := _amount(words[used + 1 :], lexicon, currency)):
            return upper[0], money, used + 1 + upper[1]
    return None, money, used


def _is_money(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether an amount says so itself: "for ten dollars" is a price, "for two" may be people."""
    return not {*lexicon.coins, *lexicon.cents}.isdisjoint(words)


def _marker(words: list[str], markers: Sequence[str]) -> list[str]:
    text = " ".join(words) + " "
    found = max((marker for marker in markers if text.startswith(marker + " ")), key=len, default="")
    return found.split()


def _amount(words: list[str], lexicon: Lexicon, currency: str) -> tuple[Money, int] | None:
    """An amount such as "ten dollars", "two fifty" or "fifty cents", and how many words it takes."""
    number = leading_number(words, lexicon)
    if number is None:
        return None
    whole, used = number
    scale = 10 ** exponent(currency)
    if scale == 100 and words[used : used + 1] and words[used] in lexicon.cents:
        return Money(whole, currency), used + 1
    part, more = _cents(words[used:], lexicon) if scale == 100 else (0, 0)
    used += more
    used += words[used : used + 1] != [] and words[used] in lexicon.coins
    return Money(whole * scale + part, currency), used


def _cents(words: list[str], lexicon: Lexicon) -> tuple[int, int]:
    """What follows the whole of an amount, in cents: "fifty", "dollars fifty", "dollars and fifty cents"."""
    start = 1 if words and words[0] in lexicon.coins else 0
    number = leading_number(words[start:], lexicon)
    if number is not None and 10 <= number[0] < 100 and _ends(words[start + number[1] :], lexicon):
        return number[0], start + number[1]
    start += 1 if words[start : start + 1] and words[start] in lexicon.joints else 0
    number = leading_number(words[start:], lexicon) if start else None
    if number is None or number[0] >= 100:
        return 0, 0
    end = start + number[1]
    return (number[0], end + 1) if words[end : end + 1] and words[end] in lexicon.cents else (0, 0)


def _ends(words: list[str], lexicon: Lexicon) -> bool:
    """Whether an amount ends before these words: "two fifty" does, "two fifty gram bars" does not."""
    return not words or words[0] in lexicon.coins or words[0] in lexicon.joints

"""Numbers in words, in any language that Unicode's rules know."""

from __future__ import annotations

import re
from functools import lru_cache

CARDINAL = "spellout-cardinal"
ORDINAL = "spellout-ordinal"
_WHERE_IT_HAS_A_GENDER = {CARDINAL: "spellout-numbering", ORDINAL: "spellout-ordinal-masculine"}
"""What Unicode's rules have instead in languages whose numbers change with what is counted."""


@lru_cache(1024)
def in_words(number: int, form: str, code: str) -> str:
    """The number without hyphens, of which synthesisers make pauses; its digits where there are no words."""
    from unicode_rbnf import RbnfEngine
    from unicode_rbnf.engine import NoRuleForNumberError

    forms = [form, _WHERE_IT_HAS_A_GENDER[form]]
    try:
        found = RbnfEngine.for_language(code).format_number(number, ruleset_names=forms).text_by_ruleset
    except (ValueError, NoRuleForNumberError):
        return str(number)
    return next(str(found[one]) for one in forms if one in found).replace("-", " ")


def year_in_words(year: int, code: str) -> str:
    """nineteen ninety nine, two thousand five, twenty twenty six."""
    hundreds, rest = divmod(year, 100)
    if not 1000 <= year < 10_000 or (hundreds % 10 == 0 and rest < 10) or (rest == 0 and hundreds % 10 == 0):
        return in_words(year, CARDINAL, code)
    first = in_words(hundreds, CARDINAL, code)
    if rest == 0:
        return f"{first} hundred"
    return f"{first} {'oh ' if rest < 10 else ''}{in_words(rest, CARDINAL, code)}"


def fraction_in_words(above: int, below: int, code: str) -> str:
    """two ninths, one half, three quarters."""
    if below == 1:
        return in_words(above, CARDINAL, code)
    part = {2: "half", 4: "quarter"}.get(below) or in_words(below, ORDINAL, code)
    many = {2: "halves", 4: "quarters"}.get(below) or f"{part}s"
    return f"{in_words(above, CARDINAL, code)} {part if above == 1 else many}"


def digit_groups(text: str) -> list[str]:
    """The runs of digits in a text."""
    return re.findall(r"\d+", text)

"""Cut a sentence where one thing ends and the next begins: at "and", commas, corrections and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading.asked import Menu
from skill.commerce.reading.item import counted
from skill.commerce.reading.measured import is_amount_of
from skill.commerce.reading.wishes import joint_at
from skill.commerce.words import leading_number, tidy


def said(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a sentence without hesitations and courtesies; small numbers as words."""
    words = tidy(text).split()
    small = {str(number): word for number, word in enumerate(lexicon.numbers)}
    kept: list[str] = []
    while words:
        length = joint_at(words, lexicon.fillers)
        if length > joint_at(words, lexicon.without):
            words = words[length:]
            continue
        length = joint_at(words, lexicon.besides)
        if kept and length and (len(words) == length or joint_at(words[length:], lexicon.joints)):
            words = words[length:]  # "a brownie too"
            continue
        if words[0] in lexicon.nearly and leading_number(words[1:], lexicon):
            words = words[1:]  # "about four", "maybe two brownies"
            continue
        length = max(joint_at(words, lexicon.openers), 1)  # "I'd like two" is not about two
        kept += [small.get(word, word) for word in words[:length]]
        words = words[length:]
    return kept


def pieces(words: list[str], lexicon: Lexicon, menu: Menu) -> list[list[str]]:
    """Cut at "and", commas, corrections and numbers, but not inside a product's name."""
    rough: list[list[str]] = [[]]
    joints: list[str] = []
    while words:
        if not rough[-1] and (length := joint_at(words, lexicon.openers)):
            words = words[length:]
            continue
        if words[0] == "," and _corrects_only(rough[-1], lexicon):
            words = words[1:]  # "a lemon, no, two lemons"
            continue
        if length := joint_at(words, lexicon.joints):
            rough.append([])
            joints.append(" ".join(words[:length]))
            words = words[length:]
            continue
        if rough[-1] and _starts_item(words, rough[-1], lexicon, menu):
            rough.append([])
            joints.append("")
        length = _chunk(words, rough[-1], lexicon)
        rough[-1] += words[:length]
        words = words[length:]
    return [piece for piece in _joined(rough, joints, lexicon, menu) if piece]


def _chunk(words: list[str], piece: list[str], lexicon: Lexicon) -> int:
    """How many words stay together: a number or an amount at the start of an item, else one."""
    if not piece and (length := is_amount_of(words, lexicon)):
        return length
    number = leading_number(words, lexicon) if not piece else None
    return number[1] if number is not None else 1


def _starts_item(words: list[str], before: list[str], lexicon: Lexicon, menu: Menu) -> bool:
    """Whether a correction or a number in the middle begins the next item ("two bananas three apples")."""
    if _corrects_only(before, lexicon):
        return False
    if is_correction(words, lexicon):
        return True
    if before[-1] in lexicon.holding:
        return False
    if joint_at(words, lexicon.shares) and before[-1] not in lexicon.one:
        return True
    if words[0] in lexicon.making and joint_at(words[1:], lexicon.pointing):
        return True
    number = leading_number(words, lexicon)
    if number is None or len(words) <= number[1]:
        return False
    following = words[number[1]]
    if words[0] in lexicon.it and joint_at(words[number[1] :], lexicon.joints):
        return False  # "the sourdough one, and"
    if following in lexicon.measures and words[number[1] + 1 : number[1] + 2] != ["of"]:
        return False
    if words[0] in lexicon.it and _only_sizes(before, lexicon) and following not in lexicon.sizes:
        return False  # "a small one without"
    return not _only_number(before, lexicon) and not menu.is_name(" ".join(before + words[: number[1] + 1]))


def _corrects_only(words: list[str], lexicon: Lexicon) -> bool:
    return after_correction(words, lexicon) == []


def _only_sizes(words: list[str], lexicon: Lexicon) -> bool:
    number = leading_number(words, lexicon)
    rest = words[number[1] :] if number else words
    small = {*lexicon.sizes, *lexicon.articles, *lexicon.making, *lexicon.with_}
    return bool(rest) and rest[-1] in lexicon.sizes and all(word in small for word in rest)


def _only_number(words: Sequence[str], lexicon: Lexicon) -> bool:
    number = leading_number(list(words), lexicon)
    return number is not None and number[1] == len(words)


def _joined(rough: list[list[str]], joints: list[str], lexicon: Lexicon, menu: Menu) -> list[list[str]]:
    """Put together again what a joint has cut in two: "salt", "vinegar chips"."""
    whole = [rough[0]]
    for joint, piece in zip(joints, rough[1:], strict=True):
        together = [*whole[-1], *joint.split(), *piece]
        if joint == "and" and whole[-1] and piece and _names_one(together, lexicon, menu):
            whole[-1] = together
        else:
            whole.append(piece)
    return whole


def _names_one(words: list[str], lexicon: Lexicon, menu: Menu) -> bool:
    return any(menu.is_name(asked.words) for asked in counted(words, lexicon))


def is_correction(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a correction starts here; "no" alone is one only before a number ("no sugar" is a wish)."""
    rest = after_correction(words, lexicon)
    if rest is None:
        return False
    marker = words[: len(words) - len(rest)]
    return marker != ["no"] or leading_number(rest, lexicon) is not None


def after_correction(words: list[str], lexicon: Lexicon) -> list[str] | None:
    """What follows "no, make that"; None if nothing is being corrected."""
    corrected = False
    while length := joint_at(words, (*lexicon.corrections, *lexicon.cancels)):
        words = words[length:]
        corrected = True
    return words if corrected else None


def cancels(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a correction takes back what was said last: "scratch that"."""
    while length := joint_at(words, (*lexicon.corrections, *lexicon.cancels)):
        if joint_at(words, lexicon.cancels):
            return True
        words = words[length:]
    return False

"""Read an order out of free speech: "two lattes and a blueberry muffin, no, make that two muffins".

Alexa delivers several items in one breath as raw text, so this is done here, the same at every door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from skill.commerce.lexicon import Lexicon
from skill.commerce.words import leading_number, stems, tidy, without

IsName = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked for; `quantity` is None where none was said."""

    quantity: int | None
    words: str


def read_order(text: str, lexicon: Lexicon, is_name: IsName) -> tuple[Asked, ...]:
    """The things in a customer's sentence, in order. `is_name` keeps "half and half" in one piece."""
    items: list[Asked] = []
    for piece in _pieces(tidy(text).split(), lexicon, is_name):
        rest = _after_correction(piece, lexicon)
        if rest is None:
            items.append(read_one(" ".join(piece), lexicon, is_name))
        elif items:
            items[-1] = _corrected(items[-1], rest, lexicon, is_name)
        elif rest:
            items.append(read_one(" ".join(rest), lexicon, is_name))
    return tuple(item for item in items if item.words)


def read_one(text: str, lexicon: Lexicon, is_name: IsName) -> Asked:
    """Split one item into how many and of what: the longest rest that is a product's name wins."""
    words = tidy(text).split()
    readings = _readings(words, lexicon)
    if len(readings) == 1:
        return readings[0]
    named = [asked for asked in readings if is_name(asked.words)]
    return named[0] if named else readings[-1]


def _readings(words: list[str], lexicon: Lexicon) -> list[Asked]:
    """All ways to cut "a four pack of batteries" into a number and a name, from none cut off to most."""
    bare = without(" ".join(words), lexicon.articles - lexicon.one)
    words = bare.split()
    found = [Asked(None, bare)]
    number = leading_number(words, lexicon)
    if number is not None:
        rest = words[number[1] :]
        found.append(Asked(number[0], without(" ".join(rest), lexicon.articles)))
        words = rest
    quantity = found[-1].quantity
    if len(words) > 2 and words[0] in lexicon.measures and words[1] == "of":
        name = without(" ".join(words[2:]), lexicon.articles)
        found.append(Asked(1 if quantity is None else quantity, name))
    return found


def _pieces(words: list[str], lexicon: Lexicon, is_name: IsName) -> list[list[str]]:
    """Cut at "and", commas, corrections and numbers, but not inside a product's name."""
    rough: list[list[str]] = [[]]
    joints: list[str] = []
    while words:
        if words[0] in lexicon.joints:
            rough.append([])
            joints.append(words[0])
            words = words[1:]
            continue
        if rough[-1] and _starts_item(words, rough[-1], lexicon, is_name):
            rough.append([])
            joints.append("")
        length = _chunk(words, rough[-1], lexicon)
        rough[-1] += words[:length]
        words = words[length:]
    return [piece for piece in _joined(rough, joints, lexicon, is_name) if piece]


def _chunk(words: list[str], piece: list[str], lexicon: Lexicon) -> int:
    """How many words stay together: a whole number at the start of an item ("half a dozen"), else one."""
    number = leading_number(words, lexicon) if not piece else None
    return number[1] if number is not None else 1


def _starts_item(words: list[str], before: list[str], lexicon: Lexicon, is_name: IsName) -> bool:
    """Whether a correction or a number in the middle begins the next item ("two bananas three apples")."""
    if _is_correction(words, lexicon):
        return True
    number = leading_number(words, lexicon)
    if number is None or len(words) <= number[1] or _corrects_only(before, lexicon):
        return False
    following = words[number[1]]
    if following in lexicon.measures and words[number[1] + 1 : number[1] + 2] != ["of"]:
        return False
    return not _only_number(before, lexicon) and not is_name(" ".join(before + words[: number[1] + 1]))


def _corrects_only(words: list[str], lexicon: Lexicon) -> bool:
    return _after_correction(words, lexicon) == []


def _only_number(words: list[str], lexicon: Lexicon) -> bool:
    number = leading_number(words, lexicon)
    return number is not None and number[1] == len(words)


def _joined(rough: list[list[str]], joints: list[str], lexicon: Lexicon, is_name: IsName) -> list[list[str]]:
    """Put together again what a joint has cut in two: "salt", "vinegar chips"."""
    pieces = [rough[0]]
    for joint, piece in zip(joints, rough[1:], strict=True):
        together = [*pieces[-1], joint, *piece]
        if joint == "and" and pieces[-1] and piece and _names_one(together, lexicon, is_name):
            pieces[-1] = together
        else:
            pieces.append(piece)
    return pieces


def _names_one(words: list[str], lexicon: Lexicon, is_name: IsName) -> bool:
    return any(is_name(asked.words) for asked in _readings(words, lexicon))


def _is_correction(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a correction starts here; "no" alone is one only before a number ("no sugar" is a wish)."""
    rest = _after_correction(words, lexicon)
    if rest is None:
        return False
    marker = words[: len(words) - len(rest)]
    return marker != ["no"] or leading_number(rest, lexicon) is not None


def _after_correction(words: list[str], lexicon: Lexicon) -> list[str] | None:
    """What follows "no, make that"; None if nothing is being corrected."""
    text = " ".join(words) + " "
    corrected = False
    while marker := next((m for m in lexicon.corrections if text.startswith(m + " ")), None):
        text = text[len(marker) + 1 :]
        corrected = True
    return text.split() if corrected else None


def _corrected(last: Asked, rest: list[str], lexicon: Lexicon, is_name: IsName) -> Asked:
    """The last item as corrected: another number, another thing, or both."""
    if not rest:
        return last
    now = read_one(" ".join(rest), lexicon, is_name)
    number = leading_number(rest, lexicon)
    if number is not None and (number[1] == len(rest) or now.words in lexicon.it):
        return replace(last, quantity=number[0])
    if set(stems(now.words)) <= set(stems(last.words)):
        return replace(last, quantity=now.quantity)
    return now if now.quantity is not None else replace(now, quantity=last.quantity)

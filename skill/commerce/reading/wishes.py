"""How it should be made: "with oat milk, an extra shot and no foam", read against what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading.asked import Wish
from skill.commerce.rules.modifiers import Choice, ModifierGroup
from skill.commerce.words import leading_number, stems

LONGEST = 6  # words in the name of a choice


def choice_called(words: str, groups: Sequence[ModifierGroup]) -> tuple[ModifierGroup, Choice] | None:
    """The choice that is called just this, or its plural."""
    asked = stems(words)
    for group in groups:
        for choice in group.choices:
            if asked in (stems(name) for name in (choice.spoken, *choice.synonyms)):
                return group, choice
    return None


def group_called(words: str, groups: Sequence[ModifierGroup]) -> ModifierGroup | None:
    """The group of choices that is called so: "milk", "foam"."""
    asked = stems(words)
    return next((group for group in groups if asked in (stems(group.spoken), stems(group.id))), None)


def named_at(words: Sequence[str], groups: Sequence[ModifierGroup], lexicon: Lexicon) -> int:
    """How many words at the front name a choice, a group of choices or the usual; 0 if none do."""
    for length in range(min(len(words), LONGEST), 0, -1):
        phrase = " ".join(words[:length])
        if choice_called(phrase, groups) or group_called(phrase, groups) or phrase in lexicon.usual:
            return length
    return 0


def read_wishes(words: Sequence[str], groups: Sequence[ModifierGroup], lexicon: Lexicon) -> tuple[Wish, ...]:
    """All wishes in some words; what is no choice becomes a wish as well, so that it can be named."""
    wishes: list[Wish] = []
    unknown: list[str] = []
    without = False
    words = list(words)

    def end_unknown() -> None:
        if unknown:
            wishes.append(Wish(" ".join(unknown), without))
            unknown.clear()

    while words:
        if (length := named_at(words, groups, lexicon)) and not unknown:
            length += _on_the_side(words[length:], lexicon)
            wishes.append(Wish(" ".join(words[:length]), without))
            without = words[length : length + 1] != [] and words[length] in lexicon.nor and without
        elif length and (is_degree(unknown, lexicon) or group_called(" ".join(words[:length]), groups)):
            unknown.extend(words[:length])
            end_unknown()
            without = False
        elif length:
            end_unknown()
            continue
        elif length := joint_at(words, lexicon.without):
            end_unknown()
            without = True
        elif length := joint_at(words, (*lexicon.with_, *lexicon.joints, *lexicon.nor)):
            end_unknown()
            without = without and words[0] in lexicon.nor
        elif words[0] in lexicon.articles | lexicon.one and not is_degree(unknown, lexicon):
            length = 1
        else:
            unknown.append(words[0])
            length = 1
        words = words[length:]
    end_unknown()
    return tuple(wishes)


def is_degree(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words say how much of what follows: "extra", "two"."""
    return bool(words) and (
        words[-1] in lexicon.degrees or leading_number(list(words[-1:]), lexicon) is not None
    )


def only_choices(words: Sequence[str], groups: Sequence[ModifierGroup], lexicon: Lexicon) -> bool:
    """Whether words are nothing but choices: "oat milk extra shot"."""
    wishes = read_wishes(words, groups, lexicon)
    return bool(wishes) and all(is_known(wish, groups, lexicon) for wish in wishes)


def is_known(wish: Wish, groups: Sequence[ModifierGroup], lexicon: Lexicon) -> bool:
    """Whether a wish names something that can be chosen."""
    called = choice_called(wish.words, groups) or group_called(wish.words, groups)
    return called is not None or wish.words in lexicon.usual


def joint_at(words: Sequence[str], phrases: Sequence[str]) -> int:
    """How many words at the front are one of some phrases, the longest first; 0 if none is."""
    text = " ".join(words) + " "
    return max((phrase.count(" ") + 1 for phrase in phrases if text.startswith(phrase + " ")), default=0)


def _on_the_side(words: Sequence[str], lexicon: Lexicon) -> int:
    """ "Milk on the side" is another wish than milk: where it is no choice of its own, it is named whole."""
    return joint_at(words, lexicon.aside)

"""The things that were read out of an order so far, and how a number of alike ones is parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading.asked import Asked, Menu
from skill.commerce.reading.making import Making
from skill.commerce.reading.wishes import joint_at
from skill.commerce.words import leading_number

PAIR = 2


@dataclass(slots=True)
class Items:
    """What was read so far. The items from `start` on are of one product; `open` of them may still differ."""

    lexicon: Lexicon
    menu: Menu
    before: Sequence[Asked] = ()
    items: list[Asked] = field(default_factory=list)
    start: int = 0
    open: int = 0
    making: Making = field(init=False)

    def __post_init__(self) -> None:
        self.making = Making(self.lexicon, self.menu)

    @property
    def last(self) -> Asked | None:
        """What was named last, in this sentence or before it."""
        return self.items[-1] if self.items else self.before[-1] if self.before else None

    def add(self, item: Asked) -> None:
        """Another thing: what follows is about it."""
        self.start = len(self.items)
        self.items.append(item)
        self.open = 0 if item.wishes else item.quantity or 1

    def share(self, words: list[str]) -> tuple[int | None, list[str], bool]:
        """How many of the group a piece is about, what it says of them, and whether it surely is."""
        total = sum(item.quantity or 1 for item in self.items[self.start :])
        halves, amount = joint_at(words, self.lexicon.halves), leading_number(words, self.lexicon)
        if halves and amount is None:  # "half a dozen" is six
            return total // 2, words[halves:], True
        if length := joint_at(words, self.lexicon.all):
            return total, words[length:], True
        if length := joint_at(words, self.lexicon.others):
            number = leading_number(words[length:], self.lexicon)
            count, used = number or (max(self.open, 1), 0)
            return count, words[length + used :], True
        number = leading_number(words, self.lexicon)
        if number is None:
            return None, words, False
        rest = words[number[1] :]
        length = joint_at(rest, self.lexicon.of_them)
        return number[0], rest[length:], length > 0

    def give(self, share: int, rest: list[str], of_them: bool) -> None:
        """Let some of the group be made otherwise, or add as many more of it as there are not enough."""
        group, first = self.items[self.start :], self.items[self.start]
        total = sum(item.quantity or 1 for item in group)
        if of_them and share >= total:
            self.items[self.start :] = [replace(one, wishes=self.making.wished(one, rest)) for one in group]
            self.open = total
            return
        if not of_them and (share > self.open or total < 2):
            plain = replace(first, wishes=())
            self.items.append(replace(plain, quantity=share, wishes=self.making.wished(plain, rest)))
            return
        left = (first.quantity or 1) - share
        made = replace(first, quantity=share, wishes=self.making.wished(first, rest, instead=True))
        kept = [replace(first, quantity=left)] if left > 0 else []
        self.items[self.start :] = [*kept, *group[1:], made]
        self.open = max(0, self.open - share)

    def size_some(self, sized: Asked, share: int) -> None:
        """Let some of a group that has no size yet have this one, else add so many of that size."""
        first = self.items[self.start]
        total = sum(item.quantity or 1 for item in self.items[self.start :])
        if self.making.is_sized(first) or share > self.open or total < PAIR:
            self.add(sized)
            return
        left = (first.quantity or 1) - share
        rest = self.items[self.start + 1 :]
        kept = [replace(first, quantity=left)] if left else []
        self.items[self.start :] = [*kept, *rest, replace(sized, wishes=(*first.wishes, *sized.wishes))]
        self.open -= share

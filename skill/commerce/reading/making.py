"""What words say of how a thing is made, against what the shop can make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading.asked import Asked, Menu, Wish
from skill.commerce.reading.wishes import is_known, joint_at, only_choices, read_wishes
from skill.commerce.words import stems


@dataclass(frozen=True, slots=True)
class Making:
    """How things of this menu are made, in these words."""

    lexicon: Lexicon
    menu: Menu

    def can_be(self, item: Asked, words: list[str]) -> bool:
        """Whether all that some words wish can be chosen for an item."""
        groups = self.menu.groups(item.words)
        return all(is_known(wish, groups, self.lexicon) for wish in read_wishes(words, groups, self.lexicon))

    def is_wish(self, words: list[str], of: Asked, *, introduced: bool = False) -> bool:
        """Whether words say how something is made, and are not the next thing."""
        if joint_at(words, (*self.lexicon.with_, *self.lexicon.without)):
            return not self.menu.is_name(" ".join(words))
        if not only_choices(words, self.menu.groups(of.words), self.lexicon):
            return introduced and not self.menu.is_name(" ".join(words))
        return introduced or bool(of.wishes) or not self.menu.is_name(" ".join(words))

    def wished(self, item: Asked, words: list[str], *, instead: bool = False) -> tuple[Wish, ...]:
        """The wishes for an item with those in some words, which win where both cannot be."""
        wishes = read_wishes(words, self.menu.groups(item.words), self.lexicon) if words else ()
        return (*item.wishes, *(replace(wish, instead=True) if instead else wish for wish in wishes))

    def resized(self, item: Asked, words: list[str], *, surely: bool = False) -> Asked | None:
        """ "A small one", "medium ones without foam": the same in another size; None for other words.

        `surely`: kinds of it are being named, "jam" among doughnuts is one too.
        """
        kinds = self.menu.kinds(item.words)
        size = words[0] if words and words[0] in kinds else None
        if size is None:
            return self._kind(item, words, surely=surely)
        dropped = kinds | self.lexicon.articles
        name = " ".join([size, *(word for word in item.words.split() if word not in dropped)])
        rest = [word for word in words[1:] if word not in ("one", "ones")]
        plain = Asked(None, name)
        if joint_at(rest, self.lexicon.without) == len(rest) > 0:
            there = (wish for wish in item.wishes if not wish.without)
            return replace(plain, wishes=tuple(replace(wish, without=True) for wish in there))
        if rest and not self.is_wish(rest, item):
            return None
        return replace(plain, wishes=self.wished(plain, rest))

    def _kind(self, item: Asked, words: list[str], *, surely: bool) -> Asked | None:
        """ "Two blueberry" of three muffins; what is called so by itself is another thing."""
        while len(words) > 1 and words[-1] in self.lexicon.it:
            words = words[:-1]
        plain = " ".join(words[1:] if words and words[0] in self.lexicon.articles else words)
        if not plain or (self.menu.is_name(plain) and not surely):
            return None
        name = self.menu.kind_of(plain, item.words)
        return Asked(None, name) if name else None

    def is_sized(self, item: Asked) -> bool:
        """Whether a size is said in what it is called."""
        return bool(self.menu.kinds(item.words) & set(item.words.split()))

    def is_itself(self, words: list[str], item: Asked) -> bool:
        """Whether it is named once more: "a bagel" after a bagel, whose choices may be called so too."""
        bare = words[1:] if words[0] in self.lexicon.articles | self.lexicon.one else words
        return stems(" ".join(bare)) == stems(item.words)

    def still_without(self, wish: Wish, item: Asked) -> Wish:
        """ "Without lettuce and tomato": what is there anyway is left out, as what was named before it."""
        usual = [
            name
            for group in self.menu.groups(item.words)
            for choice in group.choices
            if choice.id in group.usual
            for name in (choice.spoken, *choice.synonyms)
        ]
        is_usual = stems(wish.words) in map(stems, usual)
        return replace(wish, without=True) if is_usual else wish

    def of_size(self, last: Asked, now: Asked) -> str:
        """The new thing in the size of the old one, when it comes in sizes and none was said."""
        kinds, words = self.menu.kinds(now.words), now.words.split()
        size = next((word for word in last.words.split() if word in kinds), None)
        if size is None or any(word in kinds for word in words):
            return now.words
        return " ".join((size, *(word for word in words if word not in self.lexicon.articles)))

    def fitting(self, last: Asked, now: Asked) -> tuple[Wish, ...]:
        """The wishes for the thing before, as far as the new one can be made so."""
        groups = self.menu.groups(now.words)
        return tuple(wish for wish in last.wishes if is_known(wish, groups, self.lexicon))

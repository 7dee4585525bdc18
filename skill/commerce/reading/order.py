"""Read an order out of free speech: "two large lattes, one with oat milk, and a muffin, no, make that two".

Alexa delivers several items in one breath as raw text, so this is done here, the same at every door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from skill.commerce.lexicon import Lexicon
from skill.commerce.reading.asked import Asked, Menu
from skill.commerce.reading.item import read_one
from skill.commerce.reading.items import Items
from skill.commerce.reading.pieces import after_correction, cancels, is_correction, pieces, said
from skill.commerce.reading.wishes import choice_called, joint_at, named_at
from skill.commerce.words import leading_number, stems


def read_order(text: str, lexicon: Lexicon, menu: Menu, before: Sequence[Asked] = ()) -> tuple[Asked, ...]:
    """The things in a customer's sentence, in order.

    `before` is what "the same with soy" may refer to when nothing was named yet: what came last stands last.
    """
    order = _Order(lexicon, menu, before)
    for piece in pieces(said(text, lexicon), lexicon, menu):
        order.take(piece)
    followed = zip_longest(order.items, order.items[1:])
    items = [_named_by_next(item, after, lexicon, menu) for item, after in followed]
    return tuple(item for item in items if item.words or item.wishes)


def _named_by_next(item: Asked, after: Asked | None, lexicon: Lexicon, menu: Menu) -> Asked:
    """ "One small and one large latte": a size alone is that of what is named behind it."""
    if after is None or item.wishes or len(item.words.split()) != 1:
        return item
    kinds = menu.kinds(after.words)
    if item.words not in kinds or not kinds & set(after.words.split()):
        return item
    name = " ".join(word for word in after.words.split() if word not in kinds | lexicon.articles)
    return replace(item, words=f"{item.words} {name}")


@dataclass(slots=True)
class _Order(Items):
    """An order being read, piece by piece."""

    def _last_that_takes(self, words: list[str]) -> Asked | None:
        """What was named last and can be made so, else what was named last."""
        able = (item for item in reversed((*self.before, *self.items)) if self.making.can_be(item, words))
        return next(able, self.last)

    def take(self, words: list[str]) -> None:
        """Understand one piece in the light of what was said before it."""
        rest = after_correction(words, self.lexicon)
        if rest is not None and not self._leaves_out(words):
            self._correct(words, rest)
        elif not (
            self._names_a_choice(words)
            or self._points_back(words)
            or self._only_a_size(words)
            or self._only_a_number(words)
            or self._again(words)
            or self._part(words)
            or self._more_wishes(words)
        ):
            self.add(read_one(" ".join(words), self.lexicon, self.menu))

    # "a latte with oat milk, large", "cookies, four of them"

    def _only_a_size(self, words: list[str]) -> bool:
        """ "Large", "medium with soy": the size of the thing before, where it has none yet."""
        last = self.items[-1] if self.items else None
        if last is None or not last.words or leading_number(words, self.lexicon):
            return False
        if self.making.is_sized(last):
            return False
        resized = self.making.resized(last, words, surely=words[-1] in self.lexicon.it)
        if resized is None:
            return False
        self.items[-1] = replace(last, words=resized.words, wishes=(*last.wishes, *resized.wishes))
        return True

    def _only_a_number(self, words: list[str]) -> bool:
        """ "Four of them": how many of the thing before; after a number ("and one for her") so many more."""
        last, number = self.items[-1] if self.items else None, leading_number(words, self.lexicon)
        if last is None or number is None or not last.words:
            return False
        rest = words[number[1] :]
        if rest and (last.quantity or joint_at(rest, self.lexicon.of_them) != len(rest)):
            return False
        self.items[-1] = replace(last, quantity=(last.quantity or 0) + number[0])
        self.open = number[0]
        return True

    # "the same with soy", "another one but decaf"

    def _again(self, words: list[str]) -> bool:
        length = joint_at(words, self.lexicon.again)
        rest = words[length:]
        while rest and rest[0] in (*self.lexicon.it, "more", "of", "again"):
            rest = rest[1:]
        last = self._last_that_takes(rest)
        if last is None or not length:
            return False
        if rest and (resized := self.making.resized(last, rest)):
            quantity = last.quantity if joint_at(words, self.lexicon.same) else 1
            self.add(replace(resized, quantity=quantity, wishes=(*last.wishes, *resized.wishes)))
            return True
        if rest and not self.making.is_wish(rest, last):
            return False
        quantity = last.quantity if joint_at(words, self.lexicon.same) else 1
        self.items.append(
            replace(last, quantity=quantity, wishes=self.making.wished(last, rest, instead=True))
        )
        self.start, self.open = len(self.items) - 1, 0
        return True

    # "one with oat milk", "the other one iced", "both decaf", "three medium ones"

    def _part(self, words: list[str]) -> bool:
        if not self.items or not self.items[-1].words:
            return False
        share, rest, of_them = self.share(words)
        if share is None:
            return False
        last = self.items[-1]
        first, begun = self.items[self.start], self.start < len(self.items) - 1
        if rest and (resized := self.making.resized(first if begun else last, rest, surely=begun)):
            self.size_some(replace(resized, quantity=share), share)
            return True
        rest = [word for word in rest if word not in ("one", "ones")]
        if not rest and not of_them:
            return False
        if rest and not self.making.is_wish(rest, last, introduced=of_them):
            return False
        self.give(share, rest, of_them)
        return True

    # "and vanilla", "two sugars", "with no foam"

    def _leaves_out(self, words: list[str]) -> bool:
        """Whether "no onion" is a wish about the last thing, and no correction of it."""
        last = self.last
        if last is None or is_correction(words, self.lexicon):
            return False
        return bool(named_at(words[1:], self.menu.groups(last.words), self.lexicon))

    def _names_a_choice(self, words: list[str]) -> bool:
        """ "Two sugars", "an extra shot": a choice that has a number or an article in its name."""
        last = self.last
        bare = words[1:] if words[0] in self.lexicon.articles else words
        if last is None or not leading_number(words, self.lexicon):
            return False
        if choice_called(" ".join(bare), self.menu.groups(last.words)) is None:
            return False
        return not self.menu.is_name(" ".join(bare)) and self._more_wishes(bare)

    def _more_wishes(self, words: list[str]) -> bool:
        last = self.last
        if last is None or not self.making.is_wish(words, last) or self.making.is_itself(words, last):
            return False
        if not self.items and self.menu.is_name(" ".join(words)):
            return False  # "milk and bread" are things, whatever is in the cart
        if not self.items:
            self.items.append(Asked(None, ""))
            last = replace(last, wishes=())
        now = self.making.wished(self.items[-1] if self.items[-1].words else last, words)
        negated = [wish for wish in self.items[-1].wishes if wish.without]
        if (
            negated
            and negated[-1] == self.items[-1].wishes[-1]
            and len(now) == len(self.items[-1].wishes) + 1
        ):
            now = (*now[:-1], self.making.still_without(now[-1], last))
        self.items[-1] = replace(self.items[-1], wishes=now)
        return True

    # "the last one iced", "make the mocha decaf"

    def _points_back(self, words: list[str]) -> bool:
        """Whether words change one of the things named before; then it is changed."""
        if words[0] in self.lexicon.making or words[0] in self.lexicon.with_:
            words = words[1:]
        return bool(self.items) and joint_at(words, self.lexicon.pointing) > 0 and self._aimed(words)

    # "no, make that two muffins", "make the second one soy", "scratch that"

    def _correct(self, words: list[str], rest: list[str]) -> None:
        if cancels(words, self.lexicon) and self.items:
            self.items.pop()
            self.start, self.open = max(0, len(self.items) - 1), 0
            if rest:
                self.take(rest)
        elif not self.items:
            if rest:
                self.take(rest)
        elif self._takes_back(rest):
            self.items.pop()
            self.start, self.open = max(0, len(self.items) - 1), 0
        elif rest:
            self._replace(rest)

    def _takes_back(self, rest: list[str]) -> bool:
        """ "No, not the bread": the last thing was named by mistake."""
        length = joint_at(rest, self.lexicon.without)
        named = [word for word in rest[length:] if word not in self.lexicon.articles]
        return length > 0 and bool(named) and stems(" ".join(named)) == stems(self.items[-1].words)

    def _replace(self, rest: list[str]) -> None:
        """What follows a correction: another number, other wishes, another size, another thing."""
        last = self.items[-1]
        if rest[0] in self.lexicon.making and len(rest) > 1:
            rest = rest[1:]
        number = leading_number(rest, self.lexicon)
        after = rest[number[1] :] if number else rest
        if number and (not after or " ".join(after) in self.lexicon.it) and last.words:
            self.items[-1] = replace(last, quantity=number[0])
        elif self._aimed(rest):
            return
        elif last.words and self.making.is_wish(rest, last):
            self.items[-1] = replace(last, wishes=self.making.wished(last, rest, instead=True))
        elif last.words and (resized := self.making.resized(last, after)):
            quantity = number[0] if number else last.quantity
            self.items[-1] = replace(
                last, quantity=quantity, words=resized.words, wishes=(*last.wishes, *resized.wishes)
            )
        else:
            self._put_instead(read_one(" ".join(rest), self.lexicon, self.menu))

    def _aimed(self, rest: list[str]) -> bool:
        """ "One of them decaf", "the second one soy", "the latte oat": about one thing named before."""
        words = [word for word in rest if word not in self.lexicon.articles - {"of"}]
        place = self._place(words)
        if place is None:
            share, about, of_them = self.share(rest)
            if share is not None and of_them and self.making.is_wish(about, self.items[-1], introduced=True):
                self.give(share, about, True)
                return True
            return False
        index, wish = place
        item = self.items[index]
        if not wish or not self.making.is_wish(wish, item, introduced=True):
            return False
        made = replace(item, quantity=1, wishes=self.making.wished(item, wish, instead=True))
        left = (item.quantity or 1) - 1
        self.items[index : index + 1] = [replace(item, quantity=left), made] if left else [made]
        return True

    def _place(self, words: list[str]) -> tuple[int, list[str]] | None:
        """The item that "second one" or "latte" points at, and the words behind."""
        position = self.lexicon.positions.get(words[0]) if words else None
        rest = words[1:] if position else words
        for index in reversed(range(len(self.items))):
            named = set(stems(self.items[index].words))
            length = next((n for n, word in enumerate(rest) if not set(stems(word)) <= named), len(rest))
            if length:
                return index, rest[length:]
        if position and rest[:1] in (["one"], []):
            return self._at(position, rest[1:])
        return None

    def _at(self, position: str, rest: list[str]) -> tuple[int, list[str]] | None:
        """ "The second one": of several things the second, of several of one thing one of them."""
        if position == "last" or len(self.items) == 1:
            return len(self.items) - 1, rest
        place = int(position) - 1 if position.isdecimal() else -1
        return (place, rest) if 0 <= place < len(self.items) else None

    def _put_instead(self, now: Asked) -> None:
        """Another thing for the last one, or another number of an earlier one that it names again."""
        asked = set(stems(now.words))
        for index in reversed(range(len(self.items))):
            item = self.items[index]
            if item.words and asked and asked <= set(stems(item.words)):
                quantity = now.quantity if now.quantity is not None else item.quantity
                self.items[index] = replace(item, quantity=quantity, wishes=(*item.wishes, *now.wishes))
                return
        last = self.items[-1]
        quantity = now.quantity if now.quantity is not None else last.quantity
        wishes = now.wishes or self.making.fitting(last, now)
        self.items[-1] = replace(now, quantity=quantity, words=self.making.of_size(last, now), wishes=wishes)

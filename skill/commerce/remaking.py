"""Make something in the cart otherwise: "make the second latte soy", "no sugar in it", "make it large"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from skill.commerce.cart import CartLine, OnlyMore, SoldOut, TooMany, sisters_in_stock
from skill.commerce.find import among
from skill.commerce.lexicon import Lexicon
from skill.commerce.making import Unmet, make
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading import Wish
from skill.commerce.reading.pieces import said
from skill.commerce.reading.wishes import choice_called, group_called, is_known, joint_at, read_wishes
from skill.commerce.rules.cart import MOST_OF_ONE, exchanged
from skill.commerce.rules.catalog import Variant, short_of
from skill.commerce.rules.modifiers import WITHOUT, choices_named, taken
from skill.commerce.sizes import sized_unlike

PAIR = 2
LINKS = ("to", "in", "on", "from", "of", "for", "into", "out of", "with")


@dataclass(frozen=True, slots=True)
class Aim:
    """So many of a line, and how they should be: other wishes, another size, or both."""

    line: CartLine
    quantity: int
    wishes: tuple[Wish, ...] = ()
    size: str = ""


@dataclass(frozen=True, slots=True)
class Remade:
    """So many are made otherwise now; `before` are the quantities of the lines as they stood."""

    was: Variant
    now: Variant
    quantity: int
    before: dict[str, int]
    unmet: tuple[Unmet, ...] = ()


def aims(
    words: str,
    lines: Sequence[CartLine],
    about: str | None,
    uow: UnitOfWork,
    lexicon: Lexicon,
    *,
    without: bool = False,
    count: int | None = None,
) -> tuple[Aim, ...]:
    """What in the cart the words want changed, `count` pieces of it; empty if they are about something else.

    What can be chosen is preferred; else a wish that names a kind of choices ("unicorn milk") counts.
    """
    tokens = said(words, lexicon)
    for fits in _fitting(lexicon, without=without):
        for target, wish in splits(tokens, lexicon):
            every, target = _every(target, lexicon)
            found = [
                aimed
                for line, quantity in lines_of(target, lines, about, lexicon)
                if (aimed := _wished(line, quantity, wish, uow, lexicon, without=without)) and fits(aimed)
            ]
            if found:
                return _all_meant(found, every) if every and count is None else _so_many(found, count)
    return ()


def _fitting(lexicon: Lexicon, *, without: bool) -> Sequence[Callable[[Aim], bool]]:
    """What an aim must be, preferred first: what is to be left out is preferably there."""
    there = [_has] if without else []
    return (*there, lambda one: _is_possible(one, lexicon), lambda one: not _is_possible(one, lexicon))


def _every(target: list[str], lexicon: Lexicon) -> tuple[int, list[str]]:
    """Whether a thing's words say "both" (2) or "all" (1), else 0; and the words without that."""
    if length := joint_at(target, lexicon.all):
        marked, rest = target[:length], target[length:]
    elif joint_at(target[-1:], lexicon.all):
        marked, rest = target[-1:], target[:-1]
    else:
        return 0, target
    return (2 if "both" in marked else 1), _bare(rest, lexicon)


def _all_meant(found: Sequence[Aim], every: int) -> tuple[Aim, ...]:
    """All of them; "both" are the two of the product that comes first, where there are two."""
    alike = [one for one in found if one.line.variant.product_id == found[0].line.variant.product_id]
    pair = every == 2 and sum(one.quantity for one in alike) == 2
    return tuple(alike if pair else found)


def _has(aimed: Aim) -> bool:
    """Whether the line is made with what is to be left out."""
    called = [choice_called(wish.words, aimed.line.variant.modifiers) for wish in aimed.wishes]
    return any(one and one[1] in taken(one[0], aimed.line.variant.chosen) for one in called)


def _so_many(found: Sequence[Aim], count: int | None) -> tuple[Aim, ...]:
    """The first line alone, or as many lines as the count needs."""
    if count is None:
        return (found[0],)
    chosen: list[Aim] = []
    for aimed in found:
        take = min(count, aimed.quantity)
        if take:
            chosen.append(replace(aimed, quantity=take))
            count -= take
    return tuple(chosen)


def _is_possible(aimed: Aim, lexicon: Lexicon) -> bool:
    groups = aimed.line.variant.modifiers
    return all(is_known(wish, groups, lexicon) for wish in aimed.wishes)


def splits(tokens: list[str], lexicon: Lexicon) -> Iterator[tuple[list[str], list[str]]]:
    """Every way to see words as a thing and a wish about it: "the latte | oat", "oat | in the latte"."""
    for at in range(len(tokens) - 1, 0, -1):
        if length := joint_at(tokens[at:], LINKS):
            yield _bare(tokens[at + length :], lexicon), tokens[:at]
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at - 1] not in (*lexicon.with_, *lexicon.without):
            yield _bare(tokens[:at], lexicon), tokens[at:]
    yield [], tokens


def same_for(
    words: str, lines: Sequence[CartLine], about: str | None, uow: UnitOfWork, lexicon: Lexicon
) -> tuple[Aim, ...]:
    """ "The same for the cappuccino": what it can have of what was chosen for another thing just before."""
    tokens = said(words, lexicon)
    length = joint_at(tokens, lexicon.same)
    link = joint_at(tokens[length:], LINKS)
    if not length or not link:
        return ()
    every, target = _every(_bare(tokens[length + link :], lexicon), lexicon)
    meant = lines_of(target, lines, about, lexicon)
    meant = meant if every else meant[:1]
    like = _model_of([line for line, _ in meant], lines, about)
    chosen = choices_named(like.modifiers, like.chosen) if like else ()
    wishes = [
        Wish(choice.spoken, one.startswith(WITHOUT), instead=True)
        for one, choice in zip(like.chosen if like else (), chosen or (), strict=True)
    ]
    aimed = (Aim(line, quantity, _possible(wishes, line, lexicon)) for line, quantity in meant)
    return tuple(one for one in aimed if one.wishes)


def _model_of(meant: Sequence[CartLine], lines: Sequence[CartLine], about: str | None) -> Variant | None:
    """What was made otherwise last, and is not meant itself."""
    others = [line.variant for line in lines if line not in meant and line.variant.chosen]
    return next((one for one in others if one.key == about), others[-1] if others else None)


def _possible(wishes: Sequence[Wish], line: CartLine, lexicon: Lexicon) -> tuple[Wish, ...]:
    return tuple(wish for wish in wishes if is_known(wish, line.variant.modifiers, lexicon))


def _bare(tokens: list[str], lexicon: Lexicon) -> list[str]:
    while tokens and (tokens[0] in lexicon.articles - lexicon.it or tokens[0] in lexicon.making):
        tokens = tokens[1:]
    return tokens


def lines_of(
    target: list[str], lines: Sequence[CartLine], about: str | None, lexicon: Lexicon
) -> list[tuple[CartLine, int]]:
    """The lines that a thing's words can mean, likeliest first, with how many of each."""
    phrase = " ".join(target)
    newest = sorted(lines, key=lambda line: line.variant.key != about)
    if not target or phrase in lexicon.it:
        return [(line, line.quantity) for line in newest]
    if (length := joint_at(target, lexicon.of_them)) == len(target) - 1 and target[0] in lexicon.one:
        return [(newest[0], 1)] if length and newest else []
    place, rest = _place(target, lexicon)
    named = [line for line in lines if not rest or among(" ".join(rest), [line.variant], lexicon)]
    if place == "other":
        alike = [(line, 1) for line in newest[:1] if line.quantity == PAIR and line in named]
        return alike + [(line, line.quantity) for line in _others(named, about)]
    if place:
        pieces = [line for line in named for _ in range(min(line.quantity, MOST_OF_ONE))]
        at = -1 if place == "last" else int(place) - 1 if place.isdecimal() else len(pieces)
        return [(pieces[at], 1)] if at < len(pieces) and pieces else []
    best = among(phrase, [line.variant for line in lines], lexicon)
    named.sort(key=lambda line: (best is None or line.variant.key != best.key, line.variant.key != about))
    return [(line, line.quantity) for line in named] if rest else []


def _others(named: Sequence[CartLine], about: str | None) -> list[CartLine]:
    """All but the one that was talked about last; those of the same product first, then what came last."""
    last = next((line for line in named if line.variant.key == about), named[-1] if named else None)
    rest = [line for line in reversed(named) if line is not last]
    kind = last.variant.product_id if last else ""
    return sorted(rest, key=lambda line: line.variant.product_id != kind)


def _place(target: list[str], lexicon: Lexicon) -> tuple[str, list[str]]:
    """ "Second latte" is the place 2 among the lattes."""
    length = joint_at(target, tuple(lexicon.positions))
    return (lexicon.positions[" ".join(target[:length])], target[length:]) if length else ("", target)


def _wished(
    line: CartLine, quantity: int, wish: list[str], uow: UnitOfWork, lexicon: Lexicon, *, without: bool
) -> Aim | None:
    """The words as a wish about a line; None where they name no choice, and no kind of choices ("milk")."""
    groups = line.variant.modifiers
    while wish and (wish[0] in ("the", "to", "into", "be", "a") or wish[0] in lexicon.it):
        wish = wish[1:]
    siblings = uow.catalog.siblings(line.variant.product_id)
    kinds = {value.casefold() for one in siblings for _, value in one.options}
    size = wish[0] if wish and wish[0] in kinds else _next_size(line.variant, wish[:1], siblings, lexicon)
    rest = [word for word in wish[1 if size else 0 :] if not size or word not in lexicon.it]
    wishes = read_wishes(rest, groups, lexicon) if rest else ()
    kinds_of_choices = {group.spoken for group in groups}
    about_it = [is_known(one, groups, lexicon) or kinds_of_choices & set(one.words.split()) for one in wishes]
    if not (size or wishes) or not all(about_it):
        return None
    signed = tuple(Wish(one.words, one.without or without, instead=True) for one in wishes)
    return Aim(line, quantity, signed, size)


def _next_size(variant: Variant, words: Sequence[str], siblings: Sequence[Variant], lexicon: Lexicon) -> str:
    """ "Larger" of a small one is medium; nothing where the words do not compare, or there is none."""
    for than, bigger in (("bigger", True), ("smaller", False)):
        if (
            words
            and words[0] in lexicon.than[than]
            and (next_ := sized_unlike(siblings, variant, bigger=bigger))
        ):
            return _sizes(next_[0])[0]
    return ""


def remake(
    uow: UnitOfWork, customer_id: str, aimed: Aim, lexicon: Lexicon
) -> Remade | SoldOut | OnlyMore | TooMany:
    """Make so many of a line otherwise; the cart stays as it is when that is not possible."""
    old = aimed.line.variant
    plain = _sized(uow, old, aimed.size)
    ready = make(plain, aimed.wishes, lexicon, before=old.chosen)
    now = ready.variant
    cart = uow.carts.get(customer_id)
    before = {old.key: cart.quantity(old.key), now.key: cart.quantity(now.key)}
    quantity = min(aimed.quantity, before[old.key])
    if now.key == old.key:
        return Remade(old, now, quantity, {}, ready.unmet)
    taken = cart.of_sku(now.sku) - (quantity if now.sku == old.sku else 0)
    left = short_of(now, taken + quantity)
    if left == 0:
        return SoldOut(now, quantity, sisters_in_stock(uow, plain))
    if left is not None:
        return OnlyMore(now, max(0, left - taken), taken, quantity)
    if before[now.key] + quantity > MOST_OF_ONE:
        return TooMany(now, MOST_OF_ONE)
    uow.carts.put(exchanged(cart, old.key, now.key, quantity))
    return Remade(old, now, quantity, before, ready.unmet)


def _sized(uow: UnitOfWork, variant: Variant, size: str) -> Variant:
    """The plain variant of that size, or of the size it has."""
    siblings = {one.sku: one for one in uow.catalog.siblings(variant.product_id)}
    fitting = (one for one in siblings.values() if size and size in _sizes(one))
    return next(fitting, siblings[variant.sku])


def _sizes(variant: Variant) -> list[str]:
    return [value.casefold() for _, value in variant.options]


def names_a_choice(words: str, lines: Sequence[CartLine], uow: UnitOfWork, lexicon: Lexicon) -> bool:
    """Whether words are what something in the cart can be made with, and nothing that is in it by itself."""
    name = " ".join(_bare(said(words, lexicon), lexicon))
    plain = uow.catalog.variants(line.variant.sku for line in lines)
    if among(name, list(plain.values()), lexicon):
        return False
    groups = [line.variant.modifiers for line in lines]
    return any(choice_called(name, one) or group_called(name, one) for one in groups)


def is_rather(words: str, lines: Sequence[CartLine], about: str | None, lexicon: Lexicon) -> bool:
    """Whether "no soy" corrects the oat milk that was chosen: there is no soy in it to leave out."""
    newest = lines_of([], lines, about, lexicon)[0][0].variant
    called = choice_called(words, newest.modifiers)
    if called is None or called[0].most > 1:
        return False
    there = taken(called[0], newest.chosen)
    return called[1] not in there and any(one.id in newest.chosen for one in there)

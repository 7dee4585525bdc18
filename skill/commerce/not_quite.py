"""An earlier order again, but not quite: "without the toothpaste and the milk, and two more muffins"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from skill.commerce.asking import read_thing, understood
from skill.commerce.find import among
from skill.commerce.lexicon import Lexicon
from skill.commerce.matching import One
from skill.commerce.menu import CatalogMenu
from skill.commerce.ports import UnitOfWork
from skill.commerce.reading import Asked
from skill.commerce.reading.pieces import pieces, said
from skill.commerce.reading.wishes import joint_at
from skill.commerce.reorder import Again, Preview
from skill.commerce.rules.catalog import Variant, short_of
from skill.commerce.words import without


@dataclass(frozen=True, slots=True)
class Differently:
    """What is left out of an earlier order, in the customer's words, and what is wanted besides."""

    out: tuple[str, ...] = ()
    more: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class NotQuite:
    """The order as it is wanted now: what is left out, what is not in it anyway, what is unclear."""

    seen: Preview
    out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unclear: tuple[Asked, ...] = ()


def read_differently(text: str, uow: UnitOfWork, lexicon: Lexicon) -> Differently:
    """ "The coffee and two more bananas": without the coffee, with two more bananas."""
    out: list[str] = []
    more: list[Asked] = []
    for piece in pieces(said(text, lexicon), lexicon, CatalogMenu(uow, lexicon)):
        words = [word for word in piece if word not in lexicon.besides_that]
        if len(words) < len(piece):
            more.append(read_thing(" ".join(words), uow, lexicon))
        elif name := without(" ".join(piece[joint_at(piece, lexicon.without) :]), lexicon.articles):
            out.append(name)
    return Differently(tuple(out), tuple(more))


def not_quite(seen: Preview, text: str, ids: Sequence[str], uow: UnitOfWork, lexicon: Lexicon) -> NotQuite:
    """An earlier order without some things and with more of others; `ids` are what is left out surely."""
    wanted = read_differently(text, uow, lexicon)
    lines, missing = list(seen.lines), []
    for name in wanted.out:
        left = [line for line in lines if not _is_called(line.variant, name, ids, lexicon)]
        missing += [name] if len(left) == len(lines) else []
        lines = left
    unclear = []
    for asked in wanted.more:
        variant = _meant(asked, seen, uow, lexicon)
        if variant is None:
            unclear.append(asked)
        else:
            lines = _with_more(lines, variant, asked.quantity or 1)
    out = tuple(name for name in wanted.out if name not in missing)
    return NotQuite(replace(seen, lines=tuple(lines)), out, tuple(missing), tuple(unclear))


def _is_called(variant: Variant, name: str, ids: Sequence[str], lexicon: Lexicon) -> bool:
    return variant.sku in ids or among(name, [variant], lexicon) is not None


def _meant(asked: Asked, seen: Preview, uow: UnitOfWork, lexicon: Lexicon) -> Variant | None:
    """What more is wanted of: what is called so in the order, else what the shop calls so."""
    if there := among(asked.words, [line.variant for line in seen.lines], lexicon):
        return there
    meant = understood(uow, asked, lexicon).meant
    return meant.variant if isinstance(meant, One) else None


def _with_more(lines: Sequence[Again], variant: Variant, quantity: int) -> list[Again]:
    before = next((line for line in lines if line.variant.key == variant.key), None)
    wanted = quantity + (before.quantity if before else 0)
    now = Again(variant, wanted, before.was if before else variant.price, short_of(variant, wanted))
    return [now if line is before else line for line in lines] + ([] if before else [now])

"""What can be chosen of products: a merchant's table of choices, one a row, into the store.

Columns: products (ids separated by |; of several variants their item_group_id), group, id, spoken; and if
Columns: products (ids separated by |, of variants their item_group_id), group, id, spoken; and if
usual (yes: taken unless told), before (yes: said before the name, as in "iced latte") and available.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from skill.commerce.rules.modifiers import Choice, ModifierGroup
from skill.commerce.rules.money import Money, parse_money
from skill.feeds.item import Refused, Wrong, plain
from skill.feeds.reading import Source
from skill.feeds.table import Cells, read_table
from skill.store.store import SqlStore

_REQUIRED = ("products", "group", "id", "spoken")
_OPTIONAL = ("group_name", "least", "most", "synonyms", "price", "usual", "before", "available")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_MOST = 20
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

Groups = dict[str, ModifierGroup]


@dataclass(frozen=True, slots=True)
class ModifierReport:
    """How many products can be had in more ways than one now, and the rows that were refused."""

    products: int
    refused: tuple[Refused, ...]


@dataclass(slots=True)
class _Reading:
    """A table under way: the groups of each product, and on which line each choice came."""

    offered: dict[str, Groups] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    first_named: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)


def import_modifiers(store: SqlStore, path: Path, currency: str) -> ModifierReport:
    """Set what can be chosen of the products that a file names; products that it does not name keep theirs.

    Raises FeedError when the file cannot be read at all.
    """
    reading = _Reading()
    for row in read_table(Source(path, currency), _REQUIRED, _OPTIONAL):
        if isinstance(row, Refused):
            reading.refused.append(row)
            continue
        try:
            _take(row, reading, currency)
        except Wrong as wrong:
            reading.refused.append(Refused(row.line, row["id"][:40], str(wrong)))
    offered = {id: tuple(groups.values()) for id, groups in _complete(reading)}
    unknown = store.put_modifiers(offered) if offered else ()
    missing = [
        Refused(reading.first_named[id], "", f"the catalogue has no product {id[:40]}") for id in unknown
    ]
    return ModifierReport(len(offered) - len(unknown), (*reading.refused, *missing))


def _take(row: Cells, reading: _Reading, currency: str) -> None:
    """One choice into the groups of its products: into all of them or, when something is wrong, into none."""
    choice, usual = _choice(row, currency), _flag(row, "usual", False)
    products = [id for id in map(str.strip, row["products"].split("|")) if id]
    if not products:
        raise Wrong("has no products")
    ready = {}
    for id in dict.fromkeys(products):
        if (id, choice.id) in reading.lines:
            raise Wrong(f"{id} has this choice on line {reading.lines[id, choice.id]} already")
        ready[id] = _with(reading.offered.get(id, {}).get(row["group"]), row, choice, usual)
    for id, group in ready.items():
        reading.offered.setdefault(id, {})[group.id] = group
        reading.lines[id, choice.id] = row.line
        reading.first_named.setdefault(id, row.line)


def _with(group: ModifierGroup | None, row: Cells, choice: Choice, usual: bool) -> ModifierGroup:
    """The group with one choice more; a new one when it is the first."""
    if group is None:
        least, most = _number(row, "least", 0), _number(row, "most", 1)
        if not _ID.fullmatch(row["group"]):
            raise Wrong("its group must be lower-case letters, digits and -")
        if not least <= most or most < 1:
            raise Wrong(f"at least {least} and at most {most} cannot be chosen")
        group = ModifierGroup(row["group"], plain(row["group_name"]) or row["group"], (), least, most)
    for name, now in (("least", group.least), ("most", group.most)):
        if row[name] and _number(row, name, now) != now:
            raise Wrong(f"its {name} is {row[name]}, but {now} in an earlier row of the group")
    if usual and len(group.usual) == group.most:
        raise Wrong(f"more choices are usual than the {group.most} that can be taken")
    taken = (*group.usual, choice.id) if usual else group.usual
    return replace(group, choices=(*group.choices, choice), usual=taken)


def _choice(row: Cells, currency: str) -> Choice:
    spoken = plain(row["spoken"])
    if not row["group"] or not spoken:
        raise Wrong(f"has no {'spoken name' if row['group'] else 'group'}")
    if not _ID.fullmatch(row["id"]):
        raise Wrong("its id must be lower-case letters, digits and -")
    return Choice(
        row["id"],
        spoken,
        _price(row["price"], currency),
        tuple(filter(None, map(plain, row["synonyms"].split("|")))),
        _flag(row, "available", True),
        _flag(row, "before", False),
    )


def _price(text: str, currency: str) -> Money:
    """ "0.60", "-0.20 USD" or nothing."""
    amount = text.lstrip("+-").strip()
    if amount and not amount[-1].isalpha():
        amount += f" {currency}"
    money = parse_money(amount) if amount else Money(0, currency)
    if money is None or len(text) - len(text.lstrip("+-")) > 1:
        raise Wrong(f"its price {text[:20]} is no amount")
    if money.currency != currency:
        raise Wrong(f"its price is in {money.currency}, the shop's currency is {currency}")
    return money * -1 if text.startswith("-") else money


def _number(row: Cells, column: str, otherwise: int) -> int:
    text = row[column]
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and int(text[:4]) <= _MOST):
        raise Wrong(f"its {column} must be a whole number up to {_MOST}")
    return int(text)


def _flag(row: Cells, column: str, otherwise: bool) -> bool:
    text = row[column].casefold()
    if text and text not in _YES_NO:
        raise Wrong(f"its {column} must be yes or no")
    return _YES_NO.get(text, otherwise)


def _complete(reading: _Reading) -> Iterator[tuple[str, Groups]]:
    """The products whose groups can be met; one that asks for more choices than it has is refused."""
    for id, groups in reading.offered.items():
        short = next((group for group in groups.values() if len(group.choices) < group.least), None)
        if short is None:
            yield id, groups
            continue
        reason = f"{id}: at least {short.least} of {short.id} must be chosen, but there are fewer"
        reading.refused.append(Refused(reading.first_named[id], "", reason))

"""The choices of a product as they are kept: plain JSON beside the product, prices in minor units."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from skill.commerce.rules.modifiers import Choice, ModifierGroup
from skill.commerce.rules.money import Money
from skill.store.tables import products

Json = dict[str, Any]

_KNOWN = select(products.c.id).where(products.c.id.in_(bindparam("ids", expanding=True)))
_PUT = update(products).where(products.c.id == bindparam("of")).values(modifiers=bindparam("groups"))


def put_modifiers(connection: Connection, offered: Mapping[str, Sequence[ModifierGroup]]) -> tuple[str, ...]:
    """Set what can be chosen of some products, by product id; returns the ids that no product has."""
    known = set(connection.execute(_KNOWN, {"ids": list(offered)}).scalars())
    rows = [{"of": id, "groups": group_rows(offered[id])} for id in sorted(known)]
    if rows:
        connection.execute(_PUT, rows)
    return tuple(id for id in offered if id not in known)


def group_rows(groups: Sequence[ModifierGroup]) -> list[Json]:
    """Groups as plain JSON data."""
    return [
        {
            "id": group.id,
            "spoken": group.spoken,
            "least": group.least,
            "most": group.most,
            "usual": list(group.usual),
            "choices": [_choice_row(choice) for choice in group.choices],
        }
        for group in groups
    ]


def _choice_row(choice: Choice) -> Json:
    return {
        "id": choice.id,
        "spoken": choice.spoken,
        "synonyms": list(choice.synonyms),
        "price_minor": choice.price.minor,
        "available": choice.available,
        "leads": choice.leads,
    }


@lru_cache(maxsize=4096)
def read_groups(text: str, currency: str) -> tuple[ModifierGroup, ...]:
    """Groups as they were kept; their prices are in the currency of the product.

    Remembered by their text: one search reads the same few menus dozens of times.
    """
    return tuple(
        ModifierGroup(
            row["id"],
            row["spoken"],
            tuple(_choice(one, currency) for one in row["choices"]),
            row["least"],
            row["most"],
            tuple(row["usual"]),
        )
        for row in json.loads(text)
    )


def _choice(row: Json, currency: str) -> Choice:
    return Choice(
        row["id"],
        row["spoken"],
        Money(row["price_minor"], currency),
        tuple(row["synonyms"]),
        row["available"],
        row["leads"],
    )

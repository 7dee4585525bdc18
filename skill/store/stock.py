"""How many there are: read, decided and written in one statement, so no two buyers get the last one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BindParameter, Connection, Update, bindparam, case, or_, select, update

from skill.commerce.rules.catalog import LATER
from skill.store.tables import variants

_MINE = variants.c.sku == bindparam("of")
_COUNT: BindParameter[int] = bindparam("count")

_ON_HAND, _OWED, _STATE = variants.c.on_hand, variants.c.owed, variants.c.availability

# NULL stays NULL in all sums: what nobody counts stays uncounted. What is promised for later may be sold
# beyond what is there; what is given back then settles first what is owed.
_TAKE = (
    update(variants)
    .where(_MINE, _STATE != "out_of_stock", ~variants.c.retired)
    .where(or_(_ON_HAND.is_(None), _ON_HAND >= _COUNT, _STATE.in_(LATER)))
    .values(
        on_hand=case((_ON_HAND < _COUNT, 0), else_=_ON_HAND - _COUNT),
        owed=_OWED + case((_ON_HAND < _COUNT, _COUNT - _ON_HAND), else_=0),
        sold=variants.c.sold + _COUNT,
    )
)
_GIVE_BACK = (
    update(variants)
    .where(_MINE)
    .values(
        on_hand=_ON_HAND + case((_OWED < _COUNT, _COUNT - _OWED), else_=0),
        owed=case((_OWED < _COUNT, 0), else_=_OWED - _COUNT),
        sold=variants.c.sold - _COUNT,
    )
)
_LEVELS = select(variants.c.sku, _ON_HAND).where(variants.c.sku.in_(bindparam("skus", expanding=True)))
_SET_LEVEL = update(variants).where(_MINE).values(on_hand=_COUNT)
_RESTOCK = _SET_LEVEL.values(availability=case((_STATE == "out_of_stock", "in_stock"), else_=_STATE))


class StoredStock:
    """The counts in the table of variants."""

    def __init__(self, connection: Connection, low: int = 0) -> None:
        self._connection = connection
        self._low = low

    def take(self, sku: str, quantity: int) -> bool:
        """Take so many if there are enough, in one conditional update; uncounted variants always succeed."""
        return self._update(_TAKE, sku, quantity)

    def give_back(self, sku: str, quantity: int) -> None:
        """Put so many back (a cancelled order); no matter if the shop no longer has it in its catalogue."""
        self._update(_GIVE_BACK, sku, quantity)

    def set_level(self, sku: str, on_hand: int) -> None:
        """Say how many there are; 0 is out of stock, more is available again. KeyError: no such variant."""
        if not self._update(_RESTOCK if on_hand else _SET_LEVEL, sku, on_hand):
            raise KeyError(sku)

    def fallen_low(self, taken: Mapping[str, int]) -> dict[str, int]:
        """Of what was just taken (how many, by sku): what is low now and was not before, and what is left."""
        if not taken:
            return {}
        levels = self._connection.execute(_LEVELS, {"skus": sorted(taken)})
        return {
            sku: left for sku, left in levels if left is not None and left <= self._low < left + taken[sku]
        }

    def _update(self, statement: Update, sku: str, count: int) -> bool:
        if count < 0:
            raise ValueError(f"{count} of {sku}: a count is never negative")
        return self._connection.execute(statement, {"of": sku, "count": count}).rowcount == 1

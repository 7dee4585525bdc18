"""How many there are: read, decided and written in one statement, so no two buyers get the last one."""

from __future__ import annotations

from sqlalchemy import BindParameter, Connection, Update, bindparam, or_, true, update

from skill.store.tables import variants

_MINE = variants.c.sku == bindparam("of")
_COUNT: BindParameter[int] = bindparam("count")

# NULL stays NULL in both sums: what nobody counts stays uncounted.
_TAKE = (
    update(variants)
    .where(_MINE, variants.c.available, ~variants.c.retired)
    .where(or_(variants.c.on_hand.is_(None), variants.c.on_hand >= _COUNT))
    .values(on_hand=variants.c.on_hand - _COUNT)
)
_GIVE_BACK = update(variants).where(_MINE).values(on_hand=variants.c.on_hand + _COUNT)
_SET_LEVEL = update(variants).where(_MINE).values(on_hand=_COUNT)
_RESTOCK = update(variants).where(_MINE).values(on_hand=_COUNT, available=true())


class StoredStock:
    """The counts in the table of variants."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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

    def _update(self, statement: Update, sku: str, count: int) -> bool:
        if count < 0:
            raise ValueError(f"{count} of {sku}: a count is never negative")
        return self._connection.execute(statement, {"of": sku, "count": count}).rowcount == 1

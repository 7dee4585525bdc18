"""How often limited things have been used: counted and checked in one statement, so no two get the last."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from skill.commerce.rules.promotion import Used
from skill.commerce.rules.quote import Use
from skill.store.dialects import insert_new
from skill.store.tables import uses

ALL = ""
_COUNTS = select(uses.c.name, uses.c.owner, uses.c.used).where(
    uses.c.name.in_(bindparam("names", expanding=True)), uses.c.owner.in_((ALL, bindparam("mine")))
)
_ONE = (uses.c.name == bindparam("of"), uses.c.owner == bindparam("by"))
_NO_LIMIT = 2**31 - 1
_LIMIT: BindParameter[int] = bindparam("most")
_FIRST = insert_new(uses, giving=uses.c.name)
_TAKE = update(uses).where(*_ONE, uses.c.used < _LIMIT).values(used=uses.c.used + 1)
_GIVE_BACK = update(uses).where(*_ONE, uses.c.used > 0).values(used=uses.c.used - 1)


class StoredUses:
    """The counts in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self, names: Collection[str], customer_id: str) -> dict[str, Used]:
        """How often each has been used, by all and by this customer; what was never used is left out."""
        if not names:
            return {}
        rows = self._connection.execute(_COUNTS, {"names": list(names), "mine": customer_id})
        found: dict[str, Used] = {}
        for name, owner, used in rows:
            before = found.get(name, Used())
            found[name] = Used(used, before.own) if owner == ALL else Used(before.total, used)
        return found

    def take(self, use: Use, customer_id: str) -> bool:
        """Count one use more unless a limit is reached; nothing is counted then."""
        if not self._count(use.name, ALL, use.limits.total):
            return False
        if self._count(use.name, customer_id, use.limits.per_customer):
            return True
        self._uncount(use.name, ALL)
        return False

    def give_back(self, use: Use, customer_id: str) -> None:
        """Count one use less (a cancelled order)."""
        self._uncount(use.name, ALL)
        self._uncount(use.name, customer_id)

    def _count(self, name: str, owner: str, limit: int | None) -> bool:
        wanted = {"of": name, "by": owner, "most": _NO_LIMIT if limit is None else limit}
        return self._one_more(wanted) or (limit != 0 and self._first(name, owner)) or self._one_more(wanted)

    def _one_more(self, wanted: dict[str, object]) -> bool:
        return self._connection.execute(_TAKE, wanted).rowcount == 1

    def _first(self, name: str, owner: str) -> bool:
        row = {"name": name, "owner": owner, "used": 1}
        return self._connection.execute(_FIRST(self._connection), row).first() is not None

    def _uncount(self, name: str, owner: str) -> None:
        self._connection.execute(_GIVE_BACK, {"of": name, "by": owner})

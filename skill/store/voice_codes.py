"""Customers' voice codes: their hashes, and how many wrong ones were said in a row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from skill.commerce.people import KeptCode
from skill.store.dialects import replacing, upsert
from skill.store.engine import looking_up
from skill.store.payment_tables import voice_codes

_OF = looking_up(select(voice_codes).where(voice_codes.c.customer_id == bindparam("customer")))
_PUT = upsert(voice_codes, ("customer_id",), replacing("hash", "pending", "wrong"))
_PUT_PENDING = upsert(voice_codes, ("customer_id",), replacing("pending"))
_PUT_OFFERED = upsert(voice_codes, ("customer_id",), replacing("offered_at"))


class StoredCodes:
    """The voice codes in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, customer_id: str) -> KeptCode:
        """What is kept about a customer's code; a writing unit of work need not be the only writer for it."""
        row = self._connection.execute(_OF, {"customer": customer_id}).one_or_none()
        return KeptCode() if row is None else KeptCode(row.hash, row.pending, row.wrong, row.offered_at)

    def put(self, customer_id: str, hashed: str | None) -> None:
        """Set the code, or remove it; wrong ones count from the start again."""
        row = {"customer_id": customer_id, "hash": hashed, "pending": None, "wrong": 0}
        self._connection.execute(_PUT(self._connection), row)

    def put_pending(self, customer_id: str, hashed: str) -> None:
        """Keep a new code that has to be said again."""
        row = {"customer_id": customer_id, "pending": hashed, "wrong": 0}
        self._connection.execute(_PUT_PENDING(self._connection), row)

    def offered(self, customer_id: str, at: datetime) -> None:
        """Note that a code was offered."""
        row = {"customer_id": customer_id, "offered_at": at, "wrong": 0}
        self._connection.execute(_PUT_OFFERED(self._connection), row)

    def count_right(self, customer_id: str, hashed: str, most: int) -> bool:
        """The right code was said; False if it is another by now, or so many wrong ones came before."""
        mine = (
            voice_codes.c.customer_id == customer_id,
            voice_codes.c.hash == hashed,
            voice_codes.c.wrong < most,
        )
        return self._connection.execute(update(voice_codes).where(*mine).values(wrong=0)).rowcount == 1

    def count_wrong(self, customer_id: str) -> int:
        """One more wrong code; how many there are in a row now."""
        more = (
            update(voice_codes)
            .where(voice_codes.c.customer_id == customer_id)
            .values(wrong=voice_codes.c.wrong + 1)
            .returning(voice_codes.c.wrong)
        )
        return int(self._connection.execute(more).scalar() or 0)

"""Which requests were answered before, so that a request delivered twice is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from skill.commerce.people import Remembered
from skill.store.dialects import insert_new
from skill.store.engine import looking_up
from skill.store.pruning import KEPT_FOR, is_time_to_prune, prune_older
from skill.store.tables import answers

_GET = looking_up(
    select(answers.c.body_hash, answers.c.answer).where(answers.c.request_id == bindparam("request"))
)
_PUT = insert_new(answers, giving=answers.c.request_id)
_PRUNE = prune_older(answers, answers.c.request_id, answers.c.created_at)


class StoredAnswers:
    """The answers in the database."""

    def __init__(self, connection: Connection, *, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def get(self, request_id: str) -> Remembered | None:
        """The answer given to a request id."""
        row = self._connection.execute(_GET, {"request": request_id}).one_or_none()
        return Remembered(row.body_hash, row.answer) if row and row.answer is not None else None

    def put(self, request_id: str, remembered: Remembered) -> bool:
        """Remember an answer for two days; waits for a rival with the same request, False if it was first."""
        row = {
            "request_id": request_id,
            "body_hash": remembered.body_hash,
            "answer": dict(remembered.answer),
            "created_at": self._clock(),
            "user_id": remembered.user_id,
        }
        mine = self._connection.execute(_PUT(self._connection), row).first() is not None
        if is_time_to_prune(request_id):
            self.prune()
        return mine

    def replace(self, request_id: str, remembered: Remembered) -> None:
        """Remember another answer to a request than the first one."""
        change = update(answers).where(answers.c.request_id == request_id)
        self._connection.execute(change.values(answer=dict(remembered.answer)))

    def prune(self) -> None:
        """Drop some of the answers that nobody will ask for again."""
        self._connection.execute(_PRUNE, {"before": self._clock() - KEPT_FOR})

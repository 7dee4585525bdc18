"""Which requests were answered before, so that a request delivered twice is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from skill.commerce.ports import Remembered
from skill.store.dialects import insert_new, replacing, upsert
from skill.store.pruning import KEPT_FOR, is_time_to_prune, prune_older
from skill.store.tables import answers

_REQUEST = answers.c.request_id == bindparam("request")
_GET = select(answers.c.body_hash, answers.c.answer).where(_REQUEST)
_CLAIM = insert_new(answers, giving=answers.c.request_id)
_PUT = upsert(answers, ("request_id",), replacing("body_hash", "answer"))
_PRUNE = prune_older(answers, answers.c.request_id, answers.c.created_at)


class StoredAnswers:
    """The answers in the database."""

    def __init__(self, connection: Connection, *, writing: bool, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._claims = writing and connection.dialect.name != "sqlite"
        self._clock = clock

    def get(self, request_id: str) -> Remembered | None:
        """The answer given to a request id; in a writing unit of work a rival with the same id waits."""
        if self._claims and self._claim(request_id):
            return None
        row = self._connection.execute(_GET, {"request": request_id}).one_or_none()
        return Remembered(row.body_hash, row.answer) if row and row.answer is not None else None

    def put(self, request_id: str, remembered: Remembered) -> None:
        """Remember an answer; it is kept for two days."""
        row = self._row(request_id, remembered.body_hash, dict(remembered.answer))
        self._connection.execute(_PUT(self._connection), row)
        if is_time_to_prune(request_id):
            self.prune()

    def prune(self) -> None:
        """Drop some of the answers that nobody will ask for again."""
        self._connection.execute(_PRUNE, {"before": self._clock() - KEPT_FOR})

    def _claim(self, request_id: str) -> bool:
        """Take the request's row, waiting for a rival that has it; False when the request was answered."""
        row = self._row(request_id, "", None)
        return self._connection.execute(_CLAIM(self._connection), row).first() is not None

    def _row(self, request_id: str, body_hash: str, answer: object) -> dict[str, object]:
        return {
            "request_id": request_id,
            "body_hash": body_hash,
            "answer": answer,
            "created_at": self._clock(),
        }

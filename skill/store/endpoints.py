"""Who receives events: an address and the secret that signs what is sent there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from skill.store.event_tables import endpoints


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One receiver; `secret_before` signs as well until `before_until`."""

    id: int
    url: str
    secret: str
    enabled: bool
    added_at: datetime
    secret_before: str | None = None
    before_until: datetime | None = None

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """What to sign with now, the newest first."""
        if self.secret_before and self.before_until and now < self.before_until:
            return self.secret, self.secret_before
        return (self.secret,)


_COLUMNS = tuple(endpoints.c[name] for name in Endpoint.__slots__)


class StoredEndpoints:
    """The endpoints in the database."""

    def __init__(self, connection: Connection, *, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def all(self) -> tuple[Endpoint, ...]:
        """All of them, the oldest first."""
        rows = self._connection.execute(select(*_COLUMNS).order_by(endpoints.c.id))
        return tuple(Endpoint(**row._mapping) for row in rows)

    def get(self, which: str) -> Endpoint | None:
        """The one with that number or address."""
        return next((one for one in self.all() if which in (str(one.id), one.url)), None)

    def add(self, url: str, secret: str) -> Endpoint:
        """A new one, which gets all that happens from now on."""
        row = {"url": url, "secret": secret, "added_at": self._clock()}
        id = self._connection.execute(insert(endpoints).returning(endpoints.c.id), row).scalar_one()
        return Endpoint(id, url, secret, True, row["added_at"])  # type: ignore[arg-type]

    def remove(self, id: int) -> None:
        """Forget one and what was not sent to it yet."""
        self._connection.execute(delete(endpoints).where(endpoints.c.id == id))

    def enable(self, id: int, *, on: bool) -> None:
        """Switch one on or off; what happens while it is off waits for it."""
        change = update(endpoints).where(endpoints.c.id == id)
        self._connection.execute(change.values(enabled=on, rests_until=None))

    def rest(self, id: int, until: datetime) -> None:
        """Send nothing there for a while."""
        self._connection.execute(update(endpoints).where(endpoints.c.id == id).values(rests_until=until))

    def renew(self, one: Endpoint, secret: str, until: datetime) -> None:
        """A new secret; the one of now signs as well until then."""
        change = update(endpoints).where(endpoints.c.id == one.id)
        self._connection.execute(change.values(secret=secret, secret_before=one.secret, before_until=until))

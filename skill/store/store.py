"""The store: opens units of work over one database and its search index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from skill.commerce.rules.modifiers import ModifierGroup
from skill.errors import StoreUnavailable
from skill.store import catalog_writer
from skill.store.audit import Fault, audit
from skill.store.catalog_writer import Listing, Written
from skill.store.engine import (
    WAIT_SECONDS,
    failures_named,
    for_auditing,
    for_reading,
    for_writing,
    make_engine,
)
from skill.store.migrations import HEAD, migrate, revision
from skill.store.modifiers import put_modifiers
from skill.store.patience import take_time
from skill.store.revisions import catalog_version
from skill.store.search_index import SearchIndex
from skill.store.shop_rules import RulesInMemory
from skill.store.tables import variants
from skill.store.unit_of_work import StoredUnitOfWork, over

_ENTITIES = select(variants.c.sku, variants.c.spoken, variants.c.synonyms).where(~variants.c.retired)
_BEST_SOLD = (
    select(variants.c.sku)
    .where(~variants.c.retired)
    .order_by(variants.c.sold.desc(), variants.c.sku)
    .limit(bindparam("most"))
)
_KNOWN = _ENTITIES.where(variants.c.sku.in_(_BEST_SOLD)).order_by(variants.c.sku)


_COUNT = select(func.count()).select_from(variants).where(~variants.c.retired)


@dataclass(frozen=True, slots=True)
class Sold:
    """A variant as people call it."""

    sku: str
    spoken: str
    synonyms: tuple[str, ...]


class SqlStore:
    """A shop's database and its search index; safe to use from several threads."""

    def __init__(
        self,
        database_url: str,
        index_dir: Path,
        clock: Callable[[], datetime] | None = None,
        wait_seconds: float = WAIT_SECONDS,
        low_stock: int = 0,
    ) -> None:
        self._engine = make_engine(database_url, wait_seconds)
        self._reading = for_reading(self._engine)
        self._writing = for_writing(self._engine)
        self._clock = clock or _now
        self._index = SearchIndex(index_dir, self._looking, self._clock)
        self._rules = RulesInMemory()
        self._low_stock = low_stock

    def migrate(self) -> None:
        """Bring the schema up to date; quick when it is."""
        migrate(self._engine)

    @contextmanager
    def reading(self) -> Iterator[StoredUnitOfWork]:
        """A unit of work that changes nothing."""
        with failures_named(), self._reading.connect() as connection:
            yield over(connection, self._index, self._rules, writing=False, clock=self._clock)

    @contextmanager
    def writing(self) -> Iterator[StoredUnitOfWork]:
        """A unit of work that may change something; what was not committed at its end is undone."""
        with failures_named(), self._writing.connect() as connection:
            yield over(
                connection,
                self._index,
                self._rules,
                writing=True,
                clock=self._clock,
                low_stock=self._low_stock,
            )

    def write_catalog(
        self,
        listings: Iterable[Listing],
        *,
        batch: int = catalog_writer.BATCH,
    ) -> Written:
        """Add and update listings in place, each sku once.

        Batches are committed one by one: shoppers go on meanwhile, and a broken import is simply run again.
        """
        return sum(catalog_writer.write_batches(self._batch, listings, self._clock(), batch), Written())

    def listings(self, skus: Sequence[str]) -> dict[str, Listing]:
        """These variants as they were listed last, as far as the shop knows them."""
        if not skus:
            return {}
        with self._looking() as connection:
            return catalog_writer.listings(connection, skus)

    def retire(self, skus: Sequence[str]) -> Written:
        """Take these off sale; orders and histories still know them."""
        return catalog_writer.retire(self._batch, skus)

    def retire_others(self, kept: Callable[[list[str]], Collection[str]]) -> Written:
        """Take everything off sale but what is `kept`, which is asked about some skus at a time."""
        return catalog_writer.retire_others(self._batch, kept)

    def put_modifiers(self, offered: Mapping[str, Sequence[ModifierGroup]]) -> tuple[str, ...]:
        """Set what can be chosen of some products, by product id; returns the ids that no product has."""
        with self._batch() as connection:
            return put_modifiers(connection, offered)

    def prepare_search(self) -> None:
        """Make the search index now if it is old, so that no customer waits for it."""
        self._index.prepare()

    def reindex(self) -> None:
        """Make the search index again from the database."""
        self._index.rebuild()

    def entities(self, most: int | None = None) -> tuple[Sold, ...]:
        """What is sold as people call it, in the order of skus: all of it, or so many that sold best."""
        statement = _KNOWN if most is not None else _ENTITIES.order_by(variants.c.sku)
        with self._looking() as connection:
            rows = connection.execute(statement, {} if most is None else {"most": most})
            return tuple(Sold(row.sku, row.spoken, tuple(row.synonyms)) for row in rows)

    def count(self) -> int:
        """How many variants are on sale."""
        with self._looking() as connection:
            return int(connection.execute(_COUNT).scalar_one())

    @property
    def catalog_version(self) -> str:
        """A word that changes whenever names do."""
        with self._looking() as connection:
            return catalog_version(connection)

    def audit(self) -> tuple[Fault, ...]:
        """What in the books does not add up, all as of one moment; customers go on buying meanwhile."""
        with failures_named(), for_auditing(self._engine).connect() as connection:
            take_time(connection)
            return tuple(audit(connection, self._clock()))

    def health(self) -> dict[str, bool]:
        """Whether the database answers with the right schema, and whether the search index can be used."""
        usable = {"database": False, "index": False}
        with suppress(StoreUnavailable, SQLAlchemyError):
            usable["database"] = revision(self._engine) == HEAD
            self._index.prepare()
            usable["index"] = True
        return usable

    def close(self) -> None:
        """Let go of the database and the index."""
        self._index.close()
        self._engine.dispose()

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        with failures_named(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def _batch(self) -> Iterator[Connection]:
        with failures_named(), self._writing.begin() as connection:
            yield connection


def _now() -> datetime:
    return datetime.now(UTC)

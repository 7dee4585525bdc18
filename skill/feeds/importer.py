"""From a merchant's files into the store, with a report of what was not taken and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from skill.commerce.rules.catalog import Variant
from skill.feeds.google import read_google
from skill.feeds.item import FeedItem, Refused
from skill.feeds.spoken import SpokenName, read_spoken_names, spoken_name
from skill.store.catalog_writer import Listing, Written
from skill.store.store import SqlStore

Reader = Callable[[Path, str, datetime], Iterator[FeedItem | Refused]]
FORMATS: dict[str, Reader] = {"google": read_google}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a feed: counts, the refused rows, and the refused rows of the file of spoken names."""

    written: Written
    refused: tuple[Refused, ...]
    refused_names: tuple[Refused, ...] = ()

    @property
    def good(self) -> int:
        """How many rows were taken."""
        return self.written.added + self.written.updated + self.written.unchanged


@dataclass(slots=True)
class _Import:
    """An import under way: which ids came already, which spoken names were used."""

    spoken: dict[str, SpokenName]
    refused: list[Refused] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def listings(self, rows: Iterator[FeedItem | Refused]) -> Iterator[Listing]:
        """The good rows, each id once; the others are noted."""
        for row in rows:
            if isinstance(row, Refused):
                self.refused.append(row)
            elif row.id in self.seen:
                reason = f"its id is on line {self.seen[row.id]} already"
                self.refused.append(Refused(row.line, row.id, reason))
            else:
                self.seen[row.id] = row.line
                yield listing(row, self.spoken.get(row.id))


def import_feed(
    store: SqlStore,
    path: Path,
    *,
    format: str,
    currency: str,
    now: datetime,
    spoken: Path | None = None,
    replace: bool = False,
    progress: Callable[[int], None] = lambda line: None,
) -> Report:
    """Read a feed into the store; rows that were there are updated in place.

    `replace` takes off sale what the feed no longer has, unless no row of it was good. `progress` is called
    with the number of the line read last. Raises FeedError when a file cannot be read at all.
    """
    names, refused_names = _spoken_names(spoken)
    work = _Import(names)
    written = store.write_catalog(work.listings(_told(FORMATS[format](path, currency, now), progress)))
    if replace and work.seen:
        # A row that was refused has not vanished: its product stays as it was.
        written += store.retire_others({*work.seen, *(row.id for row in work.refused)})
    unknown = (
        Refused(name.line, name.id, "the feed has no product with this id")
        for name in names.values()
        if name.id not in work.seen
    )
    return Report(written, tuple(work.refused), (*refused_names, *unknown))


def listing(item: FeedItem, said: SpokenName | None) -> Listing:
    """A row as the store keeps it, with the merchant's spoken name or one made from the title."""
    variant = Variant(
        sku=item.id,
        product_id=item.group or item.id,
        name=item.title,
        spoken=said.spoken if said else spoken_name(item.title),
        price=item.price,
        synonyms=said.synonyms if said else (),
        options=item.options,
        brand=item.brand,
        department=item.category[0] if item.category else "",
        description=item.description,
        on_hand=item.quantity,
        available=item.available,
    )
    return Listing(variant, " > ".join(item.category))


def _spoken_names(path: Path | None) -> tuple[dict[str, SpokenName], list[Refused]]:
    names: dict[str, SpokenName] = {}
    refused = []
    for row in read_spoken_names(path) if path else ():
        if isinstance(row, Refused):
            refused.append(row)
        elif row.id in names:
            refused.append(Refused(row.line, row.id, f"its id is on line {names[row.id].line} already"))
        else:
            names[row.id] = row
    return names, refused


def _told(
    rows: Iterator[FeedItem | Refused], progress: Callable[[int], None]
) -> Iterator[FeedItem | Refused]:
    for row in rows:
        progress(row.line)
        yield row

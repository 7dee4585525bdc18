"""From a merchant's files into the store, with a report of what was not taken and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from skill.commerce.rules.catalog import Variant
from skill.feeds.formats import detect, reader
from skill.feeds.item import Change, FeedItem, Gone, Refused, Row
from skill.feeds.reading import Source
from skill.feeds.seen import Seen
from skill.feeds.spoken import SpokenName, read_spoken_names, spoken_name
from skill.store.catalog_writer import BATCH, Listing, Written
from skill.store.store import SqlStore

MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a feed: counts, the first refused rows, and those of the file of spoken names.

    `refused_count` counts all of them; each one goes to the file of `report`, too.
    """

    written: Written
    refused: tuple[Refused, ...]
    refused_names: tuple[Refused, ...] = ()
    refused_count: int = 0

    @property
    def good(self) -> int:
        """How many rows were taken."""
        done = self.written
        return done.added + done.updated + done.unchanged + done.retired


@dataclass(slots=True)
class _Import:
    """An import under way: which ids came already, which spoken names were used, what was refused."""

    store: SqlStore
    spoken: dict[str, SpokenName]
    tell: Callable[[Refused], None]
    seen: Seen
    refused: list[Refused] = field(default_factory=list)
    refused_count: int = 0
    good: int = 0
    retired: Written = field(default_factory=Written)

    def listings(self, rows: Iterator[Row]) -> Iterator[Listing]:
        """What is to be written, each id once; what is refused is noted, what is gone is retired."""
        while chunk := list(islice(rows, BATCH)):
            taken = list(self._once(chunk))
            known = self.store.listings([row.id for row in taken if isinstance(row, Change)])
            gone = [row.id for row in taken if isinstance(row, Gone)]
            for row in taken:
                if isinstance(row, FeedItem):
                    yield listing(row, self.spoken.get(row.id))
                elif isinstance(row, Change) and row.id in known:
                    yield changed(known[row.id], row)
                elif isinstance(row, Change):
                    self.refuse(Refused(row.line, row.id, "has no title, and the shop has no such product"))
            if gone:
                self.retired += self.store.retire(gone)

    def _once(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Refused):
                self.refuse(row)
                if row.id:
                    self.seen.keep(row.id)
            elif earlier := self.seen.add(row.id, row.line):
                self.refuse(Refused(row.line, row.id, f"its id is on line {earlier} already"))
            else:
                self.good += 1
                yield row

    def refuse(self, row: Refused) -> None:
        self.refused_count += 1
        self.tell(row)
        if len(self.refused) < MOST_TOLD:
            self.refused.append(row)


def import_feed(
    store: SqlStore,
    path: Path,
    *,
    currency: str,
    format: str | None = None,
    spoken: Path | None = None,
    replace: bool = False,
    delta: bool = False,
    progress: Callable[[int], None] = lambda done: None,
    tell: Callable[[Refused], None] = lambda row: None,
) -> Report:
    """Read a feed into the store; rows that were there are updated in place.

    Without a `format` the file itself tells it. `replace` takes off sale what the feed no longer has, unless
    no row of it was good. In a `delta` a row may tell only what has changed, or that a product is gone.
    `progress` is called with the number of bytes read, `tell` with each row that is refused. Broken off at
    any moment it is simply run again: what was written is compared and left alone. Raises FeedError when a
    file cannot be read, or not to its end; then nothing is taken off sale.
    """
    source = Source(path, currency, delta)
    names, refused_names = _spoken_names(spoken)
    rows = reader(format or detect(source))(source)
    with Seen() as seen:
        work = _Import(store, names, tell, seen)
        written = store.write_catalog(work.listings(_told(rows, source, progress)))
        if replace and work.good:
            # A row that was refused has not vanished: its product stays as it was.
            written += store.retire_others(seen.of)
        unknown = [name for name in names.values() if not delta and not seen.of([name.id])]
    ghosts = (Refused(one.line, one.id, "the feed has no product with this id") for one in unknown)
    return Report(written + work.retired, tuple(work.refused), (*refused_names, *ghosts), work.refused_count)


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
        availability=item.availability,
        arrives=item.arrives,
        attributes=item.attributes,
        gtin=item.gtin,
        mpn=item.mpn,
        rating=item.rating,
        reviews=item.reviews,
    )
    return Listing(variant, " > ".join(item.category), item.sale)


def changed(known: Listing, change: Change) -> Listing:
    """What the shop has, with what a row of a delta says about it; a new price ends the sale before it."""
    variant = known.variant
    if change.price is not None:
        variant = replace(variant, price=change.price)
    if change.availability is not None:
        variant = replace(variant, availability=change.availability, arrives=change.arrives)
    if change.quantity is not None:
        variant = replace(variant, on_hand=change.quantity)
    sale = change.sale or (known.sale if change.price is None else None)
    return replace(known, variant=variant, sale=sale)


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


def _told(rows: Iterator[Row], source: Source, progress: Callable[[int], None]) -> Iterator[Row]:
    for row in rows:
        progress(source.read)
        yield row

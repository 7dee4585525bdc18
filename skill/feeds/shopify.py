"""Shopify's product CSV: rows of one product share a Handle, and only its first row tells what they share.

The file names no currency: its amounts are in the shop's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from hashlib import blake2b

from skill.errors import FeedError
from skill.feeds.item import Pairs, Refused, Row
from skill.feeds.raw import LONGEST_ID, Raw, checked
from skill.feeds.reading import Source, opened, split_values
from skill.feeds.table import LONGEST_LINE, bounded, encoding_of

_REQUIRED = ("handle",)
# What the first row of a product says for all of them.
_SHARED = (
    "title",
    "body (html)",
    "vendor",
    "type",
    "product category",
    "tags",
    "published",
    "status",
    "option1 name",
    "option2 name",
    "option3 name",
)
_OWN = ("variant sku", "variant price", "variant barcode", "option1 value", "variant inventory qty")
_SHOPPING = "google shopping / "


def read_shopify(source: Source) -> Iterator[Row]:
    """The variants of the file in order; raises FeedError for no such file."""
    shared: dict[str, str] = {}
    handle = ""
    for line, cells in _cells(source):
        if isinstance(cells, Refused):
            yield cells
            continue
        if cells["handle"] != handle:
            handle, shared = cells["handle"], {}
        for name in _SHARED:
            if cells.get(name):
                shared[name] = cells[name]
        # A row with only a handle and a picture is one more picture.
        if any(cells.get(name) for name in _OWN):
            yield _row(line, cells, shared, source)


def _cells(source: Source) -> Iterator[tuple[int, dict[str, str] | Refused]]:
    path = source.path
    csv.field_size_limit(LONGEST_LINE // 2)
    try:
        with opened(source) as file:
            text = io.TextIOWrapper(file, encoding=encoding_of(file), errors="surrogateescape", newline="")
            rows = csv.reader(bounded(text))
            columns = [name.strip().casefold() for name in next(rows, [])]
            if "handle" not in columns:
                raise FeedError(f"{path} has no column Handle; its columns are: {', '.join(columns)[:200]}")
            yield from _rows(rows, columns)
    except UnicodeError:
        raise FeedError(f"{path} is no text in UTF-8") from None


def _rows(rows: Iterator[list[str]], columns: list[str]) -> Iterator[tuple[int, dict[str, str] | Refused]]:
    while True:
        line = rows.line_num + 1  # type: ignore[attr-defined]
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield line, Refused(line, "", f"cannot be read: {wrong}")
            continue
        if not any(row):
            continue
        told = dict(zip(columns, (cell.strip() for cell in row), strict=False))
        if reason := _fault(row, columns):
            yield line, Refused(line, told["handle"][:LONGEST_ID], reason)
        else:
            yield line, told


def _fault(row: list[str], columns: list[str]) -> str | None:
    if any(not cell.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cell) for cell in row):
        return "is not UTF-8"
    if any("\0" in cell for cell in row):
        return "contains a NUL character"
    if len(row) < len(columns) - 1 and not any(row[1:]):
        return None
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        return f"has {len(row)} columns, the header has {len(columns)}"
    return None if row[0].strip() or columns[0] != "handle" else "has no handle"


def _row(line: int, cells: Mapping[str, str], shared: Mapping[str, str], source: Source) -> Row:
    handle = cells["handle"]
    options = _options(cells, shared)
    now, before = cells.get("variant price", ""), cells.get("variant compare at price", "")
    on_sale = _is_less(now, before)
    raw = Raw(
        line=line,
        id=cells.get("variant sku", "").strip("'") or _key(handle, options),
        title=_title(shared.get("title", ""), options),
        price=_amount(before if on_sale else now, source.currency),
        sale_price=_amount(now, source.currency) if on_sale else "",
        availability=_availability(cells),
        group=_short(handle),
        description=shared.get("body (html)", ""),
        brand=shared.get("vendor", ""),
        category=shared.get("type", "") or shared.get("product category", ""),
        options=options,
        attributes=tuple(_attributes(cells, shared)),
        quantity=_quantity(cells),
        gtin=cells.get("variant barcode", "").strip("'"),
        mpn=cells.get(f"{_SHOPPING}mpn", ""),
        deleted=shared.get("status", "").casefold() in ("archived", "draft")
        or shared.get("published", "").casefold() == "false",
    )
    return checked(raw, source.currency, delta=source.delta)


def _options(cells: Mapping[str, str], shared: Mapping[str, str]) -> Pairs:
    """What tells the variants apart; a product without variants has the one dummy option."""
    pairs = tuple(
        (shared.get(f"option{n} name", ""), cells.get(f"option{n} value", "")) for n in ("1", "2", "3")
    )
    return tuple((name, value) for name, value in pairs if name and value and not _is_dummy(name, value))


def _is_dummy(name: str, value: str) -> bool:
    return name.casefold() == "title" and value.casefold() == "default title"


def _title(title: str, options: Pairs) -> str:
    return ", ".join((title, *(value for _, value in options))) if title else ""


def _key(handle: str, options: Pairs) -> str:
    """An id for a variant that has no SKU: the same one each time."""
    return _short("-".join((handle, *("-".join(value.casefold().split()) for _, value in options))))


def _short(key: str) -> str:
    """A key that fits: a long one keeps its beginning and a digest of all of it."""
    if len(key) <= LONGEST_ID:
        return key
    return f"{key[: LONGEST_ID - 13]}-{blake2b(key.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def _amount(text: str, currency: str) -> str:
    return f"{text} {currency}" if text else ""


def _is_less(now: str, before: str) -> bool:
    """Whether a price is below the one to compare it with; both are plain decimals."""
    try:
        return bool(now and before) and _scaled(now) < _scaled(before)
    except ValueError:
        return False


def _scaled(text: str) -> int:
    whole, _, fraction = text.partition(".")
    return int(whole) * 10**6 + int(fraction[:6].ljust(6, "0"))


def _availability(cells: Mapping[str, str]) -> str:
    """ "continue" is sold when there are none left, "deny" is not; without a tracker nobody counts."""
    if cells.get("variant inventory policy", "").casefold() == "continue" and _is_counted(cells):
        return "backorder"
    return "in_stock"


def _is_counted(cells: Mapping[str, str]) -> bool:
    return bool(cells.get("variant inventory tracker") and cells.get("variant inventory qty"))


def _quantity(cells: Mapping[str, str]) -> str:
    """What was sold beyond the stock is written as less than none."""
    if not _is_counted(cells):
        return ""
    told = cells["variant inventory qty"]
    return "0" if told.startswith("-") and told[1:].isdecimal() else told


def _attributes(cells: Mapping[str, str], shared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from split_values("tag", shared.get("tags", ""))
    for name in ("gender", "age group"):
        yield name.replace(" ", "_"), cells.get(f"{_SHOPPING}{name}", "")
    if (condition := cells.get(f"{_SHOPPING}condition", "")).casefold() not in ("", "new"):
        yield "condition", condition

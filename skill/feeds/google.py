"""Google Merchant product feeds, tab-separated: one row a variant, attributes by the names in the header.

The attributes are those of Google's product data specification; `quantity`, `diet` and `delete` are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skill.feeds.item import Pairs, Refused, Row
from skill.feeds.raw import Raw, checked
from skill.feeds.reading import Source, split_values
from skill.feeds.table import read_table

REQUIRED = ("id", "title", "price")
OPTION_COLUMNS = ("size", "color", "material", "pattern")
# Told once a row, with more than one value between commas.
ATTRIBUTE_COLUMNS = ("diet", "gender", "age_group", "energy_efficiency_class", "size_type")
# Told as often as there is something to tell.
REPEATED = ("product_detail", "product_highlight")
OPTIONAL = (
    *OPTION_COLUMNS,
    *ATTRIBUTE_COLUMNS,
    *REPEATED,
    "availability",
    "availability_date",
    "brand",
    "condition",
    "delete",
    "description",
    "google_product_category",
    "gtin",
    "item_group_id",
    "mpn",
    "product_type",
    "quantity",
    "sale_price",
    "sale_price_effective_date",
)
_DESCRIBED = frozenset((*ATTRIBUTE_COLUMNS, *REPEATED, "condition"))
_YES = frozenset(("1", "true", "yes", "y", "delete", "deleted"))


def read_google(source: Source) -> Iterator[Row]:
    """The rows of a feed in order; each is an item or says why not. Raises FeedError for no feed at all."""
    required = ("id",) if source.delta else REQUIRED
    optional = {*OPTIONAL, *REQUIRED} - set(required)
    for row in read_table(source, required, optional, REPEATED):
        yield row if isinstance(row, Refused) else row_of(row.line, row.by_column, source)


def row_of(line: int, cells: Mapping[str, str], source: Source) -> Row:
    """One row by Google's names; repeated attributes stand on lines of their own."""

    def cell(name: str) -> str:
        return cells.get(name, "")

    raw = Raw(
        line=line,
        id=cell("id"),
        title=cell("title"),
        price=cell("price"),
        sale_price=cell("sale_price"),
        sale_period=cell("sale_price_effective_date"),
        availability=cell("availability"),
        availability_date=cell("availability_date"),
        group=cell("item_group_id"),
        description=cell("description"),
        brand=cell("brand"),
        category=_category(cell("product_type"), cell("google_product_category")),
        options=tuple((name, cells[name]) for name in OPTION_COLUMNS if cells.get(name)),
        attributes=tuple(_attributes(cells)) if not _DESCRIBED.isdisjoint(cells) else (),
        quantity=cell("quantity"),
        gtin=cell("gtin"),
        mpn=cell("mpn"),
        deleted=cell("delete").casefold() in _YES,
    )
    return checked(raw, source.currency, delta=source.delta)


def _category(own: str, googles: str) -> str:
    return own if own and not own.isdecimal() else googles


def _attributes(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ATTRIBUTE_COLUMNS:
        if name in cells:
            yield from split_values(name, cells[name])
    if (condition := cells.get("condition", "")).casefold() not in ("", "new"):
        yield "condition", condition
    if "product_detail" in cells:
        yield from _details(cells["product_detail"])
    if "product_highlight" in cells:
        yield from (("highlight", highlight) for highlight in cells["product_highlight"].split("\n"))


def _details(told: str) -> Pairs:
    """ "General:Material:Oak" is section, name and value."""
    parts = [detail.split(":") for line in told.split("\n") for detail in line.split(",")]
    return tuple((part[-2], part[-1]) for part in parts if len(part) >= 2)

"""What holds for every feed, whatever stands in it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.rules.money import Money
from skill.errors import FeedError
from skill.feeds.google import read_google
from skill.feeds.item import FeedItem
from skill.feeds.reading import Source
from skill.feeds.table import split

CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


def _read(content: bytes) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "feed.tsv"
        feed.write_bytes(content)
        return list(read_google(Source(feed, "USD")))


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_no_feed(content: bytes) -> None:
    try:
        _read(content)
    except FeedError as refused:
        assert str(refused)


@given(st.binary(max_size=300))
def test_any_bytes_after_a_header_are_rows(content: bytes) -> None:
    _read(b"id\ttitle\tprice\n" + content)


@given(st.lists(st.one_of(st.just("1\tMilk\t1 USD"), CELL), max_size=12))
def test_a_bad_row_never_costs_a_good_one(rows: list[str]) -> None:
    good = rows.count("1\tMilk\t1 USD")

    items = _read(("id\ttitle\tprice\n" + "\n".join(rows)).encode())

    assert sum(isinstance(item, FeedItem) for item in items) == good


@given(st.integers(0, 10**12 - 1), st.integers(0, 99))
def test_a_price_that_was_written_is_the_price_that_is_read(major: int, minor: int) -> None:
    (item,) = _read(f"id\ttitle\tprice\n1\tMilk\t{major}.{minor:02} USD\n".encode())

    assert isinstance(item, FeedItem)
    assert item.price == Money(major * 100 + minor, "USD")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), min_size=1, max_size=6))
def test_cells_in_quotes_come_back_as_they_were(cells: list[str]) -> None:
    line = "\t".join('"' + cell.replace('"', '""') + '"' for cell in cells)

    assert split(line) == cells


@given(st.lists(st.text('ab"\t ', max_size=8), max_size=6))
def test_a_line_without_quotes_around_its_cells_has_a_cell_for_each_tab(parts: list[str]) -> None:
    line = "x".join(parts).replace('"', "'")

    assert split(line) == line.split("\t")

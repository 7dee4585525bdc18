"""What holds for every format: what is written is read again, and garbage is refused and never raises."""

from __future__ import annotations

import gzip
import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writers import FORMATS

from skill.commerce.rules.catalog import Sale
from skill.commerce.rules.money import Money
from skill.errors import FeedError
from skill.feeds.formats import FORMATS as NAMES
from skill.feeds.formats import detect, reader
from skill.feeds.item import FeedItem, Row
from skill.feeds.reading import Source

WORD = st.text("abcdefgXYZéñ0123456789", min_size=1, max_size=8)
TEXT = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
AMOUNT = st.integers(1, 10**9)


@st.composite
def items(draw: st.DrawFn, shopify: bool = False) -> FeedItem:
    """An item that every format can tell."""
    price = draw(AMOUNT)
    sale = draw(st.none() | st.integers(0, price - 1))
    counted = draw(st.none() | st.integers(0, 10**6))
    states = ["in_stock"] if shopify else ["in_stock", "out_of_stock", "preorder", "backorder"]
    options = {} if shopify else {name: draw(st.just("") | WORD) for name in ("size", "color")}
    return FeedItem(
        line=0,
        id=draw(WORD),
        title=draw(TEXT),
        price=Money(price, "USD"),
        sale=None if sale is None else Sale(Money(sale, "USD")),
        availability=draw(st.sampled_from(states)),  # type: ignore[arg-type]
        arrives=None if shopify else draw(st.none() | st.dates(date(2020, 1, 1), date(2090, 1, 1))),
        group=draw(WORD),
        brand=draw(st.just("") | TEXT),
        category=tuple(draw(st.lists(st.text("abcdef", min_size=1, max_size=5), max_size=2))),
        options=tuple((name, value) for name, value in options.items() if value),
        quantity=counted,
        gtin=draw(st.text("0123456789", max_size=13)),
    )


def read(content: bytes, format: str | None) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "feed"
        feed.write_bytes(content)
        source = Source(feed, "USD")
        return list(reader(format or detect(source))(source))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_written_is_read_again(format: str, data: st.DataObject) -> None:
    told = data.draw(
        st.lists(items(format == "shopify"), min_size=1, max_size=4, unique_by=lambda one: one.group)
    )
    name, write = FORMATS[format]

    rows = read(write(told).encode(), name)

    assert [isinstance(row, FeedItem) and replace(row, line=0) for row in rows] == told


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_file_tells_its_format_packed_or_not(format: str, data: st.DataObject) -> None:
    _, write = FORMATS[format]
    content = write([data.draw(items(format == "shopify"))]).encode()

    for form in (content, gzip.compress(content)):
        (row,) = read(form, None)
        assert isinstance(row, FeedItem)


@pytest.mark.parametrize("format", NAMES)
@settings(max_examples=50)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_rows_or_no_feed(format: str, content: bytes) -> None:
    for form in (content, b"\x1f\x8b" + content):
        try:
            read(form, format)
        except FeedError as refused:
            assert str(refused)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_feed_that_is_damaged_anywhere_is_rows_or_no_feed(format: str, data: st.DataObject) -> None:
    name, write = FORMATS[format]
    content = bytearray(write(data.draw(st.lists(items(), min_size=1, max_size=2))).encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=5))
    try:
        read(bytes(content), name)
    except FeedError as refused:
        assert str(refused)


KEYS = (
    "@type @graph id sku name title offers price variants hasVariant amount availability products brand"
    " categories isVariantOf priceSpecification"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("format", ["schema", "acp"])
@settings(max_examples=50)
@given(value=JSON)
def test_any_json_is_rows_or_no_feed(format: str, value: object) -> None:
    try:
        read(json.dumps(value).encode(), format)
    except FeedError as refused:
        assert str(refused)

"""Each format's own ways: what its merchants really send."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from skill.commerce.rules.catalog import Sale
from skill.commerce.rules.money import Money
from skill.errors import FeedError
from skill.feeds.formats import detect, reader
from skill.feeds.item import Change, FeedItem, Gone, Refused, Row
from skill.feeds.reading import Source


def read(folder: Path, content: str | bytes, format: str | None = None, delta: bool = False) -> list[Row]:
    """The rows of a feed with this content."""
    feed = folder / "feed"
    feed.write_bytes(content.encode() if isinstance(content, str) else content)
    source = Source(feed, "USD", delta)
    return list(reader(format or detect(source))(source))


def usd(minor: int) -> Money:
    return Money(minor, "USD")


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
<item><g:id>a</g:id><title>Oat &amp; Honey</title><g:price>2.49 USD</g:price>
<g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Fit</g:attribute_name>
<g:attribute_value>Slim</g:attribute_value></g:product_detail>
<g:product_highlight>Crisp</g:product_highlight><g:product_highlight>Sweet</g:product_highlight></item>
<item><g:id>b</g:id><title>Tea</title></item>
</channel></rss>"""


def test_rss_items_have_lines_and_repeated_attributes(tmp_path: Path) -> None:
    honey, tea = read(tmp_path, RSS)

    assert isinstance(honey, FeedItem)
    assert (honey.line, honey.title) == (3, "Oat & Honey")
    assert honey.attributes == (("fit", "Slim"), ("highlight", "Crisp"), ("highlight", "Sweet"))
    assert tea == Refused(7, "b", "has no price")


def test_atom_entries_are_items_too(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>'
        "<entry><g:id>a</g:id><title>Tea</title><summary>Hot.</summary><g:price>1 USD</g:price>"
        "</entry></feed>"
    )

    (tea,) = read(tmp_path, atom)

    assert isinstance(tea, FeedItem)
    assert (tea.title, tea.description) == ("Tea", "Hot.")


def test_a_feed_that_would_blow_up_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><rss><item>&c;</item></rss>'

    with pytest.raises(FeedError, match="declares entities"):
        read(tmp_path, bomb)


SHOPIFY = """Handle,Title,Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,\
Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src
shirt,Shirt,Otto,Shirts,"soft, vegan",Size,S,,shopify,-2,continue,19.99,24.99,
shirt,,,,,,M,M-1,shopify,0,deny,19.99,,
shirt,,,,,,,,,,,,,http://picture
mug,"Mug, with a
line end",Otto,Cups,,Title,Default Title,,,,deny,6.50,,
"""


def test_shopify_rows_share_what_the_first_one_says(tmp_path: Path) -> None:
    small, medium, mug = (row for row in read(tmp_path, SHOPIFY) if isinstance(row, FeedItem))

    assert (small.id, small.title, small.brand) == ("shirt-s", "Shirt, S", "Otto")
    assert (small.price, small.sale) == (usd(2499), Sale(usd(1999)))
    assert (small.availability, small.quantity) == ("backorder", 0)
    assert small.attributes == (("tag", "soft"), ("tag", "vegan"))
    assert (medium.id, medium.group, medium.options) == ("M-1", "shirt", (("size", "M"),))
    assert (medium.availability, medium.quantity) == ("in_stock", 0)
    assert (mug.id, mug.title, mug.options, mug.quantity) == ("mug", "Mug, with a line end", (), None)


PRODUCT = {
    "@type": "Product",
    "sku": "lamp",
    "name": "Lamp",
    "suitableForDiet": "https://schema.org/GlutenFreeDiet",
    "aggregateRating": {"ratingValue": 9, "bestRating": 10, "reviewCount": 12},
    "offers": [{"price": 12.5, "priceCurrency": "USD", "availability": "http://schema.org/PreOrder"}],
}


@pytest.mark.parametrize(
    "document",
    [PRODUCT, [PRODUCT], {"@graph": [{"@type": "WebPage"}, PRODUCT]}],
    ids=["one", "list", "graph"],
)
def test_schema_org_stands_alone_in_a_list_or_in_a_graph(tmp_path: Path, document: object) -> None:
    (lamp,) = read(tmp_path, json.dumps(document))

    assert isinstance(lamp, FeedItem)
    assert (lamp.price, lamp.availability, lamp.rating, lamp.reviews) == (usd(1250), "preorder", 450, 12)
    assert lamp.attributes == (("diet", "gluten free"),)


def test_a_product_group_gives_its_variants_what_they_share(tmp_path: Path) -> None:
    sizes = [{"@type": "Product", "sku": f"sock-{size}", "size": size} for size in "SM"]
    offer = {"price": "3", "priceCurrency": "USD"}
    group = {
        "@type": "ProductGroup",
        "productGroupID": "sock",
        "name": "Sock",
        "hasVariant": sizes,
        "offers": offer,
    }

    small, medium = read(tmp_path, json.dumps(group))

    assert isinstance(small, FeedItem) and isinstance(medium, FeedItem)
    assert (small.title, small.group, small.price) == ("Sock", "sock", usd(300))
    assert medium.options == (("size", "M"),)


def test_a_bad_line_of_json_costs_only_itself(tmp_path: Path) -> None:
    good = json.dumps(
        {"id": "p", "variants": [{"id": "v", "title": "Tea", "price": {"amount": 1, "currency": "USD"}}]}
    )

    rows = read(tmp_path, f"{good}\nrubbish\n{good}\n", "acp")

    assert [type(row) for row in rows] == [FeedItem, Refused, FeedItem]
    assert rows[1] == Refused(2, "", "is no JSON")


def test_a_delta_tells_what_changed_and_what_is_gone(tmp_path: Path) -> None:
    rows = read(
        tmp_path, "id\tprice\tquantity\tdelete\ntea\t2 USD\t\t\nmilk\t\t4\t\njam\t\t\tyes\n", delta=True
    )

    assert rows == [Change(2, "tea", price=usd(200)), Change(3, "milk", quantity=4), Gone(4, "jam")]


@pytest.mark.parametrize(
    ("content", "format", "message"),
    [
        (gzip.compress(RSS.encode())[:-20], None, "breaks off"),
        (RSS[:300], None, "no whole XML"),
        ('[{"@type": "Product"', None, "no whole JSON"),
        ("<html></html>", None, "has no <item>"),
        (RSS, "google", "is markup"),
        (RSS, "schema", "no whole JSON"),
        (RSS, "shopify", "has no column Handle"),
        (SHOPIFY, "google-xml", "no whole XML"),
        ("neither\n", None, "begins like none"),
    ],
)
def test_what_is_no_whole_feed_is_told_in_a_line(
    tmp_path: Path, content: str | bytes, format: str | None, message: str
) -> None:
    with pytest.raises(FeedError, match=message):
        read(tmp_path, content, format)


@pytest.mark.parametrize(
    ("start", "format"), [("id\ttitle\tprice\n1\t", "google"), ("Handle,Title,Variant Price\na,", "shopify")]
)
def test_a_line_without_an_end_is_refused_alone(tmp_path: Path, start: str, format: str) -> None:
    rows = read(tmp_path, f"{start}{'x' * 3_000_000}\n", format)

    assert [type(row) for row in rows] == [Refused]

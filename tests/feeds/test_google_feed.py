"""Google Merchant feeds as merchants really send them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from skill.commerce.rules.money import Money
from skill.errors import FeedError
from skill.feeds.google import read_google
from skill.feeds.item import FeedItem, Refused, Row
from skill.feeds.reading import Source

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEADER = "id\ttitle\tprice\tavailability\n"


def read(path: Path, content: str | bytes) -> list[Row]:
    """The rows of a feed with this content."""
    feed = path / "feed.tsv"
    feed.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_google(Source(feed, "USD")))


def read_one(path: Path, **cells: str) -> Row:
    """The one row of a feed with these cells; what every row needs is filled in."""
    row = {"id": "milk", "title": "Milk", "price": "2.49 USD"} | cells
    (item,) = read(path, "\t".join(row) + "\n" + "\t".join(row.values()) + "\n")
    return item


def good(path: Path, **cells: str) -> FeedItem:
    """The same, where the row is to be taken."""
    item = read_one(path, **cells)
    assert isinstance(item, FeedItem)
    return item


def reason(path: Path, **cells: str) -> str:
    """The same, where the row is to be refused."""
    refused = read_one(path, **cells)
    assert isinstance(refused, Refused)
    return refused.reason


def test_a_row_with_everything_becomes_an_item(tmp_path: Path) -> None:
    item = good(
        tmp_path,
        id="shirt-s",
        title="Otto's Shirt",
        description="Cotton.",
        price="19.00 USD",
        availability="in_stock",
        brand="Otto's",
        item_group_id="shirt",
        product_type="Clothes > Shirts",
        google_product_category="Apparel & Accessories",
        material="cotton",
        size="S",
        color="red",
        quantity="12",
        gtin="0123456789012",
        diet="vegan, gluten free",
        condition="used",
        product_detail="General:Fit:slim",
    )

    assert item == FeedItem(
        line=2,
        id="shirt-s",
        title="Otto's Shirt",
        price=Money(1900, "USD"),
        availability="in_stock",
        group="shirt",
        description="Cotton.",
        brand="Otto's",
        category=("Clothes", "Shirts"),
        options=(("size", "S"), ("color", "red"), ("material", "cotton")),
        attributes=(("diet", "vegan"), ("diet", "gluten free"), ("condition", "used"), ("fit", "slim")),
        quantity=12,
        gtin="0123456789012",
    )


def test_a_row_with_the_least_becomes_an_item(tmp_path: Path) -> None:
    assert good(tmp_path) == FeedItem(line=2, id="milk", title="Milk", price=Money(249, "USD"))


@pytest.mark.parametrize(
    "column", ["product_type", "Product Type", "PRODUCT-TYPE", "g:product_type", " product  type "]
)
def test_a_column_is_known_by_each_of_its_spellings(tmp_path: Path, column: str) -> None:
    assert good(tmp_path, **{column: "Dairy"}).category == ("Dairy",)


def test_the_first_of_two_columns_that_says_something_counts(tmp_path: Path) -> None:
    content = "id\ttitle\tprice\tbrand\tbrand\n1\tMilk\t1 USD\t\tSecond\n2\tMilk\t1 USD\tFirst\tSecond\n"

    brands = [row.brand for row in read(tmp_path, content) if isinstance(row, FeedItem)]

    assert brands == ["Second", "First"]


@pytest.mark.parametrize(
    ("told", "availability"),
    [
        ("in_stock", "in_stock"),
        ("in stock", "in_stock"),
        ("In Stock", "in_stock"),
        ("", "in_stock"),
        ("out_of_stock", "out_of_stock"),
        ("out of stock", "out_of_stock"),
        ("preorder", "preorder"),
        ("backorder", "backorder"),
    ],
)
def test_availability_is_read_in_both_spellings(tmp_path: Path, told: str, availability: str) -> None:
    assert good(tmp_path, availability=told).availability == availability


def test_what_is_promised_for_later_says_when_it_comes(tmp_path: Path) -> None:
    item = good(tmp_path, availability="preorder", availability_date="2026-04-01T13:00-0800")

    assert item.arrives == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("price", "minor"),
    [
        ("2.49 USD", 249),
        ("2.49USD", 249),
        ("2 USD", 200),
        ("2.5 usd", 250),
        ("0.00 USD", 0),
        (" 15.00 USD ", 1500),
    ],
)
def test_a_price_is_read_to_the_cent(tmp_path: Path, price: str, minor: int) -> None:
    assert good(tmp_path, price=price).price == Money(minor, "USD")


@pytest.mark.parametrize(
    ("period", "runs"),
    [
        ("", True),
        ("2026-02-01T00:00-0800/2026-04-01T00:00-0800", True),
        ("2026-02-01T00:00Z/2026-04-01T00:00Z", True),
        ("2026-02-01/2026-04-01", True),
        ("2026-04-01T00:00Z/2026-05-01T00:00Z", False),
        ("2026-01-01T00:00Z/2026-02-01T00:00Z", False),
    ],
)
def test_a_sale_price_counts_while_the_sale_lasts(tmp_path: Path, period: str, runs: bool) -> None:
    item = good(tmp_path, sale_price="1.99 USD", sale_price_effective_date=period)

    assert item.sale is not None
    assert (item.price.minor, item.sale.price.minor) == (249, 199)
    assert item.sale.runs(NOW) is runs


def test_a_number_for_a_category_says_nothing(tmp_path: Path) -> None:
    assert good(tmp_path, google_product_category="2271").category == ()
    assert good(tmp_path, google_product_category="Food > Milk").category == ("Food", "Milk")


def test_markup_in_texts_is_left_out(tmp_path: Path) -> None:
    item = good(tmp_path, title="Salt &amp; Vinegar", description="<p>Crisp&nbsp;and <b>sharp</b></p>")

    assert (item.title, item.description) == ("Salt & Vinegar", "Crisp and sharp")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"id": ""}, "has no id"),
        ({"id": "x" * 51}, "its id is longer than 50 characters"),
        ({"item_group_id": "x" * 51}, "its item_group_id is longer than 50 characters"),
        ({"title": ""}, "has no title"),
        ({"title": "!!!"}, "has no title"),
        ({"title": "x" * 501}, "its title is longer than 500 characters"),
        ({"price": ""}, "has no price"),
        ({"price": "free"}, "price 'free' is no amount such as 2.49 USD"),
        ({"price": "-1.00 USD"}, "price '-1.00 USD' is no amount such as 2.49 USD"),
        ({"price": "2,49 USD"}, "price '2,49 USD' is no amount such as 2.49 USD"),
        ({"price": "2.499 USD"}, "price '2.499 USD' is no amount such as 2.49 USD"),
        ({"price": "2.49"}, "price '2.49' is no amount such as 2.49 USD"),
        ({"price": "2.49 EUR"}, "price '2.49 EUR' is not in USD, the shop's currency"),
        ({"sale_price": "cheap"}, "sale_price 'cheap' is no amount such as 2.49 USD"),
        (
            {"sale_price": "1 USD", "sale_price_effective_date": "soon"},
            "sale_price_effective_date has 'soon' where a moment should be",
        ),
        (
            {"availability": "maybe"},
            "availability 'maybe' is none of in_stock, out_of_stock, preorder, backorder",
        ),
        ({"quantity": "-1"}, "quantity '-1' is no whole number from 0 up"),
        ({"quantity": "1.5"}, "quantity '1.5' is no whole number from 0 up"),
        ({"quantity": "many"}, "quantity 'many' is no whole number from 0 up"),
        ({"quantity": "9" * 30}, f"quantity '{'9' * 30}' is no whole number from 0 up"),
        ({"title": "a\0b"}, "contains a NUL character"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(tmp_path: Path, cells: dict[str, str], why: str) -> None:
    assert reason(tmp_path, **cells) == why


def test_a_refused_row_is_told_with_line_and_id_and_the_others_are_kept(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + "1\tMilk\t1 USD\t\n2\tTea\tmuch\t\n3\tJam\t3 USD\t\n")

    assert [(row.line, row.id, type(row)) for row in rows] == [
        (2, "1", FeedItem),
        (3, "2", Refused),
        (4, "3", FeedItem),
    ]


def test_a_row_in_another_encoding_is_refused_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER.encode() + b"1\tCr\xe8me\t1 USD\t\n2\tCr\xc3\xa8me\t1 USD\t\n")

    assert rows[0] == Refused(2, "", "is not UTF-8")
    assert isinstance(rows[1], FeedItem)
    assert rows[1].title == "Crème"


@pytest.mark.parametrize(
    "content",
    [
        HEADER + "1\tMilk\t1 USD\t\n",
        "\ufeff" + HEADER + "1\tMilk\t1 USD\t\n",
        (HEADER + "1\tMilk\t1 USD\t\n").replace("\n", "\r\n"),
        (HEADER + "1\tMilk\t1 USD\t\n").replace("\n", "\r"),
        HEADER + "1\tMilk\t1 USD\t",
        "\n\n" + HEADER + "\n   \n1\tMilk\t1 USD\t\n\n",
        HEADER + '"1"\t"Milk"\t"1 USD"\t""\n',
        HEADER + "1\tMilk\t1 USD\t\t\t\n",
        (HEADER + "1\tMilk\t1 USD\t\n").encode("utf-16"),
    ],
    ids=[
        "plain",
        "BOM",
        "CRLF",
        "CR",
        "no last line end",
        "blank lines",
        "quoted",
        "more empty cells",
        "UTF-16",
    ],
)
def test_a_file_is_read_however_it_was_saved(tmp_path: Path, content: str | bytes) -> None:
    (item,) = read(tmp_path, content)

    assert isinstance(item, FeedItem)
    assert (item.id, item.title, item.price) == ("1", "Milk", Money(100, "USD"))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1\tMilk\t1 USD", "has 3 columns, the header has 4"),
        ("1\tMilk\t1 USD\t\tmore", "has 5 columns, the header has 4"),
        ("1", "has 1 columns, the header has 4"),
    ],
)
def test_a_row_of_another_width_is_refused(tmp_path: Path, row: str, why: str) -> None:
    assert read(tmp_path, HEADER + row + "\n") == [Refused(2, "", why)]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ('"The ""best"" milk"', 'The "best" milk'),
        ('"Milk\tand honey"', "Milk and honey"),
        ('"Milk\nand honey"', "Milk and honey"),
        ('"Milk\r\n\r\nand honey"', "Milk and honey"),
        ('7" Nails', '7" Nails'),
        ('"Fresh" milk', '"Fresh" milk'),
        ('"Unclosed milk', '"Unclosed milk'),
    ],
)
def test_quotes_enclose_a_cell_or_are_just_characters(tmp_path: Path, title: str, said: str) -> None:
    rows = read(tmp_path, HEADER + f"1\t{title}\t1 USD\t\n2\tTea\t2 USD\t\n")

    assert [row.title for row in rows if isinstance(row, FeedItem)] == [said, "Tea"]


def test_a_quote_that_is_never_closed_costs_no_other_row(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + '1\t"Milk\t1 USD\n2\tTea\t2 USD\t\n3\t"Jam"\t3 USD\t\n')

    assert rows[0] == Refused(2, "", "has 3 columns, the header has 4")
    assert [row.id for row in rows[1:]] == ["2", "3"]


def test_the_line_after_a_cell_of_several_lines_is_counted_right(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + '1\t"Milk\nand\nhoney"\t1 USD\t\n2\tTea\tmuch\t\n')

    assert [row.line for row in rows] == [2, 5]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("name\tcost\n", "has no column id; its columns are: name, cost"),
        ("id,title,price\n1,Milk,1 USD\n", "has no column id"),
        ("id\ttitle\nx\ty\n", "has no column price"),
        ("<?xml version='1.0'?><rss/>", "is markup; save the feed as tab-separated text"),
        (b"\xff\xfe\x00", "is no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "has no column id"),
    ],
)
def test_a_file_that_is_no_feed_is_an_error_that_says_why(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(FeedError, match=message):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="No such file"):
        list(read_google(Source(tmp_path / "none.tsv", "USD")))


def test_a_folder_is_no_feed(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="cannot be read"):
        list(read_google(Source(tmp_path, "USD")))

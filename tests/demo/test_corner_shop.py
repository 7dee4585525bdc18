"""The demo shop's data keeps the promises that the shop, its tests and its demo rely on."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from skill import demo

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PRICE = re.compile(r"\d+\.\d\d USD")
SPOKEN = re.compile(r"[a-z']+( [a-z']+)*")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


PRODUCTS = rows(demo.feed_path())
SPOKEN_NAMES = rows(demo.spoken_names_path())
CUSTOMER: dict[str, Any] = json.loads(demo.customer_path().read_text(encoding="utf-8"))
BY_ID = {product["id"]: product for product in PRODUCTS}


def synonyms(row: dict[str, str]) -> list[str]:
    return row["synonyms"].split("|") if row["synonyms"] else []


def order_lines() -> Iterator[dict[str, Any]]:
    for order in CUSTOMER["orders"]:
        yield from order["lines"]


def test_there_are_250_products_in_15_departments() -> None:
    departments = {product["product_type"].split(" > ")[0] for product in PRODUCTS}

    assert len(PRODUCTS) >= 250
    assert len(departments) >= 15


@pytest.mark.parametrize("path", [demo.feed_path(), demo.spoken_names_path()], ids=lambda path: path.name)
def test_every_line_has_as_many_columns_as_the_header(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    widths = {line.count("\t") for line in lines}

    assert widths == {lines[0].count("\t")}
    assert all(cell == cell.strip() for line in lines for cell in line.split("\t"))


def test_ids_are_short_slugs_and_unique() -> None:
    ids = [product["id"] for product in PRODUCTS]

    assert [id for id in ids if not SLUG.fullmatch(id) or len(id) > 50] == []
    assert len(set(ids)) == len(ids)


def test_titles_and_descriptions_are_written_for_one_product_each() -> None:
    for column in ("title", "description"):
        repeated = [text for text, n in Counter(product[column] for product in PRODUCTS).items() if n > 1]
        assert repeated == []
    assert all(product["description"].endswith((".", "!")) for product in PRODUCTS)


def test_prices_are_dollars_and_one_product_costs_over_a_hundred() -> None:
    assert [product["id"] for product in PRODUCTS if not PRICE.fullmatch(product["price"])] == []

    prices = [Decimal(product["price"].removesuffix(" USD")) for product in PRODUCTS]

    assert min(prices) > 0
    assert len([price for price in prices if price > 100]) == 1


def test_stock_is_a_whole_number_and_agrees_with_availability() -> None:
    for product in PRODUCTS:
        stock = int(product["quantity"])
        assert stock >= 0, product["id"]
        assert product["availability"] == ("in_stock" if stock else "out_of_stock"), product["id"]


def test_some_products_are_sold_out_and_some_nearly() -> None:
    stock = Counter(int(product["quantity"]) for product in PRODUCTS)

    assert stock[0] >= 3
    assert stock[2] + stock[3] >= 3


def test_a_variant_has_at_least_one_sibling_of_the_same_brand() -> None:
    groups: dict[str, list[str]] = {}
    for product in PRODUCTS:
        groups.setdefault(product["item_group_id"], []).append(product["brand"])
    groups.pop("")

    assert len(groups) >= 30
    assert [group for group, brands in groups.items() if len(brands) < 2 or len(set(brands)) > 1] == []


def test_every_product_has_exactly_one_spoken_name() -> None:
    assert [row["id"] for row in SPOKEN_NAMES] == [product["id"] for product in PRODUCTS]


def test_spoken_names_are_unique() -> None:
    repeated = [name for name, n in Counter(row["spoken"] for row in SPOKEN_NAMES).items() if n > 1]

    assert repeated == []


def test_spoken_names_and_synonyms_can_be_said_as_they_are_written() -> None:
    said = [name for row in SPOKEN_NAMES for name in (row["spoken"], *synonyms(row))]

    assert [name for name in said if not SPOKEN.fullmatch(name) or len(name.split()) > 6] == []


def test_no_synonym_takes_the_full_name_of_another_product() -> None:
    names = {row["spoken"] for row in SPOKEN_NAMES}

    assert [word for row in SPOKEN_NAMES for word in synonyms(row) if word in names] == []


@pytest.mark.parametrize(
    ("word", "products"),
    [
        ("milk", 4),
        ("latte", 3),
        ("muffin", 3),
        ("eggs", 2),
        ("bread", 3),
        ("apple", 3),
        ("toothbrush heads", 4),
    ],
)
def test_a_word_for_several_products_is_a_synonym_of_each(word: str, products: int) -> None:
    sharing = [row["id"] for row in SPOKEN_NAMES if word in synonyms(row)]

    assert len(sharing) >= products


def test_toothbrush_heads_lie_on_both_sides_of_ten_dollars() -> None:
    heads = [row["id"] for row in SPOKEN_NAMES if "toothbrush heads" in synonyms(row)]

    dear = [id for id in heads if Decimal(BY_ID[id]["price"].removesuffix(" USD")) > 10]

    assert len(dear) == 1
    assert len(heads) - len(dear) > 3


@pytest.mark.parametrize("trap", ["&", "'", "7", "ñ", "û"])
def test_names_that_break_naive_code_are_there(trap: str) -> None:
    assert [product["title"] for product in PRODUCTS if trap in product["title"]] != []


def test_past_orders_name_only_products_of_the_shop() -> None:
    lines = list(order_lines())

    assert [line["id"] for line in lines if line["id"] not in BY_ID] == []
    assert all(line["quantity"] > 0 for line in lines)


def test_three_orders_were_delivered_and_the_latest_is_packed() -> None:
    latest_first = sorted(CUSTOMER["orders"], key=lambda order: int(order["placed_days_ago"]))

    assert [order["status"] for order in latest_first] == ["packed", "delivered", "delivered", "delivered"]
    assert latest_first[0]["placed_days_ago"] == 1


def test_the_latest_order_can_be_bought_again_today() -> None:
    latest = min(CUSTOMER["orders"], key=lambda order: int(order["placed_days_ago"]))

    short = [line["id"] for line in latest["lines"] if int(BY_ID[line["id"]]["quantity"]) < line["quantity"]]

    assert short == []


def test_one_sort_of_toothbrush_heads_was_bought_once() -> None:
    heads = {row["id"] for row in SPOKEN_NAMES if "toothbrush heads" in synonyms(row)}

    assert len([line for line in order_lines() if line["id"] in heads]) == 1


def test_one_price_has_changed_since_it_was_paid() -> None:
    paid = [(line["id"], line["unit_price_minor"]) for line in order_lines() if "unit_price_minor" in line]

    now = [int(Decimal(BY_ID[id]["price"].removesuffix(" USD")) * 100) for id, _ in paid]

    assert len(paid) == 1
    assert now != [price for _, price in paid]

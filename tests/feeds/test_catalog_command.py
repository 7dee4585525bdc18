"""`voicecart catalog` and `voicecart orders` from the shell."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from shell import Run

from skill.store.store import SqlStore

FEED = "id\ttitle\tprice\tavailability\tquantity\tproduct_type\n"
MILK = "milk\tOat Milk\t2.49 USD\tin_stock\t5\tDairy > Milk\n"
GONE = "gone\tOat Bread\t1.00 USD\tout of stock\t\tBakery\n"
BAD = "bad\tTea\tmuch\tin_stock\t\t\n"


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A feed with two good rows and a bad one."""
    file = tmp_path / "feed.tsv"
    file.write_text(FEED + MILK + BAD + GONE)
    return file


def test_an_import_tells_what_it_did_and_what_it_refused(voicecart: Run, feed: Path) -> None:
    first = voicecart("catalog", "import", feed, "--format", "google")
    second = voicecart("catalog", "import", feed, "--format", "google")

    refusal = "line 3 (bad): price 'MUCH' is no amount such as 2.49 USD".replace("MUCH", "much")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == ["2 added, 0 updated, 0 unchanged, 1 refused", refusal]
    assert second.out.splitlines() == ["0 added, 0 updated, 2 unchanged, 1 refused", refusal]


def test_an_import_can_take_off_sale_what_is_missing(voicecart: Run, feed: Path) -> None:
    voicecart("catalog", "import", feed, "--format", "google")
    feed.write_text(FEED + MILK)

    ended = voicecart("catalog", "import", feed, "--format", "google", "--replace")

    assert ended.out == "0 added, 0 updated, 1 unchanged, 1 taken off sale, 0 refused\n"


def test_an_import_of_which_nothing_was_good_ends_with_1(voicecart: Run, feed: Path) -> None:
    feed.write_text(FEED + BAD)

    assert voicecart("catalog", "import", feed, "--format", "google").code == 1


def test_an_import_of_an_empty_list_is_no_failure(voicecart: Run, feed: Path) -> None:
    feed.write_text(FEED)

    assert voicecart("catalog", "import", feed, "--format", "google").code == 0


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (None, ("--format", "google"), "No such file"),
        ("name\tcost\n", ("--format", "google"), "has no column id"),
        (FEED + MILK, ("--format", "papyrus"), "papyrus"),
        ("neither one nor the other\n", (), "--format"),
        (FEED + MILK, ("--format", "google", "--spoken", "nowhere.tsv"), "nowhere.tsv"),
    ],
)
def test_what_cannot_be_imported_at_all_ends_with_2(
    voicecart: Run, tmp_path: Path, content: str | None, options: tuple[str, ...], message: str
) -> None:
    if content is not None:
        (tmp_path / "feed.tsv").write_text(content)

    ended = voicecart("catalog", "import", tmp_path / "feed.tsv", *options)

    assert ended.code == 2
    assert message in ended.err
    assert ended.out == ""


def test_a_search_shows_what_a_customer_is_offered(voicecart: Run, feed: Path) -> None:
    voicecart("catalog", "import", feed, "--format", "google")

    assert json.loads(voicecart("catalog", "search", "oat", "--json").out) == [
        {
            "id": "milk",
            "name": "Oat Milk",
            "spoken": "oat milk",
            "price_minor": 249,
            "currency": "USD",
            "available": True,
            "on_hand": 5,
            "department": "Dairy",
        },
        {
            "id": "gone",
            "name": "Oat Bread",
            "spoken": "oat bread",
            "price_minor": 100,
            "currency": "USD",
            "available": False,
            "on_hand": None,
            "department": "Bakery",
        },
    ]
    table = voicecart("catalog", "search", "oat").out.splitlines()
    assert [line.split() for line in table] == [
        ["Oat", "Milk", "2.49", "USD", "5", "left", "milk"],
        ["Oat", "Bread", "1.00", "USD", "sold", "out", "gone"],
    ]


def test_a_search_understands_several_words_and_a_limit(voicecart: Run, feed: Path) -> None:
    voicecart("catalog", "import", feed, "--format", "google")

    found = json.loads(voicecart("catalog", "search", "the", "cheapest", "oat", "--limit", "1", "--json").out)

    # The bread costs less, but there is none.
    assert [product["id"] for product in found] == ["milk"]


def test_a_search_for_nothing_there_finds_nothing(voicecart: Run) -> None:
    assert voicecart("catalog", "search", "unicorn", "--json").out == "[]\n"
    assert voicecart("catalog", "search", "unicorn").out == "nothing found\n"


def test_the_index_is_made_again_by_command(voicecart: Run, feed: Path) -> None:
    voicecart("catalog", "import", feed, "--format", "google")

    assert voicecart("catalog", "reindex").out == "2 products can be found\n"


def test_the_demo_shop_has_a_customer_with_orders(voicecart: Run) -> None:
    loaded = voicecart("catalog", "demo")
    again = voicecart("catalog", "demo")
    orders = json.loads(voicecart("orders", "list", "--json").out)

    assert loaded.code == again.code == 0
    assert ", 0 refused" in loaded.out
    assert "0 added, 0 updated" in again.out
    assert [order["number"] for order in orders] == ["1004", "1003", "1002", "1001"]
    assert set(orders[0]) >= {"number", "status", "customer", "placed_at", "total_minor", "currency", "lines"}
    assert set(orders[0]["lines"][0]) >= {"id", "name", "quantity", "unit_price_minor", "modifiers"}
    assert datetime.fromisoformat(orders[0]["placed_at"]).utcoffset() is not None
    assert orders[0]["total_minor"] == sum(
        line["quantity"] * line["unit_price_minor"] for line in orders[0]["lines"]
    )


def test_orders_of_one_customer_are_listed_by_id(voicecart: Run) -> None:
    voicecart("catalog", "demo")

    assert len(voicecart("orders", "list", "--customer", "demo").out.splitlines()) == 4
    assert voicecart("orders", "list", "--customer", "nobody").out == "no orders\n"
    assert voicecart("orders", "list", "--customer", "nobody", "--json").out == "[]\n"
    assert len(voicecart("orders", "list", "--limit", "2").out.splitlines()) == 2


def test_an_order_is_moved_on_step_by_step(voicecart: Run) -> None:
    voicecart("catalog", "demo")

    moved = voicecart("orders", "move", "1004", "shipped")

    assert (moved.code, moved.out) == (0, "order 1004: packed -> shipped (shipped 1)\n")
    assert voicecart("orders", "move", "1004", "delivered").code == 0


@pytest.mark.parametrize(
    ("number", "status", "code", "message"),
    [
        ("1004", "delivered", 1, "order 1004: it is packed; to deliver it must be part shipped or shipped"),
        ("1001", "cancelled", 1, "order 1001: it is delivered; to cancel it must be placed or packed or"),
        ("77", "packed", 2, "there is no order 77"),
        ("1004", "lost", 2, "'lost' is not one of"),
    ],
)
def test_a_move_that_is_not_allowed_ends_with_a_code_and_a_reason(
    voicecart: Run, number: str, status: str, code: int, message: str
) -> None:
    voicecart("catalog", "demo")

    ended = voicecart("orders", "move", number, status)

    assert ended.code == code
    assert message in ended.err
    assert ended.out == ""
    assert ended.err.count("\n") == 1


def test_a_cancelled_order_gives_its_goods_back(voicecart: Run, store: SqlStore) -> None:
    voicecart("catalog", "demo")
    before = _on_hand(store, "bananas")

    voicecart("orders", "move", "1004", "cancelled")

    assert _on_hand(store, "bananas") == before + 4


def _on_hand(store: SqlStore, sku: str) -> int:
    with store.reading() as uow:
        return uow.catalog.variants([sku])[sku].on_hand or 0

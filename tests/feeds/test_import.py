"""A feed into the store, once and again."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skill.commerce.rules.cart import Cart, Line
from skill.demo import feed_path, spoken_names_path
from skill.errors import FeedError
from skill.feeds.demo_shop import load_demo
from skill.feeds.importer import Report, import_feed
from skill.feeds.item import Refused
from skill.settings import Settings
from skill.store.catalog_writer import Written
from skill.store.store import SqlStore

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = "id\ttitle\tprice\tquantity\tsize\titem_group_id\tproduct_type\n"
MILK_S = "milk-s\tMilk, 1 L\t2.49 USD\t5\t1 L\tmilk\tDairy > Milk\n"
MILK_L = "milk-l\tMilk, 2 L\t4.49 USD\t5\t2 L\tmilk\tDairy > Milk\n"
TEA = "tea\tTea (Black)\t3.00 USD\t\t\t\tPantry\n"


def take(
    store: SqlStore, path: Path, content: str, spoken: str | None = None, replace: bool = False
) -> Report:
    """Import a feed with this content."""
    (path / "feed.tsv").write_text(content)
    if spoken is not None:
        (path / "spoken.tsv").write_text("id\tspoken\tsynonyms\n" + spoken)
    return import_feed(
        store,
        path / "feed.tsv",
        format="google",
        currency="USD",
        spoken=path / "spoken.tsv" if spoken is not None else None,
        replace=replace,
    )


def test_rows_become_variants_of_their_products(store: SqlStore, tmp_path: Path) -> None:
    report = take(store, tmp_path, FEED + MILK_S + MILK_L + TEA)

    assert report == Report(Written(added=3), ())
    with store.reading() as uow:
        small, large = uow.catalog.siblings("milk")
        tea = uow.catalog.variants(["tea"])["tea"]
    assert (small.sku, small.spoken, small.options) == ("milk-s", "milk one liter", (("size", "1 L"),))
    assert (large.on_hand, large.department) == (5, "Dairy")
    assert (tea.product_id, tea.spoken, tea.on_hand) == ("tea", "tea", None)


def test_the_merchants_spoken_names_are_used(store: SqlStore, tmp_path: Path) -> None:
    take(store, tmp_path, FEED + MILK_S + TEA, spoken="milk-s\tsmall milk\tmilk|carton of milk\n")

    with store.reading() as uow:
        assert uow.catalog.named("carton of milk")[0].spoken == "small milk"
        assert uow.catalog.named("tea")[0].spoken == "tea"


def test_a_second_run_updates_in_place(store: SqlStore, tmp_path: Path) -> None:
    take(store, tmp_path, FEED + MILK_S + TEA)

    report = take(store, tmp_path, FEED + MILK_S.replace("2.49", "2.59") + MILK_L + TEA)

    assert report.written == Written(added=1, updated=1, unchanged=1)


def test_a_second_row_with_an_id_is_refused(store: SqlStore, tmp_path: Path) -> None:
    report = take(store, tmp_path, FEED + TEA + MILK_S + TEA.replace("3.00", "9.00"))

    assert report == Report(
        Written(added=2), (Refused(4, "tea", "its id is on line 2 already"),), refused_count=1
    )


def test_names_for_nothing_are_told(store: SqlStore, tmp_path: Path) -> None:
    report = take(store, tmp_path, FEED + TEA, spoken="tea\ttea\t\ntea\tmore tea\t\nghost\tghost\t\n\tx\t\n")

    assert report.refused_names == (
        Refused(3, "tea", "its id is on line 2 already"),
        Refused(5, "", "has no id"),
        Refused(4, "ghost", "the feed has no product with this id"),
    )


def test_what_the_feed_no_longer_has_stays_unless_it_is_to_be_replaced(
    store: SqlStore, tmp_path: Path
) -> None:
    take(store, tmp_path, FEED + MILK_S + MILK_L + TEA)

    assert take(store, tmp_path, FEED + TEA).written == Written(unchanged=1)
    assert len(store.entities()) == 3

    # A row that is refused has not vanished.
    report = take(store, tmp_path, FEED + TEA + MILK_S.replace("2.49", "much"), replace=True)
    assert report.written == Written(unchanged=1, retired=1)
    assert [sold.sku for sold in store.entities()] == ["milk-s", "tea"]


def test_a_feed_without_a_good_row_replaces_nothing(store: SqlStore, tmp_path: Path) -> None:
    take(store, tmp_path, FEED + TEA)

    take(store, tmp_path, FEED + MILK_S.replace("2.49", "much"), replace=True)

    assert [sold.sku for sold in store.entities()] == ["tea"]


def test_a_broken_file_of_names_stops_before_anything_is_written(store: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "spoken.tsv").write_text("no header here\n")
    (tmp_path / "feed.tsv").write_text(FEED + TEA)

    with pytest.raises(FeedError, match="has no column id"):
        import_feed(
            store,
            tmp_path / "feed.tsv",
            format="google",
            currency="USD",
            spoken=tmp_path / "spoken.tsv",
        )

    assert store.entities() == ()


def test_progress_is_told_in_bytes(store: SqlStore) -> None:
    told: list[int] = []

    import_feed(
        store,
        feed_path(),
        format="google",
        currency="USD",
        spoken=spoken_names_path(),
        progress=told.append,
    )

    assert told == sorted(told)
    assert told[-1] == feed_path().stat().st_size


def test_the_demo_shop_is_loaded_whole_and_again_without_harm(store: SqlStore) -> None:
    first = load_demo(store, "USD", "kitchen", NOW)
    with store.writing() as uow:
        customer = uow.customers.of_user("kitchen")
        uow.carts.put(Cart(customer.id, (Line("bananas", 2),)))
        uow.commit()
    second = load_demo(store, "USD", "kitchen", NOW.replace(day=9))

    assert first.refused == first.refused_names == ()
    assert second.written == Written(unchanged=first.good)
    with store.reading() as uow:
        assert uow.customers.of_user("kitchen") == customer
        assert uow.carts.get(customer.id).quantity("bananas") == 2
        history = uow.orders.history(customer.id)
    assert [order.number for order in history] == ["1004", "1003", "1002", "1001"]
    assert all(order.placed_at < NOW and order.total.minor > 0 for order in history)


def test_who_shopped_before_the_demo_was_loaded_stays_who_they_are(store: SqlStore) -> None:
    with store.writing() as uow:
        before = uow.customers.of_user("kitchen")
        uow.carts.put(Cart(before.id, (Line("bananas", 2),)))
        uow.commit()

    load_demo(store, "USD", "kitchen", NOW)

    with store.reading() as uow:
        after = uow.customers.of_user("kitchen")
        assert after.id == before.id
        assert after.address is not None
        assert uow.carts.get(after.id).quantity("bananas") == 2
        assert len(uow.orders.history(after.id)) == 4


def test_a_delta_changes_only_what_it_names(store: SqlStore, tmp_path: Path) -> None:
    take(store, tmp_path, FEED + MILK_S + MILK_L + TEA)
    (tmp_path / "delta.tsv").write_text(
        "id\tprice\tavailability\tdelete\nmilk-s\t1.99 USD\t\t\ntea\t\tout_of_stock\t\n"
        "milk-l\t\t\tyes\nghost\t1 USD\t\t\n"
    )

    report = import_feed(store, tmp_path / "delta.tsv", currency="USD", delta=True)

    assert report.written == Written(updated=2, retired=1)
    assert report.refused == (Refused(5, "ghost", "has no title, and the shop has no such product"),)
    with store.reading() as uow:
        found = uow.catalog.variants(["milk-s", "milk-l", "tea"])
    assert (found["milk-s"].price.minor, found["milk-s"].name, found["milk-s"].on_hand) == (
        199,
        "Milk, 1 L",
        5,
    )
    assert found["tea"].sellable == 0
    assert "milk-l" not in found


def test_a_feed_that_breaks_off_replaces_nothing(store: SqlStore, tmp_path: Path) -> None:
    take(store, tmp_path, FEED + MILK_S + TEA)
    packed = gzip.compress((FEED + TEA * 500).encode())
    (tmp_path / "feed.tsv.gz").write_bytes(packed[: len(packed) // 2])

    with pytest.raises(FeedError, match="breaks off"):
        import_feed(store, tmp_path / "feed.tsv.gz", format="google", currency="USD", replace=True)

    assert [sold.sku for sold in store.entities()] == ["milk-s", "tea"]


IMPORTS = """
import os, sys
from pathlib import Path
from skill.feeds.importer import import_feed
from skill.store import open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
die = lambda done: store.catalog_version and os._exit(9)
import_feed(store, Path(sys.argv[3]), currency="USD", progress=die)
"""


@pytest.mark.process
def test_an_import_that_was_killed_is_run_again_and_ends_right(
    store: SqlStore, settings: Settings, tmp_path: Path
) -> None:
    rows = [f"tea-{n}\tTea {n}\t1.00 USD\t{n}\t\t\t\n" for n in range(2500)]
    (tmp_path / "feed.tsv").write_text(FEED + "".join(rows))
    command = [
        sys.executable,
        "-c",
        IMPORTS,
        settings.database_url,
        str(tmp_path / "i"),
        str(tmp_path / "feed.tsv"),
    ]

    # It dies without a word as soon as its first batch has been committed.
    assert subprocess.run(command, check=False).returncode == 9

    report = import_feed(store, tmp_path / "feed.tsv", currency="USD")
    assert report.written == Written(added=1500, unchanged=1000)

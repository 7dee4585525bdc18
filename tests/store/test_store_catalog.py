"""The catalogue in the database: what is sold, what it is called, and imports over it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from shelf import NOON, OpenStore, fill, variant

from skill.commerce.rules.catalog import Sale
from skill.commerce.rules.money import Money
from skill.store.catalog_writer import Listing, Written
from skill.store.store import SqlStore

JERRYS = variant("jerrys", name="Ben & Jerry's Crème Caramel", synonyms=("ice cream", "7 spoons"))


def test_a_variant_comes_back_as_it_went_in(store: SqlStore) -> None:
    shirt = variant(
        "shirt-red-s",
        1999,
        product_id="shirt",
        name="Shirt, Red, S",
        spoken="small red shirt",
        synonyms=("tee", "t-shirt"),
        options=(("size", "S"), ("color", "red")),
        brand="Otto's",
        department="Clothes",
        description="Cotton.",
        on_hand=4,
        availability="backorder",
        arrives=date(2026, 4, 1),
        attributes=(("diet", "vegan"), ("material", "cotton")),
        gtin="0123456789012",
        mpn="S-1",
        rating=450,
        reviews=12,
    )

    fill(store, shirt, category="Clothes > Shirts")

    with store.reading() as uow:
        assert uow.catalog.variants(["shirt-red-s"]) == {"shirt-red-s": shirt}


def test_variants_come_in_the_order_asked_for_without_those_not_sold(store: SqlStore) -> None:
    fill(store, variant("apple"), variant("bread"), variant("cheese"))

    with store.reading() as uow:
        assert list(uow.catalog.variants(["cheese", "nothing", "apple", "cheese"])) == ["cheese", "apple"]
        assert uow.catalog.variants([]) == {}


def test_siblings_come_cheapest_first(store: SqlStore) -> None:
    fill(
        store,
        variant("tea-l", 400, product_id="tea"),
        variant("tea-s", 200, product_id="tea"),
        variant("tea-m", 300, product_id="tea"),
        variant("coffee"),
    )

    with store.reading() as uow:
        assert [one.sku for one in uow.catalog.siblings("tea")] == ["tea-s", "tea-m", "tea-l"]


@pytest.mark.parametrize(
    "name",
    [
        "Ben & Jerry's Crème Caramel",
        "ben and jerrys creme caramel",
        "BEN AND JERRY’S CREME CARAMEL!",
        "ice cream",
        "seven spoons",
        "7 spoons",
    ],
)
def test_a_product_is_known_by_each_of_its_names(store: SqlStore, name: str) -> None:
    fill(store, JERRYS, variant("ice"))

    with store.reading() as uow:
        assert [one.sku for one in uow.catalog.named(name)] == ["jerrys"]


@pytest.mark.parametrize("name", ["cream", "ben", "", "%", "ice"])
def test_part_of_a_name_is_no_name(store: SqlStore, name: str) -> None:
    fill(store, JERRYS)

    with store.reading() as uow:
        assert uow.catalog.named(name) == ()


def test_a_name_that_was_taken_back_is_known_no_more(store: SqlStore) -> None:
    fill(store, JERRYS)
    fill(store, replace(JERRYS, synonyms=("gelato",)))

    with store.reading() as uow:
        assert uow.catalog.named("ice cream") == ()
        assert [one.sku for one in uow.catalog.named("gelato")] == ["jerrys"]


def test_the_department_with_most_products_comes_first(store: SqlStore) -> None:
    fill(
        store,
        variant("a", department="Small"),
        variant("b1", department="Big"),
        variant("b2", department="Big"),
        # Three sizes of one product are one product.
        *(variant(f"c{size}", product_id="c", department="Sizes") for size in "sml"),
        variant("d"),
    )

    with store.reading() as uow:
        assert uow.catalog.departments() == ("Big", "Sizes", "Small")


def test_a_price_changes_and_the_feed_changes_it_again(store: SqlStore) -> None:
    fill(store, variant("apple", 100))

    with store.writing() as uow:
        uow.catalog.set_price("apple", Money(120, "USD"))
        uow.commit()
    assert _price(store, "apple") == 120

    fill(store, variant("apple", 110))
    assert _price(store, "apple") == 110


def test_the_price_of_nothing_cannot_be_set(store: SqlStore) -> None:
    with store.writing() as uow, pytest.raises(KeyError, match="ghost"):
        uow.catalog.set_price("ghost", Money(1, "USD"))


def test_a_second_import_updates_in_place_and_tells_what_it_did(store: SqlStore) -> None:
    first = fill(store, variant("apple", 100), variant("bread", 200))
    second = fill(store, variant("apple", 100), variant("bread", 250), variant("cheese", 300))

    assert first == Written(added=2)
    assert second == Written(added=1, updated=1, unchanged=1)


def test_an_import_larger_than_a_batch_is_written_whole(store: SqlStore) -> None:
    many = [Listing(variant(f"thing-{number:03}")) for number in range(25)]

    assert store.write_catalog(iter(many), batch=10) == Written(added=25)
    assert store.write_catalog(iter(many), batch=10) == Written(unchanged=25)
    assert len(store.entities()) == 25


def test_a_feed_that_counts_nothing_leaves_the_count(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=7))

    written = fill(store, variant("apple", on_hand=None))

    assert written == Written(unchanged=1)
    assert _on_hand(store, "apple") == 7


def test_a_feed_that_counts_sets_the_count(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=7))
    fill(store, variant("apple", on_hand=3))

    assert _on_hand(store, "apple") == 3


def test_variants_that_disagree_about_their_product_do_not_change_at_each_import(store: SqlStore) -> None:
    pair = (variant("s", product_id="p", brand="Otto"), variant("l", product_id="p", brand="Otto & Sons"))
    fill(store, *pair)
    version = store.catalog_version

    assert fill(store, *pair) == Written(unchanged=2)
    assert store.catalog_version == version


def test_what_is_taken_off_sale_is_gone_and_can_come_back(store: SqlStore) -> None:
    fill(store, variant("apple", department="Fruit"), variant("bread", department="Bakery"))

    assert store.retire_others(lambda skus: {"bread"}) == Written(retired=1)
    with store.reading() as uow:
        assert list(uow.catalog.variants(["apple", "bread"])) == ["bread"]
        assert uow.catalog.named("apple") == ()
        assert uow.catalog.siblings("apple") == ()
        assert uow.catalog.departments() == ("Bakery",)
        assert uow.catalog.find("apple", 5) == ()
    assert [sold.sku for sold in store.entities()] == ["bread"]

    assert fill(store, variant("apple", department="Fruit")) == Written(updated=1)
    with store.reading() as uow:
        assert [one.sku for one in uow.catalog.find("apple", 5)] == ["apple"]


def test_the_version_changes_with_names_and_not_with_prices_and_stock(store: SqlStore) -> None:
    assert store.catalog_version == ""
    fill(store, variant("apple", 100, on_hand=5))
    first = store.catalog_version

    fill(store, variant("apple", 150, on_hand=2))
    assert store.catalog_version == first

    fill(store, variant("apple", 150, synonyms=("pippin",)))
    assert store.catalog_version not in ("", first)


def test_entities_are_what_people_call_the_things_on_sale(store: SqlStore) -> None:
    fill(store, JERRYS, variant("apple"))

    assert [(sold.sku, sold.spoken, sold.synonyms) for sold in store.entities()] == [
        ("apple", "apple", ()),
        ("jerrys", "ben & jerry's crème caramel", ("ice cream", "7 spoons")),
    ]


def test_of_many_entities_those_that_sold_best_are_given(store: SqlStore) -> None:
    fill(store, variant("apple", on_hand=9), variant("bread", on_hand=9), variant("cheese", on_hand=9))
    with store.writing() as uow:
        uow.stock.take("cheese", 3)
        uow.stock.take("bread", 1)
        uow.commit()

    assert [sold.sku for sold in store.entities(2)] == ["bread", "cheese"]


def _price(store: SqlStore, sku: str) -> int:
    with store.reading() as uow:
        return uow.catalog.variants([sku])[sku].price.minor


def _on_hand(store: SqlStore, sku: str) -> int | None:
    with store.reading() as uow:
        return uow.catalog.variants([sku])[sku].on_hand


def test_a_sale_is_the_price_while_it_runs(open_again: OpenStore) -> None:
    now = [NOON]
    store = open_again(clock=lambda: now[0])
    sale = Sale(Money(80, "USD"), NOON + timedelta(days=1), NOON + timedelta(days=2))
    store.write_catalog([Listing(variant("apple", 100), sale=sale)])

    prices = []
    for day in range(3):
        now[0] = NOON + timedelta(days=day)
        with store.reading() as uow:
            apple = uow.catalog.variants(["apple"])["apple"]
        prices.append((apple.price.minor, apple.regular_price and apple.regular_price.minor))

    assert prices == [(100, None), (80, 100), (100, None)]


def test_a_price_that_is_set_ends_the_sale(store: SqlStore) -> None:
    store.write_catalog([Listing(variant("apple", 100), sale=Sale(Money(80, "USD")))])
    assert _price(store, "apple") == 80

    with store.writing() as uow:
        uow.catalog.set_price("apple", Money(90, "USD"))
        uow.commit()

    assert _price(store, "apple") == 90


def test_a_listing_comes_back_as_it_was_written(store: SqlStore) -> None:
    sale = Sale(Money(80, "USD"), NOON, NOON + timedelta(days=2))
    one = Listing(variant("apple", attributes=(("diet", "vegan"),)), "Fruit > Apples", sale)
    one = replace(one, variant=replace(one.variant, department="Fruit"))
    store.write_catalog([one])

    assert store.listings(["apple", "ghost"]) == {"apple": one}
    assert store.write_catalog([one]) == Written(unchanged=1)

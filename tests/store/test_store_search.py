"""Search: which products a customer's words find, and an index that can be thrown away at any time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from shelf import NOON, OpenStore, at_once, fill, variant

from skill.commerce.looking import Looking
from skill.commerce.rules.catalog import Sale
from skill.commerce.rules.money import Money
from skill.errors import StoreUnavailable
from skill.store import search_index
from skill.store.catalog_writer import Listing
from skill.store.store import SqlStore

SHELF = (
    variant("oat-milk", name="Oat Milk, 1 Liter", spoken="oat milk"),
    variant("whole-milk", name="Whole Milk, 1 Liter", spoken="whole milk"),
    variant("milk-2", name="Reduced-Fat Milk 2%", spoken="two percent milk"),
    variant("milk-chocolate", name="Milk Chocolate", spoken="milk chocolate", description="A bar."),
    variant("heads", name="Toothbrush Heads", brand="Otto's", synonyms=("brush heads",)),
    variant("jerrys", name="Ben & Jerry's Crème Caramel", department="Frozen"),
    variant("cola", name="7UP", synonyms=("lemon soda",)),
    variant("shirt", name="Shirt", spoken="red shirt", options=(("color", "red"), ("size", "large"))),
    variant("soap", name="Soap", description="Smells of strawberries."),
    variant("banana", name="Bananas", spoken="banana"),
)


@pytest.fixture
def shelf(store: SqlStore) -> SqlStore:
    """A store with ten things in it."""
    fill(store, *SHELF, category="Groceries > Everyday Things")
    return store


@pytest.fixture(scope="module")
def groceries(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """The same ten things in a store that all tests share which only look."""
    folder = tmp_path_factory.mktemp("groceries")
    shutil.copy(empty_database, folder / "shop.db")
    store = SqlStore(f"sqlite:///{folder / 'shop.db'}", folder / "index")
    fill(store, *SHELF, category="Groceries > Everyday Things")
    yield store
    store.close()


def found(store: SqlStore, words: str, limit: int = 10) -> list[str]:
    """The skus that words find."""
    with store.reading() as uow:
        return [one.sku for one in uow.catalog.find(words, limit)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("oat milk", "oat-milk"),
        ("some of the oat milk please", "oat-milk"),
        ("two percent milk", "milk-2"),
        ("2% milk", "milk-2"),
        ("chocolate", "milk-chocolate"),
        ("toothbrush head", "heads"),
        ("tooth brush heads", "heads"),
        ("brush heads", "heads"),
        ("ottos heads", "heads"),
        ("otto's", "heads"),
        ("ben and jerrys", "jerrys"),
        ("Ben & Jerry’s", "jerrys"),
        ("ben and jerries", "jerrys"),
        ("creme caramel", "jerrys"),
        ("crème", "jerrys"),
        ("seven up", "cola"),
        ("7 up", "cola"),
        ("lemon sodas", "cola"),
        ("large red shirt", "shirt"),
        ("strawberry", "soap"),
        ("bananas", "banana"),
        ("bannana", "banana"),
        ("chocolat", "milk-chocolate"),
        ("oatmilk", "oat-milk"),
        ("wohle milk", "whole-milk"),
    ],
)
def test_the_first_thing_found_is_the_one_meant(groceries: SqlStore, words: str, first: str) -> None:
    assert found(groceries, words)[:1] == [first]


@pytest.mark.parametrize(
    "words", ["", "   ", "!?", "'", "xylophone", '"(+-^~*:[]{}\\/', "AND OR NOT", "a" * 300]
)
def test_words_that_mean_nothing_find_nothing_and_break_nothing(groceries: SqlStore, words: str) -> None:
    assert found(groceries, words) == []


def test_what_has_all_the_words_comes_before_what_has_any(groceries: SqlStore) -> None:
    skus = found(groceries, "oat milk")

    assert skus[0] == "oat-milk"
    assert set(skus[1:]) == {"whole-milk", "milk-2", "milk-chocolate"}


def test_a_name_counts_more_than_a_description(store: SqlStore) -> None:
    fill(
        store,
        variant("jam", name="Jam", description="Honey, honey, and more honey."),
        variant("honey", name="Wildflower Honey"),
    )

    assert found(store, "honey") == ["honey", "jam"]


def test_a_department_is_found_too(groceries: SqlStore) -> None:
    assert len(found(groceries, "everyday", limit=20)) == len(SHELF)


def test_no_more_are_found_than_asked_for(groceries: SqlStore) -> None:
    assert len(found(groceries, "milk", limit=2)) == 2


def test_price_and_stock_are_those_of_the_database(shelf: SqlStore) -> None:
    found(shelf, "soap")

    with shelf.writing() as uow:
        uow.catalog.set_price("soap", Money(777, "USD"))
        uow.stock.set_level("soap", 3)
        uow.commit()

    with shelf.reading() as uow:
        (soap,) = uow.catalog.find("soap", 5)
    assert (soap.price.minor, soap.on_hand) == (777, 3)


def test_what_another_process_puts_on_the_shelf_is_found(shelf: SqlStore, open_again: OpenStore) -> None:
    assert found(shelf, "pineapple") == []

    fill(open_again(), variant("pineapple"))

    assert found(shelf, "pineapple") == ["pineapple"]


def test_a_new_index_leaves_no_old_one_behind(shelf: SqlStore, tmp_path: Path) -> None:
    for sku in ("pineapple", "mango"):
        fill(shelf, variant(sku))
        found(shelf, sku)

    assert len(list((tmp_path / "index").iterdir())) == 1


def _truncate(folder: Path) -> None:
    for file in folder.rglob("*.store"):
        file.write_bytes(file.read_bytes()[:10])


def _garble(folder: Path) -> None:
    for file in folder.rglob("meta.json"):
        file.write_text("{")


def _garble_manifest(folder: Path) -> None:
    for file in folder.rglob("manifest.json"):
        file.write_text("[1, 2")


def _lose_some(folder: Path) -> None:
    for file in folder.rglob("*.term"):
        file.unlink()


def _scramble(folder: Path) -> None:
    for file in folder.rglob("*.*"):
        if file.suffix not in (".json", ".lock"):
            file.write_bytes(b"\xff" * file.stat().st_size)


@pytest.mark.parametrize(
    "damage", [shutil.rmtree, _truncate, _scramble, _garble, _garble_manifest, _lose_some]
)
def test_a_damaged_index_is_made_again(
    shelf: SqlStore, open_again: OpenStore, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    found(shelf, "soap")
    shelf.close()

    damage(tmp_path / "index")

    assert found(open_again(), "soap") == ["soap"]


def test_a_folder_that_cannot_be_made_is_told(store: SqlStore, tmp_path: Path) -> None:
    fill(store, *SHELF)
    (tmp_path / "index").write_text("a file where the folder should be")

    assert store.health() == {"database": True, "index": False}
    with pytest.raises(StoreUnavailable, match="cannot be made"):
        found(store, "soap")


def test_the_index_is_made_again_when_asked(shelf: SqlStore, tmp_path: Path) -> None:
    found(shelf, "soap")
    (folder,) = (tmp_path / "index").iterdir()
    (folder / "old").touch()

    shelf.reindex()

    assert not (folder / "old").exists()
    assert found(shelf, "soap") == ["soap"]


def test_an_empty_shop_finds_nothing(store: SqlStore) -> None:
    assert found(store, "soap") == []
    assert store.health() == {"database": True, "index": True}


def test_threads_that_search_at_once_all_find(shelf: SqlStore) -> None:
    assert at_once(*[partial(found, shelf, "soap") for _ in range(8)]) == [["soap"]] * 8


SEARCH = """
import sys
from pathlib import Path
from skill.store import open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
with store.reading() as uow:
    print([one.sku for one in uow.catalog.find("soap", 5)])
"""


@pytest.mark.process
def test_processes_that_make_the_index_at_once_all_find(
    shelf: SqlStore, database_url: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", SEARCH, database_url, str(tmp_path / "index")]

    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    assert [process.communicate()[0].strip() for process in running] == ["['soap']"] * 3
    assert len(list((tmp_path / "index").iterdir())) == 1


def cheaper(store: SqlStore, minor: int, words: str = "", **more: object) -> list[str]:
    """The skus that words find for at most so much."""
    with store.reading() as uow:
        looking = Looking(words, most=Money(minor, "USD"), **more)  # type: ignore[arg-type]
        return [one.sku for one in uow.catalog.find(looking, 10)]


def set_price(store: SqlStore, sku: str, minor: int) -> None:
    """Change a price as a merchant does."""
    with store.writing() as uow:
        uow.catalog.set_price(sku, Money(minor, "USD"))
        uow.commit()


def test_a_new_price_counts_at_once_in_every_process(shelf: SqlStore, open_again: OpenStore) -> None:
    assert cheaper(shelf, 50, "milk") == []

    other = open_again()
    set_price(other, "oat-milk", 40)

    assert cheaper(shelf, 50, "milk") == cheaper(other, 50, "milk") == ["oat-milk"]
    set_price(shelf, "oat-milk", 60)
    assert cheaper(shelf, 50, "milk") == cheaper(other, 50, "milk") == []


def test_a_price_that_was_not_committed_never_was(shelf: SqlStore) -> None:
    with shelf.writing() as uow:
        uow.catalog.set_price("soap", Money(40, "USD"))
        uow.catalog.find("soap", 5)

    assert cheaper(shelf, 50, "soap") == []
    set_price(shelf, "milk-2", 40)
    assert cheaper(shelf, 50) == ["milk-2"]


def test_the_cheapest_of_many_is_found(store: SqlStore) -> None:
    fill(store, *[variant(f"mug-{n}", 1000 - n, name=f"Mug {n}") for n in range(300)])

    with store.reading() as uow:
        found = uow.catalog.find(Looking("mug", sort="cheapest"), 5)

    assert [one.price.minor for one in found] == [701, 702, 703, 704, 705]


def test_a_sale_is_found_while_it_runs(open_again: OpenStore) -> None:
    now = [NOON]
    store = open_again(clock=lambda: now[0])
    sale = Sale(Money(40, "USD"), NOON + timedelta(hours=1), NOON + timedelta(hours=2))
    store.write_catalog([Listing(variant("apple", 100), sale=sale), Listing(variant("pear", 100))])

    found = []
    for hour in range(3):
        now[0] = NOON + timedelta(hours=hour)
        with store.reading() as uow:
            on_sale = [one.sku for one in uow.catalog.find(Looking("", on_sale=True), 5)]
        found.append((on_sale, cheaper(store, 50)))

    assert found == [([], []), (["apple"], ["apple"]), ([], [])]


def test_what_left_the_shelf_is_found_no_more(shelf: SqlStore, open_again: OpenStore) -> None:
    assert found(shelf, "soap") == ["soap"]

    open_again().retire(["soap"])

    assert found(shelf, "soap") == []


def test_what_is_described_so_is_found_when_nothing_is_called_so(groceries: SqlStore) -> None:
    assert found(groceries, "smells strawberries") == ["soap"]


def test_a_word_that_sounds_like_it_is_found(store: SqlStore) -> None:
    fill(store, variant("knife", name="Bread Knife"), variant("phone", name="Telephone"))

    assert found(store, "nife") == ["knife"]
    assert found(store, "telefon") == ["phone"]


def test_an_index_far_behind_answers_and_catches_up_aside(
    shelf: SqlStore, open_again: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(shelf, "soap")
    other = open_again()
    monkeypatch.setattr(search_index, "is_far", lambda connection, after: True)
    fill(other, *[variant(f"lamp-{n}") for n in range(20)])

    assert found(shelf, "soap") == ["soap"]

    deadline = time.monotonic() + 20
    while found(shelf, "lamp", limit=30) == [] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(found(shelf, "lamp", limit=30)) == 20


FOLLOWS = """
import sys
from pathlib import Path
from skill.commerce.rules.money import Money
from skill.store import open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
for minor in range(20, 40):
    with store.writing() as uow:
        uow.catalog.set_price("soap", Money(minor, "USD"))
        uow.commit()
    with store.reading() as uow:
        assert uow.catalog.find("soap", 5)[0].sku == "soap"
"""


@pytest.mark.process
def test_processes_that_follow_at_once_leave_a_whole_index(
    shelf: SqlStore, database_url: str, tmp_path: Path
) -> None:
    found(shelf, "soap")
    command = [sys.executable, "-c", FOLLOWS, database_url, str(tmp_path / "index")]

    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]

    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 2
    assert cheaper(shelf, 39, "soap") == ["soap"]
    assert cheaper(shelf, 38, "soap") == []

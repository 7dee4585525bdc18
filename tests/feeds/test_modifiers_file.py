"""A merchant's table of choices goes in whole or row by row, and every refusal says why."""

import shutil
from pathlib import Path

import pytest

from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money
from skill.feeds.modifiers import import_modifiers
from skill.store import open_store
from skill.store.catalog_writer import Listing

HEAD = "products\tgroup\tid\tspoken\tsynonyms\tprice\tleast\tmost\tusual\tbefore\tavailable"


@pytest.fixture
def store(tmp_path, empty_database):
    shutil.copy(empty_database, tmp_path)
    store = open_store(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path / "index")
    store.write_catalog(Listing(Variant(id, id, id, id, Money(400, "USD"))) for id in ("latte", "mocha"))
    yield store
    store.close()


def taken(store, tmp_path: Path, *rows: str):
    file = tmp_path / "modifiers.tsv"
    file.write_text("\n".join((HEAD, *rows)), "utf-8")
    report = import_modifiers(store, file, "USD")
    return report.products, [(row.line, row.reason) for row in report.refused]


def test_choices_are_kept_for_each_product(store, tmp_path):
    rows = (
        "latte|mocha\tmilk\twhole\twhole milk\tmilk|full fat\t\t1\t1\tyes\t\t",
        "latte|mocha\tmilk\toat\toat milk\toat\t0.60\t\t\t\t\t",
        "latte\theat\ticed\ticed\t\t-0.20 USD\t\t\t\tyes\tno",
    )
    assert taken(store, tmp_path, *rows) == (2, [])
    with store.reading() as uow:
        milk, heat = uow.catalog.variants(["latte"])["latte"].modifiers
    assert (milk.least, milk.most, milk.usual) == (1, 1, ("whole",))
    assert [(one.id, one.price.minor) for one in milk.choices] == [("whole", 0), ("oat", 60)]
    assert (heat.choices[0].price.minor, heat.choices[0].leads, heat.choices[0].available) == (
        -20,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("\tmilk\tsoy\tsoy", "has no products"),
        ("latte\tmilk\tSoy Milk\tsoy", "its id must be lower-case letters, digits and -"),
        ("latte\tmilk\tsoy\t", "has no spoken name"),
        ("latte\t\tsoy\tsoy", "has no group"),
        ("latte\tmilk\tsoy\tsoy\t\tcheap", "its price cheap is no amount"),
        ("latte\tmilk\tsoy\tsoy\t\t1.00 EUR", "its price is in EUR, the shop's currency is USD"),
        ("latte\tmilk\tsoy\tsoy\t\t\t2\t1", "at least 2 and at most 1 cannot be chosen"),
        ("latte\tmilk\tsoy\tsoy\t\t\tmany", "its least must be a whole number up to 20"),
        ("latte\tmilk\tsoy\tsoy\t\t\t\t\tmaybe", "its usual must be yes or no"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(store, tmp_path, row, reason):
    cells = row.split("\t")
    cells += [""] * (HEAD.count("\t") + 1 - len(cells))
    assert taken(store, tmp_path, "\t".join(cells)) == (0, [(2, reason)])


def test_a_group_and_its_products_must_fit_together(store, tmp_path):
    rows = (
        "latte\tmilk\toat\toat\t\t\t1\t1\tyes\t\t",
        "latte\tmilk\toat\toat again\t\t\t\t\t\t\t",
        "latte\tmilk\tsoy\tsoy\t\t\t\t2\t\t\t",
        "latte\tmilk\trice\trice\t\t\t\t\tyes\t\t",
        "tea\tmilk\toat\toat\t\t\t\t\t\t\t",
        "mocha\tmilk\toat\toat\t\t\t2\t2\t\t\t",
    )
    assert taken(store, tmp_path, *rows) == (
        1,
        [
            (3, "latte has this choice on line 2 already"),
            (4, "its most is 2, but 1 in an earlier row of the group"),
            (5, "more choices are usual than the 1 that can be taken"),
            (7, "mocha: at least 2 of milk must be chosen, but there are fewer"),
            (6, "the catalogue has no product tea"),
        ],
    )

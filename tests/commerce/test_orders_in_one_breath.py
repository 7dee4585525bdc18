"""Free orders as people say them, against the demo shop: what is read is what was meant."""

from collections import Counter
from pathlib import Path

import pytest

from skill.commerce.asking import read, understood
from skill.commerce.lexicon import lexicon
from skill.commerce.matching import One, Several
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world

EN = lexicon("en-US")
JUDGED = [
    line.split("\t")
    for line in Path(__file__).with_name("orders_in_one_breath.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def uow():
    fixture = Fixture(Path(__file__), "orders", (), given={"orders": []})
    with open_world(fixture) as world, world.shop.store.reading() as uow:
        yield uow


def line_of(asked, found):
    """What was understood of one thing, in the notation of the judged file, without its quantity."""
    match found.meant:
        case One(variant):
            thing = "+".join((variant.sku, *sorted(variant.chosen)))
        case Several(variants):
            products = {variant.product_id for variant in variants}
            thing = f"~{'+'.join((sorted(products)[0], *sorted(variants[0].chosen)))}"
        case _:
            thing = f"!{asked.words}"
    return "".join((thing, *(f" !{wish.words}" for wish in found.unmet)))


def lines(text, uow):
    counts = Counter()
    for asked in read(text, uow, EN):
        found = understood(uow, asked, EN)
        counts[line_of(asked, found)] += found.quantity
    return counts


def meant(told):
    counts = Counter()
    for line in told.split("; "):
        quantity, thing = line.split(" ", 1)
        made, *unmet = thing.split(" !")
        sku, *chosen = made.split("+")
        thing = "+".join((sku, *sorted(chosen)))
        counts["".join((thing, *(f" !{wish}" for wish in unmet)))] += int(quantity)
    return counts


@pytest.mark.parametrize(("said", "told"), JUDGED, ids=[said for said, _ in JUDGED])
def test_an_order_is_read_as_it_was_meant(uow, said, told):
    assert lines(said, uow) == meant(told)

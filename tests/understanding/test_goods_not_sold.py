"""Everyday goods that nobody has listed: asked for they are looked for, talked about they are not.

No line of goods_not_sold.tsv, and none of its goods, is among what the second opinion was trained with.
"""

from pathlib import Path

import pytest

from local_voice.understanding import Understanding

FLOORS = {"plain": 0.88, "outside": 0.85}
LINES = (Path(__file__).parent / "goods_not_sold.tsv").read_text("utf-8").splitlines()[1:]
WAYS = (Path(__file__).parents[2] / "interaction_models" / "ways" / "en-US.txt").read_text("utf-8")


@pytest.mark.parametrize("kind", FLOORS)
def test_enough_of_them_are_told_apart(shop: Understanding, kind: str) -> None:
    rows = [line.split("\t") for line in LINES if line.startswith(f"{kind}\t")]

    missed = [row[1] for row in rows if shop.understand(row[1]).intent not in row[2].split("|")]

    assert 1 - len(missed) / len(rows) >= FLOORS[kind], missed


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("have you got an umbrella stand", "SearchProductsIntent"),
        ("have you got a piggy bank", "SearchProductsIntent"),
        ("have you got time on friday", "AMAZON.FallbackIntent"),
        ("have you got your keys", "AMAZON.FallbackIntent"),
    ],
)
def test_a_noun_that_nobody_knows_is_a_thing_to_look_for(shop: Understanding, said: str, intent: str) -> None:
    assert shop.understand(said).intent == intent


def test_none_of_the_goods_was_trained_with() -> None:
    goods = [line.partition("query=")[2].removeprefix("a ").removeprefix("an ") for line in LINES]

    assert [one for one in goods if one and one in WAYS] == []

"""How much of what people say is understood: a development set, kind by kind.

The file utterances.tsv was written apart from the samples; where it showed what people say and the model did
not know, the model has learned some of it since. The shares are floors: what is reached today less a little.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from local_voice.understanding import Understanding, Understood
from skill.bootstrap import COSTLY

FLOORS = {"plain": 0.98, "paraphrase": 0.9, "recogniser": 0.84, "outside": 0.92}
LINES = (Path(__file__).parent / "utterances.tsv").read_text("utf-8").splitlines()[1:]


def wanted(slots: str) -> dict[str, str]:
    """ "quantity=2 product=@bananas" as a mapping; @ stands before an id."""
    return dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", slots))


def right(understood: Understood, intent: str, slots: Mapping[str, str]) -> bool:
    """Whether the intent and the slots that are named came out."""
    return understood.intent == intent and all(
        value in [f"@{one.id}" for one in slot.resolved] or value == slot.value
        for name, value in slots.items()
        if (slot := understood.slots[name])
    )


@pytest.fixture(scope="module")
def understood(shop: Understanding) -> dict[str, Understood]:
    """What is understood of each line, by its text."""
    return {text: shop.understand(text) for text in (line.split("\t")[1] for line in LINES)}


@pytest.mark.parametrize("kind", FLOORS)
def test_enough_is_understood(understood: dict[str, Understood], kind: str) -> None:
    rows = [[*line.split("\t"), ""] for line in LINES if line.startswith(f"{kind}\t")]

    missed = [row[1] for row in rows if not right(understood[row[1]], row[2], wanted(row[3]))]

    assert 1 - len(missed) / len(rows) >= FLOORS[kind], missed


def test_nothing_said_to_others_moves_money(understood: dict[str, Understood]) -> None:
    others = [line.split("\t")[1] for line in LINES if line.startswith("outside\t")]

    heard = [understood[text] for text in others]
    at_once = [one.text for one in heard if one.intent in COSTLY and one.question is None]

    assert at_once == []


def test_the_set_is_large_and_of_all_kinds() -> None:
    kinds = [line.split("\t")[0] for line in LINES]

    assert all(kinds.count(kind) >= 100 for kind in FLOORS)
    assert len({line.split("\t")[1] for line in LINES}) == len(LINES)

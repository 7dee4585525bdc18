"""Flat tables give back what was put in, at any size."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from local_voice.understanding.packed import Packed
from local_voice.understanding.tables import Numbers, Rows
from local_voice.understanding.values import Entity

TEXTS = st.text(max_size=6)
NUMBERS = st.integers(0, 2**32 - 1)


@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=40), TEXTS)
def test_numbers_are_found_by_their_text(pairs: list[tuple[str, int]], other: str) -> None:
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for text, number in pairs:
        wanted[text].add(number)

    table = Numbers(pairs)

    for text in (*wanted, other):
        assert list(table[text]) == sorted(wanted[text])
        assert (text in table) == bool(wanted[text])


@given(st.lists(st.lists(NUMBERS, max_size=5), max_size=20))
def test_rows_come_back(rows: list[list[int]]) -> None:
    kept = Rows(rows)

    assert [list(kept[place]) for place in range(len(kept))] == rows
    assert [list(row) for row in kept] == rows
    assert [kept.size(place) for place in range(len(kept))] == list(map(len, rows))


@given(
    st.lists(st.builds(Entity, TEXTS, TEXTS, st.lists(st.text("ab c", max_size=4)).map(tuple)), max_size=9)
)
def test_packed_entities_come_back(entities: list[Entity]) -> None:
    kept = Packed(entities)

    assert list(kept) == entities
    assert kept[1:] == entities[1:]

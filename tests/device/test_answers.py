"""How people answer decides how long they are waited for."""

from __future__ import annotations

import pytest

from local_voice.answers import answer_of


@pytest.mark.parametrize(
    ("slot_type", "answer"),
    [
        ("AMAZON.NUMBER", "short"),
        ("AMAZON.PostalAddress", "free"),
        ("AMAZON.SearchQuery", "free"),
        ("PRODUCT", "usual"),
        (None, "usual"),
    ],
)
def test_the_type_of_the_slot_decides(slot_type: str | None, answer: str) -> None:
    assert answer_of(slot_type) == answer

"""Compiled once, kept on disk, and never brought down by words."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_voice.understanding import Context, Entity, Understanding, compile_model

SMALL: dict[str, Any] = {
    "languageModel": {
        "invocationName": "tiny",
        "intents": [
            {
                "name": "BuyIntent",
                "slots": [{"name": "thing", "type": "THING"}, {"name": "count", "type": "AMAZON.NUMBER"}],
                "samples": ["buy {count} {thing}", "buy {thing}", "what's {thing}"],
            },
            {"name": "AMAZON.YesIntent", "samples": []},
        ],
        "types": [
            {"name": "THING", "values": [{"id": "cup", "name": {"value": "cup", "synonyms": ["mug & co"]}}]}
        ],
    }
}
WORDS = st.sampled_from(
    ["buy", "two", "cups", "a", "to", "no", "not", "yes", "please", "and", ",", "mug", "$", "7", "'"]
)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pickle"))


def test_a_compiled_model_is_kept_and_found_again(tmp_path: Path) -> None:
    first = compile_model(SMALL, cache=tmp_path)
    (path,) = kept(tmp_path)
    written = path.stat().st_mtime_ns

    again = compile_model(SMALL, cache=tmp_path)

    assert path.stat().st_mtime_ns == written
    assert again.understand("buy two cups") == first.understand("buy two cups")


def test_another_model_takes_the_place_of_the_kept_one(tmp_path: Path) -> None:
    compile_model(SMALL, cache=tmp_path)
    before = kept(tmp_path)

    compile_model(SMALL, locale="en-GB", cache=tmp_path)

    assert len(kept(tmp_path)) == 1
    assert kept(tmp_path) != before


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    compile_model(SMALL, cache=tmp_path)
    (path,) = kept(tmp_path)

    for damage in (b"", b"no pickle", path.read_bytes()[:1000], pickle.dumps("something else")):
        path.write_bytes(damage)
        assert compile_model(SMALL, cache=tmp_path).understand("buy a cup").intent == "BuyIntent"


def test_a_file_with_one_bit_that_is_another_is_made_anew(tmp_path: Path) -> None:
    fresh = compile_model(SMALL, cache=tmp_path).understand("buy two cups")
    (path,) = kept(tmp_path)
    whole = path.read_bytes()

    for place in range(0, len(whole), len(whole) // 9):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(damaged)

        assert compile_model(SMALL, cache=tmp_path).understand("buy two cups") == fresh
        assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    assert compile_model(SMALL, cache=blocked / "folder").understand("yes").intent == "AMAZON.YesIntent"


def test_what_was_written_half_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "understanding-of-a-run-that-was-killed.part").write_bytes(b"half")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", _fill_the_disk)
        compile_model(SMALL, cache=tmp_path)

    assert list(tmp_path.iterdir()) == []


def _fill_the_disk(path: Path, data: bytes) -> int:
    with path.open("wb") as file:
        file.write(data[:10])
    raise OSError(28, "No space left on device")


@given(st.text(max_size=200))
def test_any_text_gives_an_answer(shop: Understanding, text: str) -> None:
    understood = shop.understand(text)

    assert 0 <= understood.confidence <= 1
    assert understood.text == text


@settings(max_examples=200)
@given(
    st.lists(WORDS, max_size=9).map(" ".join),
    st.sampled_from([None, ("BuyIntent", "thing"), ("BuyIntent", "count")]),
)
def test_any_words_in_any_state_give_an_answer(text: str, asked: tuple[str, str] | None) -> None:
    understood = SMALL_ONE.understand([text, ""], Context(elicit=asked, likely=frozenset({"cup"})))

    assert understood.intent in {"BuyIntent", "AMAZON.YesIntent", "AMAZON.FallbackIntent"}
    assert all(slot.value is None or slot.value for slot in understood.slots.values())


SMALL_ONE = compile_model(SMALL)


def test_a_very_long_utterance_is_read_to_a_limit(shop: Understanding) -> None:
    assert shop.understand("add bananas and " * 1000).intent in {"OrderItemsIntent", "AMAZON.FallbackIntent"}


def test_the_recogniser_is_told_what_to_expect() -> None:
    expected = SMALL_ONE.grammar()

    assert "buy {number} {thing}" in expected.frames
    assert {"what's {thing}", "what is {thing}", "yes"} <= set(expected.frames)
    assert expected.names == ("cup", "mug and co")
    assert {"one", "twelve", "half a dozen"} <= set(expected.numbers)


def test_what_was_asked_for_stands_first_in_the_grammar(shop: Understanding) -> None:
    asked = shop.grammar(Context(elicit=("CancelOrderIntent", "orderNumber"), likely=frozenset({"kettle"})))

    assert asked.frames[0] == "{number}"
    assert asked.names[0] == "electric kettle"


def test_phrases_for_others_are_not_told_to_the_recogniser(shop: Understanding) -> None:
    assert not any("weather" in frame for frame in shop.grammar().frames)
    assert "weather" not in shop.words()


def test_entities_with_a_known_version_are_not_even_looked_at(tmp_path: Path) -> None:
    asked: list[str] = []

    def things() -> dict[str, list[Entity]]:
        asked.append("things")
        return {"THING": [Entity("bowl", "bowl")]}

    for version in ("one", "one", "two"):
        made = compile_model(SMALL, entities=things, version=version, cache=tmp_path)
        assert [one.id for one in made.understand("buy a bowl").slots["thing"].resolved] == ["bowl"]

    assert asked == ["things", "things"]

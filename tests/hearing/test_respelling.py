"""Words that a model has never heard of are spelled with words that it knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.errors import VoiceError
from local_voice.hearing.ear import Ear
from local_voice.hearing.respelling import Respellings, read_table, write_table
from local_voice.hearing.soundalikes import SoundAlikes
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.sound import Pcm
from local_voice.understanding.values import Context, Frames

TABLE = {"sorbet": ("soar bay", "sore bay"), "scone": ("skone",)}
SHOP = Frames(("add {product}", "any sorbet left"), ("lemon sorbet", "tea"), ())


def knows_nothing(word: str) -> bool:
    return False


def test_names_and_frames_are_spelled_in_all_ways() -> None:
    spelled = Respellings(TABLE).spell(SHOP, knows_nothing)

    assert spelled.names == ("lemon soar bay", "lemon sore bay", "tea")
    assert spelled.frames == ("add {product}", "any soar bay left", "any sore bay left")


def test_a_word_with_accents_is_spelled_as_one_without() -> None:
    shop = Frames(("any Crème Brûlée left in {storeName}",), ("crème brûlée",), ())

    spelled = Respellings({"brulee": ("brew lee",)}).spell(shop, knows_nothing)

    assert spelled.names == ("creme brew lee",)
    assert spelled.frames == ("any Creme brew lee left in {storeName}",)


def test_what_the_model_knows_is_left_alone() -> None:
    assert Respellings(TABLE).spell(SHOP, lambda word: True) == SHOP


def test_what_was_heard_is_read_as_the_word() -> None:
    heard = Transcript("add a lemon sore bay", ("add a lemon soar bay", "soar bayou"), behind=(0.5, 1.5, 6.0))

    restored = Respellings(TABLE).restore(heard)

    assert restored.hypotheses == ("add a lemon sorbet", "soar bayou")
    assert restored.behind == (0.5, 6.0)
    assert Respellings(TABLE).restore(Transcript("")) == Transcript("")


def test_a_table_is_kept_and_read_again(tmp_path: Path) -> None:
    write_table(tmp_path / "own" / "respellings.tsv", TABLE)

    assert read_table(tmp_path / "own" / "respellings.tsv") == TABLE
    assert read_table(tmp_path / "nowhere.tsv") == {}


@pytest.mark.parametrize("line", ["sorbet", "\tsoar bay", "lemon sorbet\tsoar bay", "sorbet\t!"])
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "table.tsv").write_text(f"# mine\n\nscone\tskone\n{line}\n")

    with pytest.raises(VoiceError, match=r"table\.tsv, line 4: write one word"):
        read_table(tmp_path / "table.tsv")


@given(st.text(max_size=40))
def test_any_text_can_be_read_back(text: str) -> None:
    Respellings(TABLE).restore(Transcript(text or "x", (text,)))


@pytest.fixture(scope="module")
def speller() -> SoundAlikes:
    words = [
        "bay",
        "brew",
        "cake",
        "cheese",
        "cream",
        "lee",
        "mat",
        "mine",
        "pine",
        "saw",
        "soar",
        "toe",
        "re",
        "row",
    ]
    return SoundAlikes(words, avoid=["cream", "cake", "cheese"])


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("sorbet", "soar bay"),
        ("brulee", "brew lee"),
        ("cheesecake", "cheese cake"),
        ("risotto", "re saw toe"),
    ],
)
def test_a_word_is_spelled_as_it_sounds(speller: SoundAlikes, word: str, spelled: str) -> None:
    found = speller.spell(word)

    assert found is not None
    assert (found.spelled, found.likeness) == (spelled, 1.0)


def test_the_usual_way_to_say_a_word_is_spelled() -> None:
    found = SoundAlikes(["soar", "bay", "bet"]).spell("sorbet")

    assert found is not None
    assert found.spelled == "soar bay"


def test_each_word_of_a_spelling_makes_it_fit_less(speller: SoundAlikes) -> None:
    fits = [found.fit for word in ("sorbet", "risotto") if (found := speller.spell(word))]

    assert 1 > fits[0] > fits[1] > 0.85


@pytest.mark.parametrize(
    ("word", "doubtful"), [("sorbet", False), ("cheesecake", False), ("ghee", True), ("toffee", True)]
)
def test_a_spelling_that_nobody_would_take_for_the_word_is_doubtful(
    speller: SoundAlikes, word: str, doubtful: bool
) -> None:
    found = speller.spell(word)

    assert found is not None
    assert found.is_doubtful is doubtful


def test_a_word_of_the_shop_never_stands_for_another(speller: SoundAlikes) -> None:
    found = speller.spell("creme")

    assert found is None or "cream" not in found.spelled.split()


def test_what_nobody_can_speak_has_no_spelling(speller: SoundAlikes) -> None:
    assert speller.spell("7up") is None


@pytest.mark.audio
def test_a_spelled_word_is_heard(recognizer: VoskRecognizer, say: Callable[..., Pcm]) -> None:
    def expected(context: Context) -> Frames:
        return Frames(("add {product}", "good night"), ("bellini", "rice", "tea"), ())

    table = {"bellini": ("belly knee",)}
    deaf, ear = Ear(recognizer, expected), Ear(recognizer, expected, Respellings(table))
    line = say("add the bellini")

    assert deaf.cannot_hear() == ["bellini"]
    assert ear.cannot_hear() == []
    assert not any("bellini" in text for text in deaf.hear(line).hypotheses)
    assert ear.hear(line).text == "add the bellini"

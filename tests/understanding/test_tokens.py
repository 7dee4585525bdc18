"""Text made even before anything looks at it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.understanding.language import load_language
from local_voice.understanding.noise import without_noise
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.repairs import joined, repaired
from local_voice.understanding.text import plain_words, said, tokenize

ENGLISH = load_language("en-US")
READER = NumberReader(ENGLISH)


def words(text: str) -> list[str]:
    return [token.word for token in tokenize(text, ENGLISH)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'd like TWO bananas, please!", "i would like two bananas please"),
        ("what's in my cart?", "what is in my cart"),
        ("what\u2019s in my cart", "what is in my cart"),
        ("Ben & Jenny's", "ben and jennys"),
        ("cr\u00e8me br\u00fbl\u00e9e", "creme brulee"),
        ("under $4.98", "under 4 dollars 98 cents"),
        ("\u20ac1", "1 euro"),
        ("1,042", "1042"),
        ("2% milk", "2 percent milk"),
        ("AA-batteries", "aa batteries"),
        ("#12", "12"),
    ],
)
def test_spelling_does_not_matter(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_what_was_said_can_be_told_again_with_its_commas() -> None:
    tokens = tokenize("Bananas, Oat Milk and cr\u00e8me", ENGLISH)

    assert said(tokens) == "bananas, oat milk and cr\u00e8me"


def test_a_contraction_is_told_as_it_was_said() -> None:
    assert said(tokenize("i don't know", ENGLISH)) == "i don't know"


def test_a_compound_is_taken_apart_when_the_frames_have_it_so() -> None:
    tokens = tokenize("checkout", ENGLISH, {"checkout": ("check", "out")})

    assert [token.word for token in tokens] == ["check", "out"]
    assert said(tokens) == "checkout"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("add two no three bananas", "add three bananas"),
        ("add two sorry four bananas", "add four bananas"),
        ("two no make that three", "three"),
        ("not two three", "three"),
        ("two not three", "two"),
        ("two bananas and three lemons", "two bananas and three lemons"),
        ("no", "no"),
    ],
)
def test_a_number_taken_back_is_dropped(text: str, left: str) -> None:
    tokens = repaired(tokenize(text, ENGLISH), ENGLISH, READER)

    assert [token.word for token in tokens] == left.split()


def test_neighbours_are_joined_when_frames_know_only_both() -> None:
    tokens = joined(tokenize("re order it", ENGLISH), {"reorder", "it"})

    assert [token.word for token in tokens] == ["reorder", "it"]
    assert said(tokens) == "re order it"


@given(st.text())
def test_any_text_gives_words_without_spaces(text: str) -> None:
    assert all(word and not word.isspace() for word in words(text))


@given(st.lists(st.sampled_from(["i'd", "like", "checkout", "two", "what's", "y'all"])).map(" ".join))
def test_the_short_way_to_words_gives_the_same(text: str) -> None:
    assert plain_words(text, ENGLISH) == words(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cookie", "cookies"),
        ("cherry", "cherries"),
        ("box", "boxes"),
        ("loaf", "loaves"),
        ("potato", "potatoes"),
        ("glass", "glasses"),
        ("kiwi", "kiwis"),
        ("smoothie", "smoothies"),
        ("toothbrush", "toothbrushes"),
        ("foot", "feet"),
    ],
)
def test_singular_and_plural_are_one_word(one: str, other: str) -> None:
    assert ENGLISH.stem(one) == ENGLISH.stem(other)


@pytest.mark.parametrize(
    ("text", "meant", "as_said"),
    [
        ("um two uh bananas", "two bananas", "two bananas"),
        ("oh two bananas", "two bananas", "two bananas"),
        ("order ten oh four", "order ten oh four", "order ten oh four"),
        ("one oh oh four", "one oh oh four", "one oh oh four"),
        ("code save oh five", "code save five", "code save oh five"),
        ("code save five oh", "code save five", "code save five oh"),
        ("code save oh 5", "code save 5", "code save oh 5"),
        ("two bananas, oh, three apples", "two bananas three apples", "two bananas, three apples"),
    ],
)
def test_an_oh_among_figures_is_a_nought_and_else_a_sound_of_thinking(
    text: str, meant: str, as_said: str
) -> None:
    kept = without_noise(tokenize(text, ENGLISH), ENGLISH, READER)

    assert " ".join(token.word for token in kept) == meant
    assert said(kept) == as_said

"""What a reader sees of SSML."""

from hypothesis import given
from hypothesis import strategies as st

from local_voice.ssml import plain_text


def test_tags_are_dropped_and_spaces_joined() -> None:
    assert (
        plain_text("<speak>Two  <emphasis>bananas</emphasis>,\n98 cents.</speak>") == "Two bananas, 98 cents."
    )


def test_a_substitute_shows_its_own_text() -> None:
    assert plain_text('<speak>2 <sub alias="litres">l</sub> of milk</speak>') == "2 l of milk"


def test_breaks_and_paragraphs_keep_words_apart() -> None:
    assert (
        plain_text('<speak><p>One</p><p>Two</p>three<break time="1s"/>four</speak>') == "One Two three four"
    )


def test_entities_become_characters() -> None:
    assert plain_text("<speak>Ben &amp; Jerry&apos;s &lt;3</speak>") == "Ben & Jerry's <3"


def test_what_is_not_xml_loses_its_tags_by_force() -> None:
    assert plain_text("<speak>Fish & chips <b>now</speak>") == "Fish & chips now"


@given(st.text())
def test_any_text_gives_text(words: str) -> None:
    assert plain_text(words) == plain_text(words).strip()

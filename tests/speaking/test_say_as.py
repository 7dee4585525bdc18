"""What `<say-as>` says, by its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.speaking.interpret import interpreted

KINDS = (
    *("characters", "spell-out", "cardinal", "number", "ordinal", "digits", "fraction", "unit"),
    *("date", "time", "telephone", "address", "interjection", "expletive", "something else"),
)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("characters", "xl 2", "X L 2"),
        ("spell-out", "usb", "U S B"),
        ("digits", "1004", "1 0 0 4"),
        ("cardinal", "12,345", "twelve thousand three hundred forty five"),
        ("number", "-3.05", "minus three point zero five"),
        ("cardinal", "many", "many"),
        ("ordinal", "3", "third"),
        ("fraction", "2/9", "two ninths"),
        ("fraction", "3+1/2", "three and one half"),
        ("fraction", "1/0", "1/0"),
        ("unit", "10ft", "10 ft"),
        ("telephone", "2065550199", "2 0 6, 5 5 5, 0 1 9 9"),
        ("telephone", "+1 206-555-0199 x12", "plus 1, 2 0 6, 5 5 5, 0 1 9 9, extension 1 2"),
        ("time", "1'21\"", "1 minute 21 seconds"),
        ("time", '45"', "45 seconds"),
        ("time", "2:05pm", "2 oh 5 P M"),
        ("time", "noon", "noon"),
        (
            "address",
            "150th CT NE, Redmond, WA 98052",
            "one hundred fiftieth court north east, Redmond, Washington 9 8 0 5 2",
        ),
        ("address", "1250 Mill St. Apt 7", "twelve fifty Mill street apartment 7"),
        ("interjection", "Well done", "Well done"),
    ],
)
def test_each_kind_is_said_as_people_say_it(kind: str, text: str, said: str) -> None:
    assert interpreted(kind, text) == said


@pytest.mark.parametrize(
    ("text", "format", "said"),
    [
        ("9/10/26", "mdy", "September tenth twenty twenty six"),
        ("10-9-1999", "dmy", "September tenth nineteen ninety nine"),
        ("2026/9/10", "ymd", "September tenth twenty twenty six"),
        ("9/10", "md", "September tenth"),
        ("10/9", "dm", "September tenth"),
        ("2005-9", "ym", "September two thousand five"),
        ("9/2026", "my", "September twenty twenty six"),
        ("10", "d", "tenth"),
        ("9", "m", "September"),
        ("1960", "y", "nineteen sixty"),
        ("2026-09-10", "", "September tenth twenty twenty six"),
        ("????0910", "", "September tenth"),
        ("20260910", "", "September tenth twenty twenty six"),
        ("13/40", "md", "13/40"),
        ("soon", "mdy", "soon"),
    ],
)
def test_dates_are_read_by_their_format(text: str, format: str, said: str) -> None:
    assert interpreted("date", text, format) == said


@given(st.sampled_from(KINDS), st.text(max_size=20), st.text("dmy", max_size=3))
def test_nothing_that_somebody_writes_fails(kind: str, text: str, format: str) -> None:
    assert isinstance(interpreted(kind, text, format), str)


@pytest.mark.parametrize(
    ("kind", "text", "locale", "said"),
    [
        ("cardinal", "12", "de-DE", "zwölf"),
        ("number", "12", "fr-FR", "douze"),
        ("ordinal", "3", "de-DE", "dritte"),
        ("ordinal", "3", "es-ES", "tercero"),
        ("ordinal", "3", "it-IT", "terzo"),
        ("ordinal", "3", "hi-IN", "तीसरा"),
        ("cardinal", "12", "xx-YY", "12"),
        ("ordinal", "3", "xx-YY", "3"),
        ("number", "1.5", "de-DE", "1.5"),
    ],
)
def test_numbers_are_said_in_other_languages_or_left_for_the_voice(
    kind: str, text: str, locale: str, said: str
) -> None:
    assert interpreted(kind, text, locale=locale) == said

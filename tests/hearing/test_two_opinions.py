"""What two recognisers made of one sound, weighed."""

from __future__ import annotations

from local_voice.hearing.two_opinions import Guess, weigh


def guesses(*texts: str) -> list[Guess]:
    return [Guess(text, -10.0 - place) for place, text in enumerate(texts)]


def test_what_both_agree_on_comes_first() -> None:
    found = weigh(guesses("add two bananas", "add to"), guesses("add two bananas"), 2.0)

    assert (found.text, found.agreement) == ("add two bananas", "agreed")


def test_where_they_differ_what_both_have_heard_comes_first() -> None:
    found = weigh(guesses("the lava", "two lattes"), guesses("to lattes", "two lattes"), 2.0)

    assert found.hypotheses[0] == "two lattes"
    assert found.agreement == "differ"


def test_where_they_have_nothing_in_common_they_take_turns() -> None:
    found = weigh(guesses("the lava", "the lot"), guesses("two lattes"), 2.0)

    assert found.hypotheses == ("the lava", "two lattes", "the lot")


def test_a_text_that_one_alone_has_heard_well_comes_before_one_that_both_have_heard_badly() -> None:
    expected = [Guess("the scone", -10.0), Guess("the code", -17.0)]
    openly = [Guess("the cone", -10.0), Guess("the code", -16.0)]

    found = weigh(expected, openly, 2.0)

    assert found.hypotheses == ("the scone", "the cone", "the code")
    assert found.behind == (5.0, 5.0, 10.0)


def test_what_both_have_heard_clearly_has_no_far_fetched_rivals() -> None:
    expected = [Guess("next", -10.0), Guess("correct", -15.0)]
    openly = [Guess("next", -10.0), Guess("correct", -14.0)]

    assert weigh(expected, openly, 1.0).hypotheses == ("next",)


def test_other_speech_is_passed_over() -> None:
    found = weigh([Guess("[unk]", -40.0)], [Guess("a long story", -60.0)], 2.0)

    assert (found.agreement, found.hypotheses) == ("contradicted", ())

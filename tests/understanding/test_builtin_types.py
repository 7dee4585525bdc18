"""Amazon's built-in slot types: what people say, and the form in which Alexa sends it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_rbnf import FormatPurpose, RbnfEngine

from local_voice.understanding.builtin import Readers, spans
from local_voice.understanding.language import load_language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.text import plain_words

ENGLISH = load_language("en-US")
READERS = Readers(ENGLISH, NumberReader(ENGLISH))
SPELLER = RbnfEngine.for_language("en")
FRIDAY = datetime(2026, 11, 27, 20, 30)
MONTHS = list(ENGLISH.calendar.months)
DAYS = list(ENGLISH.calendar.weekdays)


def read(type_name: str, said: str, now: datetime = FRIDAY) -> str | None:
    words = plain_words(said, ENGLISH)
    reader = READERS.of(type_name)
    assert reader is not None
    whole = (value for start, end, value in spans(reader, words, now) if (start, end) == (0, len(words)))
    return next(whole, None)


def spelled(number: int, purpose: FormatPurpose = FormatPurpose.CARDINAL) -> str:
    return SPELLER.format_number(number, purpose=purpose).text


@pytest.mark.parametrize(
    ("type_name", "said"),
    [
        ("AMAZON.DATE", "a billion weeks from tomorrow"),
        ("AMAZON.DATE", "a billion weeks from monday"),
        ("AMAZON.DATE", "in a billion years"),
        ("AMAZON.DATE", "thirtieth of february"),
        ("AMAZON.DURATION", f"{'9' * 400} and a half hours"),
    ],
)
def test_what_is_beyond_all_calendars_is_no_value(type_name: str, said: str) -> None:
    assert read(type_name, said) is None


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("today", "2026-11-27"),
        ("tomorrow", "2026-11-28"),
        ("the day after tomorrow", "2026-11-29"),
        ("yesterday", "2026-11-26"),
        ("friday", "2026-12-04"),
        ("on monday", "2026-11-30"),
        ("last monday", "2026-11-23"),
        ("next friday", "2026-12-04"),
        ("wednesday next week", "2026-12-02"),
        ("a week from tomorrow", "2026-12-05"),
        ("in three days", "2026-11-30"),
        ("two weeks ago", "2026-11-13"),
        ("in a month", "2026-12-27"),
        ("this week", "2026-W48"),
        ("next week", "2026-W49"),
        ("this weekend", "2026-W48-WE"),
        ("next weekend", "2026-W49-WE"),
        ("this month", "2026-11"),
        ("december", "2026-12"),
        ("january", "2027-01"),
        ("last may", "2026-05"),
        ("may two thousand thirty", "2030-05"),
        ("the fifteenth", "2026-12-15"),
        ("december twenty fourth", "2026-12-24"),
        ("the first of january", "2027-01-01"),
        ("november 27th", "2026-11-27"),
        ("november twenty sixth", "2027-11-26"),
        ("february twenty ninth", "2028-02-29"),
        ("friday december fourth", "2026-12-04"),
        ("july 4th next year", "2027-07-04"),
        ("2026-11-27", "2026-11-27"),
        ("11/27/2026", "2026-11-27"),
        ("this year", "2026"),
        ("next year", "2027"),
        ("nineteen eighty four", "1984"),
        ("this quarter", "2026-Q4"),
        ("the nineties", "199X"),
        ("this decade", "202X"),
        ("winter", "2026-WI"),
        ("last summer", "2026-SU"),
        ("next fall", "2027-FA"),
        ("summer of twenty thirty", "2030-SU"),
        ("right now", "PRESENT_REF"),
        ("february thirtieth", None),
        ("banana", None),
    ],
)
def test_a_date_is_relative_to_the_day_of_the_request(said: str, form: str | None) -> None:
    assert read("AMAZON.DATE", said) == form


def test_in_january_the_winter_is_that_of_the_year_before() -> None:
    january = datetime(2027, 1, 10)

    assert read("AMAZON.DATE", "this winter", january) == "2026-WI"
    assert read("AMAZON.DATE", "next winter", january) == "2027-WI"


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("seven", "07:00"),
        ("seven thirty", "07:30"),
        ("seven oh five", "07:05"),
        ("7pm", "19:00"),
        ("7:30 p.m.", "19:30"),
        ("19:30", "19:30"),
        ("half past six", "06:30"),
        ("quarter to nine in the evening", "20:45"),
        ("ten past four in the afternoon", "16:10"),
        ("five minutes to ten", "09:55"),
        ("seven o'clock", "07:00"),
        ("twelve am", "00:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("in the morning", "MO"),
        ("this afternoon", "AF"),
        ("evening", "EV"),
        ("tonight", "NI"),
        ("twenty five", None),
    ],
)
def test_a_time_of_day(said: str, form: str | None) -> None:
    assert read("AMAZON.TIME", said) == form


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("ten minutes", "PT10M"),
        ("an hour", "PT1H"),
        ("half an hour", "PT30M"),
        ("an hour and a half", "PT1H30M"),
        ("one and a half hours", "PT1H30M"),
        ("a quarter of an hour", "PT15M"),
        ("two hours and thirty minutes", "PT2H30M"),
        ("three days", "P3D"),
        ("two weeks", "P2W"),
        ("a week and two days", "P9D"),
        ("two years three hours ten minutes", "P2YT3H10M"),
        ("ten minutes two hours", None),
    ],
)
def test_a_duration_is_in_iso_8601(said: str, form: str | None) -> None:
    assert read("AMAZON.DURATION", said) == form


@pytest.mark.parametrize(
    ("type_name", "said", "form"),
    [
        ("AMAZON.Ordinal", "twenty third", "23"),
        ("AMAZON.Ordinal", "2nd", "2"),
        ("AMAZON.FOUR_DIGIT_NUMBER", "one two three four", "1234"),
        ("AMAZON.FOUR_DIGIT_NUMBER", "twelve thirty four", "1234"),
        ("AMAZON.FOUR_DIGIT_NUMBER", "twelve", None),
        ("AMAZON.PhoneNumber", "five five five, one two three four", "5551234"),
        ("AMAZON.PhoneNumber", "555 1234", "5551234"),
        ("AMAZON.PhoneNumber", "double five three four", "5534"),
    ],
)
def test_figures_of_other_kinds(type_name: str, said: str, form: str | None) -> None:
    assert read(type_name, said) == form


@given(st.dates(date(2027, 1, 1), date(2099, 12, 31)))
def test_every_day_that_is_said_is_read_back(day: date) -> None:
    month, nth = MONTHS[day.month - 1], spelled(day.day, FormatPurpose.ORDINAL)
    year = spelled(day.year, FormatPurpose.YEAR)

    assert read("AMAZON.DATE", f"{month} {nth} {year}") == day.isoformat()
    assert read("AMAZON.DATE", f"the {nth} of {month} {year}") == day.isoformat()
    assert read("AMAZON.DATE", day.isoformat()) == day.isoformat()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)), st.sampled_from(DAYS))
def test_a_weekday_is_within_the_next_seven_days(now: datetime, weekday: str) -> None:
    form = read("AMAZON.DATE", weekday, now)

    assert form is not None
    day = date.fromisoformat(form)
    assert now.date() < day <= now.date() + timedelta(7)
    assert day.weekday() == DAYS.index(weekday)


@given(st.integers(1, 23), st.integers(1, 59))
def test_every_time_that_is_said_is_read_back(hour: int, minute: int) -> None:
    said = f"oh {spelled(minute)}" if minute < 10 else spelled(minute)

    assert read("AMAZON.TIME", f"{spelled(hour)} {said}") == f"{hour:02}:{minute:02}"
    assert read("AMAZON.TIME", f"{hour}:{minute:02}") == f"{hour:02}:{minute:02}"
    if hour <= 12:
        afternoon = f"{hour % 12 + 12:02}:{minute:02}"
        assert read("AMAZON.TIME", f"{spelled(hour)} {said} pm") == afternoon


@given(st.integers(0, 400), st.integers(0, 23), st.integers(0, 59))
def test_every_duration_that_is_said_is_read_back(days: int, hours: int, minutes: int) -> None:
    parts = [(days, "day", "D"), (hours, "hour", "H"), (minutes, "minute", "M")]
    parts = [part for part in parts if part[0]]
    if not parts:
        return
    said = " and ".join(f"{spelled(count)} {unit}{'s' * (count != 1)}" for count, unit, _ in parts)
    day = "".join(f"{count}{sign}" for count, _, sign in parts if sign == "D")
    time = "".join(f"{count}{sign}" for count, _, sign in parts if sign != "D")

    assert read("AMAZON.DURATION", said) == f"P{day}" + (f"T{time}" if time else "")


@given(st.integers(1, 100))
def test_every_ordinal_that_is_said_is_read_back(number: int) -> None:
    assert read("AMAZON.Ordinal", spelled(number, FormatPurpose.ORDINAL)) == str(number)


@given(st.text("0123456789", min_size=4, max_size=12))
def test_figures_read_out_one_by_one_are_a_phone_number(figures: str) -> None:
    assert read("AMAZON.PhoneNumber", " ".join(spelled(int(one)) for one in figures)) == figures

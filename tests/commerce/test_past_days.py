"""AMAZON.DATE is read as days of the past."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.dates import Days, past_days

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026-11-26", "2026-11-26", "2026-11-26"),
        ("2026-12-01", "2026-11-24", "2026-11-24"),  # "on Tuesday": the last one
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-W47-WE", "2026-11-21", "2026-11-22"),
        ("2026-W49", "2026-11-23", "2026-11-29"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-12", "2025-12-01", "2025-12-31"),  # "in December": the last one
        ("2026-SU", "2026-06-01", "2026-08-31"),
        ("2025-WI", "2025-12-01", "2026-02-28"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("PRESENT_REF", "2026-11-27", "2026-11-27"),
    ],
)
def test_a_date_as_alexa_writes_it_is_some_days_of_the_past(value, first, last):
    assert past_days(value, FRIDAY) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["", "tuesday", "2026-13", "2026-02-30", "2026-W54", "2026-11-26T10"])
def test_what_is_no_date_is_none(value):
    assert past_days(value, FRIDAY) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_a_day_never_lies_ahead_and_keeps_its_weekday_when_it_did(today, away):
    asked = today + timedelta(away)
    days = past_days(asked.isoformat(), today)
    assert days is not None
    assert days.first <= today
    if away > 0:
        assert days.first.weekday() == asked.weekday()
        assert today - days.first < timedelta(7)


def test_a_moment_is_in_its_days_to_the_last_second():
    days = Days(FRIDAY, FRIDAY)
    assert datetime(2026, 11, 27, 23, 59, 59, tzinfo=UTC) in days
    assert datetime(2026, 11, 28, tzinfo=UTC) not in days

"""Slot validations: every rule, each kind of value in its own way (research: the delegated step loop)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.comparable import clock_time, day, duration, number
from local_voice.dialog_model import SlotRules, Validation
from local_voice.understanding.values import Resolved, SlotValue
from local_voice.validations import first_broken, keeps

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday


def passes(type_name: str, said: str, rule: str, **fields: object) -> bool:
    return keeps(Validation(rule, **fields), type_name, SlotValue("slot", said), NOON)  # type: ignore[arg-type]


def test_has_entity_resolution_match_refuses_what_is_not_in_the_type() -> None:
    rule = Validation("hasEntityResolutionMatch")
    known = SlotValue("tea", "mint", (Resolved("mint", "mint tea"),), "ER_SUCCESS_MATCH")
    strange = SlotValue("tea", "gunpowder", (), "ER_SUCCESS_NO_MATCH")

    assert keeps(rule, "TEA", known, NOON)
    assert not keeps(rule, "TEA", strange, NOON)


def test_is_in_set_takes_the_word_said_and_the_value_it_means() -> None:
    rule = Validation("isInSet", values=("Mint Tea", "camomile"))
    meant = SlotValue("tea", "peppermint", (Resolved("mint", "mint tea"),), "ER_SUCCESS_MATCH")

    assert keeps(rule, "TEA", SlotValue("tea", "camomile"), NOON)
    assert keeps(rule, "TEA", meant, NOON)
    assert not keeps(rule, "TEA", SlotValue("tea", "earl grey"), NOON)
    assert not keeps(Validation("isNotInSet", values=rule.values), "TEA", meant, NOON)


def test_sets_of_numbers_compare_what_the_figures_are_worth() -> None:
    assert passes("AMAZON.NUMBER", "4", "isInSet", values=("2", "4.0"))
    assert passes("AMAZON.NUMBER", "3", "isNotInSet", values=("2", "4"))


@pytest.mark.parametrize(
    ("type_name", "value", "rule", "limit", "kept"),
    [
        ("AMAZON.NUMBER", "10", "isGreaterThan", "9", True),
        ("AMAZON.NUMBER", "9", "isGreaterThan", "9", False),
        ("AMAZON.NUMBER", "9", "isGreaterThanOrEqualTo", "9", True),
        ("AMAZON.NUMBER", "8", "isLessThan", "9", True),
        ("AMAZON.NUMBER", "9", "isLessThanOrEqualTo", "9", True),
        ("AMAZON.NUMBER", "1,000", "isLessThan", "999", False),
        ("AMAZON.NUMBER", "?", "isLessThan", "9", False),
        ("AMAZON.Ordinal", "3rd", "isLessThan", "9", True),
        ("AMAZON.DATE", "2026-12-01", "isGreaterThan", "2026-11-30", True),
        ("AMAZON.DATE", "2026-12", "isGreaterThan", "2026-11-30", True),
        ("AMAZON.DATE", "2026-12", "isGreaterThan", "2026-12-05", False),
        ("AMAZON.DATE", "2026-W48", "isLessThanOrEqualTo", "2026-11-29", True),
        ("AMAZON.DATE", "2026-W48-WE", "isGreaterThanOrEqualTo", "2026-11-28", True),
        ("AMAZON.DATE", "201X", "isLessThan", "2020", True),
        ("AMAZON.TIME", "17:30", "isGreaterThan", "09:00", True),
        ("AMAZON.TIME", "09:00", "isGreaterThan", "17:30", False),
        ("AMAZON.TIME", "MO", "isLessThan", "12:00", True),
        ("AMAZON.DURATION", "PT90M", "isGreaterThan", "PT1H", True),
        ("AMAZON.DURATION", "P1D", "isLessThan", "PT25H", True),
        ("AMAZON.DURATION", "P2W", "isLessThanOrEqualTo", "P14D", True),
    ],
)
def test_comparisons_are_made_in_the_values_own_kind(
    type_name: str, value: str, rule: str, limit: str, kept: bool
) -> None:
    assert passes(type_name, value, rule, value=limit) is kept


@pytest.mark.parametrize(
    ("value", "start", "end", "inside"),
    [
        ("2026-11-22", "P0D", "P3D", True),
        ("2026-11-25", "P0D", "P3D", True),
        ("2026-11-26", "P0D", "P3D", False),
        ("2026-11-21", "P0D", "P3D", False),
        ("2026-11-20", "P-3D", "P0D", True),
        ("2026-11-20", "-P3D", "P0D", True),
        ("2027-01-15", "P1M", "P1Y", True),
        ("2026-12-15", "P1M", "P1Y", False),
        ("2026-W49", "P1W", "P13D", False),
        ("2026-W49", "P1W", "P3W", True),
        ("2030-01-01", "P1Y", None, True),
        ("1999-01-01", None, "P1Y", True),
        ("2026-12-24", "P0D", "P9999999999Y", True),
        ("2026-12-24", "-P99999Y", "P9999D", True),
        ("2026-12-24", "P0D", "P9999999999D", True),
        ("2026-12-24", "2026-12-01", "2026-12-31", True),
        ("someday", "P0D", "P3D", False),
    ],
)
def test_dates_lie_in_a_duration_from_the_request_on(
    value: str, start: str | None, end: str | None, inside: bool
) -> None:
    assert passes("AMAZON.DATE", value, "isInDuration", start=start, end=end) is inside
    assert passes("AMAZON.DATE", value, "isNotInDuration", start=start, end=end) is not inside


@pytest.mark.parametrize(
    ("value", "start", "end", "inside"),
    [
        ("13:00", "PT1H", "PT3H", True),
        ("12:30", "PT1H", "PT3H", False),
        ("11:00", "PT-2H", "PT0H", True),
        ("01:30", "PT10H", "PT14H", True),
        ("21:00", "PT10H", "PT14H", False),
        ("09:00", "08:00", "18:00", True),
        ("23:00", "22:00", "06:00", True),
        ("12:00", "22:00", "06:00", False),
        ("AF", "08:00", "18:00", True),
        ("EV", "08:00", "18:00", False),
        ("20:00", "PT1H", None, True),
        ("03:00", "PT0H", "PT24H", True),
    ],
)
def test_times_lie_in_a_duration_also_over_midnight(
    value: str, start: str, end: str | None, inside: bool
) -> None:
    assert passes("AMAZON.TIME", value, "isInDuration", start=start, end=end) is inside


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    january = datetime(2027, 1, 31, 9, 0, tzinfo=UTC)
    rule = Validation("isInDuration", start="P1M", end="P1M")

    assert keeps(rule, "AMAZON.DATE", SlotValue("day", "2027-02-28"), january)


def test_rules_are_tried_in_the_order_of_the_model() -> None:
    rules = SlotRules(
        "cups",
        "AMAZON.NUMBER",
        validations=(Validation("isGreaterThan", value="0"), Validation("isLessThan", value="10")),
    )

    broken = first_broken(rules, SlotValue("cups", "12"), NOON)

    assert broken == rules.validations[1]
    assert first_broken(rules, SlotValue("cups", "3"), NOON) is None


def test_every_value_of_a_slot_that_takes_several_keeps_the_rules() -> None:
    rules = SlotRules("teas", "TEA", validations=(Validation("isNotInSet", values=("chai",)),))
    several = tuple(SlotValue("teas", one) for one in ("mint", "chai"))

    assert first_broken(rules, SlotValue("teas", "mint and chai", values=several), NOON) is not None
    assert first_broken(rules, SlotValue("teas", "mint", values=several[:1]), NOON) is None


def test_a_dynamic_entity_is_a_match() -> None:
    rule = Validation("hasEntityResolutionMatch")
    new = SlotValue("tea", "yuzu", (), "ER_SUCCESS_NO_MATCH", dynamic=(Resolved("yuzu", "yuzu"),))

    assert keeps(rule, "TEA", new, NOON)


def test_a_rule_that_cannot_be_read_holds_nobody_up() -> None:
    assert passes("AMAZON.NUMBER", "3", "isGreaterThan", value="many")
    assert passes("AMAZON.NUMBER", "3", "isPrime")


@given(st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
def test_numbers_compare_as_numbers(value: int, limit: int) -> None:
    assert passes("AMAZON.NUMBER", str(value), "isGreaterThan", value=str(limit)) is (value > limit)
    assert passes("AMAZON.NUMBER", str(value), "isLessThanOrEqualTo", value=str(limit)) is (value <= limit)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-400, 400), st.integers(0, 400))
def test_a_date_is_in_a_duration_exactly_when_it_is_so_many_days_away(
    value: date, start: int, length: int
) -> None:
    end = start + length
    inside = NOON.date() + timedelta(start) <= value <= NOON.date() + timedelta(end)

    assert (
        passes("AMAZON.DATE", value.isoformat(), "isInDuration", start=f"P{start}D", end=f"P{end}D") is inside
    )


@given(st.text(max_size=12))
def test_any_text_is_a_value_or_none(text: str) -> None:
    for read in (number, day, clock_time, duration):
        span = read(text)
        assert span is None or span[0] <= span[1]

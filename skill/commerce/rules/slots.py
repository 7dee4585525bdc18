"""Slots: the times at which a customer may come, or be called on, and how many fit into each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

LOOK_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Hours:
    """When it is open: opening and closing time by weekday, Monday 0; a day that is missing is closed."""

    days: Mapping[int, tuple[time, time]] = field(default_factory=dict)

    def on(self, day: date) -> tuple[time, time] | None:
        """Opening and closing time of a day, None when it is closed."""
        return self.days.get(day.weekday())

    def open_at(self, moment: datetime) -> bool:
        """Whether it is open at a moment of its own local time."""
        hours = self.on(moment.date())
        return hours is not None and hours[0] <= moment.time() < hours[1]


@dataclass(frozen=True, slots=True)
class Slots:
    """Times of `minutes` each within the hours; `capacity` fit into one, None is any number.

    The first one offered begins `notice` minutes from now at the earliest.
    """

    hours: Hours
    minutes: int = 60
    capacity: int | None = None
    notice: int = 60

    def coming(self, now: datetime) -> Iterator[datetime]:
        """The beginnings of the slots that can still be taken, soonest first; `now` is local time."""
        for days in range(LOOK_AHEAD):
            yield from self.of_day(now.date() + timedelta(days), now)

    def of_day(self, day: date, now: datetime) -> Iterator[datetime]:
        """The beginnings of one day's slots that can still be taken."""
        if (hours := self.hours.on(day)) is None:
            return
        begins = datetime.combine(day, hours[0], now.tzinfo)
        closes = datetime.combine(day, hours[1], now.tzinfo)
        length = timedelta(minutes=self.minutes)
        earliest = now + timedelta(minutes=self.notice)
        while begins + length <= closes:
            if begins >= earliest:
                yield begins
            begins += length

    def holding(self, moment: datetime, now: datetime) -> datetime | None:
        """The slot that a moment falls into, if it can still be taken."""
        length = timedelta(minutes=self.minutes)
        slots = self.of_day(moment.date(), now)
        return next((begins for begins in slots if begins <= moment < begins + length), None)

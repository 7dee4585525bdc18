"""Say things: sentences from the phrase files, with money, names, lists and days as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

from skill.commerce.rules.money import Money, exponent
from skill.conversation.phrases import Phrases
from skill.conversation.plurals import is_plural, plural
from skill.conversation.ssml import escape

if TYPE_CHECKING:
    from skill.commerce.rules.catalog import Variant


_UNITS = {
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "oz": "mass-ounce",
    "lb": "mass-pound",
    "ml": "volume-milliliter",
    "l": "volume-liter",
    "pint": "volume-pint",
    "quart": "volume-quart",
    "gallon": "volume-gallon",
}
Style = Literal["standard", "or"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One locale's way to speak; `seed` varies the wording from turn to turn."""

    phrases: Phrases
    seed: int = 0

    def __call__(self, message: str, /, **values: str | int) -> str:
        """A sentence; values are text that was made by this voice or escaped already."""
        return self.phrases.say(message, values, self.seed)

    def count(self, number: int) -> str:
        """A number, as a word while it is small."""
        return self("number", n=number)

    def money(self, amount: Money) -> str:
        """A price: "4 dollars and 98 cents"."""
        message = f"money-{amount.currency}"
        if self.phrases.has(message):
            major, minor = divmod(amount.minor, 10 ** exponent(amount.currency))
            return self(message, major=major, minor=minor)
        from babel.numbers import format_decimal, get_currency_name

        locale = self.phrases.locale.replace("-", "_")
        unit = get_currency_name(amount.currency, amount.decimal, locale=locale)
        return self("money-other", amount=format_decimal(amount.decimal, locale=locale), unit=escape(unit))

    def name(self, spoken: str, quantity: int = 1) -> str:
        """A product's name as it is said, for one or for more."""
        return escape(spoken if quantity == 1 else plural(spoken, self.language))

    def one(self, spoken: str) -> str:
        """A product's name for one of it, with an article where it is a piece: "a bunch of bananas"."""
        counted = " of " in spoken and not is_plural(spoken, self.language)
        return self("a-pack", name=self.name(spoken)) if counted else self.name(spoken)

    def size(self, size: str) -> str:
        """A size as feeds write it, as it is said: "2 lb" is "2 pounds"."""
        from babel.units import format_unit

        number, _, unit = size.partition(" ")
        if unit not in _UNITS:
            return escape(size)
        return escape(format_unit(float(number), _UNITS[unit], locale=self.phrases.locale.replace("-", "_")))

    def title(self, spoken: str) -> str:
        """A product's name at the start of a sentence."""
        name = self.name(spoken)
        return name[:1].upper() + name[1:]

    def number_of(self, spoken: str) -> int:
        """1 for "oat milk is", 2 for "sesame bagels are"."""
        return 2 if is_plural(spoken, self.language) else 1

    def some(self, spoken: str, quantity: int) -> str:
        """So many of a thing: "two bananas"."""
        if is_plural(spoken, self.language):
            name = self.name(spoken)
            return name if quantity == 1 else self("times-plural", count=self.count(quantity), name=name)
        if quantity == 1 and spoken.partition(" ")[0] in self.phrases.small_numbers:
            return self("a-pack", name=self.name(spoken))
        return self("times", count=self.count(quantity), name=self.name(spoken, quantity))

    def goods(self, lines: Iterable[tuple[str, int]]) -> str:
        """A list of (name, quantity): "two bananas and one oat milk"."""
        return self.list([self.some(name, quantity) for name, quantity in lines])

    def list(self, parts: Sequence[str], style: Style = "standard") -> str:
        """Parts joined as the language does; style "or" for choices."""
        from babel.lists import format_list

        return format_list(list(parts), style=style, locale=self.phrases.locale.replace("-", "_"))

    def names(self, variants: Sequence[Variant], style: Style = "standard") -> str:
        """The spoken names of some variants as a list."""
        return self.list([self.name(variant.spoken) for variant in variants], style)

    def day(self, moment: datetime, now: datetime) -> str:
        """The day of a moment, seen from now: "yesterday", "on March 3"."""
        days = (now.date() - moment.date()).days
        if days in (0, 1):
            return self("day-today" if days == 0 else "day-yesterday")
        from babel.dates import format_skeleton

        date = format_skeleton("MMMMd", moment, locale=self.phrases.locale.replace("-", "_"))
        return self("day-on", date=escape(str(date)))

    def coming_day(self, day: date, today: date) -> str:
        """A day to come, seen from today: "tomorrow", "on Friday", "on March 12"."""
        days = (day - today).days
        if days in (0, 1):
            return self("day-today" if days == 0 else "day-tomorrow")
        from babel.dates import format_date, format_skeleton

        locale = self.phrases.locale.replace("-", "_")
        if 0 < days < 7:
            return self("day-on", date=escape(format_date(day, "EEEE", locale=locale)))
        midnight = datetime(day.year, day.month, day.day)
        return self("day-on", date=escape(str(format_skeleton("MMMMd", midnight, locale=locale))))

    def time_of_day(self, moment: time) -> str:
        """A time of day: "5 PM", "5:30 PM"."""
        from babel.dates import format_time

        text = str(format_time(moment, "short", locale=self.phrases.locale.replace("-", "_")))
        return escape(" ".join(text.replace(":00", "").split()))

    @property
    def language(self) -> str:
        """The language without its region."""
        return self.phrases.locale.partition("-")[0]

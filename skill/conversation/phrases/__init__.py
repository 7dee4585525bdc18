"""Every sentence of the shop: one Fluent file a locale, looked up by the name of the message."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

_LONGEST = 1000
_HALF_ENTITY = re.compile(r"&[^;&]*$")


class Phrases:
    """The sentences of one locale."""

    def __init__(self, locale: str) -> None:
        from fluent.runtime import FluentBundle, FluentResource

        source = files(__name__) / f"{locale}.ftl"
        self.locale = locale
        self._bundle: Any = FluentBundle([locale], use_isolating=False)
        self._bundle.add_resource(FluentResource(source.read_text("utf-8")))

    def has(self, name: str) -> bool:
        """Whether there is such a message."""
        return bool(self._bundle.has_message(name))

    @cached_property
    def small_numbers(self) -> frozenset[str]:
        """The small numbers in words: a name that begins with one is not counted with another."""
        return frozenset(self.say("number", {"n": number}) for number in range(13))

    def say(self, name: str, values: Mapping[str, str | int], seed: int = 0) -> str:
        """The sentence; a message with variants gives the one that the seed falls on."""
        message = self._bundle.get_message(name)
        variant = ""
        if message.value is None:
            variants = sorted(message.attributes)
            variant = variants[seed % len(variants)]
        if all(isinstance(value, int) for value in values.values()):
            return self._always_same(name, variant, tuple(values.items()))
        return self._format(name, variant, values)

    def _format(self, name: str, variant: str, values: Mapping[str, str | int]) -> str:
        message = self._bundle.get_message(name)
        short = {key: _short(value) for key, value in values.items()}
        pattern = message.attributes[variant] if variant else message.value
        text, errors = self._bundle.format_pattern(pattern, short)
        if errors:
            raise KeyError(f"{self.locale}: {name}: {errors[0]}")
        return " ".join(str(text).split())

    @cached_property
    def _always_same(self) -> Callable[[str, str, tuple[tuple[str, str | int], ...]], str]:
        """Prices, numbers and sentences without names are said again and again: the usual ones are kept."""
        return lru_cache(4096)(lambda name, variant, values: self._format(name, variant, dict(values)))


def _short(value: str | int) -> str | int:
    """A name or an address that is fit to be said: Fluent takes at most 2500 characters of one."""
    if isinstance(value, int) or len(value) <= _LONGEST:
        return value
    return _HALF_ENTITY.sub("", value[:_LONGEST])


@cache
def phrases(locale: str) -> Phrases:
    """The sentences of a locale, or of the nearest one of its language, or English."""
    available = sorted(file.name[:-4] for file in files(__name__).iterdir() if file.name.endswith(".ftl"))
    language = locale.partition("-")[0]
    nearest = [name for name in available if name.partition("-")[0] == language]
    return Phrases(locale if locale in available else (nearest or ["en-US"])[0])

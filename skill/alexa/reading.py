"""Reading JSON that may hold anything: what is not as expected counts as missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

DEEPEST = 20
"""Levels of nesting that are read; deeper ones are cut off."""
LARGEST = 2**63
"""Numbers beyond it are not read."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""No place for them in XML, UTF-8 or PostgreSQL."""


def member(value: Any, *path: str) -> Mapping[str, Any]:
    """The object at `path` inside `value`; empty when anything on the way is missing or no object."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def members(value: Any, key: str) -> list[Any]:
    """The list under `key`; empty when it is missing or no list."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else []


def text(value: Any) -> str | None:
    """A string that can be stored, logged and spoken; numbers as their digits; None for anything else."""
    if isinstance(value, int | float) and _is_number(value):
        return str(value)
    return _UNFIT.sub("", value) if isinstance(value, str) else None


def word(value: Any, *known: str) -> str | None:
    """`value` when it is one of the `known` words."""
    return value if isinstance(value, str) and value in known else None


def plain(value: Any, depth: int = DEEPEST) -> Any:
    """`value` as JSON that every reader takes: clean strings, finite numbers, bounded depth."""
    match value:
        case str():
            return text(value)
        case bool():
            return value
        case int() | float():
            return value if _is_number(value) else None
        case Mapping() if depth:
            return {clean: plain(item, depth - 1) for key, item in value.items() if (clean := text(key))}
        case list() | tuple() if depth:
            return [plain(item, depth - 1) for item in value]
        case _:
            return None


def _is_number(value: float) -> bool:
    """Whether other JSON readers keep the number as it is."""
    return not isinstance(value, bool) and abs(value) < LARGEST

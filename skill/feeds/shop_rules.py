"""The merchant's rules in: a TOML or JSON file, checked by its schema and by what it names."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

from skill.commerce.lexicon import lexicon
from skill.commerce.rules.coupon import Coupon
from skill.commerce.shop_rules import Document, read_coupons, read_rules
from skill.errors import FeedError
from skill.store.store import SqlStore


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that is wrong in a file, and where: `promotions[2].percent`."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A document that can be kept, with its coupons."""

    document: Document
    coupons: tuple[Coupon, ...]


def import_rules(store: SqlStore, file: Path, currency: str, locale: str) -> tuple[Refused, ...]:
    """Keep the rules of a file in place of those before; nothing is changed when anything is refused."""
    found = read_rules_file(file, currency, locale)
    if not isinstance(found, Rules):
        return found
    put_rules(store, found)
    return ()


def put_rules(store: SqlStore, rules: Rules) -> None:
    """Keep rules that were read; every process follows at its next turn."""
    with store.writing() as uow:
        uow.rules.replace(rules.document, rules.coupons)
        uow.commit()


def read_rules_file(file: Path, currency: str, locale: str) -> Rules | tuple[Refused, ...]:
    """The rules in a file, or all that is wrong with them; FeedError when it cannot be read at all."""
    return check_rules(_parsed(file), currency, locale)


def check_rules(document: Any, currency: str, locale: str) -> Rules | tuple[Refused, ...]:
    """A document as rules, or all that is wrong with it."""
    if wrong := tuple(_against_schema(document)):
        return wrong
    try:
        read_rules(document, currency)
        coupons = read_coupons(document, lexicon(locale).codes)
    except (ValueError, KeyError) as mistake:
        return (Refused("", str(mistake).strip("'\"")),)
    return tuple(_against_each_other(document, coupons)) or Rules(document, coupons)


def _parsed(file: Path) -> Any:
    """Numbers with a point stay text and moments become it: nothing is ever a float."""
    try:
        text = file.read_text("utf-8")
        if file.suffix.lower() == ".json":
            return json.loads(text, parse_float=str)
        return json.loads(json.dumps(tomllib.loads(text, parse_float=str), default=_plain))
    except OSError as wrong:
        raise FeedError(f"{file}: {wrong.strerror}") from None
    except UnicodeDecodeError:
        raise FeedError(f"{file}: the file is not UTF-8 text") from None
    except ValueError as wrong:  # both parsers say line and column
        raise FeedError(f"{file}: {wrong}") from None


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(value)


def _against_schema(document: Any) -> Iterator[Refused]:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import relevance

    schema = json.loads(files(__package__).joinpath("shop_rules.schema.json").read_text("utf-8"))
    for error in sorted(Draft202012Validator(schema).iter_errors(document), key=relevance):
        told = str(error.message)
        if error.validator in ("pattern", "oneOf"):
            told = error.schema.get("description", told)
            told = told if isinstance(error.instance, dict) else f"{error.instance!r} is not {told}"
        yield Refused(_key(error.absolute_path), told)


def _key(path: Sequence[str | int]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def _against_each_other(document: Document, coupons: Sequence[Coupon]) -> Iterator[Refused]:
    """Names that are given twice or mean nothing, and codes that sound alike."""
    promotions = {one["id"] for one in document.get("promotions", ())}
    yield from _twice(document, "promotions")
    yield from _twice(document, "delivery", "stores")
    sounds: dict[str, str] = {}
    for at, coupon in enumerate(coupons):
        place = f"coupons[{at}]"
        if coupon.promotion not in promotions:
            yield Refused(f"{place}.promotion", f"there is no promotion {coupon.promotion}")
        if coupon.key in sounds:
            yield Refused(f"{place}.code", f"{coupon.code} sounds like {sounds[coupon.key]} when it is said")
        sounds.setdefault(coupon.key, coupon.code)
    methods = {one["id"] for one in document.get("delivery", ())}
    for at, one in enumerate(document.get("promotions", ())):
        for name in sorted(set(one.get("methods", ())) - methods):
            yield Refused(f"promotions[{at}].methods", f"there is no delivery method {name}")


def _twice(document: Mapping[str, Any], *lists: str) -> Iterator[Refused]:
    seen: set[str] = set()
    for name in lists:
        for at, one in enumerate(document.get(name, ())):
            if one["id"] in seen:
                yield Refused(f"{name}[{at}].id", f"{one['id']} is there twice")
            seen.add(one["id"])

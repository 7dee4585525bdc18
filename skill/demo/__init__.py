"""The demo shop: a corner shop with a coffee bar and one returning customer, as package data."""

from importlib.resources import files
from pathlib import Path

__all__ = ["customer_path", "feed_path", "modifiers_path", "rules_path", "spoken_names_path"]


def feed_path() -> Path:
    """The demo shop's catalogue, a Google Merchant product feed with stock numbers."""
    return _data("corner_shop.tsv")


def rules_path() -> Path:
    """What things cost there: promotions, coupons, delivery and picking up."""
    return _data("shop_rules.toml")


def spoken_names_path() -> Path:
    """How people say each product of the demo shop: id, spoken name, synonyms."""
    return _data("spoken_names.tsv")


def modifiers_path() -> Path:
    """What can be chosen at the coffee bar and the bakery, with price changes: one choice a row."""
    return _data("modifiers.tsv")


def customer_path() -> Path:
    """The returning customer with past orders, in the shape of a fixture's `given`."""
    return _data("customer.json")


def _data(name: str) -> Path:
    """A file of this package on disk; wheels are unpacked when installed, so there is always one."""
    return Path(str(files(__name__).joinpath(name)))

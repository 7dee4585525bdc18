"""Read what is ordered out of free speech: the one reader of several items with options in one breath."""

from skill.commerce.reading.asked import Asked, Menu, Wish
from skill.commerce.reading.item import read_one
from skill.commerce.reading.order import read_order

__all__ = ["Asked", "Menu", "Wish", "read_one", "read_order"]

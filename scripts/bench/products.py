"""Made-up products of a general store, as many as wanted: the same number gives the same products."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

# Department > kind, its nouns, its lowest and highest price in cents, its sizes.
_KINDS = (
    ("Clothes > Shirts", ("shirt", "t-shirt", "polo shirt", "blouse"), 900, 6900, ("S", "M", "L", "XL")),
    ("Clothes > Trousers", ("jeans", "trousers", "shorts", "leggings"), 1500, 9900, ("30", "32", "34", "36")),
    ("Clothes > Jackets", ("jacket", "coat", "vest", "raincoat"), 2900, 24900, ("S", "M", "L")),
    ("Shoes", ("running shoes", "boots", "sandals", "sneakers"), 2500, 18900, ("8", "9", "10", "11")),
    ("Home > Kitchen", ("mug", "plate", "pan", "kettle", "toaster"), 500, 14900, ("small", "large")),
    ("Home > Bedroom", ("pillow", "duvet", "bed sheet", "blanket"), 1200, 19900, ("single", "double")),
    ("Home > Lighting", ("desk lamp", "floor lamp", "light bulb"), 400, 22900, ("",)),
    ("Garden", ("garden hose", "spade", "flower pot", "lawn mower"), 700, 49900, ("",)),
    ("Toys", ("puzzle", "board game", "teddy bear", "toy train"), 600, 8900, ("",)),
    ("Sports", ("yoga mat", "dumbbell", "tennis racket", "football"), 900, 29900, ("light", "heavy")),
    ("Grocery > Drinks", ("orange juice", "lemonade", "iced tea", "cola"), 90, 690, ("1 L", "500 ml")),
    ("Grocery > Snacks", ("crackers", "chips", "granola bar", "cookies"), 110, 790, ("5 oz", "12 oz")),
    ("Health > Skin", ("hand cream", "face mask", "sunscreen", "soap"), 250, 3900, ("100 ml", "250 ml")),
    ("Electronics", ("headphones", "keyboard", "mouse", "phone case"), 900, 39900, ("",)),
    ("Office", ("notebook", "ballpoint pen", "stapler", "desk organizer"), 120, 4900, ("A4", "A5")),
    ("Pets", ("dog food", "cat litter", "dog leash", "bird seed"), 300, 5900, ("2 kg", "5 kg")),
)
_COLORS = ("black", "white", "blue", "red", "green", "grey", "yellow", "pink", "brown", "orange", "navy")
_MATERIALS = ("cotton", "wool", "linen", "steel", "oak", "bamboo", "leather", "ceramic", "recycled plastic")
_STYLES = (
    "classic",
    "slim",
    "modern",
    "vintage",
    "everyday",
    "premium",
    "compact",
    "soft",
    "sturdy",
    "light",
)
_DIETS = ("vegan", "gluten free", "organic", "sugar free", "")
# fmt: off
_FIRST = ("bel", "cor", "dan", "el", "far", "gil", "hol", "ir", "jas", "kel", "lum", "mar", "nor", "ost",
          "per", "quin", "rov", "sel", "tor", "ul", "ven", "wil", "xan", "yor", "zel")
_LAST = ("a", "by", "co", "den", "er", "field", "gate", "house", "ia", "kin", "land", "mere", "ne", "o",
         "port", "ridge", "stone", "ton", "ver", "wick")
HEADER = ("id", "title", "description", "availability", "price", "sale_price", "sale_price_effective_date",
          "brand", "gtin", "item_group_id", "product_type", "size", "color", "material", "diet", "quantity")
# fmt: on
BRANDS = tuple(sorted({(a + b).title() for a in _FIRST for b in _LAST}))


def rows(count: int, seed: int = 7) -> Iterator[list[str]]:
    """So many rows of a Google Merchant feed, three or so to a product."""
    chance = random.Random(seed)
    number = 0
    while number < count:
        product = number
        category, nouns, low, high, sizes = chance.choice(_KINDS)
        brand, noun, style = chance.choice(BRANDS), chance.choice(nouns), chance.choice(_STYLES)
        material, model = chance.choice(_MATERIALS), f"{chance.choice(_FIRST)}{chance.choice(_LAST)}"
        price, diet = chance.randrange(low, high), chance.choice(_DIETS) if "Grocery" in category else ""
        for color in chance.sample(_COLORS, chance.randint(1, 2)):
            for size in sizes[: chance.randint(1, len(sizes))]:
                if number < count:
                    title = ", ".join(
                        filter(
                            None,
                            (f"{brand} {model.title()} {style.title()} {noun.title()}", color.title(), size),
                        )
                    )
                    sale = f"{price * 8 // 1000}.{price * 8 // 10 % 100:02} USD" if number % 13 == 0 else ""
                    yield [
                        f"sku-{number}",
                        title,
                        f"A {style} {noun} in {color} {material} by {brand}. Made to last, easy to care for.",
                        "out_of_stock" if number % 29 == 0 else "in_stock",
                        f"{price // 100}.{price % 100:02} USD",
                        sale,
                        "2026-01-01/2036-01-01" if sale else "",
                        brand,
                        f"{4_000_000_000_000 + number}",
                        f"group-{product}",
                        category,
                        size,
                        color,
                        material,
                        diet,
                        str(number % 97),
                    ]
                    number += 1


def write_feed(path: Path, count: int, seed: int = 7) -> None:
    """A feed file of so many rows."""
    with path.open("w", encoding="utf-8") as file:
        file.write("\t".join(HEADER) + "\n")
        file.writelines("\t".join(row) + "\n" for row in rows(count, seed))


def questions(count: int, products: int, seed: int = 11) -> list[str]:
    """What people ask of such a shop: things, with a brand, a colour, a material, or a letter wrong."""
    chance, asked = random.Random(seed), []
    for place in range(count):
        _, nouns, *_ = chance.choice(_KINDS)
        words = [chance.choice(nouns)]
        if place % 2:
            words.insert(0, chance.choice(_COLORS))
        if place % 3 == 0:
            words.insert(0, chance.choice(BRANDS).lower())
        if place % 5 == 0:
            words.insert(0, chance.choice(_STYLES))
        if place % 7 == 0:
            words.append(chance.choice(_MATERIALS))
        text = " ".join(words)
        if place % 10 == 9:
            at = chance.randrange(1, len(text) - 1)
            text = text[:at] + text[at + 1 :]
        asked.append(text)
    return asked

"""schema.org in JSON-LD: Product and ProductGroup with their offers, alone, in a list or in @graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skill.feeds.item import Refused, Row
from skill.feeds.json_values import dict_of, json_values, list_of, text_of
from skill.feeds.raw import LONGEST_ID, Raw, checked
from skill.feeds.reading import Source

_LISTS = ("@graph", "itemListElement")
_STATES = {
    "instock": "in_stock",
    "limitedavailability": "in_stock",
    "onlineonly": "in_stock",
    "madetoorder": "in_stock",
    "instoreonly": "out_of_stock",
    "outofstock": "out_of_stock",
    "soldout": "out_of_stock",
    "discontinued": "out_of_stock",
    "reserved": "out_of_stock",
    "preorder": "preorder",
    "presale": "preorder",
    "backorder": "backorder",
}
_GTIN = ("gtin", "gtin13", "gtin12", "gtin14", "gtin8", "isbn")
_OPTIONS = ("size", "color", "pattern")


def read_schema_org(source: Source) -> Iterator[Row]:
    """The variants of a feed in order; raises FeedError for no JSON, and where it breaks off."""
    for value in json_values(source, _LISTS):
        if isinstance(value, Refused):
            yield value
            continue
        number, thing = value
        if not isinstance(thing, dict):
            yield Refused(number, "", "is no product")
            continue
        yield from _rows(number, dict_of(thing.get("item")) or thing, source)


def _rows(number: int, thing: dict[str, Any], source: Source) -> Iterator[Row]:
    kinds = {_last(kind) for kind in list_of(thing.get("@type"))}
    if "productgroup" in kinds:
        variants = [one for one in list_of(thing.get("hasVariant")) if isinstance(one, dict)]
        if not variants:
            yield Refused(number, text_of(thing.get("productGroupID"))[:LONGEST_ID], "has no variants")
        for variant in variants:
            yield _row(number, variant, thing, source)
    elif kinds & {"product", "individualproduct", "productmodel", "somproducts"}:
        yield _row(number, thing, dict_of(thing.get("isVariantOf")), source)
    elif not kinds:
        yield Refused(number, "", "has no @type")
    # Anything else in a graph (the page, the seller) is no product and no mistake.


def _row(number: int, product: dict[str, Any], group: dict[str, Any], source: Source) -> Row:
    offer = _offer(product) or _offer(group)
    rating = dict_of(product.get("aggregateRating")) or dict_of(group.get("aggregateRating"))
    price, regular = _price(offer, source), _list_price(offer, source)
    raw = Raw(
        line=number,
        id=_id(product),
        title=text_of(product.get("name")) or text_of(group.get("name")),
        price=regular or price,
        sale_price=price if regular else "",
        sale_period=_sale_period(offer) if regular else "",
        availability=_availability(offer),
        availability_date=text_of(offer.get("availabilityStarts")),
        group=text_of(product.get("inProductGroupWithID")) or text_of(group.get("productGroupID")),
        description=text_of(product.get("description")) or text_of(group.get("description")),
        brand=_name(product.get("brand")) or _name(group.get("brand")),
        category=_name(product.get("category")) or _name(group.get("category")),
        options=tuple((name, _name(product.get(name))) for name in _OPTIONS),
        attributes=(*_attributes(product), *_attributes(group)),
        quantity=text_of(dict_of(offer.get("inventoryLevel")).get("value")),
        gtin=next(filter(None, (text_of(product.get(name)) for name in _GTIN)), ""),
        mpn=text_of(product.get("mpn")),
        rating=text_of(rating.get("ratingValue")),
        best_rating=text_of(rating.get("bestRating")),
        reviews=text_of(rating.get("reviewCount")) or text_of(rating.get("ratingCount")),
    )
    return checked(raw, source.currency, delta=source.delta)


def _id(product: dict[str, Any]) -> str:
    """The SKU; else another number of its own; else the end of its address."""
    for name in ("sku", "productID", "mpn", *_GTIN):
        if told := text_of(product.get(name)):
            return told
    address = text_of(product.get("@id")) or text_of(product.get("url"))
    return address.rstrip("/#").rpartition("/")[2][-LONGEST_ID:]


def _offer(product: dict[str, Any]) -> dict[str, Any]:
    offers = list(map(dict_of, list_of(product.get("offers"))))
    if offers and "aggregateoffer" in {_last(kind) for kind in list_of(offers[0].get("@type"))}:
        inner = list(map(dict_of, list_of(offers[0].get("offers"))))
        return inner[0] if inner else offers[0]
    return offers[0] if offers else {}


def _price(offer: dict[str, Any], source: Source) -> str:
    specification = next(iter(map(dict_of, list_of(offer.get("priceSpecification")))), {})
    amount = (
        text_of(offer.get("price")) or text_of(specification.get("price")) or text_of(offer.get("lowPrice"))
    )
    return _amount(amount, offer, specification, source) if amount else ""


def _list_price(offer: dict[str, Any], source: Source) -> str:
    """The price that is struck out while a sale runs, where the offer tells one."""
    for one in map(dict_of, list_of(offer.get("priceSpecification"))):
        if _last(one.get("priceType")) in ("listprice", "strikethroughprice", "srp", "msrp"):
            struck, now = text_of(one.get("price")), text_of(offer.get("price"))
            return _amount(struck, offer, one, source) if struck and now and struck != now else ""
    return ""


def _amount(amount: str, offer: dict[str, Any], inner: dict[str, Any], source: Source) -> str:
    currency = text_of(offer.get("priceCurrency")) or text_of(inner.get("priceCurrency"))
    return f"{amount} {currency or source.currency}"


def _sale_period(offer: dict[str, Any]) -> str:
    end = text_of(offer.get("priceValidUntil"))
    return f"{text_of(offer.get('validFrom')) or '1970-01-01'}/{end}" if end else ""


def _availability(offer: dict[str, Any]) -> str:
    word = _last(offer.get("availability"))
    return _STATES.get(word, word)


def _last(address: Any) -> str:
    """ "https://schema.org/InStock", "schema:InStock" and "InStock" are one word."""
    return text_of(address).rstrip("/").replace(":", "/").rpartition("/")[2].casefold()


def _name(told: Any) -> str:
    """A name that may stand alone, or in an object of its own."""
    for one in list_of(told):
        if name := text_of(one) or text_of(dict_of(one).get("name")):
            return name
    return ""


def _attributes(product: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "material", _name(product.get("material"))
    for diet in list_of(product.get("suitableForDiet")):
        yield "diet", _spaced(text_of(diet).rstrip("/").rpartition("/")[2].removesuffix("Diet"))
    for one in map(dict_of, list_of(product.get("additionalProperty"))):
        yield text_of(one.get("name")), text_of(one.get("value"))


def _spaced(word: str) -> str:
    """ "GlutenFree" as people say it."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in word).strip()

"""The fields of the search index, and a row of the catalogue as a document.

One combined text of names, brand, kind and attributes is searched: on judged queries that ranks better than
fields summed up, and it is fast. Descriptions are asked only when it finds nothing.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from jellyfish import metaphone
from sqlalchemy import Row
from tantivy import Document, Filter, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from skill.commerce.rules.catalog import Sale
from skill.commerce.rules.money import Money
from skill.store.words import normal

ANALYSIS = "voice"
ANALYZER = (
    TextAnalyzerBuilder(Tokenizer.whitespace())
    .filter(Filter.remove_long(64))
    .filter(Filter.stemmer("english"))
    .build()
)
TEXT, MORE, EXACT, LETTERS, SOUNDS = "text", "more", "exact", "letters", "sounds"
NUMBERS = ("price", "on_sale", "rating", "added", "sold")
_SHORTEST_SOUND = 3


def make_schema() -> Schema:
    """The fields of the index; only the sku is kept, the rest is in the database."""
    builder = SchemaBuilder()
    builder.add_text_field("sku", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(EXACT, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(LETTERS, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(SOUNDS, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(TEXT, tokenizer_name=ANALYSIS, index_option="freq")
    builder.add_text_field(MORE, tokenizer_name=ANALYSIS, index_option="freq")
    for number in NUMBERS:
        builder.add_unsigned_field(number, fast=True)
    return builder.build()


def stemmed(name: str) -> str:
    """A whole name in normal form as one word of the index, plural or not."""
    return " ".join(ANALYZER.analyze(name))


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """How a word sounds, in letters; empty for one too short to tell."""
    key = metaphone(word)
    return key if len(key) >= _SHORTEST_SOUND else ""


@lru_cache(maxsize=20_000)
def _often(text: str) -> str:
    """The normal form of what many products share: a brand, a kind, a colour."""
    return normal(text)


def make_document(row: Row[Any], now: datetime) -> Document:
    """A row as the index knows it, with its price of now."""
    called = list(dict.fromkeys(map(normal, (row.spoken, row.name, *row.synonyms))))
    brand = _often(row.brand)
    letters = dict.fromkeys(" ".join((*called, brand)).split())
    values = [_often(f"{name} {value}") for name, value in (*row.options, *row.attributes)]
    document = Document()
    document.add_text("sku", row.sku)
    for name in called:
        document.add_text(EXACT, stemmed(name))
    document.add_text(LETTERS, " ".join(letters))
    document.add_text(SOUNDS, " ".join(filter(None, map(sound, letters))))
    document.add_text(TEXT, " ".join((*called, brand, _often(row.category), *values)))
    document.add_text(MORE, normal(row.description))
    _add_numbers(document, row, now)
    return document


def _add_numbers(document: Document, row: Row[Any], now: datetime) -> None:
    on_sale = row.sale_minor is not None and Sale(Money(0, ""), row.sale_from, row.sale_until).runs(now)
    document.add_unsigned("price", row.sale_minor if on_sale else row.price_minor)
    document.add_unsigned("on_sale", int(on_sale))
    document.add_unsigned("rating", (row.rating or 0) if row.reviews else 0)
    document.add_unsigned("added", int(row.added_at.timestamp()) if row.added_at else 0)
    document.add_unsigned("sold", max(0, row.sold))

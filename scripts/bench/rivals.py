"""What search is held against: the same products in a plain full-text index of each kind."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence

import tantivy

from skill.bootstrap import Shop, now, open_shop
from skill.commerce.rules.catalog import Variant
from skill.settings import Settings

Document = tuple[str, str]
_WORD = re.compile(r"\w+")


def demo_shop(settings: Settings) -> Shop:
    """The demo shop with its index made."""
    from skill.feeds.demo_shop import load_demo

    shop = open_shop(settings)
    load_demo(shop.store, settings.currency, settings.customer_id, now())
    shop.store.prepare_search()
    return shop


def document(variant: Variant) -> Document:
    """Everything that is told about a product in one text."""
    like = (value for _, value in (*variant.options, *variant.attributes))
    names = (variant.name, variant.spoken, *variant.synonyms, variant.brand, variant.department)
    return variant.sku, " ".join((*names, *like, variant.description))


def fts5(database: sqlite3.Connection, documents: Iterable[Document]) -> Callable[[str], Sequence[str]]:
    """SQLite's own full-text search: any of the words, best bm25() first."""
    database.execute("CREATE VIRTUAL TABLE found USING fts5(sku UNINDEXED, text, tokenize=porter)")
    database.executemany("INSERT INTO found VALUES (?, ?)", documents)
    database.commit()
    asked = "SELECT sku FROM found WHERE found MATCH ? ORDER BY rank LIMIT 10"

    def search(words: str) -> list[str]:
        terms = " OR ".join(f'"{word}"' for word in _WORD.findall(words))
        return [row[0] for row in database.execute(asked, (terms,))]

    return search


def plain_tantivy(documents: Iterable[Document]) -> Callable[[str], Sequence[str]]:
    """Tantivy as one begins with it: English stems, any of the words, BM25."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("sku", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for sku, text in documents:
        writer.add_document(tantivy.Document(sku=[sku], text=[text]))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(words: str) -> list[str]:
        query = index.parse_query(" ".join(_WORD.findall(words)), ["text"])
        return [searcher.doc(place)["sku"][0] for _, place in searcher.search(query, 10).hits]

    return search

"""What a customer's words mean to the search index: which documents, and which of them first."""

from __future__ import annotations

from collections.abc import Iterator

from tantivy import Filter, Occur, Query, Schema, SchemaBuilder, Searcher, TextAnalyzerBuilder, Tokenizer

from skill.store.words import normal

ANALYSIS = "voice"
ANALYZER = (
    TextAnalyzerBuilder(Tokenizer.whitespace())
    .filter(Filter.remove_long(64))
    .filter(Filter.stemmer("english"))
    .build()
)

# Where a word counts, and how much: names people say, what kind of thing it is, what is told about it.
FIELDS = {"names": 3.0, "kind": 1.0, "text": 0.3}
_EXACT = 50.0  # a product called just this comes before any that merely mentions it
_TIE = 0.1
_MOST_WORDS = 12
_SHORTEST_FUZZY = 4
# fmt: off
_CARRIERS = frozenset(("a", "an", "and", "any", "for", "from", "in", "me", "my", "of", "on", "or", "please",
                       "some", "that", "the", "this", "to", "with", "you"))
# fmt: on


def make_schema() -> Schema:
    """The fields of the index; only the sku is kept, the rest is in the database."""
    builder = SchemaBuilder()
    builder.add_text_field("sku", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=ANALYSIS, index_option="freq")
    return builder.build()


def stems(text: str) -> list[str]:
    """The words of a text as the index knows them: normal form, plural endings off."""
    return list(ANALYZER.analyze(normal(text)))


def exact(name: str) -> str:
    """A whole name as one word of the index."""
    return " ".join(stems(name))


def queries(searcher: Searcher, schema: Schema, words: str) -> Iterator[Query]:
    """Ever more lenient questions for the same words: all of them, any of them, words nearly like them."""
    said = stems(words)[:_MOST_WORDS]
    meant = [word for word in said if word not in _CARRIERS] or said
    if not meant:
        return
    parts = [_word(searcher, schema, word) for word in dict.fromkeys(meant)]
    named = Query.const_score_query(Query.term_query(schema, "exact", " ".join(said)), _EXACT)
    yield Query.boolean_query([(Occur.Should, named), (Occur.Should, _all_of(parts))])
    if len(parts) > 1:
        yield Query.boolean_query([(Occur.Should, part) for part in parts])
    alike = [_alike(schema, word) for word in meant if len(word) >= _SHORTEST_FUZZY]
    if alike:
        yield Query.boolean_query([(Occur.Should, part) for part in alike])


def _all_of(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def _word(searcher: Searcher, schema: Schema, word: str) -> Query:
    """One word in whichever field it counts most; a word unknown to the shop may be one letter off."""
    if len(word) >= _SHORTEST_FUZZY and not any(searcher.doc_freq(field, word) for field in FIELDS):
        return _alike(schema, word)
    terms = [
        Query.boost_query(Query.term_query(schema, field, word, "freq"), weight)
        for field, weight in FIELDS.items()
    ]
    return Query.disjunction_max_query(terms, _TIE)


def _alike(schema: Schema, word: str) -> Query:
    return Query.disjunction_max_query(
        [Query.fuzzy_term_query(schema, field, word, distance=1) for field in ("names", "kind")]
    )

"""What a customer's words mean to the search index: which documents, and which of them first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
_SHORTEST_PART = 3
# fmt: off
_CARRIERS = frozenset(("a", "an", "and", "any", "for", "from", "in", "me", "my", "of", "on", "or", "please",
                       "some", "that", "the", "this", "to", "with", "you"))
# fmt: on


def make_schema() -> Schema:
    """The fields of the index; only the sku is kept, the rest is in the database."""
    builder = SchemaBuilder()
    builder.add_text_field("sku", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("letters", tokenizer_name="whitespace", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=ANALYSIS, index_option="freq")
    return builder.build()


def stemmed(name: str) -> str:
    """A whole name in normal form as one word of the index, plural or not."""
    return " ".join(ANALYZER.analyze(name))


def queries(searcher: Searcher, schema: Schema, text: str) -> Iterator[Query]:
    """Ever more lenient questions for the same words: all of them, any of them, words nearly like them."""
    said = normal(text).split()[:_MOST_WORDS]
    meant = list(dict.fromkeys(word for word in said if word not in _CARRIERS)) or said
    words = [_Word(word, stem) for word in meant for stem in ANALYZER.analyze(word)]
    if not words:
        return
    parts = [_word(searcher, schema, word) for word in words]
    named = Query.const_score_query(Query.term_query(schema, "exact", stemmed(normal(text))), _EXACT)
    yield _any_of([named, _all_of(parts), *_joined(searcher, schema, words, parts)])
    if len(parts) > 1:
        yield _any_of(parts)
    alike = [_alike(schema, word) for word in words if word.is_long]
    if alike:
        yield _any_of(alike)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it was said, and without its ending."""

    said: str
    stem: str

    @property
    def is_long(self) -> bool:
        """Whether a letter more or less leaves a word recognisable."""
        return len(self.said) >= _SHORTEST_FUZZY


def _all_of(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def _any_of(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, part) for part in parts])


def _word(searcher: Searcher, schema: Schema, word: _Word) -> Query:
    """One word; one that the shop does not know may be two words run together, or one letter off."""
    if not word.is_long or _is_known(searcher, word.stem):
        return _term(schema, word.stem)
    halves = [_all_of([_term(schema, a), _term(schema, b)]) for a, b in _splits(searcher, word.stem)]
    return _any_of([_alike(schema, word), *halves])


def _joined(searcher: Searcher, schema: Schema, words: list[_Word], parts: list[Query]) -> Iterator[Query]:
    """The same words with two neighbours as one, where the shop writes them so: "tooth brush"."""
    for place, (first, second) in enumerate(pairwise(words)):
        both = first.said + second.stem
        if _is_known(searcher, both):
            yield _all_of([*parts[:place], _term(schema, both), *parts[place + 2 :]])


def _splits(searcher: Searcher, word: str) -> Iterator[tuple[str, str]]:
    for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first, second = word[:place], word[place:]
        if _is_known(searcher, first) and _is_known(searcher, second):
            yield first, second


def _is_known(searcher: Searcher, word: str) -> bool:
    return any(searcher.doc_freq(field, word) for field in FIELDS)


def _term(schema: Schema, word: str) -> Query:
    """A word in whichever field it counts most."""
    fields = [
        Query.boost_query(Query.term_query(schema, field, word, "freq"), weight)
        for field, weight in FIELDS.items()
    ]
    return Query.disjunction_max_query(fields, _TIE)


def _alike(schema: Schema, word: _Word) -> Query:
    """A word one letter off: added, dropped, changed, or two exchanged."""
    return Query.fuzzy_term_query(schema, "letters", word.said, distance=1)

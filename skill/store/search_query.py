"""What a customer's words mean to the search index: which documents, and which of them first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from tantivy import DocAddress, FieldType, Occur, Order, Query, Schema, Searcher

from skill.commerce.looking import Looking, Sort
from skill.store.search_schema import ANALYZER, EXACT, LETTERS, MORE, SOUNDS, TEXT, sound, stemmed
from skill.store.words import normal

_EXACT_SCORE = 50.0  # a product called just this comes before any that merely mentions it
_MOST_WORDS = 12
_SHORTEST_FUZZY = 4
_LONG = 7  # so long that two letters may be wrong when nothing else is found
_SHORTEST_PART = 3
_ORDERS: dict[Sort, tuple[str, Order]] = {
    "cheapest": ("price", Order.Asc),
    "dearest": ("price", Order.Desc),
    "rated": ("rating", Order.Desc),
    "newest": ("added", Order.Desc),
    "popular": ("sold", Order.Desc),
}
# fmt: off
_CARRIERS = frozenset(("a", "an", "and", "any", "by", "for", "from", "in", "me", "my", "of", "on", "or",
                       "please", "some", "that", "the", "this", "to", "with", "you"))
# fmt: on


def search(searcher: Searcher, schema: Schema, looking: Looking, limit: int) -> list[str]:
    """Skus, best first: ask ever more leniently until there is enough, or anything at all when sorted."""
    found: dict[str, None] = {}
    for lenience, queries in enumerate(_questions(searcher, schema, looking)):
        if len(found) >= limit or (found and (lenience > 1 or looking.sort != "best")):
            break
        asked = [_limited(schema, query, looking) for query in queries]
        rank = _best if looking.sort == "best" else partial(_sorted, looking.sort)
        found |= dict.fromkeys(searcher.doc(at)["sku"][0] for at in rank(searcher, asked, limit))
    return list(found)[:limit]


def _best(searcher: Searcher, queries: list[Query], limit: int) -> list[DocAddress]:
    """What answers some questions best, by the sum of its scores.

    They are asked one by one: of plain terms alone Tantivy looks only at what can still be among the best.
    """
    scores: dict[tuple[int, int], float] = {}
    for query in queries:
        for score, at in searcher.search(query, limit, count=False).hits:
            place = at.segment_ord, at.doc
            scores[place] = scores.get(place, 0.0) + score
    first = sorted(scores, key=lambda place: (-scores[place], place))[:limit]
    return [DocAddress(*place) for place in first]


def _sorted(sort: Sort, searcher: Searcher, queries: list[Query], limit: int) -> list[DocAddress]:
    field, order = _ORDERS[sort]
    found = searcher.search(_any_of(queries), limit, count=False, order_by_field=field, order=order)
    return [at for _, at in found.hits]


def _limited(schema: Schema, query: Query, looking: Looking) -> Query:
    """The same question with the limits on price, as the index knows prices."""
    least, most = looking.least and looking.least.minor, looking.most and looking.most.minor
    limits = []
    if least is not None or most is not None:
        limits.append(Query.range_query(schema, "price", FieldType.Unsigned, least, most))
    if looking.on_sale:
        limits.append(Query.range_query(schema, "on_sale", FieldType.Unsigned, 1, 1))
    # They choose and do not rank.
    chosen = [(Occur.Must, Query.const_score_query(limit, 0.0)) for limit in limits]
    return Query.boolean_query([(Occur.Must, query), *chosen]) if chosen else query


def _questions(searcher: Searcher, schema: Schema, looking: Looking) -> Iterator[list[Query]]:
    """What the words ask for; without words everything that is within the limits."""
    anything = looking.sort != "best" or looking.on_sale or looking.most or looking.least
    if anything and not looking.words.strip():
        yield [Query.all_query()]
    yield from _queries(searcher, schema, looking.words)


def _queries(searcher: Searcher, schema: Schema, text: str) -> Iterator[list[Query]]:
    """Ever more lenient questions for the same words: all of them, any of them, words nearly like them."""
    said = normal(text).split()[:_MOST_WORDS]
    meant = list(dict.fromkeys(word for word in said if word not in _CARRIERS)) or said
    words = [_Word(word, stem) for word in meant for stem in ANALYZER.analyze(word)]
    if not words:
        return
    parts = [_word(searcher, schema, word) for word in words]
    named = Query.const_score_query(Query.term_query(schema, EXACT, stemmed(normal(text))), _EXACT_SCORE)
    yield [_any_of([named, _all_of(parts), *_joined(searcher, schema, words, parts)])]
    told = _all_of([_any_of([_term(schema, w.stem), _term(schema, w.stem, MORE)]) for w in words])
    yield [_any_of(parts), told] if len(parts) > 1 else [told]
    alike = [_alike(schema, word, 2 if len(word.said) >= _LONG else 1) for word in words if word.is_long]
    if alike:
        yield [_any_of(alike)]


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
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def _any_of(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


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
    return bool(searcher.doc_freq(TEXT, word) or searcher.doc_freq(MORE, word))


def _term(schema: Schema, word: str, field: str = TEXT) -> Query:
    return Query.term_query(schema, field, word, "freq")


def _alike(schema: Schema, word: _Word, letters: int = 1) -> Query:
    """A word some letters off (added, dropped, changed, two exchanged), or one that sounds the same."""
    near = Query.fuzzy_term_query(schema, LETTERS, word.said, distance=letters)
    same = sound(word.said)
    return _any_of([near, _term(schema, same, SOUNDS)]) if same else near

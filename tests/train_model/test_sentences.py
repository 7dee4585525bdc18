"""Sentences that the built-in model learned its words' order from come out of templates."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random

import pytest
from lexicon import prons
from sentences import ANYTHING, FILES, HERE, Grammar, read_templates, shop_grammar

from local_voice.models import builtin_model

UNKNOWN = {"promo", "today's"}
"""Sentences with them are passed over."""


def grammar(*lines: str) -> Grammar:
    return Grammar(read_templates(lines))


def said(grammar: Grammar, times: int = 1000) -> Counter[str]:
    random = Random(1)
    return Counter(grammar.say(ANYTHING, random) for _ in range(times))


def words_of(grammar: Grammar) -> set[str]:
    written = [
        part
        for template in grammar.templates.values()
        for alternative in template.alternatives
        for part in alternative[::2]
    ]
    return {word for part in written for word in part.split()}


def reached(grammar: Grammar, name: str = ANYTHING) -> set[str]:
    found: set[str] = set()
    waiting = {name}
    while waiting:
        found |= waiting
        waiting = {after for name in waiting for after in grammar.templates[name].names()} - found
    return found


def test_all_words_of_the_templates_are_words_of_the_built_in_model() -> None:
    lines = (builtin_model() / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
    model = {line.split()[0] for line in lines}

    assert words_of(shop_grammar()) - model <= UNKNOWN


def test_all_words_of_the_templates_can_be_spoken() -> None:
    assert [word for word in sorted(words_of(shop_grammar()) - UNKNOWN) if not prons(word)] == []


def test_every_template_that_is_written_is_said_some_time() -> None:
    written = read_templates(
        line for name in FILES for line in (HERE / name).read_text(encoding="utf-8").splitlines()
    )

    assert written.keys() - reached(shop_grammar()) == set()


def test_sentences_have_known_words_only() -> None:
    shop = shop_grammar()
    known = words_of(shop) - {"milk"}

    sentences = list(islice(shop.sentences(Random(1), known), 3000))

    assert {word for sentence in sentences for word in sentence.split()} <= known


def test_templates_are_filled_and_nothing_leaves_no_gap() -> None:
    shop = grammar("sentence: {polite} add {goods} {polite}", "polite: -", "goods: oat milk")

    assert set(said(shop)) == {"add oat milk"}


def test_a_number_before_an_alternative_is_how_often_it_is_said() -> None:
    found = said(grammar("sentence: 3 yes | no"))

    assert found.total() == 1000
    assert 700 < found["yes"] < 800


def test_a_template_goes_on_in_indented_lines_and_notes_are_passed_over() -> None:
    found = said(grammar("# what is said", "sentence: yes", "    | no", "", "    | maybe"))

    assert set(found) == {"yes", "no", "maybe"}


def test_what_is_bought_oftener_is_said_oftener() -> None:
    shop, random = shop_grammar(), Random(1)

    found = Counter(
        "adding" if sentence.startswith("add ") else "removing"
        for sentence in (shop.say(ANYTHING, random) for _ in range(3000))
        if sentence.startswith(("add ", "remove "))
    )

    assert found["adding"] > found["removing"] > 0


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["sentence: {goods}"], "nowhere: goods"),
        (["sentence: yes", "sentence: no"], "there already: sentence: no"),
        (["sentence"], "not a template"),
        (["    | yes"], "not a template"),
        (["sentence: yes | | no"], "write a dash for nothing"),
    ],
)
def test_a_template_that_cannot_be_meant_is_refused(lines: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        grammar(*lines)

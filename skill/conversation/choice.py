"""What answers "whole, skimmed or oat?": a name, a size, a place in what was read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skill.commerce.find import among
from skill.commerce.making import make
from skill.commerce.matching import distinctions
from skill.commerce.reading import Wish
from skill.commerce.rules.catalog import Variant
from skill.commerce.sizes import outermost
from skill.commerce.words import number_in, spelled, stems, tidy, without
from skill.conversation.places import position_in
from skill.conversation.state import Question
from skill.conversation.talk import Talk


def answer_to_choice(talk: Talk, words: str, ids: Sequence[str] = ()) -> Variant | None:
    """The product that answers "whole, skimmed or oat?"; None if the words are about something else."""
    question = choice_of(talk)
    if question is None or question.kind not in ("which", "offer"):
        return None
    offered = talk.variants(question.skus)
    resolved = [variant for variant in offered if variant.sku in ids]
    if len(resolved) == 1:
        return resolved[0]
    read_out = zip(offered, distinctions(offered), strict=True) if words else ()
    said_back = [one for one, short in read_out if stems(short) == stems(_bare(words, talk))]
    if len(said_back) == 1:
        return said_back[0]
    if len({variant.sku for variant in offered}) == 1:
        # They differ only in how they are made: that alone is what tells them apart.
        offered = tuple(replace(variant, name=variant.spoken, synonyms=()) for variant in offered)
    chosen = _named(talk, words, offered) if words else None
    return next((one for one in talk.variants(question.skus) if chosen and one.key == chosen.key), None)


def offered_otherwise(talk: Talk, words: str) -> Variant | None:
    """The one thing that is offered, by its name or as another of its kind: "no, small"."""
    question = talk.state.question
    if question is None or question.kind != "add" or not words:
        return None
    offered = talk.variants(question.skus)
    if len(offered) != 1:
        return None
    kinds = talk.uow.catalog.siblings(offered[0].product_id)
    which = replace(question, kind="which", skus=tuple(one.key for one in kinds))
    chosen = answer_to_choice(talk.remember(question=which), words, talk.slot("product").ids)
    return chosen and make(chosen, (), talk.lexicon, before=offered[0].chosen).variant


def choice_of(talk: Talk) -> Question | None:
    """The open question; at the till the one about what is not in the order yet: it can be answered."""
    question = talk.state.question
    if question is None or question.kind != "buy" or not question.skus:
        return question
    return replace(question, kind="which", ref="")


def _named(talk: Talk, words: str, offered: Sequence[Variant]) -> Variant | None:
    """By its name; where one is being added, also by its place, a number ("the dozen") or a size."""
    bare, lexicon, question = _bare(words, talk), talk.lexicon, choice_of(talk)
    if (chosen := among(words, offered, lexicon)) or question is None or question.kind != "which":
        return chosen
    if question.then == "add" and (place := lexicon.positions.get(bare)):
        return position_in(talk, place)
    if number := number_in(bare, lexicon):
        return among(spelled(number, lexicon), offered, lexicon)
    end = lexicon.outermost.get(bare)
    return outermost(offered, biggest=end == "biggest") if end else None


def _bare(words: str, talk: Talk) -> str:
    """ "The salted one" as "salted"."""
    plain = without(tidy(words), talk.lexicon.articles).split()
    while len(plain) > 1 and plain[-1] in talk.lexicon.it:
        plain.pop()
    return " ".join(plain)


def offered_so(talk: Talk, wishes: Sequence[Wish]) -> Talk | None:
    """The same turn where what is being chosen from is made so; None where it cannot be."""
    question = talk.state.question
    if question is None or question.kind != "which" or question.then != "add":
        return None
    offered = talk.variants(question.skus)
    plain = talk.uow.catalog.variants([one.sku for one in offered])
    made = [make(plain[one.sku], wishes, talk.lexicon, before=one.chosen) for one in offered]
    if not made or any(one.unmet for one in made):
        return None
    return talk.remember(question=replace(question, skus=tuple(one.variant.key for one in made)))

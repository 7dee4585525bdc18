"""Slips of the tongue and of the recogniser put right: "two, no, three" and "re order"."""

from collections.abc import Container, Sequence
from dataclasses import replace

from local_voice.understanding.language import Language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.text import Token

LONGEST_REPAIR = 3
SHORTEST_JOINED = 4


def repaired(tokens: Sequence[Token], language: Language, numbers: NumberReader) -> list[Token]:
    """Without the one of two numbers that other words take back: "two, no, three", "two teas, no, three"."""
    words = [token.word for token in tokens]
    spans = sorted((one.start, one.end) for one in numbers.find(words) if one.kind != "misheard")
    for first, second in ((one, other) for one in spans for other in spans if one[1] <= other[0]):
        start, end = _taken_back(words, first, second, language)
        if end > start:
            return repaired([*tokens[:start], *tokens[end:]], language, numbers)
        if kept := _kept_between(words, first, second, language):
            thing, meant = tokens[first[1] : kept], tokens[second[0] : second[1]]
            return [*tokens[: first[0]], *meant, *thing, *tokens[second[1] :]]
    return list(tokens)


def _kept_between(
    words: Sequence[str], first: tuple[int, int], second: tuple[int, int], language: Language
) -> int:
    """Where the thing ends that "two teas, no, three" has the second number of; 0 when both are meant."""
    if not set(words[second[1] :]) <= {*language.polite, *language.fillers}:
        return 0
    begins = range(first[1] + 1, second[0])
    return next((at for at in begins if " ".join(words[at : second[0]]) in language.repairs), 0)


def _taken_back(
    words: Sequence[str], first: tuple[int, int], second: tuple[int, int], language: Language
) -> tuple[int, int]:
    """The words to drop; none when both numbers are meant."""
    between = words[first[1] : second[0]]
    if len(between) <= LONGEST_REPAIR and " ".join(between) in language.repairs:
        return first[0], second[0]
    if first[0] > 0 and words[first[0] - 1] in language.excluding and set(between) <= language.contrasting:
        return first[0] - 1, second[0]
    if len(between) == 1 and between[0] in language.excluding and second[1] == len(words):
        return first[1], second[1]
    return 0, 0


def joined(tokens: Sequence[Token], known: Container[str]) -> list[Token]:
    """Neighbours made one word when frames have only that word: "re order" is "reorder"."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        whole = before and len(before.word) > 1 and len(token.word) > 1
        apart = before and before.word in known and token.word in known
        both = before.word + token.word if before and whole and not apart else ""
        if before and len(both) >= SHORTEST_JOINED and both in known:
            found[-1] = replace(before, word=both, said=f"{before.said} {token.said}")
        else:
            found.append(token)
    return found

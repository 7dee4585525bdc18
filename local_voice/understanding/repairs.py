"""Slips of the tongue and of the recogniser put right: "two, no, three" and "re order"."""

from collections.abc import Container, Sequence
from dataclasses import replace

from local_voice.understanding.language import Language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.text import Token

LONGEST_REPAIR = 3
SHORTEST_JOINED = 4


def repaired(tokens: Sequence[Token], language: Language, numbers: NumberReader) -> list[Token]:
    """Without the first of two numbers when words between them take it back."""
    words = [token.word for token in tokens]
    spans = [(one.start, one.end) for one in numbers.find(words) if one.kind != "misheard"]
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        for after in range(end + 1, min(end + LONGEST_REPAIR, len(words) - 1) + 1):
            if " ".join(words[end:after]) in language.repairs and any(first == after for first, _ in spans):
                return repaired([*tokens[:start], *tokens[after:]], language, numbers)
    return list(tokens)


def joined(tokens: Sequence[Token], known: Container[str]) -> list[Token]:
    """Neighbours made one word when frames have only that word: "re order" is "reorder"."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        if before and len(both := before.word + token.word) >= SHORTEST_JOINED and both in known:
            found[-1] = replace(before, word=both, said=f"{before.said} {token.said}")
        else:
            found.append(token)
    return found

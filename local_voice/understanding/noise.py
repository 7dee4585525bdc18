"""Sounds of thinking taken out of what was said; an "oh" among figures is no such sound, but a nought."""

from collections.abc import Sequence
from dataclasses import replace

from local_voice.understanding.language import Language
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.text import Token


def without_noise(tokens: Sequence[Token], language: Language, numbers: NumberReader) -> list[Token]:
    """The words that mean something: "oh" in "ten oh four" does, in "oh two bananas" it does not.

    Before nothing but figures ("save oh five"), or last of them, it is kept as said, for a slot of any words.
    """
    kept: list[Token] = []
    before = ""
    for at, token in enumerate(tokens):
        if token.word not in language.noise:
            kept.append(replace(token, said=before + token.said))
            before = ""
        elif language.numbers.figures.get(token.word) == 0:
            rest = [_is_figure(one, language, numbers) and not one.pause for one in tokens[at + 1 :]]
            among = bool(kept) and not token.pause and _is_figure(kept[-1], language, numbers)
            if among and rest[:1] == [True]:
                kept.append(replace(token, said=before + token.said))
                before = ""
            elif among and not rest:
                kept[-1] = replace(kept[-1], said=f"{kept[-1].said} {token.said}")
            elif rest and all(rest):
                before += f"{token.said} "
    return kept


def _is_figure(token: Token, language: Language, numbers: NumberReader) -> bool:
    return token.word in language.numbers.figures or numbers.value([token.word]) is not None

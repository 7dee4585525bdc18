"""Text as tokens: case, accents, punctuation, signs and contractions made even."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local_voice.understanding.language import Language

_WORD = re.compile(r"[,;]|\d+(?:\.\d+)+|[^\W_]+(?:['.][^\W_]+)*'?|'[^\W_]+'?|\{\w+\}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_CLOCK = re.compile(r"(?<=\d)(?=[ap]\.?m\b)", re.IGNORECASE)
"""Between 7 and pm."""
_PAUSES = frozenset(",;")
_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
_CAPITALS = {letter.upper(): plain.upper() for letter, plain in _LETTERS.items()}
_PLAIN = str.maketrans({**_LETTERS, **_CAPITALS, "ß": "ss"})
"""Letters that Unicode does not take apart."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word made even, and the word as it was said; `place` counts the words said."""

    word: str
    said: str
    place: int
    pause: bool = False
    """A comma stands before it."""


def fold(text: str) -> str:
    """Lower case without accents, with plain apostrophes."""
    return without_accents(text.replace("\u2019", "'").replace("\u2018", "'").replace("`", "'").casefold())


def without_accents(text: str) -> str:
    """Plain letters in place of marked ones, in the same case: "Crème brûlée" is "Creme brulee"."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(_PLAIN)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def tokenize(
    text: str, language: Language, splits: Mapping[str, tuple[str, str]] | None = None
) -> list[Token]:
    """Words in order; `splits` names words that are to be taken as two ("checkout")."""
    tokens: list[Token] = []
    pause = False
    for place, (said, word) in enumerate(_words(text, language)):
        if word in _PAUSES:
            pause = bool(tokens)
            continue
        for part in _parts(word, language, splits or {}):
            tokens.append(Token(part, said, place, pause))
            pause = False
    return tokens


def plain_words(text: str, language: Language) -> list[str]:
    """The words of a text made even, without anything else about them."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return [part for word in text.lower().split() for part in _parts(word, language, {})]
    return [token.word for token in tokenize(text, language)]


def _words(text: str, language: Language) -> list[tuple[str, str]]:
    """Each word as said and folded."""
    plain = _spell_signs(
        _CLOCK.sub(" ", _THOUSANDS.sub("", text.replace("\u2019", "'"))), language
    ).casefold()
    found = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", plain)):
        said = match.group().rstrip(".")
        found.append((said, fold(said)))
    return found


def _spell_signs(text: str, language: Language) -> str:
    """ "$4.98" as "4 dollars and 98 cents", "&" as "and"."""
    if text.isascii() and text.replace(" ", "").replace("'", "").isalpha():
        return text
    for sign, (one, many, part) in language.currency.items():
        if sign in text:
            text = _spell_money(text, sign, one, many, part)
    for sign, word in language.signs.items():
        text = text.replace(sign, f" {word} ")
    return text


def _spell_money(text: str, sign: str, one: str, many: str, part: str) -> str:
    def spelled(match: re.Match[str]) -> str:
        whole, rest = match.group(1), match.group(2)
        unit = one if whole == "1" else many
        return f" {whole} {unit} {rest} {part} " if rest and int(rest) else f" {whole} {unit} "

    return re.sub(re.escape(sign) + r"\s?(\d+)(?:\.(\d\d))?", spelled, text)


def _parts(word: str, language: Language, splits: Mapping[str, tuple[str, str]]) -> Sequence[str]:
    """A word taken apart: contractions, known compounds; apostrophes gone."""
    spelled = language.contractions.get(word)
    if not spelled and word.isalpha():
        return splits.get(word, (word,))
    parts = spelled.split() if spelled else _apart(word, language)
    flat: list[str] = []
    for part in parts:
        bare = part.replace("'", "").replace(".", "") if not part[0].isdigit() else part
        flat.extend(splits.get(bare, (bare,)))
    return [part for part in flat if part]


def _apart(word: str, language: Language) -> list[str]:
    """A word and the contracted one at its end."""
    for ending, whole in language.contraction_endings.items():
        if len(word) > len(ending) and word.endswith(ending):
            return [word.removesuffix(ending), whole]
    return [word]


def said(tokens: Sequence[Token]) -> str:
    """The words of some tokens as they were said, with their commas."""
    pieces: list[str] = []
    last = -1
    for token in tokens:
        if token.place == last:
            continue
        if pieces and token.pause:
            pieces[-1] += ","
        pieces.append(token.said)
        last = token.place
    return " ".join(pieces)

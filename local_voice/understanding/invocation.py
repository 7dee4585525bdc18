"""The words by which a device is told which skill is meant: "open corner shop", "ask corner shop to ..."."""

from collections.abc import Sequence

from local_voice.understanding.language import Language
from local_voice.understanding.text import Token, tokenize


class Invocation:
    """Knows the name of one skill and how it is called."""

    def __init__(self, name: str, language: Language):
        self._name = tuple(token.word for token in tokenize(name, language))
        self._verbs = _by_length(language.invocations)
        self._joiners = _by_length(language.invocation_joiners)

    def opened(self, tokens: Sequence[Token], fillers: frozenset[str]) -> Sequence[Token] | None:
        """What is wanted of the skill, nothing for a mere opening; None when the skill is not called."""
        words = [token.word for token in tokens]
        start = 0
        while start < len(words) and words[start] in fillers:
            start += 1
        verb = _begins(words[start:], self._verbs)
        after = start + verb + len(self._name)
        if not self._name or not verb or tuple(words[start + verb : after]) != self._name:
            return None
        after += _begins(words[after:], self._joiners)
        return tokens[after:]


def _by_length(phrases: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Phrases as words, the longest first."""
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True))


def _begins(words: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> int:
    """How many words the longest phrase takes that these words begin with; 0 for none."""
    return next((len(phrase) for phrase in phrases if tuple(words[: len(phrase)]) == phrase), 0)

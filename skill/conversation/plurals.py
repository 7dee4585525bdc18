"""Names for more than one: "two large lattes", "two bottles of milk"; other languages keep the name."""

from __future__ import annotations

_IRREGULAR = {
    "half": "halves",
    "knife": "knives",
    "leaf": "leaves",
    "loaf": "loaves",
    "mango": "mangoes",
    "potato": "potatoes",
    "tomato": "tomatoes",
}


def plural(name: str, language: str) -> str:
    """The name of several of a thing; what ends in "s" already is left as it is."""
    if language != "en" or " and " in _parted(name)[0]:
        return name
    before, of, after = _parted(name)
    words = before.split(" ")
    words[-1] = _english(words[-1])
    return " ".join(words) + of + after


def is_plural(name: str, language: str) -> bool:
    """Whether a name is a plural already, like "coffee beans": then it is not counted with "one"."""
    head = _parted(name)[0]
    return language == "en" and head.endswith("s") and not head.endswith(("ss", "us"))


def _parted(name: str) -> tuple[str, str, str]:
    """The noun of a name, and what follows it: "large latte", " with ", "oat milk"."""
    joint = min((" of ", " with "), key=lambda word: name.find(word) % (len(name) + 1))
    return name.partition(joint)


def _english(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("ss", "x", "ch", "sh", "z")):
        return word + "es"
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"

"""The scale on which words are weighed: 1 is a word that matters and is missing or too much.

A reading that costs nothing is one of the samples, filled with known values. The numbers were tuned by hand
on the development set of the tests; only their relations matter.
"""

SPELLED_OTHERWISE = 0.2
"""A name with a misheard or misspelled word put right."""
SEVERAL_MEANINGS = 0.04
LONGER_NAME = 0.025
"""What each further word of a whole name saves: "seven grain bread" is no seven of anything."""

LISTED_BASE = 0.08
"""Any words at all in a slot of listed values."""
LISTED_NAME = 0.1
LISTED_STRANGE = 0.3
LISTED_NUMBER = 0.7
LISTED_FRAME = 0.85
LISTED_JOINER = 1.6
LISTED_OUTSIDE = 1.6
LISTED_NEGATION = 0.8
LISTED_SMALL = 0.35
"""One word of each kind in such a slot when no whole name explains it."""

FREE_BASE = 0.25
OPEN_BASE = 0.3
"""Any words in a slot of free text, or of a type whose values nobody lists."""
FREE_NAME = 0.03
FREE_STRANGE = 0.3
FREE_FRAME = 0.45
FREE_OUTSIDE = 0.65
FREE_SMALL = 0.08
"""One word of each kind there."""

ARTICLE_AS_NUMBER = 0.015
NUMBER_MISHEARD = 0.1
NUMBER_MISHEARD_AT_END = 0.3
CHEAPER = 0.01
"""A misheard number before a name is likelier than a word that means nothing there."""

EXTRA_NAME = 1.0
EXTRA_NUMBER = 0.8
EXTRA_OUTSIDE = 1.2
EXTRA_IN_PHRASE = 0.03
EXTRA_OPENER = 0.12
EXTRA_OPENING_NO = 0.3
"""Words that a frame has no place for, where they cost other than words of their kind do."""

RATHER_A_THING = 0.06
"""The name of a thing that stands alone is that thing, whatever else may be called so."""
BARE_UNKNOWN = 1.2
"""Words that nobody knows, without anything around them that says what they are for."""


def whole_name(words: int) -> float:
    """The cost of a whole name."""
    return -LONGER_NAME * (words - 1)

"""How likely a reading is right: a calibrated probability, worked out from signs of its quality.

A logistic model of few weights. They were fitted on the development set of the tests, on samples and other
talk that the model had not been compiled with, and on samples that it had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be told about a reading beside its cost."""

    words: int = 1
    left_out: float = 0.0
    """What words left out, missing or misheard cost."""
    around: float = 0.0
    """What the words around the slots prove."""
    known: int = 0
    """Slots with a value that is known."""
    unknown_free: int = 0
    """Slots of free text without the name of anything."""
    unknown_listed: int = 0
    """Slots whose value is not in the list."""
    awaited: bool = False
    """It answers what was just asked, or names what is on offer or in the cart."""
    things: int = 0
    """Words of whole names in free text."""
    new: bool = False
    """Free text is a thing that nobody has listed, and nothing else."""
    hollow: bool = False
    """Small words only."""
    lead: float = 1.0
    """How much dearer the next intent is, at most 1."""
    behind: float = 0.0
    """How far the second opinion has it behind the intent that it prefers, in nats."""
    outside: float = 0.0
    """How much more it sounds like what is said to others than like this intent, in nats."""

    likely: float | None = None
    """How likely a trained second opinion holds it, from 0 to 1; None when there is none."""
    guessed: bool = False
    """No frame fits: the second opinion alone is for it."""


NO_SIGNS = Signs()
EXACT = 0.03
"""Left out at most when the words around the slots are those of a sample."""
MOST_NATS = 8.0
"""More does not say more: the second opinion counts words as if each came by itself."""


def features(proof: float, cost: float, worth: float, signs: Signs) -> tuple[float, ...]:
    """The signs on scales near 1, with a constant in front."""
    exact = signs.left_out <= EXACT
    trained = () if signs.likely is None else (signs.likely, _nats(signs.likely), float(signs.guessed))
    return (
        1.0,
        proof,
        min(max(cost, -0.5), 3.0),
        min(max(cost, 0.0), 3.0) / signs.words,
        min(worth, 4.0),
        min(signs.left_out, 2.0),
        min(signs.around, 3.0),
        float(signs.known > 0),
        float(signs.unknown_free > 0),
        float(signs.unknown_listed > 0),
        float(signs.awaited),
        min(signs.things, 4) / 4,
        float(signs.hollow),
        signs.lead,
        0.0 if exact else min(signs.behind, MOST_NATS) / 4,
        0.0 if exact else max(-MOST_NATS, min(signs.outside, MOST_NATS)) / 4,
        min(signs.words, 12) / 4,
        float(exact),
        float(exact and signs.known > 0),
        float(exact and signs.unknown_free > 0),
        *trained,
    )


def _nats(likely: float) -> float:
    """The odds of something likely, on a scale near 1."""
    return log(max(likely, 0.001) / max(1 - likely, 0.001)) / 4


WEIGHTS = (
    -0.788,
    0.382,
    -1.208,
    -0.396,
    1.002,
    -0.101,
    0.354,
    0.018,
    -1.422,
    -0.858,
    1.5,
    2.0,
    0.508,
    1.525,
    -1.258,
    -0.152,
    0.047,
    0.306,
    -0.47,
    -0.422,
)
"""In the order of the features; those of an awaited answer and of things in free text were
set by hand."""


TRAINED = (
    0.362,
    -1.350,
    -0.277,
    -2.068,
    1.158,
    -0.353,
    0.484,
    0.435,
    0.410,
    -2.467,
    1.500,
    -0.216,
    -0.058,
    1.455,
    -0.242,
    -0.014,
    -0.894,
    -2.407,
    -1.619,
    2.841,
    1.304,
    2.186,
    0.442,
)
"""The same when the second opinion was trained, as scripts/fit_confidence finds them."""


def probability(signs: Sequence[float]) -> float:
    """What the weights make of the features."""
    weights = WEIGHTS if len(signs) == len(WEIGHTS) else TRAINED
    total = sum(weight * one for weight, one in zip(weights, signs, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))

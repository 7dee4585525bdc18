"""What is open between two turns: the question asked, the offer made, what may be undone.

It travels in the session attributes. They come back from outside, so anything odd in them reads as nothing.
Four attributes are hints for a device that understands by itself: `expects` names the intents that answer
the open question, `costly` those of them that move money, `likely` the products that are being talked about,
and `secret` says that what is said next is nobody's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from skill.commerce.rules.modifiers import split_key

Kind = Literal[
    "else",
    "what",
    "which",
    "offer",
    "add",
    "empty",
    "buy",
    "fit",
    "cancel",
    "again",
    "checkout",
    "many",
    "way",
    "return",
    "exchange",
    "change",
    "readdress",
    "orders",
    "pay",
    "code",
    "offer_code",
    "remove_code",
    "others",
]
TRAIL = 6
AT_ONCE = 3
MOST_AGAIN = 2
"""How often a question is asked again while the customer goes on with other things."""
_NAME = re.compile(r"[A-Za-z_.]{1,64}")
YES_OR_NO = frozenset(get_args(Kind)) - {"else", "what", "which", "offer", "many", "code"}
MOVES_MONEY = frozenset({"buy", "cancel", "return", "exchange", "change"})
"""Questions whose yes buys, cancels or gives back: a device that did not hear it clearly asks again."""
Then = Literal["add", "remove", "change", "details"]
Pending = tuple[tuple[int, str], ...]
"""Things that were asked for and are not clear yet, as (quantity, words)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked last, with all that its answer needs.

    `skus` are line keys: a sku, with what is chosen where something is. `then` says what happens to the
    product that is chosen; `ref` is a quote's id or an order's number; `waiting` are further things of the
    same breath that are still unclear; `replaces` is what the chosen one stands instead
    of, as (line key, how many of it stay). Of an order, `units` are (line, count) and `total` is the amount
    that was said, in minor units. `asked` is how often it was asked again while something else was said.
    """

    kind: Kind
    skus: tuple[str, ...] = ()
    quantity: int = 1
    words: str = ""
    ref: str = ""
    then: Then = "add"
    waiting: Pending = ()
    replaces: tuple[tuple[str, int], ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    total: int = 0
    asked: int = 0

    @property
    def is_unfinished(self) -> bool:
        """Whether something that was asked for is neither in the cart yet nor given up."""
        return bool(self.pending)

    @property
    def pending(self) -> Pending:
        """What was asked for and is neither in the cart yet nor given up."""
        asks_for = self.kind == "which" and self.then == "add" and bool(self.words)
        return ((self.quantity, self.words), *self.waiting) if asks_for else self.waiting


@dataclass(frozen=True, slots=True)
class Within:
    """The limits of the last search: what a thing may cost, in minor units (0: anything), or sales alone."""

    least: int = 0
    most: int = 0
    on_sale: bool = False


ANYTHING = Within()


@dataclass(frozen=True, slots=True)
class State:
    """Everything the conversation remembers within a session; `trail` are the last intents.

    `undo` is what the last change of the cart takes back, `fresh` whether it was made in the turn before.
    `unclear` is what was asked for and not cleared when its question was let go.
    """

    question: Question | None = None
    offer: tuple[str, ...] = ()
    offer_words: str = ""
    offer_at: int = 0
    within: Within = ANYTHING
    about: str | None = None
    undo: Mapping[str, int] = field(default_factory=dict)
    fresh: bool = False
    unclear: Pending = ()
    ssml: str = ""
    reprompt: str | None = None
    misses: int = 0
    trail: tuple[str, ...] = ()


def shown(state: State) -> tuple[str, ...]:
    """What was read out last of the offer."""
    return state.offer[state.offer_at : state.offer_at + AT_ONCE]


def to_attributes(state: State) -> dict[str, Any]:
    """The state as plain JSON data, without what is empty."""
    question = state.question
    data: dict[str, Any] = {
        "question": question and {name: getattr(question, name) for name in Question.__slots__},
        "offer": list(state.offer),
        "offer_words": state.offer_words,
        "offer_at": state.offer_at,
        "within": asdict(state.within) if state.within != ANYTHING else None,
        "about": state.about,
        "undo": dict(state.undo),
        "fresh": state.fresh,
        "unclear": [list(item) for item in state.unclear],
        "ssml": state.ssml,
        "reprompt": state.reprompt,
        "misses": state.misses,
        "trail": list(state.trail),
    }
    if question is not None:
        data["question"]["skus"] = list(question.skus)
        data["question"]["waiting"] = [list(item) for item in question.waiting]
        data["question"]["replaces"] = [list(item) for item in question.replaces]
        data["question"]["units"] = [list(item) for item in question.units]
    data["expects"] = _expected(question)
    data["secret"] = question is not None and question.kind == "code"
    data["costly"] = ["AMAZON.YesIntent"] if question and question.kind in MOVES_MONEY else []
    likely = (*(question.skus if question else ()), *state.offer, *state.undo)
    data["likely"] = list(dict.fromkeys(split_key(key)[0] for key in likely))
    return {name: value for name, value in data.items() if value}


def _expected(question: Question | None) -> list[str]:
    """The intents that answer a question: its code, yes or no, what narrows a list down."""
    if question is None:
        return []
    if question.kind == "code":
        return ["VoiceCodeIntent"]
    if question.kind in YES_OR_NO:
        return ["AMAZON.YesIntent", "AMAZON.NoIntent"]
    return ["SearchProductsIntent", "ChooseItemIntent"] if question.kind == "offer" else []


def from_attributes(data: Mapping[str, Any]) -> State:
    """The state that was sent before; what does not look like ours is dropped."""
    offer = _texts(data.get("offer"))
    return State(
        question=_question(data.get("question")),
        offer=offer,
        offer_words=_text(data.get("offer_words")),
        offer_at=min(_whole(data.get("offer_at")), len(offer)),
        within=_within(data.get("within")),
        about=_text(data.get("about")) or None,
        undo=_quantities(data.get("undo")),
        fresh=data.get("fresh") is True,
        unclear=_wanted(data.get("unclear")),
        ssml=_text(data.get("ssml")),
        reprompt=_text(data.get("reprompt")) or None,
        misses=_whole(data.get("misses")),
        trail=tuple(one for one in _texts(data.get("trail")) if _NAME.fullmatch(one))[-TRAIL:],
    )


def _question(data: Any) -> Question | None:
    if not isinstance(data, Mapping) or data.get("kind") not in get_args(Kind):
        return None
    return Question(
        kind=data["kind"],
        skus=_texts(data.get("skus")),
        quantity=max(1, _whole(data.get("quantity"))),
        words=_text(data.get("words")),
        ref=_text(data.get("ref")),
        then=data["then"] if data.get("then") in get_args(Then) else "add",
        waiting=_wanted(data.get("waiting")),
        replaces=tuple((_text(key), _whole(count)) for key, count in _pairs(data.get("replaces"))),
        units=tuple((_whole(line), _whole(count)) for line, count in _pairs(data.get("units"))),
        total=_amount(data.get("total")),
        asked=_whole(data.get("asked")),
    )


def _wanted(value: Any) -> Pending:
    return tuple((_whole(count), _text(words)) for count, words in _pairs(value))


def _pairs(value: Any) -> list[list[Any]]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, list) and len(item) == 2]


def _within(data: Any) -> Within:
    if not isinstance(data, Mapping):
        return Within()
    return Within(_amount(data.get("least")), _amount(data.get("most")), data.get("on_sale") is True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _whole(value: Any) -> int:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6
    return value if fits else 0


def _amount(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _quantities(value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return {}
    return {sku: _whole(quantity) for sku, quantity in value.items() if isinstance(sku, str)}

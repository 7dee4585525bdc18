"""What Alexa refuses in a response, mended before it is sent.

At most 8000 characters are spoken, a card shows at most 8000, the whole is at most 24 KB, and SSML is valid
XML. A response that breaks one of these is not played at all: the customer would hear of an error instead.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from skill.conversation.ssml import escape, plain_text

SPEECH = 8000
CARD = 8000
RESPONSE = 24 * 1024
_FRAME = len("<speak></speak>")
_SHORT_SPEECH = 2000
_ENDS = (re.compile(r"[.!?](?=\s|$)"), re.compile(r"\S(?=\s|$)"), re.compile(r"(?s)."))
"""Where a text may be cut, best first: after a sentence, a word, a character."""


def speakable(ssml: str, limit: int = SPEECH) -> str:
    """`ssml` (without `<speak>`) if Alexa takes it, else its words, cut at the end of a sentence."""
    if len(ssml) + _FRAME <= limit and _is_xml(ssml):
        return ssml
    words = plain_text(ssml)
    return escape(cut(words, limit - _FRAME, lambda start: len(escape(start))))


def cut(words: str, limit: int, size: Callable[[str], int] = len) -> str:
    """The longest start of `words` that ends well and whose `size` is at most `limit`."""
    if size(words) <= limit:
        return words
    for good_end in _ENDS:
        ends = [match.end() for match in good_end.finditer(words)]
        fitting = bisect_right(ends, limit, key=lambda end: size(words[:end]))
        if fitting:
            return words[: ends[fitting - 1]]
    return ""


def encoded(response: Mapping[str, Any]) -> bytes:
    """The response as it goes over the wire."""
    return json.dumps(response, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def fit(response: dict[str, Any]) -> dict[str, Any]:
    """`response`, if need be without its card, long speech, at last the memory of the session."""
    for smaller in _ever_smaller(response):
        if len(encoded(smaller)) <= RESPONSE:
            return smaller
    return {"version": "1.0", "response": {"shouldEndSession": True}}


def _ever_smaller(response: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield response
    inner = {key: value for key, value in response["response"].items() if key != "card"}
    yield response | {"response": inner}
    yield response | {"response": _with_short_speech(inner)}
    yield {"version": response["version"], "response": _with_short_speech(inner)}


def _with_short_speech(inner: Mapping[str, Any]) -> dict[str, Any]:
    short = dict(inner)
    if "outputSpeech" in inner:
        short["outputSpeech"] = _shortened(inner["outputSpeech"])
    if "reprompt" in inner:
        short["reprompt"] = {"outputSpeech": _shortened(inner["reprompt"]["outputSpeech"])}
    return short


def _shortened(speech: Mapping[str, Any]) -> dict[str, Any]:
    inner = speech["ssml"].removeprefix("<speak>").removesuffix("</speak>")
    return {**speech, "ssml": f"<speak>{speakable(inner, _SHORT_SPEECH)}</speak>"}


def _is_xml(ssml: str) -> bool:
    try:
        ElementTree.fromstring(f"<speak>{ssml}</speak>")
    except (ElementTree.ParseError, ValueError):
        return False
    return True

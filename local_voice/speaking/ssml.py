"""SSML as a speaker needs it: pieces of plain text each with its style, pauses, and sounds.

All of Alexa's tags are read; `amazon:*` and `alexa:*` change nothing, what is in them is said. A `<phoneme>`
is said as its text, an `<audio>` is a short sound (there may be no network), an expletive is a beep.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from local_voice.speaking.interpret import interpreted
from local_voice.speaking.prosody import PLAIN, Style, with_emphasis, with_language, with_prosody, with_voice
from local_voice.ssml import NotSpeech, plain_text, read_speech

LONGEST_BREAK_S = 10.0
"""Alexa's own limit."""
PARAGRAPH_S = 0.6
SENTENCE_S = 0.3
STRENGTHS = {"none": 0.0, "x-weak": 0.0, "weak": 0.15, "medium": 0.25, "strong": 0.5, "x-strong": 0.8}


@dataclass(frozen=True, slots=True)
class Words:
    """Text to be spoken in one breath."""

    text: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Pause:
    """Quiet between words."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Sound:
    """Something that is no speech."""

    name: Literal["chime", "beep"]


Segment = Words | Pause | Sound


def segments(speech: str, locale: str = "en-US") -> tuple[Segment, ...]:
    """The pieces of SSML or plain text; what is not well-formed loses its tags."""
    if not speech.lstrip().startswith("<speak"):
        return _one(speech)
    try:
        root = read_speech(speech.strip())
    except NotSpeech:
        return _one(plain_text(speech))
    writer = _Writer(locale)
    writer.element(root, PLAIN)
    return tuple(writer.done())


def _one(text: str) -> tuple[Segment, ...]:
    words = " ".join(text.split())
    return (Words(words),) if words else ()


class _Writer:
    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._segments: list[Segment] = []
        self._text: list[str] = []
        self._style = PLAIN

    def element(self, element: Element, style: Style) -> None:
        """The element's own words, its children, and the words after each of them."""
        tag = element.tag.rpartition("}")[2]
        if tag == "break":
            self._pause(break_seconds(element.get("time"), element.get("strength")), adds=True)
        elif tag == "audio":
            self._sound(Sound("chime"))
        elif tag == "sub":
            self._say(element.get("alias") or element.text or "", style)
        elif tag == "say-as":
            self._say_as(element, style)
        elif tag in ("p", "s"):
            around = PARAGRAPH_S if tag == "p" else SENTENCE_S
            self._pause(around)
            self._inside(element, style)
            self._pause(around)
        else:
            change = _STYLES.get(tag)
            self._inside(element, change(style, element) if change else style)

    def done(self) -> list[Segment]:
        """All pieces; a pause at either end is no use to anybody."""
        self._flush()
        while self._segments and isinstance(self._segments[-1], Pause):
            self._segments.pop()
        return self._segments

    def _inside(self, element: Element, style: Style) -> None:
        self._say(element.text or "", style)
        for child in element:
            self.element(child, style)
            self._say(child.tail or "", style)

    def _say(self, text: str, style: Style) -> None:
        """Words of one style are one piece; white space belongs to any."""
        if style != self._style and text.strip():
            self._flush()
            self._style = style
        self._text.append(text)

    def _say_as(self, element: Element, style: Style) -> None:
        kind, text = element.get("interpret-as", ""), "".join(element.itertext())
        if kind == "expletive":
            self._sound(Sound("beep"))
            return
        locale = style.locale or self._locale
        self._say(f" {interpreted(kind, text, element.get('format') or '', locale)} ", style)

    def _sound(self, sound: Sound) -> None:
        self._flush()
        self._segments.append(sound)

    def _pause(self, seconds: float, *, adds: bool = False) -> None:
        """A break adds to the one before it, the ends of sentences and paragraphs do not."""
        self._flush()
        if not self._segments or seconds <= 0:
            return
        last = self._segments[-1]
        if isinstance(last, Pause):
            together = last.seconds + seconds if adds else max(last.seconds, seconds)
            self._segments[-1] = Pause(min(together, LONGEST_BREAK_S))
        else:
            self._segments.append(Pause(seconds))

    def _flush(self) -> None:
        words = re.sub(r"\s+([.,;:!?])", r"\1", " ".join("".join(self._text).split()))
        self._text.clear()
        if words:
            self._segments.append(Words(words, self._style))


_XML = "{http://www.w3.org/XML/1998/namespace}"
_STYLES: dict[str, Callable[[Style, Element], Style]] = {
    "prosody": lambda style, one: with_prosody(style, one.get("rate"), one.get("volume"), one.get("pitch")),
    "emphasis": lambda style, one: with_emphasis(style, one.get("level")),
    "voice": lambda style, one: with_voice(style, one.get("name")),
    "lang": lambda style, one: with_language(style, one.get(f"{_XML}lang")),
}


def break_seconds(time: str | None, strength: str | None) -> float:
    """The length of a `<break>`: its time, else its strength, else that of a comma."""
    found = re.fullmatch(r"\s*\+?(\d*\.?\d+)\s*(ms|s)\s*", time or "")
    if found:
        seconds = float(found[1]) / (1000 if found[2] == "ms" else 1)
        return min(seconds, LONGEST_BREAK_S)
    return STRENGTHS.get(strength or "medium", STRENGTHS["medium"])

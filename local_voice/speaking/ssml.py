"""SSML as a speaker needs it: pieces of plain text and the pauses between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from local_voice.speaking.normaliser import digits, ordinal, spelled
from local_voice.ssml import NotSpeech, plain_text, read_speech

LONGEST_BREAK_S = 10.0
"""Alexa's own limit."""
PARAGRAPH_S = 0.6
SENTENCE_S = 0.3
STRENGTHS = {"none": 0.0, "x-weak": 0.0, "weak": 0.15, "medium": 0.25, "strong": 0.5, "x-strong": 0.8}
SAY_AS = {
    "digits": digits,
    "telephone": digits,
    "characters": spelled,
    "spell-out": spelled,
    "ordinal": ordinal,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Text to be spoken in one breath."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Quiet between words."""

    seconds: float


Segment = Words | Pause


def segments(speech: str, locale: str = "en-US") -> tuple[Segment, ...]:
    """The pieces of SSML or plain text; what is not well-formed loses its tags."""
    if not speech.lstrip().startswith("<speak"):
        return _one(speech)
    try:
        root = read_speech(speech.strip())
    except NotSpeech:
        return _one(plain_text(speech))
    writer = _Writer(locale)
    writer.element(root)
    return tuple(writer.done())


def _one(text: str) -> tuple[Segment, ...]:
    words = " ".join(text.split())
    return (Words(words),) if words else ()


class _Writer:
    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._segments: list[Segment] = []
        self._text: list[str] = []

    def element(self, element: Element) -> None:
        """The element's own words, its children, and the words after each of them."""
        tag = element.tag.rpartition("}")[2]
        if tag == "break":
            self._pause(break_seconds(element.get("time"), element.get("strength")), adds=True)
        elif tag == "sub":
            self._text.append(element.get("alias") or element.text or "")
        elif tag == "say-as":
            say = SAY_AS.get(element.get("interpret-as", ""), lambda text, _: text)
            self._text.append(f" {say(''.join(element.itertext()), self._locale)} ")
        elif tag in ("p", "s"):
            around = PARAGRAPH_S if tag == "p" else SENTENCE_S
            self._pause(around)
            self._inside(element)
            self._pause(around)
        else:
            self._inside(element)

    def done(self) -> list[Segment]:
        """All pieces; a pause at either end is no use to anybody."""
        self._flush()
        while self._segments and isinstance(self._segments[-1], Pause):
            self._segments.pop()
        return self._segments

    def _inside(self, element: Element) -> None:
        self._text.append(element.text or "")
        for child in element:
            self.element(child)
            self._text.append(child.tail or "")

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
            self._segments.append(Words(words))


def break_seconds(time: str | None, strength: str | None) -> float:
    """The length of a `<break>`: its time, else its strength, else that of a comma."""
    found = re.fullmatch(r"\s*\+?(\d*\.?\d+)\s*(ms|s)\s*", time or "")
    if found:
        seconds = float(found[1]) / (1000 if found[2] == "ms" else 1)
        return min(seconds, LONGEST_BREAK_S)
    return STRENGTHS.get(strength or "medium", STRENGTHS["medium"])

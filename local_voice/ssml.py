"""SSML as a reader sees it: checked as XML, and reduced to its words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

NAMESPACES = 'xmlns:amazon="urn:amazon" xmlns:alexa="urn:alexa"'


class NotSpeech(Exception):
    """The text is not well-formed SSML; the text of the error says why."""


def read_speech(ssml: str) -> ElementTree.Element:
    """The parsed `<speak>` element; raises NotSpeech."""
    if "<!" in ssml:
        raise NotSpeech("declarations and comments are not allowed")
    opened = re.sub(r"^\s*<speak\b", f"<speak {NAMESPACES}", ssml, count=1)
    try:
        root = ElementTree.fromstring(opened)
    except ElementTree.ParseError as wrong:
        raise NotSpeech(str(wrong)) from None
    if root.tag != "speak":
        raise NotSpeech("the outermost tag must be <speak>")
    return root


def plain_text(ssml: str) -> str:
    """The words without tags, spaces joined; what is not XML loses its tags by force."""
    try:
        words = "".join(_words(read_speech(ssml)))
    except NotSpeech:
        words = re.sub(r"<[^>]*>", " ", ssml)
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(words.split()))


BREAKING = frozenset({"break", "p", "s", "speak", "audio"})
"""Tags that keep the words around them apart."""


def _words(element: ElementTree.Element) -> list[str]:
    apart = " " if element.tag in BREAKING else ""
    words = [apart, element.text or ""]
    for child in element:
        words += [*_words(child), child.tail or ""]
    return [*words, apart]

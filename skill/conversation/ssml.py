"""Text that is safe inside SSML, and the text that a person reads."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape as _escape

# Characters that XML 1.0 forbids even when they are escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<[^>]*>")


def escape(text: str) -> str:
    """Make any text safe inside SSML."""
    return _escape(_FORBIDDEN.sub("", text))


def plain_text(ssml: str) -> str:
    """What a screen shows for our own SSML: no tags, no entities."""
    text = _TAG.sub("", ssml)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(text.split())

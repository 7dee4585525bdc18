"""The address of a signing chain: which addresses are Alexa's, and the one spelling of each."""

from __future__ import annotations

import re

LONGEST = 512
_HOST = "https://s3.amazonaws.com"
# No user info, query, fragment, percent sign or other port: Alexa sends none of them, and each would be one
# more spelling of the same file. ASCII only, or the letter "ſ" would count as an "s".
_ALEXA = re.compile(r"https://s3\.amazonaws\.com(?::443)?(/[\w.~!$&'()*+,;=:@/-]*)", re.IGNORECASE | re.ASCII)


def canonical_url(url: str) -> str | None:
    """The one spelling of `url`, or None when it is not an address that Alexa's certificates come from."""
    match = _ALEXA.fullmatch(url)
    if match is None or len(url) > LONGEST:
        return None
    path = _fold(match[1])
    return _HOST + path if path.startswith("/echo.api/") else None


def _fold(path: str) -> str:
    """`path` without `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment != "..":
            kept += [segment] if segment != "." else []
        elif kept:
            kept.pop()
    return "/" + "/".join(kept)

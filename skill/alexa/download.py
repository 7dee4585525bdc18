"""Fetching a signing chain: little time, little data, no detours."""

from __future__ import annotations

import time
from functools import cache
from http.client import HTTPException
from typing import IO, Any
from urllib.request import HTTPRedirectHandler, OpenerDirector, build_opener

CHAIN_LIMIT = 64 * 1024
"""Bytes; Alexa's chain has about 8 KB."""
SECONDS = 4.0
"""Alexa waits 8 seconds for the whole answer."""


def download(url: str, *, seconds: float = SECONDS, limit: int = CHAIN_LIMIT) -> bytes:
    """What lies at `url`; raises OSError when it is away, slow, larger than `limit` or moved."""
    until = time.monotonic() + seconds
    try:
        with _opener().open(url, timeout=seconds / 2) as answer:
            return _read(answer, until, limit)
    except HTTPException as broken:
        raise OSError(f"the answer from {url} is not HTTP") from broken


def _read(answer: Any, until: float, limit: int) -> bytes:
    """All of `answer`, unless it trickles past `until` or never ends."""
    chain = b""
    while piece := answer.read1(16 * 1024):
        chain += piece
        if len(chain) > limit:
            raise OSError("the chain is too large")
        if time.monotonic() > until:
            raise TimeoutError("the chain comes too slowly")
    return chain


class _StayThere(HTTPRedirectHandler):
    """Takes no redirect: it would lead away from the one host that is allowed."""

    def redirect_request(
        self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


@cache
def _opener() -> OpenerDirector:
    return build_opener(_StayThere)

"""A large file from a server: what is there already is not fetched again, and what came is checked."""

from __future__ import annotations

import errno
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

from local_voice.errors import VoiceError

CHUNK = 256 * 1024
TIMEOUT_S = 20.0
TRIES = 4
"""A connection that breaks is opened again so often, as long as something came; then the user is asked."""
BETWEEN_S = 1.0
LIST_BYTES = 4_000_000
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many (None: unknown)."""


class Unreachable(VoiceError):
    """It cannot be fetched or tried now; the same again may work later."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is known about a file before it is fetched."""

    bytes: int | None = None
    md5: str | None = None


def published(address: str, name: str) -> Published | None:
    """What a server's model-list.json says about a model; None without a list or without this name in it."""
    url = f"{address}/model-list.json"
    try:
        with closing(_open(url)) as answer:
            listed: Any = json.loads(answer.read(LIST_BYTES))
        entry = next(one for one in listed if one["name"] == name)
        return Published(int(entry["size"]), str(entry["md5"]).lower() or None)
    except urllib.error.HTTPError:
        return None
    except (OSError, HTTPException) as error:
        raise _unreachable(url, error) from None
    except (ValueError, TypeError, KeyError, StopIteration):
        return None


def fetch(
    url: str, target: Path, wanted: Published, progress: Progress, *, between_s: float = BETWEEN_S
) -> None:
    """Fetch a file, or the rest of it where `target` is its beginning.

    Unreachable when the server cannot be reached or breaks off; what came stays, and the next call goes on
    from there. VoiceError when the server has no such file, the disk is full, or it is not as published,
    and then thrown away.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    tries = TRIES
    while True:
        before = _size(target)
        try:
            _receive(url, target, progress)
            break
        except (OSError, HTTPException) as error:
            if isinstance(error, OSError) and (error.errno in FULL or error.filename):
                raise VoiceError(f"{target} cannot be written ({error.strerror})") from None
            tries = TRIES if _size(target) > before else tries - 1
            if tries <= 1 or _never_began(error, target):
                raise _unreachable(url, error, _size(target)) from None
            time.sleep(between_s)
    _check(target, wanted)


def _receive(url: str, target: Path, progress: Progress) -> None:
    """All that is missing; OSError or HTTPException when it breaks off."""
    have = _size(target)
    same = target.with_name(target.name + ".tag")
    headers = {"Range": f"bytes={have}-"} if have else {}
    if have and same.is_file() and (tag := same.read_text()):
        # The server starts again when it has another file by now.
        headers["If-Range"] = tag
    try:
        answer = _open(url, headers)
    except urllib.error.HTTPError as refused:
        if refused.code == 416 and have:
            # The beginning is longer than the file, or all of it.
            if not refused.headers.get("Content-Range", "").endswith(f"/{have}"):
                _forget(target)
                _receive(url, target, progress)
            return
        raise _refused(url, refused) from None
    with closing(answer):
        tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        same.write_text("" if tag.startswith("W/") else tag)
        _write(answer, target, have if answer.status == 206 else 0, progress)


def _write(answer: HTTPResponse, target: Path, have: int, progress: Progress) -> None:
    total = None if answer.length is None else have + answer.length
    with target.open("ab" if have else "wb") as file:
        while chunk := answer.read(CHUNK):
            file.write(chunk)
            have += len(chunk)
            progress(have, total)
    if total is not None and have < total:
        raise ConnectionResetError("the connection broke")


def _open(url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    request = urllib.request.Request(url, headers={"User-Agent": "voicecart", **(headers or {})})
    answer: HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT_S)
    return answer


def _check(target: Path, wanted: Published) -> None:
    wrong = None
    if wanted.md5:
        with target.open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        wrong = f"its checksum is {found}, not {wanted.md5}" if found != wanted.md5 else None
    elif wanted.bytes and _size(target) != wanted.bytes:
        wrong = f"it has {_size(target)} bytes, not {wanted.bytes}"
    if wrong:
        name = target.name
        _forget(target)
        raise VoiceError(f"{name} is not what was published: {wrong}. It was thrown away; try again")
    target.with_name(target.name + ".tag").unlink(missing_ok=True)


def _refused(url: str, refused: urllib.error.HTTPError) -> VoiceError:
    if refused.code in (404, 410):
        return VoiceError(f"there is no {url}")
    return Unreachable(f"{url}: the server answers {refused.code} {refused.reason}; try again later")


def _unreachable(url: str, error: Exception, have: int = 0) -> Unreachable:
    reason = getattr(error, "reason", None) or error
    if have:
        return Unreachable(
            f"the connection broke after {have / 1e6:.1f} MB ({reason}): the same command goes on from there"
        )
    return Unreachable(
        f"{url} cannot be reached ({reason}): this needs the internet once; "
        "VOICECART_VOSK_MODELS names another place, such as a mirror"
    )


def _never_began(error: Exception, target: Path) -> bool:
    """Without a connection there is nothing to wait for."""
    return isinstance(error, urllib.error.URLError) and not _size(target)


def _forget(target: Path) -> None:
    target.unlink(missing_ok=True)
    target.with_name(target.name + ".tag").unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0

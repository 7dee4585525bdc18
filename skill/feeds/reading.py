"""A feed's file being read: unpacked, steadily, with how far it has come."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from skill.errors import FeedError

_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Source:
    """A file and how it is to be understood.

    `currency` is the shop's. In a `delta` a row may tell only what has changed. `read` is how many bytes of
    the file have been taken so far.
    """

    path: Path
    currency: str
    delta: bool = False
    read: int = 0


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked if it is packed; what fails while reading is a FeedError."""
    path = source.path
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            counted = io.BufferedReader(_Counted(file, source), 1 << 16)
            yield io.BufferedReader(gzip.GzipFile(fileobj=counted)) if packed else counted
    except EOFError:
        raise FeedError(f"{path} breaks off: the packed file is not whole") from None
    except (gzip.BadGzipFile, zlib.error) as damage:
        raise FeedError(f"{path} is damaged: {damage}") from None
    except OSError as failure:
        raise FeedError(f"{path} cannot be read: {failure.strerror or failure}") from None


class _Counted(io.RawIOBase):
    """A file that tells its source how much was taken."""

    def __init__(self, file: IO[bytes], source: Source) -> None:
        self._file = file
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        count = int(self._file.readinto(buffer))  # type: ignore[attr-defined]
        self._source.read += count
        return count


def split_values(name: str, text: str) -> Iterator[tuple[str, str]]:
    """ "vegan, gluten free" as two values of one attribute."""
    for value in text.replace("\n", ",").split(","):
        yield name, value

"""One process at a time: a lock that the system takes back when its holder ends, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local_voice.errors import VoiceError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30
"""Where Windows locks a byte: what is locked cannot be read, and the holder's number stands in front."""


class Busy(Exception):
    """Another process has the lock."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder
        """Its number; empty for a moment at its beginning."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Have the lock while the block runs; Busy when somebody has it, VoiceError when it cannot be written.

    Its file is gone afterwards; after a crash it may stay, and is taken over.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        number = _locked(lock)
    except OSError as error:
        raise VoiceError(f"{lock} cannot be written ({error.strerror})") from None
    try:
        yield
    finally:
        _let_go(lock, number)


def _locked(lock: Path) -> int:
    while True:
        number = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(number)
        except (BlockingIOError, PermissionError):
            os.close(number)
            raise Busy(_holder(lock)) from None
        except OSError:
            return number  # a file system without locks; everybody may go on
        if _is_there(lock, number):
            _sign(number)
            return number
        # Its last holder deleted the file between the opening and the taking.
        os.close(number)


def _sign(number: int) -> None:
    with suppress(OSError):  # a full disk: the lock holds without a name
        os.ftruncate(number, 0)
        os.write(number, str(os.getpid()).encode())


def _take(number: int) -> None:
    """OSError when somebody else has it."""
    if sys.platform == "win32":
        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        os.lseek(number, 0, os.SEEK_SET)
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_there(lock: Path, number: int) -> bool:
    try:
        return lock.stat().st_ino == os.fstat(number).st_ino
    except FileNotFoundError:
        return False


def _holder(lock: Path) -> str:
    with suppress(OSError):
        return lock.read_text(encoding="ascii", errors="replace").strip()
    return ""


def _let_go(lock: Path, number: int) -> None:
    if sys.platform == "win32":  # an open file cannot be deleted there
        os.close(number)
        with suppress(OSError):
            lock.unlink()
    else:
        lock.unlink(missing_ok=True)
        os.close(number)

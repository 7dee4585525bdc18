"""Who closes the terminal, or stops the service, leaves the shop as who presses Ctrl-C does."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = ("SIGTERM", "SIGHUP")
"""The second is not on Windows."""


@contextmanager
def leaving_in_order() -> Iterator[None]:
    """KeyboardInterrupt for signals that would end the process at once; what is ignored (nohup) stays so."""
    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    changed = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in changed:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)

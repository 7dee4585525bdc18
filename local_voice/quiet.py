"""Libraries that print past Python: Kaldi about a damaged model, ALSA where there is no sound card."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def without_stderr() -> Iterator[None]:
    """Nothing is printed to the error stream meanwhile, by anybody in this process."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

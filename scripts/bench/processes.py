"""Memory of this program and of those that hear and speak for it."""

from __future__ import annotations

import os
from pathlib import Path

PARTS = {"worker_process": "recogniser", "engine.py": "voice"}
"""By what stands in their command lines."""


def resident() -> dict[str, float]:
    """Megabytes of each by its part; Linux only."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    sizes = {"conversation": _resident_mb(str(own))}
    for child in children:
        command = Path(f"/proc/{child}/cmdline").read_text()
        part = next((part for sign, part in PARTS.items() if sign in command), "another")
        sizes[part] = sizes.get(part, 0.0) + _resident_mb(child)
    return sizes


def _resident_mb(process: str) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)

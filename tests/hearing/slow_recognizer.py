"""Stands in for the program of a recogniser's process: one that takes long to get ready for a state."""

from __future__ import annotations

import json
import sys
import time

READY_S = 0.6


def tell(**said: object) -> None:
    sys.stdout.write(json.dumps({**said, "memory_mb": 0}) + "\n")
    sys.stdout.flush()


ready_for: list[object] = []
tell(error=None)
for line in sys.stdin.buffer:
    order = json.loads(line)
    sys.stdin.buffer.read(order["bytes"])
    if order["expected"] not in ready_for:
        time.sleep(READY_S)
        ready_for.append(order["expected"])
    tell(transcript={"text": "yes", "alternatives": [], "behind": []})

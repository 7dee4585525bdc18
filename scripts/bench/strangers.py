"""Customers whom the built-in model has never heard."""

from __future__ import annotations

VOICES = tuple(
    f"en-us+{name}" for name in ("m5", "f4", "klatt3", "Michael", "linda", "paul", "robert", "steph3")
)
"""espeak's voices that were held out when the model was made (its README)."""
RATES = (115, 145, 175, 210)
"""Words a minute, from slow to fast."""

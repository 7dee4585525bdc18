"""Words to intent, slots and resolutions, for any interaction model in Amazon's format."""

from local_voice.understanding.engine import Understanding, compile_model
from local_voice.understanding.values import (
    FALLBACK,
    LAUNCH,
    Context,
    Entity,
    Frames,
    Resolved,
    SlotValue,
    Understood,
)

__all__ = [
    "FALLBACK",
    "LAUNCH",
    "Context",
    "Entity",
    "Frames",
    "Resolved",
    "SlotValue",
    "Understanding",
    "Understood",
    "compile_model",
]

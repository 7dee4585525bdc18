"""One of this machine's microphones or loudspeakers, as somebody names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local_voice.errors import VoiceError

NULL = "null"
"""The name of a device that nobody hears and that hears nothing, for machines without sound."""

Device = dict[str, Any]
"""As miniaudio describes it: name, id, formats."""


def named(found: Sequence[Device], wanted: str | int, kind: str) -> Device:
    """The device of that number or with that part of a name; VoiceError names those that there are."""
    if str(wanted).isdecimal() and int(wanted) < len(found):
        return found[int(wanted)]
    for one in found:
        if str(wanted).casefold() in str(one["name"]).casefold():
            return one
    names = ", ".join(f"{number} {one['name']}" for number, one in enumerate(found))
    raise VoiceError(f"there is no {kind} {wanted!r}" + (f"; there are: {names}" if names else ""))

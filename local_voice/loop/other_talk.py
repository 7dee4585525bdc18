"""What others say, told from what is said to us: it hardly stands out from the room that it is a part of.

Where people talk all the time something of it is cut out now and then as if it were said to the shop. What
was heard just before it or just after it is nearly as loud; whoever speaks to the microphone is louder. What
both recognisers hear alike is believed, however soft.
"""

from __future__ import annotations

import numpy as np

from local_voice.hearing.listener import Heard
from local_voice.loop.own_voice import levels_of

FRAMES_PER_S = 50
EDGE = round(0.3 * FRAMES_PER_S)
"""Frames at both ends of an utterance which are the room before and after it."""
ROOM, VOICE = 75, 95
"""Percentiles of the levels of the frames: of the softer end, and of the whole."""
STANDS_OUT = 1.85
"""How much louder who speaks to us is.

10 and 5 dB above two groups of talkers, with a kitchen and without, 23 of 24 turns that nobody meant are
passed over so, and none of 81 lines to the shop: those were 1.77 times as loud as their ends at most, these
1.97 at least. By the softest moments within the utterance those without a kitchen looked like lines."""


def is_other_talk(heard: Heard) -> bool:
    """Whether it was probably said by somebody else to somebody else."""
    levels = levels_of(heard.pcm)
    if heard.transcript.agreement == "agreed" or len(levels) < EDGE:
        return False
    room = min(np.percentile(end, ROOM) for end in (levels[:EDGE], levels[-EDGE:]))
    return bool(np.percentile(levels, VOICE) < STANDS_OUT * room)

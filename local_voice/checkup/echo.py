"""What the microphone hears of the loudspeaker, and who is heard beside it.

A text is spoken aloud and listened to as an answer is with `--barge-in speech`; after it the person in the
room is asked to say something, and is told whether they would be heard while the shop speaks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from local_voice.checkup.report import Report, fine, warning
from local_voice.errors import VoiceError
from local_voice.hearing.microphone import Microphone, microphones
from local_voice.hearing.sources import Source
from local_voice.hearing.voice_activity import Endpointing, VoiceActivity
from local_voice.loop.conversation import RINGS_S, SOFTER
from local_voice.loop.other_voice import ECHO_S, OtherVoice
from local_voice.loop.own_voice import LATEST_S, echo_late_s, level, loudness, samples_of
from local_voice.loop.turn import Speaks
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.sinks import Loudspeaker, Sink, loudspeakers
from local_voice.speaking.speaker import RATE

SPOKEN = (
    "This is a test of the loudspeaker and the microphone. Please keep quiet while I count. One, two, three, "
    "four, five, six, seven, eight, nine, ten. Now say, as you would say it to a shop: add two bananas."
)
STILL_S = 0.6
"""Before the first word, to hear the room alone."""
PATIENCE_S = 5.0
LOOKED_AT_S = 3.0
LOOKED_AT = int(LOOKED_AT_S * HEARING_RATE) * SAMPLE_BYTES
"""Bytes of the end, in which an echo is looked for that comes later than a canceller knows."""
FULL = 32_700
CLIPPED = 0.01
"""Share of the samples at full scale from which a voice is bent out of its shape."""
AUDIBLE = 2.0
"""How much louder than the room the loudspeaker is when its sound comes back at all."""
CONNECT = "connect both, and try again"
UNMUTE = "unmute it, and allow programs to use it"
AGAIN = "keep quiet while the shop speaks, and try again"
GENTLER = "turn the loudspeaker or the microphone down"
BUSY = "close other programs; until then stop answers by Enter"
WIRED = "use a loudspeaker with a wire, or stop answers by Enter or the wake word"


@dataclass(frozen=True, slots=True)
class Echo:
    """What came back of a spoken text. Levels are root mean squares, of 32767."""

    room: float = 0.0
    """Of the quiet before."""
    heard: float = 0.0
    """Of the loudspeaker's louder moments."""
    played: float = 0.0
    late_s: float | None = None
    """None: it was not found."""
    needed: float = 0.0
    """How loud a voice must be to stop an answer; 0: it is not known."""
    interrupted: bool = False
    """Whether the shop took its own voice for somebody else's."""
    torn: bool = False
    """Whether sound got lost between the two."""
    clipped: float = 0.0
    """Share of the samples at full scale."""
    voice: float | None = None
    """How loud the person spoke; None: nobody did."""

    @property
    def is_drowned(self) -> bool:
        """Whether the person, or one who is as loud as the loudspeaker, does not stop an answer."""
        return self.needed > (self.heard if self.voice is None else self.voice)


def check_echo(
    speaker: Speaks,
    say: Callable[[str], None],
    microphone: str | None = None,
    loudspeaker: str | None = None,
) -> Report:
    """Speak aloud and listen; `say` is told before it begins."""
    if not (loudspeakers() and microphones()):
        return warning("echo", "a microphone and a loudspeaker are needed to measure it", CONNECT)
    say("The shop speaks for some fifteen seconds; please keep quiet until it asks you to say something.")
    try:
        with closing(Microphone(microphone)) as source, closing(Loudspeaker(RATE, loudspeaker)) as sink:
            return judge(listen(source, sink, speaker))
    except VoiceError as failed:
        return warning("echo", str(failed), "see what is said of microphone and loudspeaker")


def listen(source: Source, sink: Sink, speaker: Speaks) -> Echo:
    """Speak into the sink and hear it at the source, and then whoever is there."""
    pieces = list(speaker.pieces(SPOKEN))
    source.flush()
    chunks = source.chunks()
    room = level(samples_of(Pcm(_for(chunks, STILL_S), HEARING_RATE)))
    other = OtherVoice()
    other.begin()
    echo = replace(_echo(other, _while_spoken(chunks, sink, other, pieces), sink), room=room)
    _for(chunks, echo.late_s or 0.0)
    said = VoiceActivity(Endpointing(nobody_s=PATIENCE_S)).listen(chunks)
    if said is None:
        return echo
    return replace(echo, voice=loudness(said.pcm), clipped=max(echo.clipped, _clipped(said.pcm)))


def _while_spoken(
    chunks: Iterator[bytes], sink: Sink, other: OtherVoice, pieces: list[Pcm]
) -> Iterator[tuple[bytes, bool]]:
    """What is heard while we speak, and whether it would have stopped us."""
    for piece in pieces:
        sink.put(piece)
    after = RINGS_S
    for chunk in chunks:
        yield chunk, other.interrupted(chunk, sink) is not None
        if sink.waiting_s() <= 0:
            after -= len(chunk) / (SAMPLE_BYTES * HEARING_RATE)
            if after <= 0:
                return


def _echo(other: OtherVoice, heard: Iterator[tuple[bytes, bool]], sink: Sink) -> Echo:
    came, interrupted, torn = list[bytes](), False, False
    for chunk, stops in heard:
        came.append(chunk)
        interrupted, torn = interrupted or stops, torn or other.has_slipped
    sound = Pcm(b"".join(came), HEARING_RATE)
    late_s = echo_late_s(Pcm(sound.samples[-LOOKED_AT:], HEARING_RATE), sink.recent(LOOKED_AT_S + LATEST_S))
    return Echo(
        heard=loudness(sound),
        played=loudness(sink.recent(sound.seconds)),
        late_s=other.late_s if late_s is None else late_s,
        needed=other.least_level,
        interrupted=interrupted,
        torn=torn,
        clipped=_clipped(sound),
    )


def judge(echo: Echo) -> Report:
    """Whether an answer can be stopped by speech here, and what to do where it cannot."""
    facts = _facts(echo)
    if echo.heard == 0:
        return warning("echo", "no sound comes from the microphone", UNMUTE, **facts)
    if echo.late_s is None and echo.heard <= AUDIBLE * echo.room:
        what = "the microphone does not hear the loudspeaker: with --barge-in speech all that is said counts"
        return fine("echo", f"{what} (if you did not hear it either, turn it up)", **facts)
    if echo.late_s is None:
        return warning("echo", "what the microphone heard is not what was played", AGAIN, **facts)
    what = (
        f"the loudspeaker comes back after {1000 * echo.late_s:.0f} ms, {_db(echo.heard, echo.room)} dB "
        f"above the room and {_db(echo.heard, echo.played):+} dB beside what was played"
    )
    for found, why, remedy in (
        (echo.clipped > CLIPPED, "something is so loud that the microphone clips", GENTLER),
        (echo.late_s > ECHO_S, "that is too late for --barge-in speech", WIRED),
        (echo.torn, "some of its sound got lost on the way", BUSY),
        (echo.interrupted, "the shop took it for somebody who interrupts", SOFTER),
        (echo.is_drowned, f"who speaks has to be {_db(echo.needed, echo.heard):+} dB beside it", SOFTER),
    ):
        if found:
            return warning("echo", f"{what}; {why}", remedy, **facts)
    return fine("echo", f"{what}; --barge-in speech works for {_whom(echo)}", **facts)


def _whom(echo: Echo) -> str:
    if echo.voice is not None:
        return f"you: you were {_db(echo.voice, echo.needed)} dB louder than you have to be"
    return f"who is {_db(echo.needed, echo.heard):+} dB beside it, or louder (nobody said anything)"


def _facts(echo: Echo) -> dict[str, Any]:
    late_ms = None if echo.late_s is None else round(1000 * echo.late_s)
    return {
        "room": round(echo.room, 1),
        "loudspeaker": round(echo.heard, 1),
        "played": round(echo.played, 1),
        "late_ms": late_ms,
        "needed": round(echo.needed, 1),
        "voice": None if echo.voice is None else round(echo.voice, 1),
        "interrupted": echo.interrupted,
        "torn": echo.torn,
        "clipped": round(echo.clipped, 4),
    }


def _clipped(sound: Pcm) -> float:
    return float(np.mean(np.abs(samples_of(sound)) >= FULL)) if sound.samples else 0.0


def _db(one: float, other: float) -> int:
    return round(20 * math.log10(max(one, 1.0) / max(other, 1.0)))


def _for(chunks: Iterator[bytes], seconds: float) -> bytes:
    """So much of what comes."""
    came = bytearray()
    while len(came) < seconds * HEARING_RATE * SAMPLE_BYTES and (chunk := next(chunks, b"")):
        came += chunk
    return bytes(came)

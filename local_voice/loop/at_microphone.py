"""A conversation at this machine's microphone and loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from local_voice.errors import VoiceError
from local_voice.hearing.listener import Hears
from local_voice.hearing.microphone import Microphone, microphones
from local_voice.hearing.sources import Source
from local_voice.loop.conversation import Conversation, Manners, Told
from local_voice.loop.devices import LastingLoudspeaker, LastingMicrophone, aloud
from local_voice.loop.turn import Speaks, Talks
from local_voice.speaking.sinks import NullSink, Sink, open_sink
from local_voice.speaking.speaker import RATE


def run_microphone(
    device: Talks,
    ear: Hears,
    speaker: Speaks | None,
    *,
    microphone: str | int | None = None,
    loudspeaker: str | int | None = None,
    manners: Manners | None = None,
    told: Told | None = None,
) -> None:
    """One conversation at a microphone, answered through the loudspeaker; VoiceError when there is none.

    With a wake word, as many as are wanted.
    """
    manners, told = manners or Manners(), told or Told()
    with _opened(microphone, loudspeaker, speaker, told, manners.tail_s) as (source, sink):
        Conversation(source, ear, device, speaker, sink, manners, told).run()


def devices() -> list[str]:
    """The microphones of this machine by name; never raises."""
    try:
        return microphones()
    except VoiceError:
        return []


@contextmanager
def _opened(
    microphone: str | int | None,
    loudspeaker: str | int | None,
    speaker: Speaks | None,
    told: Told,
    tail_s: float,
) -> Iterator[tuple[Source, Sink]]:
    sink: Sink = NullSink() if speaker is None else LastingLoudspeaker(lambda: open_sink(RATE, loudspeaker))
    tell = aloud(told.trouble, speaker, sink, tail_s)
    try:
        source = LastingMicrophone(lambda: Microphone(microphone), tell)
        try:
            yield source, sink
        finally:
            source.close()
    finally:
        sink.close()

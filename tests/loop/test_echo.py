"""The echo of our own voice is taken out, and nobody else's voice with it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from local_voice.loop.canceller import Canceller
from local_voice.loop.other_voice import OtherVoice
from local_voice.loop.own_voice import Samples, echo_late_s, level, samples_of
from local_voice.loop.reference import BLOCK, Reference
from local_voice.loop.room import Acoustics, Air
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm, join, silence
from local_voice.speaking import Speaker, voice_of
from local_voice.speaking.sinks import NullSink, Waiting

pytestmark = pytest.mark.audio

SAID = "We have oat milk for three dollars, and almond milk for two dollars and ten cents. Shall I add it?"
ROOM = Acoustics(echo=1.5, delay_s=0.004, ringing_s=0.3, distortion=0.05)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    with Speaker() as speaker:
        yield speaker


def in_blocks(samples: Samples) -> Samples:
    return samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)


def echo_of(played: Samples) -> Samples:
    air = Air(ROOM, np.random.default_rng(1))
    return np.concatenate([air.echo(block) for block in in_blocks(played)])


def cancelled(heard: Samples, played: Samples) -> Samples:
    canceller = Canceller(BLOCK, 10)
    both = zip(in_blocks(heard), in_blocks(played), strict=True)
    return np.concatenate([canceller.cancel(*block) for block in both])


def test_after_a_few_seconds_a_tenth_of_the_echo_is_left(speaker: Speaker) -> None:
    played = in_blocks(samples_of(speaker.say(SAID))).ravel()
    echo = echo_of(played)

    left = cancelled(echo, played)

    known = 3 * HEARING_RATE
    assert level(left[known:]) < 0.1 * level(echo[known:])


def test_another_voice_stays_as_it_was(speaker: Speaker) -> None:
    played = in_blocks(samples_of(speaker.say(SAID))).ravel()
    other = samples_of(speaker.synthesize("no the other one please", voice_of("customer-high")))
    begins = 3 * HEARING_RATE
    heard = echo_of(played)
    heard[begins : begins + len(other)] += other

    left = cancelled(heard, played)[begins : begins + len(other)]

    assert level(left - other) < 0.2 * level(other)


class Played(NullSink):
    """A sink whose time passes as it is told."""

    def __init__(self, rate: int) -> None:
        self.waiting = Waiting(rate)

    def since(self, number: int) -> tuple[int, Pcm]:
        return self.waiting.since(number)


@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
def test_what_was_played_is_followed_without_a_seam(speaker: Speaker, rate: int) -> None:
    said = join([speaker.say("Your cart is empty.")], rate)
    sink, reference = Played(rate), Reference()
    sink.waiting.add(said)

    for _ in range(60):
        sink.waiting.take(rate // 37 * SAMPLE_BYTES)
        reference.follow(sink)

    whole = samples_of(said)
    count = min(reference.end, len(whole) - BLOCK)
    assert count > HEARING_RATE
    # A converter that begins elsewhere rounds otherwise.
    assert np.allclose(reference.part(BLOCK, count), whole[BLOCK:count], atol=2)
    assert not reference.part(-100, 0).any()


def test_another_sink_is_followed_from_its_beginning() -> None:
    reference, old, new = Reference(), Played(22_050), Played(16_000)
    old.waiting.take(22_050 * SAMPLE_BYTES)
    reference.follow(old)
    new.waiting.add(Pcm(b"\x01\x01" * BLOCK, 16_000))
    new.waiting.take(2 * BLOCK * SAMPLE_BYTES)

    reference.follow(new)

    assert reference.end == 2 * BLOCK
    assert reference.part(0, BLOCK).all()


def test_how_late_an_echo_comes_is_heard(speaker: Speaker) -> None:
    said = speaker.say("Your cart is empty.")
    late = silence(0.3, HEARING_RATE)

    heard = join([late, said, silence(0.2, HEARING_RATE)], HEARING_RATE)
    played = join([silence(1.0, HEARING_RATE), said, silence(0.5, HEARING_RATE)], HEARING_RATE)

    assert echo_late_s(heard, played) == pytest.approx(0.3, abs=0.001)
    assert echo_late_s(silence(1, HEARING_RATE), played) is None
    assert echo_late_s(speaker.synthesize("two bananas", voice_of("customer-low")), played) is None


def torn(samples: Samples) -> Samples:
    """The sound with 6 ms lost or added now and then, at first not, as when a machine gets busy."""
    parts, some, every, calm = list[Samples](), 100, round(1.9 * HEARING_RATE), 8 * HEARING_RATE
    for number, begin in enumerate(range(0, len(samples), every)):
        part = samples[begin : begin + every]
        if begin >= calm:
            part = part[some:] if number % 2 else np.concatenate((np.zeros(some, np.float32), part))
        parts.append(part)
    return np.concatenate(parts)


def test_where_a_little_of_our_echo_gets_lost_nobody_has_spoken(speaker: Speaker) -> None:
    said = speaker.say(f"{SAID} {SAID} {SAID}")
    heard = torn(echo_of(samples_of(said)))
    sink, other = Played(HEARING_RATE), OtherVoice()
    sink.waiting.add(Pcm(join([said], HEARING_RATE).samples, HEARING_RATE))
    other.begin()

    for block in in_blocks(heard):
        sink.waiting.take(BLOCK * SAMPLE_BYTES)
        words = other.interrupted(np.clip(block, -32768, 32767).astype("<i2").tobytes(), sink)

        assert words is None

"""The listener finds the beginning and the end of speech."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Iterator
from dataclasses import fields

import pytest

from local_voice.hearing.voice_activity import Endpointing, VoiceActivity
from local_voice.loop import Manners
from local_voice.sound import HEARING_RATE, Pcm, silence
from local_voice.understanding.values import Answer
from skill.settings import LISTENING, PATIENCE

pytestmark = pytest.mark.audio

Say = Callable[..., Pcm]
ROOM_LEVEL = 150


def quiet(seconds: float) -> bytes:
    return silence(seconds, HEARING_RATE).samples


def chunked(samples: bytes, size: int = 3200) -> Iterator[bytes]:
    return (samples[start : start + size] for start in range(0, len(samples), size))


def in_a_room(samples: bytes, level: float = ROOM_LEVEL, offset: int = 0) -> bytes:
    """The same with the hiss of a room over all of it, and what a microphone gives every sample too much."""
    hiss = random.Random(7)
    noisy = (round(one + offset + hiss.gauss(0, level)) for one in array("h", samples))
    return array("h", (max(-32768, min(32767, one)) for one in noisy)).tobytes()


def test_speech_is_cut_out_of_silence(say: Say) -> None:
    line = say("add two bananas")

    found = VoiceActivity().listen(chunked(quiet(2) + line.samples + quiet(3)))

    assert found is not None
    assert found.end == "silence"
    assert line.seconds - 0.3 < found.pcm.seconds < line.seconds + 1.2


def test_the_end_is_found_in_a_room_that_hisses(say: Say) -> None:
    line = say("add two bananas")

    found = VoiceActivity().listen(chunked(in_a_room(quiet(1) + line.samples + quiet(3))))

    assert found is not None
    assert found.end == "silence"
    assert found.pcm.seconds < line.seconds + 1.5


def test_steady_noise_is_nobody() -> None:
    assert VoiceActivity(Endpointing(nobody_s=2)).listen(chunked(in_a_room(quiet(4)))) is None


def test_a_click_is_nobody() -> None:
    click = array("h", [20_000, -20_000] * 160).tobytes()

    assert VoiceActivity().listen(chunked(quiet(1) + click + quiet(9))) is None


def test_nobody_is_waited_for_no_longer_than_told() -> None:
    source = chunked(quiet(20))

    assert VoiceActivity(Endpointing(nobody_s=2)).listen(source) is None
    assert sum(len(chunk) for chunk in source) > len(quiet(15))


def test_a_short_pause_does_not_end_a_sentence(say: Say) -> None:
    two_parts = say("add two bananas").samples + quiet(0.2) + say("and a carton of oat milk").samples

    found = VoiceActivity().listen(chunked(quiet(1) + two_parts + quiet(3)))

    assert found is not None
    assert found.pcm.seconds > len(two_parts) / (2 * HEARING_RATE) - 0.4


def test_endless_talk_is_cut(say: Say) -> None:
    talk = say("add two bananas and a carton of oat milk and some more of the same").samples * 3

    found = VoiceActivity(Endpointing(longest_s=3)).listen(chunked(talk))

    assert found is not None
    assert found.end == "longest"
    assert found.pcm.seconds == pytest.approx(3, abs=0.05)


def test_two_utterances_come_one_by_one(say: Say) -> None:
    source = chunked(quiet(1) + say("check out").samples + quiet(2) + say("yes").samples + quiet(2))
    listener = VoiceActivity()

    first, second, third = (listener.listen(source) for _ in range(3))

    assert first is not None and second is not None
    assert first.pcm.seconds > second.pcm.seconds
    assert third is None


def behind(samples: bytes, other: bytes, softer: int) -> bytes:
    """The same with a softer voice behind it, over all of it."""
    back = array("h", other * (len(samples) // len(other) + 1))
    both = zip(array("h", samples), back, strict=False)
    return array("h", (max(-32768, min(32767, one + two // softer)) for one, two in both)).tobytes()


@pytest.mark.parametrize("softer", [10, 4])
def test_a_television_behind_does_not_keep_the_ear_open(say: Say, softer: int) -> None:
    line = say("add two bananas")
    talk = say("the museum is closed on mondays and the weather will be nice", "customer-low")
    sound = behind(quiet(2) + line.samples + quiet(9), talk.samples, softer)

    found = VoiceActivity().listen(chunked(sound))
    if found is not None and found.pcm.seconds < line.seconds:
        found = VoiceActivity().listen(chunked(sound))

    assert found is not None
    assert found.end == "silence"
    assert found.pcm.seconds < line.seconds + 2


def softer(samples: bytes, times: int) -> bytes:
    return array("h", (one // times for one in array("h", samples))).tobytes()


@pytest.mark.parametrize("times", [20, 40])
@pytest.mark.parametrize("room", [0, 6])
def test_a_soft_voice_is_heard(say: Say, times: int, room: int) -> None:
    line = say("add two bananas")
    sound = quiet(1) + softer(line.samples, times) + quiet(3)

    found = VoiceActivity().listen(chunked(in_a_room(sound, room)))

    assert found is not None
    assert line.seconds - 0.3 < found.pcm.seconds < line.seconds + 1.2


@pytest.mark.parametrize("offset", [500, -3000])
def test_a_microphone_that_gives_every_sample_too_much_hears_the_same(say: Say, offset: int) -> None:
    line = say("add two bananas")
    sound = quiet(2) + softer(line.samples, 8) + quiet(3)

    straight = VoiceActivity().listen(chunked(in_a_room(sound, 6)))
    shifted = VoiceActivity().listen(chunked(in_a_room(sound, 6, offset)))

    assert straight is not None and shifted is not None
    assert abs(shifted.pcm.seconds - straight.pcm.seconds) < 0.1


def waited(say: Say, words: str, answer: Answer) -> float:
    """Quiet at the end of an answer of some kind."""
    sound = quiet(1) + say(words).samples + quiet(3)
    found = VoiceActivity().listen(chunked(sound), Endpointing().expecting(answer))
    assert found is not None
    return found.silence_s


def test_a_short_answer_is_over_sooner_and_a_free_one_later(say: Say) -> None:
    assert waited(say, "yes", "short") < waited(say, "yes", "usual") < waited(say, "yes", "free")


def test_more_than_a_short_answer_is_waited_for_as_usual(say: Say) -> None:
    words = "yes and two bananas please"

    assert waited(say, words, "short") == waited(say, words, "usual")


@pytest.mark.parametrize("size", [2, 640, 999, 50_000])
def test_the_size_of_the_chunks_does_not_matter(say: Say, size: int) -> None:
    sound = quiet(1) + say("check out").samples + quiet(2)

    found = VoiceActivity().listen(chunked(sound, size))

    assert found is not None
    assert found == VoiceActivity().listen([sound])


def test_all_of_a_listener_and_of_the_pauses_can_be_told() -> None:
    manners = {one.name for one in fields(Manners)}

    assert set(LISTENING) == {one.name for one in fields(Endpointing)}
    assert set(PATIENCE) < manners


def test_a_beginning_that_is_longer_than_its_window_is_waited_for(say: Say) -> None:
    sound = quiet(1) + say("two bananas and a carton of oat milk").samples + quiet(2)

    assert VoiceActivity(Endpointing(start_s=0.3)).listen(chunked(sound)) is not None

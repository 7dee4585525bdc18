"""What the doctor says of loudspeaker and microphone, in rooms without a sound card."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local_voice.checkup import echo
from local_voice.checkup.echo import Echo, check_echo, judge, listen
from local_voice.loop.room import Acoustics, Room
from local_voice.sound import HEARING_RATE, Pcm, join, louder, silence
from local_voice.speaking import Speaker, voice_of


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    with Speaker() as speaker:
        yield speaker


@pytest.fixture(scope="module")
def answer(speaker: Speaker) -> Pcm:
    """What the person says when they are asked to; before, they are quiet."""
    said = speaker.synthesize("add two bananas", voice_of("customer-high"))
    return join([silence(2.0, HEARING_RATE), said, silence(0.2, HEARING_RATE)], HEARING_RATE)


def heard(speaker: Speaker, answer: Pcm, acoustics: Acoustics) -> Echo:
    room = Room(answer, acoustics)
    return listen(room, room, speaker)


@pytest.mark.audio
def test_a_loudspeaker_that_can_be_taken_out_is_told_with_its_delay_and_level(
    speaker: Speaker, answer: Pcm
) -> None:
    measured = heard(speaker, answer, Acoustics(echo=2.0, delay_s=0.15, ringing_s=0.3, noise=20))

    report = judge(measured)

    assert report.level == "fine"
    assert report.facts["late_ms"] == 150
    assert report.facts["room"] == pytest.approx(20, abs=2)
    assert report.facts["loudspeaker"] > report.facts["played"] > report.facts["voice"]
    assert "works for you" in report.what


@pytest.mark.audio
def test_who_says_nothing_is_told_how_loud_they_have_to_be(speaker: Speaker) -> None:
    measured = heard(speaker, silence(0.1, HEARING_RATE), Acoustics(echo=0.5, delay_s=0.1, noise=20))

    assert measured.voice is None
    assert "nobody said anything" in judge(measured).what


@pytest.mark.audio
def test_a_person_whom_the_loudspeaker_drowns_is_told_the_remedy(speaker: Speaker, answer: Pcm) -> None:
    bent = Acoustics(echo=2.5, delay_s=0.1, ringing_s=0.8, noise=10, distortion=0.6)

    report = judge(heard(speaker, louder(answer, 0.2), bent))

    assert report.level == "warning"
    assert "headphones" in report.remedy


@pytest.mark.audio
@pytest.mark.parametrize(
    ("acoustics", "level", "told"),
    [
        (Acoustics(), "warning", "no sound comes"),
        (Acoustics(noise=20), "fine", "does not hear the loudspeaker"),
        (Acoustics(echo=9.0, delay_s=0.1, noise=10), "warning", "clips"),
        (Acoustics(echo=0.8, delay_s=0.8, noise=20), "warning", "too late"),
        (Acoustics(echo=0.8, delay_s=1.6, noise=20), "warning", "not what was played"),
    ],
)
def test_what_is_wrong_with_the_two_is_named(
    speaker: Speaker, acoustics: Acoustics, level: str, told: str
) -> None:
    report = judge(heard(speaker, silence(0.1, HEARING_RATE), acoustics))

    assert report.level == level
    assert told in report.what
    assert bool(report.remedy) == (level == "warning")


WELL = {"room": 20.0, "heard": 2000.0, "played": 3000.0, "late_s": 0.1, "needed": 500.0}


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        ({"torn": True}, "close other programs"),
        ({"interrupted": True}, "headphones"),
        ({"voice": 400.0}, "headphones"),
        ({"needed": 2500.0}, "headphones"),
        ({"voice": 600.0}, ""),
    ],
)
def test_each_finding_has_its_remedy(found: dict[str, float], remedy: str) -> None:
    assert remedy in judge(Echo(**{**WELL, **found})).remedy  # type: ignore[arg-type]


def test_nobody_is_spoken_to_where_a_device_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(echo, "microphones", list)
    announced = list[str]()

    class Mute:
        def pieces(self, speech: str) -> Iterator[Pcm]:
            raise AssertionError(speech)

    report = check_echo(Mute(), announced.append)

    assert report.level == "warning"
    assert announced == []

"""Where others talk, only what is said to the shop is answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from local_voice.hearing.listener import Heard
from local_voice.hearing.transcript import Agreement, Transcript
from local_voice.hearing.voice_activity import Endpointing
from local_voice.loop.listening import OTHER_TALK, Attentive, Said, Spoken, Tries
from local_voice.loop.other_talk import is_other_talk
from local_voice.loop.own_voice import Samples, bytes_of, level, samples_of
from local_voice.loop.room import Room
from local_voice.sound import HEARING_RATE, Pcm
from local_voice.speaking import Speaker, voice_of
from local_voice.speaking.voices import CUSTOMERS
from local_voice.understanding.values import Context

pytestmark = pytest.mark.audio

TALK = "so I told her that the train was late again on Monday morning and nobody knows why"
NOBODY = Spoken("", Pcm(b"", HEARING_RATE))
BEGINS_S = 7


@dataclass
class Ear:
    """Hears a guess that may be anything."""

    def expect(self, context: Context) -> None: ...

    def hear(self, pcm: Pcm, context: Context = Context()) -> Transcript:  # noqa: B008
        return Transcript("milk salt", agreement="differ")


@pytest.fixture(scope="module")
def talk() -> Samples:
    """Several people who talk at once, for a quarter of a minute; its root mean square is 1."""
    mixed = np.zeros(15 * HEARING_RATE, np.float32)
    with Speaker() as speaker:
        for number, name in enumerate(CUSTOMERS):
            said = samples_of(speaker.synthesize(TALK, voice_of(name)))
            mixed += np.resize(np.roll(said, 7000 * number), len(mixed))
    return np.asarray(mixed / mixed.std(), np.float32)


@pytest.fixture(scope="module")
def customer() -> Samples:
    with Speaker() as speaker:
        return samples_of(speaker.synthesize("add two bananas please", voice_of("customer-high")))


def among(talk: Samples, customer: Samples, decibels: float) -> Pcm:
    """A room in which others talk all the time, and a customer speaks once."""
    room = talk * level(customer) / 10 ** (decibels / 20)
    begin = BEGINS_S * HEARING_RATE
    room[begin : begin + len(customer)] += customer
    return Pcm(bytes_of(room), HEARING_RATE)


def listen(room: Pcm, *, addressed: bool = False) -> Said | None:
    attentive = Attentive(Room(room), Ear(), Endpointing(), Tries(print), addressed=addressed)
    return attentive.listen(Context(), NOBODY, patience_s=14)


def test_what_others_say_is_passed_over_until_a_customer_speaks(talk: Samples, customer: Samples) -> None:
    said = listen(among(talk, customer, 12))

    assert said is not None
    assert set(said.passed_over) == {OTHER_TALK}
    assert said.heard.pcm.seconds > len(customer) / HEARING_RATE - 0.3


def test_who_pressed_the_key_is_answered_however_soft(talk: Samples, customer: Samples) -> None:
    said = listen(among(talk, customer, 12), addressed=True)

    assert said is not None
    assert said.passed_over == ()


@pytest.mark.parametrize(("agreement", "passed"), [("agreed", False), ("differ", True), ("alone", True)])
def test_what_both_recognisers_hear_alike_is_believed(
    talk: Samples, agreement: Agreement, passed: bool
) -> None:
    sound = Pcm(bytes_of(800 * talk[: 3 * HEARING_RATE]), HEARING_RATE)

    assert is_other_talk(Heard(Transcript("a lot", agreement=agreement), sound)) == passed


def test_a_voice_in_a_quiet_room_is_a_customers(customer: Samples) -> None:
    sound = Pcm(bytes_of(np.pad(0.05 * customer, HEARING_RATE // 4)), HEARING_RATE)

    assert not is_other_talk(Heard(Transcript("milk salt", agreement="differ"), sound))

"""Who may interrupt an answer, and that the shop never interrupts itself."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from statistics import median

import numpy as np
import pytest

from local_voice.errors import VoiceError
from local_voice.exchange import Exchange
from local_voice.hearing import looks
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing
from local_voice.hearing.wake import Woken
from local_voice.loop import Conversation, Manners, Told, Turn
from local_voice.loop.attention import Attention
from local_voice.loop.listening import DEAF, Tries
from local_voice.loop.own_voice import likeness_to_ours, reads_like_ours
from local_voice.loop.room import Acoustics, Room
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm, at_rate, join, louder, silence
from local_voice.sound_devices import NULL
from local_voice.speaking import Speaker, sinks, voice_of
from local_voice.speaking.sinks import Loudspeaker
from local_voice.speaking.voices import CUSTOMERS
from local_voice.understanding.values import Context

pytestmark = pytest.mark.audio

ANSWER = "We have oat milk for three dollars and twenty nine cents, and we have almond milk. Shall I add it?"
KITCHEN = Acoustics(echo=0.2, delay_s=0.12, ringing_s=0.3, noise=30)


@dataclass
class Shop:
    """A device that gives the same answer until it hears "stop", and ends after two silences."""

    speech: str = ANSWER
    heard: list[str] = field(default_factory=list)
    silences: int = 0
    session_open: bool = True
    listening: bool = True
    context: Context = field(default_factory=Context)

    def launch(self) -> Exchange:
        return self._say(self.speech)

    def hear(self, heard: str | Sequence[str], behind: Sequence[float] = ()) -> Exchange:
        self.heard.append(heard if isinstance(heard, str) else heard[0])
        return self._say("", ends="stop" in self.heard[-1])

    def silence(self) -> Exchange:
        self.silences += 1
        return self._say("", ends=self.silences == 2)

    def end(self) -> Exchange:
        return self._say("", ends=True)

    def _say(self, speech: str, *, ends: bool = False) -> Exchange:
        self.session_open = not ends
        session = "ended" if ends else "open"
        return Exchange(None, None, None, None, speech, None, None, session, (), 0.0, 0.0)


@dataclass
class Ear:
    """Hears the same words in everything."""

    words: str = "stop"
    sounds: list[Pcm] = field(default_factory=list)

    def expect(self, context: Context) -> None: ...

    def hear(self, pcm: Pcm, context: Context = Context()) -> Transcript:  # noqa: B008
        self.sounds.append(pcm)
        return Transcript(self.words)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    with Speaker() as speaker:
        yield speaker


@pytest.fixture(scope="module")
def stop(speaker: Speaker) -> Pcm:
    return speaker.synthesize("stop that please", voice_of("customer-high"))


def after(seconds: float, sound: Pcm) -> Pcm:
    return join([silence(seconds, HEARING_RATE), sound], HEARING_RATE)


def hold(
    room: Room, speaker: Speaker, shop: Shop | None = None, ear: Ear | None = None, **how: object
) -> list[Turn]:
    turns: list[Turn] = []
    manners = Manners(endpointing=Endpointing(nobody_s=1.5), **{"earcons": False, **how})  # type: ignore[arg-type]
    told = Told(done=turns.append)
    Conversation(room, ear or Ear(), shop or Shop(), speaker, room, manners, told).hold()
    return turns


def test_a_customer_who_speaks_stops_the_answer_and_is_heard_from_the_first_word(
    speaker: Speaker, stop: Pcm
) -> None:
    shop, ear = Shop(), Ear()

    greeting = hold(Room(after(2.0, stop), KITCHEN, polite=False), speaker, shop, ear, barge_in="speech")[0]

    assert greeting.stopped_by == "speech"
    assert 2000 < greeting.played_ms < 3000
    assert shop.heard == ["stop"]
    assert ear.sounds[0].seconds > stop.seconds - 0.3


@pytest.mark.parametrize("ringing_s", [0.0, 0.5])
def test_a_customer_who_is_softer_than_our_echo_stops_the_answer_and_is_heard_without_it(
    speaker: Speaker, stop: Pcm, ringing_s: float
) -> None:
    shop, ear = Shop(f"{ANSWER} {ANSWER}"), Ear()
    loud = Acoustics(echo=2.0, delay_s=0.15, ringing_s=ringing_s, noise=20, distortion=0.05)

    greeting = hold(Room(after(7.0, stop), loud, polite=False), speaker, shop, ear, barge_in="speech")[0]

    assert greeting.stopped_by == "speech"
    assert 7000 < greeting.played_ms < 7500
    assert likeness_to_ours(ear.sounds[0], stop) > 0.8
    assert likeness_to_ours(ear.sounds[0], speaker.say(shop.speech)) < 0.2


@pytest.mark.parametrize(("echo", "told"), [(0.3, 0), (12.0, 1)])
def test_a_customer_whom_the_loudspeaker_drowns_is_told_so_once(
    speaker: Speaker, stop: Pcm, echo: float, told: int
) -> None:
    troubles, quiet = list[str](), louder(stop, 0.3)
    said = join([after(1.5, quiet), after(1.5, quiet), silence(1, HEARING_RATE)], HEARING_RATE)
    room = Room(said, Acoustics(echo=echo, delay_s=0.1, ringing_s=0.8, noise=10, distortion=0.3))
    manners = Manners(endpointing=Endpointing(nobody_s=1.5), barge_in="speech", earcons=False)

    Conversation(room, Ear("more"), Shop(), speaker, room, manners, Told(trouble=troubles.append)).hold()

    assert len(troubles) == told
    assert all("headphones" in line for line in troubles)


def test_a_loudspeaker_that_is_late_is_waited_for(speaker: Speaker) -> None:
    """Else the short sound that says "listening" is heard as a word."""
    for delay_s in (0.25, 0.4, 0.6):
        shop, acoustics = Shop(), Acoustics(echo=2.0, delay_s=delay_s, ringing_s=0.3, noise=20)

        turns = hold(Room(silence(0.1, HEARING_RATE), acoustics), speaker, shop, earcons=True)

        assert shop.heard == [], delay_s
        assert {turn.passed_over for turn in turns} == {()}


def test_an_answer_is_finished_when_barging_in_is_off(speaker: Speaker, stop: Pcm) -> None:
    shop = Shop()

    greeting = hold(Room(after(2.0, stop), KITCHEN, polite=False), speaker, shop)[0]

    assert greeting.stopped_by is None
    assert greeting.played_ms > 5000
    assert shop.heard == []


def test_a_loudspeaker_that_goes_while_the_microphone_is_open_does_not_hold_the_conversation_up(
    speaker: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "STUCK_S", 0.0)
    troubles, room, gone = list[str](), Room(silence(1, HEARING_RATE)), Loudspeaker(HEARING_RATE, NULL)
    gone.close()
    manners = Manners(endpointing=Endpointing(nobody_s=1.5), barge_in="speech", earcons=False)

    Conversation(room, Ear(), Shop(), speaker, gone, manners, Told(trouble=troubles.append)).hold()

    assert troubles == ["the loudspeaker takes no sound any more: is it still connected?"]
    assert room.passed_s < 5


def first_sound(said: Pcm) -> Pcm:
    """From its first sound on."""
    begins = int(np.argmax(np.abs(np.frombuffer(said.samples, "<i2")) > 300))
    return Pcm(said.samples[begins * SAMPLE_BYTES :], said.rate)


def test_an_answer_stops_within_a_tenth_of_a_second_of_the_customers_first_sound(speaker: Speaker) -> None:
    took_ms = list[float]()
    for name, words in product(CUSTOMERS, ("just add two of them", "no the other one")):
        said = first_sound(at_rate(speaker.synthesize(words, voice_of(name)), HEARING_RATE))
        room = Room(after(2.0, said), Acoustics(noise=20), polite=False)
        took_ms.append(hold(room, speaker, barge_in="speech")[0].played_ms - 2000)

    assert min(took_ms) > 0
    assert median(took_ms) < 100


def knocks(count: int, rings_s: float) -> Pcm:
    """One a second: noise and tones of what is hit, soon over."""
    chance, at = np.random.default_rng(3), np.arange(HEARING_RATE) / HEARING_RATE
    parts = list[bytes]()
    for _ in range(count):
        tones = [np.sin(2 * np.pi * pitch * at) for pitch in chance.uniform(150, 3000, 3)]
        sound = (chance.normal(size=len(at)) + 2 * np.sum(tones, axis=0)) * 10 ** (-3 * at / rings_s)
        parts.append((12_000 * sound / np.max(np.abs(sound))).astype("<i2").tobytes())
    return Pcm(b"".join(parts), HEARING_RATE)


@pytest.mark.parametrize("rings_s", [0.3, 0.6])
def test_a_knock_does_not_stop_the_answer_nor_a_dish_that_rings(speaker: Speaker, rings_s: float) -> None:
    room = Room(after(1.5, knocks(9, rings_s)), Acoustics(noise=20), polite=False)

    greeting = hold(room, speaker, Shop(f"{ANSWER} {ANSWER}"), barge_in="speech")[0]

    assert greeting.stopped_by is None


def test_a_key_stops_the_answer_at_once(speaker: Speaker) -> None:
    asked = iter([False] * 20)
    room = Room(silence(1, HEARING_RATE))

    greeting = hold(room, speaker, barge_in="key", key=lambda: next(asked, True))[0]

    assert greeting.stopped_by == "key"
    assert greeting.played_ms == pytest.approx(1000 * 19 * 0.02, abs=60)


def test_an_impatient_key_before_the_answer_does_not_stop_it(speaker: Speaker) -> None:
    pressed = iter([True])

    greeting = hold(
        Room(silence(1, HEARING_RATE)), speaker, barge_in="key", key=lambda: next(pressed, False)
    )[0]

    assert greeting.stopped_by is None


@dataclass
class Wake:
    """Finds its phrase at the fifth look."""

    phrase: str = "hey shop"
    looks: int = 0

    def wait(self) -> Woken | None:
        return None

    def is_in(self, pcm: Pcm) -> bool:
        self.looks += 1
        return self.looks == 5


def test_the_wake_word_stops_the_answer(speaker: Speaker) -> None:
    greeting = hold(Room(silence(9, HEARING_RATE)), speaker, barge_in="wake", wake=lambda source: Wake())[0]

    assert greeting.stopped_by == "wake"
    assert greeting.played_ms == pytest.approx(1500, abs=80)


def test_a_shop_that_says_the_wake_word_does_not_stop_itself(speaker: Speaker) -> None:
    shop = Shop("From the Hey-Shop: one oat milk and three bananas. Shall I place the order?")

    greeting = hold(
        Room(silence(9, HEARING_RATE)), speaker, shop, barge_in="wake", wake=lambda source: Wake()
    )[0]

    assert greeting.stopped_by is None


def test_who_looks_slowly_for_the_wake_word_does_not_fall_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "BEHIND_S", 0.2)

    @dataclass
    class Slow(Wake):
        def is_in(self, pcm: Pcm) -> bool:
            self.looks += 1
            time.sleep(0.4)
            return False

    room, wake = Room(silence(9, HEARING_RATE)), Slow()
    attention = Attention(room, "wake", wake=wake)
    attention.begin()
    while attention.passed_s < 4:
        attention.step(room)

    assert 8 <= wake.looks <= (4 + looks.BEHIND_S) / 0.4 + 1


LINES = (
    "We have oat milk for 3 dollars and 29 cents.",
    "I've added two bananas. Would you like anything else?",
    "Only three avocados are left. Shall I add three?",
    "Your cart is empty. What would you like?",
    "The total is 4 dollars and 16 cents, to be paid on delivery.",
    "Thank you, your order is placed. The order number is 1005.",
)
ROOMS = (
    KITCHEN,
    Acoustics(echo=0.1, delay_s=0.03, noise=60),
    Acoustics(echo=0.8, delay_s=0.2, ringing_s=0.5, noise=10),
    Acoustics(echo=1.5, delay_s=0.35, ringing_s=0.2, noise=20),
    Acoustics(echo=0.3, delay_s=0.3, ringing_s=0.8, noise=100),
)


@pytest.mark.parametrize("barge_in", ["off", "speech"])
def test_thirty_answers_in_its_own_microphone_are_no_turn(speaker: Speaker, barge_in: str) -> None:
    for acoustics in ROOMS:
        for line in LINES:
            shop = Shop(line)
            room = Room(silence(0.1, HEARING_RATE), acoustics)
            turns = hold(room, speaker, shop, barge_in=barge_in, earcons=True)

            assert shop.heard == [], (acoustics, line)
            assert {turn.stopped_by for turn in turns} == {None}, (acoustics, line)


def test_an_echo_that_comes_when_the_answer_is_over_is_passed_over(speaker: Speaker) -> None:
    """A wireless loudspeaker is late by more than the tail: it is known by its sound."""
    shop = Shop("Your cart is empty.")

    turns = hold(Room(silence(0.1, HEARING_RATE), Acoustics(echo=0.5, delay_s=1.4)), speaker, shop)

    assert shop.heard == []
    assert turns[1].passed_over == () or turns[1].passed_over == ("own voice",)


def test_a_customer_may_repeat_our_words(speaker: Speaker) -> None:
    said = "two bananas please"
    ours = speaker.say(f"I have added {said}.")
    theirs = speaker.synthesize(said, voice_of("customer-low"))

    assert reads_like_ours(said, f"I have added {said}.")
    assert likeness_to_ours(theirs, ours) < 0.2 < 0.4 < likeness_to_ours(ours, after(0.5, ours))


def test_short_words_are_never_taken_for_ours() -> None:
    assert not reads_like_ours("two bananas", "I've added two bananas.")
    assert reads_like_ours("added two bananas", "I've added two bananas.")
    assert not reads_like_ours("add three lemons", "I've added two bananas.")


@dataclass
class Deaf:
    """An ear that fails so often before it hears."""

    failures: int

    def expect(self, context: Context) -> None: ...

    def hear(self, pcm: Pcm, context: Context = Context()) -> Transcript:  # noqa: B008
        self.failures -= 1
        if self.failures >= 0:
            raise VoiceError("the recogniser ended")
        return Transcript("stop")


def deafly(failures: int, speaker: Speaker, stop: Pcm) -> tuple[Shop, list[str]]:
    shop, troubles = Shop("Hello."), list[str]()
    room = Room(
        join([after(1.0, stop), after(2.0, stop), after(2.0, stop), silence(1, HEARING_RATE)], HEARING_RATE)
    )
    told = Told(trouble=troubles.append)
    Conversation(room, Deaf(failures), shop, speaker, room, told=told).hold()
    return shop, troubles


def test_an_ear_that_fails_costs_one_utterance(speaker: Speaker, stop: Pcm) -> None:
    shop, troubles = deafly(2, speaker, stop)

    assert shop.heard == ["stop"]
    assert troubles == ["the recogniser ended"] * 2


def test_every_failure_after_the_last_that_is_borne_ends_the_conversation() -> None:
    tries, deaf = Tries(lambda line: None), Transcript("", trouble="the recogniser ended")
    for _ in range(DEAF - 1):
        tries.count(deaf)

    for _ in range(2):
        with pytest.raises(VoiceError, match="the recogniser ended"):
            tries.count(deaf)


def test_an_ear_that_always_fails_ends_the_conversation_in_one_line(speaker: Speaker, stop: Pcm) -> None:
    with pytest.raises(VoiceError, match="the recogniser ended"):
        deafly(9, speaker, stop)

"""Listen, understand, answer, speak: a conversation by sound, with Alexa's rules for the open microphone.

After an answer that leaves the session open it listens; silence brings the reprompt once, then the end. It is
half-duplex unless somebody may interrupt by voice: it listens again when the answer was heard to its end and
the room is quiet again, not when it was synthesised.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from local_voice.errors import VoiceError
from local_voice.exchange import Exchange
from local_voice.hearing.grammar import UNKNOWN
from local_voice.hearing.listener import Hears, has_words, hear
from local_voice.hearing.sources import Source
from local_voice.hearing.voice_activity import Endpointing, Utterance
from local_voice.loop.attention import Attention, BargeIn, Rewound, Wakes
from local_voice.loop.listening import Attentive, Said, Spoken, Tries
from local_voice.loop.own_voice import LATEST_S, echo_late_s
from local_voice.loop.playing import Played, Playing
from local_voice.loop.turn import Speaks, Talks, Turn
from local_voice.sound import HEARING_RATE, SAMPLE_BYTES, Pcm
from local_voice.speaking.earcons import Earcon, earcon
from local_voice.speaking.sinks import Sink, hear_out

TAIL_S = 0.25
"""A room rings on after the loudspeaker is quiet."""
RINGS_S = 0.2
"""The same after its sound has come to the microphone: some loudspeakers are late."""
LOOKED_AT = 3 * HEARING_RATE * SAMPLE_BYTES
"""Bytes of the sound of an answer, in which its echo is looked for."""
CLEANED_S = 1.5
"""For so long our echo is taken out of what comes after an answer, where that is possible."""
SOFTER = "wear headphones, turn the loudspeaker down, or press Enter"
DROWNED = (
    f"the loudspeaker is louder in the microphone than you, so that speech does not stop an answer: {SOFTER}"
)
THINKING_S = 1.0
"""An answer that takes longer is announced by a sound."""
REMEMBERED_S = 6.0
EARCON_RATE = 22_050


@dataclass(frozen=True, slots=True)
class Manners:
    """How a conversation is held."""

    endpointing: Endpointing = field(default_factory=Endpointing)
    push_to_talk: Callable[[], bool] | None = None
    """Waits for the key; False is good-bye."""
    barge_in: BargeIn = "off"
    key: Callable[[], bool] = lambda: False
    """Whether the key that stops an answer was pressed since it was last asked."""
    wake: Callable[[Source], Wakes] | None = None
    """Waits at a source for the wake word."""
    earcons: bool = True
    follow_up_s: float = 8.0
    """After a session that was opened by the wake word, words need none for so long."""
    tail_s: float = TAIL_S


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what, as it happens."""

    turn: Callable[[Turn], None] = lambda turn: None
    """The answer is about to be spoken."""
    done: Callable[[Turn], None] = lambda turn: None
    """It was heard, or stopped."""
    trouble: Callable[[str], None] = lambda line: None
    """One line about what went wrong; the conversation goes on."""


class Conversation:
    """The parts of one conversation."""

    def __init__(
        self,
        source: Source,
        ear: Hears,
        device: Talks,
        speaker: Speaks | None,
        sink: Sink,
        manners: Manners | None = None,
        told: Told | None = None,
    ) -> None:
        self._manners = manners = manners or Manners()
        self._told = told or Told()
        self._source = Rewound(source)
        self._device = device
        self._speaker = speaker
        self._sink = sink
        self._ear = ear
        self._tries = Tries(self._failed)
        by_key = manners.push_to_talk is not None
        self._listener = Attentive(self._source, ear, manners.endpointing, self._tries, addressed=by_key)
        self._wake = manners.wake(self._source) if manners.wake else None
        self._attention = Attention(self._source, manners.barge_in, key=manners.key, wake=self._wake)
        self._said = ""
        self._late_s = 0.0
        """How late the echo of the last answer came."""
        self._warned = False

    def run(self) -> None:
        """One conversation; with a wake word as many as are wanted."""
        if self._wake is None:
            self.hold()
            return
        while self.wait():
            pass

    def hold(self) -> None:
        """Greet, and talk until the session ends."""
        self._talk(self._answer(self._device.launch))

    def wait(self) -> bool:
        """Wait for the wake word and talk until nobody does; False when the source has ended before."""
        woken = self._wake.wait() if self._wake is not None else None
        if woken is None:
            return False
        said = self._said_at_once(woken.more) if woken.more is not None else None
        if said is None:
            self._open_microphone(Played())
            said = self._listen()
        self._talk(self._respond(said) if said else self._answer(self._device.launch))
        while True:
            self._open_microphone(Played())
            said = self._listen(self._manners.follow_up_s)
            if said is None:
                return True
            self._talk(self._respond(said))

    def _said_at_once(self, more: Utterance) -> Said | None:
        """What came with the wake word; a sound that is no speech is none."""
        heard = hear(more, self._ear, self._device.context)
        self._tries.count(heard.transcript)
        is_speech = has_words(heard) or heard.transcript.agreement == "contradicted"
        return Said(heard) if is_speech else None

    def _talk(self, turn: Turn) -> None:
        """Say the answer, listen, answer again, as long as the session is open."""
        push_to_talk = self._manners.push_to_talk
        while True:
            played = self._say(turn)
            spoken_to = played.interruption is not None and played.interruption.by != "key"
            if not (self._device.session_open or spoken_to):
                return
            if push_to_talk is not None and not push_to_talk():
                self._say(self._answer(self._device.end))
                return
            said = None
            if spoken_to or self._device.listening:
                self._open_microphone(played)
                said = self._listen()
            turn = self._respond(said) if said else self._answer(self._device.silence)

    def _listen(self, patience_s: float | None = None) -> Said | None:
        spoken = Spoken(self._said, self._sink.recent(REMEMBERED_S))
        return self._listener.listen(self._device.context, spoken, patience_s=patience_s)

    def _failed(self, why: str) -> None:
        """The recogniser did not hear: the customer says it again."""
        self._told.trouble(why)
        self._signal("error")
        if not self._attention.hears:
            self._settle()

    def _respond(self, said: Said) -> Turn:
        self._signal("heard")
        self._warn(said.heard.pcm)
        heard, phrase = said.heard, self._wake.phrase if self._wake is not None else ""
        behind = heard.transcript.behind
        # Without words it was something else that was said, and to us.
        words = [without(phrase, one) for one in heard.transcript.hypotheses or (UNKNOWN,)]
        return replace(
            self._answer(lambda: self._device.hear(words, behind)),
            heard=heard.transcript,
            pcm=heard.pcm,
            audio_s=heard.audio_s,
            endpoint_ms=heard.endpoint_ms,
            hear_ms=heard.hear_ms,
            passed_over=said.passed_over,
        )

    def _warn(self, voice: Pcm) -> None:
        """Who cannot interrupt by voice here is told, once."""
        if not self._warned and self._attention.drowns(voice):
            self._warned = True
            self._told.trouble(DROWNED)

    def _answer(self, act: Callable[[], Exchange]) -> Turn:
        started = time.perf_counter()
        with self._thinking():
            exchange = act()
        return Turn(exchange, answer_ms=1000 * (time.perf_counter() - started))

    def _say(self, turn: Turn) -> Played:
        """Tell of the turn when its first sound is on its way, and again when it is over."""
        self._said = turn.exchange.speech
        self._source.clean(None, 0.0)
        self._attention.begin(self._said)
        if turn.exchange.error is not None:
            self._signal("error")
        try:
            playing = Playing(self._pieces(turn.exchange), self._sink)
            turn = replace(turn, speak_ms=playing.first_ms, mute=playing.mute)
        except VoiceError as error:
            turn, playing = replace(turn, mute=str(error)), None
        self._told.turn(turn)
        played = self._heard_out(playing) if playing is not None else Played()
        by = played.interruption.by if played.interruption else None
        mute = turn.mute or played.mute
        self._told.done(replace(turn, played_ms=1000 * played.heard_s, stopped_by=by, mute=mute))
        return played

    def _heard_out(self, playing: Playing) -> Played:
        """The rest of the answer; a loudspeaker that goes in the middle is told."""
        try:
            return playing.finish(self._attention, self._after_s())
        except VoiceError as error:
            self._told.trouble(str(error))
            return Played(mute=str(error))

    def _pieces(self, exchange: Exchange) -> Iterator[Pcm]:
        speech = exchange.ssml or exchange.speech
        return self._speaker.pieces(speech) if self._speaker is not None and speech else iter(())

    def _after_s(self) -> float:
        """Who may be interrupted by voice is attentive in the tail too: some answer before it is over."""
        return self._manners.tail_s if self._attention.hears else 0.0

    def _open_microphone(self, played: Played) -> None:
        """From here on what is heard is the customer: nothing of ours is left in the air."""
        self._source.clean(self._attention.cleaned(self._sink), CLEANED_S)
        if played.interruption is not None and played.interruption.by != "key":
            self._source.rewind(played.interruption.words)
        elif not self._attention.hears:
            self._signal("listening")
            self._settle()

    def _settle(self) -> None:
        """Until the room is quiet; what the microphone took meanwhile is forgotten."""
        with suppress(VoiceError):
            hear_out(self._sink)
        if self._manners.tail_s:
            self._sink.wait(self._manners.tail_s)
        came = Pcm(self._source.flush()[-LOOKED_AT:], HEARING_RATE)
        late_s = echo_late_s(came, self._sink.recent(came.seconds + LATEST_S))
        self._late_s = self._late_s if late_s is None else late_s
        if self._late_s + RINGS_S > self._manners.tail_s > 0:
            self._sink.wait(self._late_s + RINGS_S - self._manners.tail_s)
            self._source.flush()

    def _signal(self, name: Earcon) -> None:
        if self._manners.earcons:
            # A loudspeaker that is gone is told about when there is something to say.
            with suppress(VoiceError):
                self._sink.put(earcon(name, EARCON_RATE))

    @contextmanager
    def _thinking(self) -> Iterator[None]:
        timer = threading.Timer(THINKING_S, self._signal, ("thinking",))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def without(phrase: str, words: str) -> str:
    """The words after the wake word, when they begin with it."""
    rest = words.removeprefix(phrase)
    return rest.strip() if phrase and rest.startswith(" ") else words

"""Listen, understand, answer, speak: a conversation by sound, with Alexa's rules for the open microphone.

After an answer that leaves the session open it listens; silence brings the reprompt once, then the end. It is
half-duplex: it listens again when the answer was heard to its end, not when it was synthesised.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from local_voice.errors import VoiceError
from local_voice.exchange import Exchange
from local_voice.hearing.ear import Ear
from local_voice.hearing.listener import Heard, Listener, hear
from local_voice.hearing.microphone import Microphone, microphone_available, microphones
from local_voice.hearing.sources import Source
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.voice_activity import Endpointing, Utterance
from local_voice.sound import Pcm, read_sound, write_wav
from local_voice.speaking.sinks import NullSink, Sink, open_sink
from local_voice.speaking.speaker import RATE, Speaker
from local_voice.understanding.values import Context

__all__ = [
    "Turn",
    "converse",
    "devices",
    "microphone_available",
    "run_microphone",
    "run_wavs",
    "voice_available",
]

TAIL_S = 0.25
"""A room rings on after the loudspeaker is quiet."""


class Talks(Protocol):
    """The device that a loop needs: `local_voice.device.Device`."""

    @property
    def session_open(self) -> bool: ...

    @property
    def listening(self) -> bool: ...

    @property
    def context(self) -> Context: ...

    def launch(self) -> Exchange: ...

    def hear(self, heard: str | Sequence[str]) -> Exchange: ...

    def silence(self) -> Exchange: ...

    def end(self) -> Exchange: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing heard and the answer to it, with the time that each step took."""

    exchange: Exchange
    heard: Transcript | None = None
    """None: nobody spoke."""
    heard_from: Path | None = None
    answer: Path | None = None
    """The file of the answer, when one was asked for."""
    audio_s: float = 0.0
    endpoint_ms: float = 0.0
    """Quiet that was waited for at the end of speech."""
    hear_ms: float = 0.0
    answer_ms: float = 0.0
    speak_ms: float = 0.0
    """Synthesis of the answer."""
    mute: str | None = None
    """Why the answer could not be spoken."""

    @property
    def total_ms(self) -> float:
        """From the end of listening to the first sound of the answer."""
        return self.hear_ms + self.answer_ms + self.speak_ms


def converse(
    source: Source,
    ear: Ear,
    device: Talks,
    speaker: Speaker | None,
    sink: Sink,
    *,
    endpointing: Endpointing | None = None,
    push_to_talk: Callable[[], bool] | None = None,
    on_turn: Callable[[Turn], None] = lambda turn: None,
    tail_s: float = TAIL_S,
    stop: threading.Event | None = None,
) -> None:
    """Hold one conversation until its session ends. `push_to_talk` waits for the key; False is good-bye."""
    listener = Listener(source, ear, endpointing)
    turn, sound = _answer(device.launch, speaker)
    while True:
        on_turn(turn)
        if sound is not None:
            sink.play(sound, stop)
            time.sleep(tail_s)
        if not device.session_open:
            return
        if push_to_talk is not None and not push_to_talk():
            on_turn(_answer(device.end, None)[0])
            return
        source.flush()
        said = listener.listen(device.context) if device.listening else None
        turn, sound = _respond(said, device, speaker) if said else _answer(device.silence, speaker)


def run_microphone(
    device: Talks,
    ear: Ear,
    speaker: Speaker | None,
    *,
    microphone: str | int | None = None,
    endpointing: Endpointing | None = None,
    push_to_talk: Callable[[], bool] | None = None,
    on_turn: Callable[[Turn], None] = lambda turn: None,
) -> None:
    """One conversation at a microphone, answered through the loudspeaker; VoiceError when there is none."""
    source = Microphone(microphone)
    try:
        sink = open_sink(RATE) if speaker is not None else NullSink()
        try:
            converse(
                source,
                ear,
                device,
                speaker,
                sink,
                endpointing=endpointing,
                push_to_talk=push_to_talk,
                on_turn=on_turn,
            )
        finally:
            sink.close()
    finally:
        source.close()


def run_wavs(
    paths: Iterable[Path], out_dir: Path | None, *, device: Talks, ear: Ear, speaker: Speaker | None
) -> Iterator[Turn]:
    """One turn a sound file; the answers become files of their own, 01-<name>.wav and so on."""
    for number, path in enumerate(paths, 1):
        pcm = read_sound(path)
        turn, sound = _respond(hear(Utterance(pcm), ear, device.context), device, speaker)
        answer = None
        if out_dir is not None and sound is not None:
            answer = out_dir / f"{number:02d}-{path.stem}.wav"
            _keep(answer, sound)
        yield replace(turn, heard_from=path, answer=answer)


def devices() -> list[str]:
    """The microphones of this machine by name; never raises."""
    try:
        return microphones()
    except VoiceError:
        return []


def voice_available() -> bool:
    """Whether the packages that hear and speak are installed; never raises and starts nothing."""
    return all(find_spec(name) is not None for name in ("vosk", "pyttsx3", "miniaudio", "webrtcvad"))


def _respond(said: Heard, device: Talks, speaker: Speaker | None) -> tuple[Turn, Pcm | None]:
    hypotheses = said.transcript.hypotheses
    turn, sound = _answer(lambda: device.hear(hypotheses) if hypotheses else device.silence(), speaker)
    heard = said.transcript if hypotheses else None
    timed = replace(
        turn, heard=heard, audio_s=said.audio_s, endpoint_ms=said.endpoint_ms, hear_ms=said.hear_ms
    )
    return timed, sound


def _answer(act: Callable[[], Exchange], speaker: Speaker | None) -> tuple[Turn, Pcm | None]:
    """Let something happen at the device, and the sound of what it says; no sound when it says nothing."""
    started = time.perf_counter()
    exchange = act()
    turn = Turn(exchange, answer_ms=_ms_since(started))
    speech = exchange.ssml or exchange.speech
    if speaker is None or not speech:
        return turn, None
    started = time.perf_counter()
    try:
        sound = speaker.say(speech)
    except VoiceError as error:
        return replace(turn, mute=str(error)), None
    return replace(turn, speak_ms=_ms_since(started)), sound


def _keep(path: Path, sound: Pcm) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_wav(path, sound)
    except OSError as error:
        raise VoiceError(f"{path} cannot be written: {error.strerror}") from None


def _ms_since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)

"""What a loop needs of a device, and what it tells of each turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from local_voice.exchange import Exchange
from local_voice.hearing.transcript import Transcript
from local_voice.sound import Pcm
from local_voice.understanding.values import Context

StoppedBy = Literal["key", "wake", "speech"]


class Talks(Protocol):
    """The device that a loop needs: `local_voice.device.Device`."""

    @property
    def session_open(self) -> bool: ...

    @property
    def listening(self) -> bool: ...

    @property
    def context(self) -> Context: ...

    def launch(self) -> Exchange: ...

    def hear(self, heard: str | Sequence[str], behind: Sequence[float] = ...) -> Exchange: ...

    def silence(self) -> Exchange: ...

    def end(self) -> Exchange: ...


class Speaks(Protocol):
    """What a loop needs of a voice: `local_voice.speaking.Speaker`."""

    def pieces(self, speech: str) -> Iterator[Pcm]:
        """An answer piece by piece, each made when it is asked for; VoiceError when there is no voice."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing heard and the answer to it, with the time that each step took."""

    exchange: Exchange
    heard: Transcript | None = None
    """None: nobody spoke."""
    heard_from: Path | None = None
    answer: Path | None = None
    """The file of the answer, when one was asked for."""
    pcm: Pcm | None = None
    """The utterance itself."""
    audio_s: float = 0.0
    endpoint_ms: float = 0.0
    """Quiet that was waited for at the end of speech."""
    hear_ms: float = 0.0
    answer_ms: float = 0.0
    speak_ms: float = 0.0
    """Synthesis of the first piece of the answer."""
    played_ms: float = 0.0
    """How much of the answer was heard; 0 until it is over."""
    stopped_by: StoppedBy | None = None
    """Who interrupted the answer."""
    mute: str | None = None
    """Why the answer could not be spoken."""
    passed_over: tuple[str, ...] = ()
    """What was heard before this turn and was none: "own voice", "other talk"."""

    @property
    def total_ms(self) -> float:
        """From the end of listening to the first sound of the answer."""
        return self.hear_ms + self.answer_ms + self.speak_ms

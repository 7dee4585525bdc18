"""A conversation by sound: who may speak when, what is waited for, who may interrupt."""

from local_voice.hearing.microphone import microphone_available
from local_voice.loop.at_microphone import devices, run_microphone
from local_voice.loop.attention import BargeIn
from local_voice.loop.conversation import Conversation, Manners, Told
from local_voice.loop.files import run_recording, run_wavs
from local_voice.loop.turn import Turn

__all__ = [
    "BargeIn",
    "Conversation",
    "Manners",
    "Told",
    "Turn",
    "devices",
    "microphone_available",
    "run_microphone",
    "run_recording",
    "run_wavs",
]

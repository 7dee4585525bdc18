"""Words to sound: SSML read, numbers and signs put into words, pyttsx3 in a process of its own."""

from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import SHOP, Voice, voice_of

__all__ = ["SHOP", "Speaker", "Voice", "voice_of"]

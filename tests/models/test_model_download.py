"""A speech model comes whole and checked, or not at all, and goes on where a connection broke."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from mirrors import MODEL, Mirror, archive, least, serving

from local_voice.errors import TooSlow, VoiceError
from local_voice.models import fetching, unpacking
from local_voice.models.fetching import Unreachable
from local_voice.models.shelf import Shelf


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.time, "sleep", lambda seconds: None)


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with serving(Mirror()) as mirror:
        publish(mirror, archive())
        yield mirror


def publish(mirror: Mirror, packed: bytes, md5: str | None = None) -> None:
    mirror.files[f"{MODEL}.zip"] = packed
    entry = {"name": MODEL, "size": len(packed), "md5": md5 or hashlib.md5(packed).hexdigest()}
    mirror.files["model-list.json"] = json.dumps([entry]).encode()


def download(mirror: Mirror, folder: Path, name: str = MODEL) -> Path:
    return Shelf(folder, mirror.address).download(name, lambda there, of: None, lambda folder: None)


def left(folder: Path) -> list[str]:
    """All files in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_model_is_unpacked_without_the_folder_around_it(mirror: Mirror, tmp_path: Path) -> None:
    there = download(mirror, tmp_path)

    assert there == tmp_path / MODEL
    assert left(tmp_path) == [f"{MODEL}/am/final.mdl", f"{MODEL}/conf/mfcc.conf"]
    assert download(mirror, tmp_path) == there
    assert len(mirror.asked) == 2


def test_progress_is_told_to_the_last_byte(mirror: Mirror, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []

    Shelf(tmp_path, mirror.address).download(MODEL, lambda *one: told.append(one), lambda folder: None)

    size = len(mirror.files[f"{MODEL}.zip"])
    assert told[-1] == (size, size)


def test_a_broken_connection_goes_on_by_itself(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive({**least(MODEL), f"{MODEL}/graph/HCLr.fst": os.urandom(5000)}))
    mirror.breaks = 3

    download(mirror, tmp_path)

    ranges = [wanted for name, wanted in mirror.asked if name.endswith(".zip")]
    assert ranges == [None, "bytes=1000-", "bytes=2000-", "bytes=3000-"]


def test_a_connection_that_gives_nothing_more_is_told_and_the_next_run_goes_on(
    mirror: Mirror, tmp_path: Path
) -> None:
    publish(mirror, archive({**least(MODEL), f"{MODEL}/graph/HCLr.fst": os.urandom(5000)}))
    packed = mirror.files[f"{MODEL}.zip"]
    part = tmp_path / ".downloads" / f"{MODEL}.zip"
    part.parent.mkdir()
    part.write_bytes(packed[:2000])
    mirror.breaks, mirror.piece = 99, 0

    with pytest.raises(Unreachable, match=r"broke after 0\.0 MB .* goes on from there"):
        download(mirror, tmp_path)
    mirror.breaks = 0
    download(mirror, tmp_path)

    assert mirror.asked[-1] == (f"{MODEL}.zip", "bytes=2000-")
    assert (tmp_path / MODEL / "graph/HCLr.fst").stat().st_size == 5000


def test_a_server_that_knows_no_beginnings_starts_again(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive({**least(MODEL), f"{MODEL}/graph/HCLr.fst": os.urandom(5000)}))
    mirror.ranges, mirror.breaks = False, 1

    assert download(mirror, tmp_path).is_dir()


def test_a_file_that_is_all_there_is_not_fetched_again(mirror: Mirror, tmp_path: Path) -> None:
    part = tmp_path / ".downloads" / f"{MODEL}.zip"
    part.parent.mkdir()
    part.write_bytes(mirror.files[f"{MODEL}.zip"])

    assert download(mirror, tmp_path).is_dir()


def test_a_beginning_that_is_longer_than_the_file_is_thrown_away(mirror: Mirror, tmp_path: Path) -> None:
    part = tmp_path / ".downloads" / f"{MODEL}.zip"
    part.parent.mkdir()
    part.write_bytes(mirror.files[f"{MODEL}.zip"] + b"more")

    assert download(mirror, tmp_path).is_dir()


def test_a_wrong_checksum_leaves_nothing(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive(), md5="0" * 32)

    with pytest.raises(VoiceError, match="not what was published: its checksum is"):
        download(mirror, tmp_path)

    assert left(tmp_path) == []


def test_without_a_list_the_catalogue_knows_the_size(mirror: Mirror, tmp_path: Path) -> None:
    del mirror.files["model-list.json"]

    with pytest.raises(VoiceError, match="not 41205931"):
        download(mirror, tmp_path)


def test_a_mirror_may_have_models_of_its_own(mirror: Mirror, tmp_path: Path) -> None:
    packed = archive(least("our-shop"))
    mirror.files["our-shop.zip"] = packed
    mirror.files["model-list.json"] = json.dumps(
        [{"name": "our-shop", "size": len(packed), "md5": ""}]
    ).encode()

    assert download(mirror, tmp_path, "our-shop").is_dir()


@pytest.mark.parametrize(
    "listed", [b"no json", b"{}", b'[{"name": 1}]', b"[]", b'[{"name": "m", "size": "x"}]']
)
def test_a_list_that_cannot_be_used_is_none(mirror: Mirror, listed: bytes) -> None:
    mirror.files["model-list.json"] = listed

    assert fetching.published(mirror.address, "m") is None


def test_a_model_that_is_not_there_is_told(mirror: Mirror, tmp_path: Path) -> None:
    del mirror.files[f"{MODEL}.zip"]

    with pytest.raises(VoiceError, match=rf"there is no http.*/{MODEL}\.zip"):
        download(mirror, tmp_path)


def test_a_name_that_nobody_knows_is_told_with_the_one_that_was_meant(mirror: Mirror, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="did you mean vosk-model-small-en-us"):
        download(mirror, tmp_path, "vosk-model-small-en-us-0.5")
    with pytest.raises(VoiceError, match="is no name of a model"):
        download(mirror, tmp_path, "../secrets")


def test_a_server_in_trouble_can_be_asked_later(mirror: Mirror, tmp_path: Path) -> None:
    mirror.status = 503

    with pytest.raises(Unreachable, match="answers 503"):
        download(mirror, tmp_path)


def test_offline_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"cannot be reached .* VOICECART_VOSK_MODELS"):
        Shelf(tmp_path, "http://127.0.0.1:9").download(MODEL, lambda *one: None, lambda folder: None)


def test_a_full_disk_is_told_and_what_came_stays(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(unpacking.shutil, "disk_usage", lambda path: usage._replace(free=10))
        with pytest.raises(VoiceError, match="no room for the model"):
            download(mirror, tmp_path)

    assert left(tmp_path) == [f".downloads/{MODEL}.zip"]
    assert download(mirror, tmp_path).is_dir()


def test_a_disk_that_fills_up_meanwhile_is_told(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetching, "_write", full)

    with pytest.raises(VoiceError, match=r"cannot be written \(No space left on device\)"):
        download(mirror, tmp_path)


def test_a_model_that_cannot_be_used_leaves_nothing(mirror: Mirror, tmp_path: Path) -> None:
    def broken(folder: Path) -> None:
        raise VoiceError("it does not hear")

    with pytest.raises(VoiceError, match="does not hear"):
        Shelf(tmp_path, mirror.address).download(MODEL, lambda *one: None, broken)

    assert left(tmp_path) == []


def test_a_machine_too_slow_to_try_a_model_keeps_its_archive(mirror: Mirror, tmp_path: Path) -> None:
    def slow(folder: Path) -> None:
        raise TooSlow("no answer within 120 s")

    with pytest.raises(Unreachable, match=r"no answer within 120 s.* its archive is kept: try again"):
        Shelf(tmp_path, mirror.address).download(MODEL, lambda *one: None, slow)
    assert left(tmp_path) == [f".downloads/{MODEL}.zip"]

    size = len(mirror.files[f"{MODEL}.zip"])
    assert download(mirror, tmp_path).is_dir()
    assert mirror.asked[-1] == (f"{MODEL}.zip", f"bytes={size}-")


def test_an_interrupted_unpacking_leaves_nothing_half_and_is_cleared(mirror: Mirror, tmp_path: Path) -> None:
    def interrupted(folder: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Shelf(tmp_path, mirror.address).download(MODEL, lambda *one: None, interrupted)
    killed = tmp_path / f".unpacking-{MODEL}" / MODEL / "of-another-run"
    killed.mkdir(parents=True)

    assert Shelf(tmp_path, mirror.address).installed() == []
    download(mirror, tmp_path)
    assert not killed.exists()


@pytest.mark.parametrize("is_folder", [True, False])
def test_what_is_no_model_gives_way_to_the_one_that_has_its_name(
    mirror: Mirror, tmp_path: Path, is_folder: bool
) -> None:
    in_the_way = tmp_path / MODEL / "am" if is_folder else tmp_path
    in_the_way.mkdir(parents=True, exist_ok=True)
    (in_the_way / ("left-over" if is_folder else MODEL)).write_bytes(b"half")

    download(mirror, tmp_path)

    assert left(tmp_path) == [f"{MODEL}/am/final.mdl", f"{MODEL}/conf/mfcc.conf"]


def test_an_archive_with_damaged_bytes_is_told(mirror: Mirror, tmp_path: Path) -> None:
    packed = archive()
    packed_words = packed.index(b"am/final.mdl") + len("am/final.mdl")
    publish(mirror, packed[:packed_words] + b"\xf8" * 40 + packed[packed_words + 40 :])

    with pytest.raises(VoiceError, match=r"is damaged .*: download it again"):
        download(mirror, tmp_path)

    assert left(tmp_path) == []


def test_an_archive_with_a_name_that_is_no_text_is_told(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive({**least(MODEL), "ä": b"x"}).replace("ä".encode(), b"\xff\xff"))

    with pytest.raises(VoiceError, match="is damaged"):
        download(mirror, tmp_path)


def test_a_length_that_is_no_number_is_no_length(mirror: Mirror, tmp_path: Path) -> None:
    mirror.length = "long"

    assert download(mirror, tmp_path).is_dir()


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", f"{MODEL}/../../outside", "C:/outside", f"{MODEL}\\..\\outside"]
)
def test_an_archive_that_writes_elsewhere_is_refused(mirror: Mirror, tmp_path: Path, name: str) -> None:
    publish(mirror, archive({**least(MODEL), name: b"x"}))

    with pytest.raises(VoiceError, match="write outside of its folder"):
        download(mirror, tmp_path / "models")

    assert left(tmp_path) == []


def test_an_archive_with_a_link_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    packed = tmp_path / "linked.zip"
    with zipfile.ZipFile(packed, "w") as out:
        link = zipfile.ZipInfo(f"{MODEL}/am")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(link, "/etc")
    publish(mirror, packed.read_bytes())

    with pytest.raises(VoiceError, match="write outside of its folder"):
        download(mirror, tmp_path / "models")


def test_an_archive_that_would_fill_the_disk_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive({**least(MODEL), f"{MODEL}/graph/HCLr.fst": bytes(5_000_000)}))

    with pytest.raises(VoiceError, match="times its size is no model"):
        download(mirror, tmp_path)

    assert left(tmp_path) == []


def test_an_archive_of_too_many_files_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive({f"{MODEL}/{number}": b"" for number in range(1001)}))

    with pytest.raises(VoiceError, match="1001 files: this is no model"):
        download(mirror, tmp_path)


@pytest.mark.parametrize("content", [b"no archive", archive()[:500]])
def test_a_damaged_archive_is_told(mirror: Mirror, tmp_path: Path, content: bytes) -> None:
    publish(mirror, content)

    with pytest.raises(VoiceError, match="is damaged"):
        download(mirror, tmp_path)

    assert left(tmp_path) == []


def test_an_archive_without_a_model_is_told(mirror: Mirror, tmp_path: Path) -> None:
    publish(mirror, archive({f"{MODEL}/README": b"sorry"}))

    with pytest.raises(VoiceError, match=r"holds no Vosk model: am/final\.mdl and conf/mfcc\.conf"):
        download(mirror, tmp_path)

"""A user's mistake at the command line costs one line and exit code 2."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from skill.cli import main


def test_an_argument_that_is_no_text_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["voicecart", "orders", "show", "\udcff"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert capsys.readouterr().err == "voicecart: '\\udcff' cannot be written in utf-8\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_behind_the_output_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        monkeypatch.setattr("sys.argv", ["voicecart", "--version"])

        with pytest.raises(SystemExit) as ended:
            main()

    assert ended.value.code == 2
    assert capsys.readouterr().err == "voicecart: No space left on device\n"


def test_a_folder_that_may_not_be_looked_into_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    is_dir = Path.is_dir

    def looked_into(path: Path) -> bool:
        if path.parts[0] == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", looked_into)
    monkeypatch.setattr("sys.argv", ["voicecart", "test", "closed/one.json"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert capsys.readouterr().err == "voicecart: closed/one.json: Permission denied\n"


@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_said_is_asked_for(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["voicecart", "say", words])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "there is nothing to say" in capsys.readouterr().err

"""A user's mistake at the command line costs one line and exit code 2."""

from __future__ import annotations

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

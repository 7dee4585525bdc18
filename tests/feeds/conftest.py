"""A shop on a database of its own, as the command line opens it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shell import Ended, Run

from skill.bootstrap import open_shop
from skill.settings import PREFIX, Settings
from skill.store.store import SqlStore


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_database: Path) -> Settings:
    """Settings that put everything under the test's own folder, in the environment too."""
    (tmp_path / "data").mkdir()
    shutil.copy(empty_database, tmp_path / "data")
    monkeypatch.delenv(f"{PREFIX}DATABASE_URL", raising=False)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(tmp_path / "data"))
    return Settings.from_environment()


@pytest.fixture
def store(settings: Settings) -> Iterator[SqlStore]:
    """The empty store of these settings."""
    shop = open_shop(settings)
    yield shop.store
    shop.close()


@pytest.fixture
def voicecart(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `voicecart` as from the shell."""
    from skill.cli import main

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["voicecart", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 1, said.out, said.err)

    return run

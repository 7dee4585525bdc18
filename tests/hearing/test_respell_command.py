"""`voicecart voice respell` proposes how unknown words sound, and keeps what the shop has written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from skill.cli._voice_respell import command

pytestmark = pytest.mark.audio


def test_spellings_are_proposed_and_added_to_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    table = tmp_path / "respellings.tsv"
    table.write_text("daikon\tdye con\n")

    done = CliRunner().invoke(command, ["daikon", "bellini", "7up", "--write"])

    assert done.exit_code == 0
    assert "bellini\tbelly knee\t0.94\n" in done.stdout
    assert "7up: nobody knows how to speak it" in done.stderr
    assert table.read_text().splitlines()[1:] == ["bellini\tbelly knee", "daikon\tdye con"]


def test_a_doubtful_spelling_is_shown_and_only_written_when_it_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    table = tmp_path / "respellings.tsv"

    careful = CliRunner().invoke(command, ["zyrtec", "--write"])
    kept = table.read_text()
    CliRunner().invoke(command, ["zyrtec", "--write", "--all"])

    assert "\tdoubtful\n" in careful.stdout
    assert "1 doubtful one is not written" in careful.stderr
    assert "zyrtec" not in kept
    assert "zyrtec\t" in table.read_text()

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
    table.write_text("sorbet\tsore bay\n")

    done = CliRunner().invoke(command, ["sorbet", "risotto", "7up", "--write"])

    assert done.exit_code == 0
    assert "risotto\tre saw toe\t1.00" in done.stdout
    assert "7up: nobody knows how to speak it" in done.stderr
    assert table.read_text().splitlines()[1:] == ["risotto\tre saw toe", "sorbet\tsore bay"]

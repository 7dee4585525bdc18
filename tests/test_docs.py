"""What the README and the pages in docs say exists, and what exists is told."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from skill.cli import voicecart
from skill.fixtures.fixture import read_fixture
from skill.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TOLD = "\n".join([README, *(page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md")))])
COMMANDS = voicecart.list_commands(None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    shown = CliRunner().invoke(voicecart, [name, "--help"])
    assert shown.exit_code == 0
    first_line = shown.output.split("\n\n")[1].strip()
    assert len(first_line) > 15, "say in a line what it does"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told(name):
    assert f"voicecart {name}" in TOLD or f"scripts/{name}" in TOLD


def test_every_command_that_is_told_exists():
    named = set(re.findall(r"`(?:VOICECART_\w+=\S+ )?voicecart ([a-z-]+)", TOLD))
    assert named <= set(COMMANDS)


def test_every_script_and_folder_that_is_told_exists():
    named = re.findall(r"\b((?:scripts|tests|skill|interaction_models|local_voice)/[\w./-]*\w)", TOLD)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_setting_is_told():
    names = {"VOICECART_" + name.upper() for name in Settings.__slots__}
    assert {name for name in names if name not in TOLD} == set()


def test_the_purchase_of_the_readme_is_a_fixture_that_passes():
    told = re.findall(r"^you   (.+)$", README, re.MULTILINE)
    played = read_fixture(ROOT / "tests/conversations/purchase-of-six-lines.json")
    assert told == [turn["user"] for turn in played.turns]
    assert len(told) == 6


def test_nothing_of_this_machine_is_in_the_project():
    texts = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("skill/**/*.py"),
        *ROOT.glob("local_voice/**/*.py"),
    ]
    assert [str(text) for text in texts if "/" + "work/" in text.read_text("utf-8")] == []

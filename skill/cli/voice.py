"""`voicecart voice`: hearing and speaking; each subcommand lives in a file _voice_<name>.py."""

from __future__ import annotations

import importlib
from pathlib import Path

import click


class _Commands(click.Group):
    """Subcommand `foo-bar` is the object `command` of skill/cli/_voice_foo_bar.py."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        files = Path(__file__).parent.glob("_voice_*.py")
        return sorted(file.stem.removeprefix("_voice_").replace("_", "-") for file in files)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"skill.cli._voice_{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Commands)
def command() -> None:
    """Look after hearing and speaking."""

"""The command `voicecart`: each subcommand lives in the file of its name and is loaded when asked for."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path

import click

from local_voice.errors import VoiceError
from local_voice.packages import is_for_voice
from skill import __version__
from skill.errors import VoicecartError

FEW_COLLECTIONS = 100_000
"""New objects between two searches for rubbish: with Python's own 700 they take a sixth of the start."""


class _Commands(click.Group):
    """Subcommand `foo-bar` is the object `command` of skill/cli/foo_bar.py."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        files = Path(__file__).parent.glob("[a-z]*.py")
        return sorted(file.stem.replace("_", "-") for file in files)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"skill.cli.{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Commands)
@click.version_option(__version__, prog_name="voicecart")
def voicecart() -> None:
    """Shop by speaking: serve the Alexa skill, talk at a microphone or in writing, test with fixtures."""


def main() -> None:
    """Run the command line; a mistake of the user gives one line and exit code 2."""
    gc.set_threshold(FEW_COLLECTIONS)
    try:
        code = voicecart(prog_name="voicecart", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        help_wanted.show()
        sys.exit(help_wanted.exit_code)
    except click.ClickException as mistake:
        click.echo(f"voicecart: {' '.join(mistake.format_message().split())}", err=True)
        sys.exit(mistake.exit_code)
    except click.Abort:
        sys.exit(130)
    except UnicodeEncodeError as mistake:  # bytes of the command line, or signs that the terminal lacks
        sign = mistake.object[mistake.start : mistake.end]
        click.echo(f"voicecart: {sign!a} cannot be written in {mistake.encoding}", err=True)
        sys.exit(2)
    except (VoicecartError, VoiceError) as mistake:
        click.echo(f"voicecart: {mistake}", err=True)
        sys.exit(2)
    except ModuleNotFoundError as missing:
        if not is_for_voice(missing.name):
            raise
        needs = f"this needs the package {missing.name}: install voicecart with its extra [voice]"
        click.echo(f"voicecart: {needs}", err=True)
        sys.exit(2)
    except OSError as failure:  # a full disk behind the output, a folder that may not be looked into
        _give_up_output()
        where = f"{failure.filename}: " if failure.filename else ""
        click.echo(f"voicecart: {where}{failure.strerror or failure}", err=True)
        sys.exit(2)


def _give_up_output() -> None:
    """What could not be written is not tried again at the exit, which would tell it once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

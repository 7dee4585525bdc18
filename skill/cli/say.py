"""`voicecart say`: one line, one answer."""

from __future__ import annotations

import click

from skill.settings import Settings


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the whole turn as a JSON object.")
def command(words: tuple[str, ...], as_json: bool) -> None:
    """Say WORDS to the shop and print its answer.

    Every call is a session of its own; the cart is kept.
    """
    if not " ".join(words).strip():
        raise click.UsageError('there is nothing to say: voicecart say "add two bananas"')
    from skill.cli._conversation import open_conversation

    with open_conversation(Settings.from_environment(), as_json=as_json) as conversation:
        conversation.show(conversation.line(" ".join(words)), with_words=False)

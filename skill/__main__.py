"""`python -m skill` is the command `voicecart`."""

from skill.cli import main

main()

"""``python -m legation`` is the command."""

from legation.cli import script

script()

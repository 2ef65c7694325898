"""``legation public-game``: the public game for one, as one file in each language."""

from __future__ import annotations

import sys
from pathlib import Path

from legation.briefing.public_game import file_name, one_file
from legation.dossier import write_file
from legation.language import Lang

__all__ = ["public_game"]


def public_game(langs: tuple[Lang, ...], out: Path) -> int:
    """Write the game into a folder, and print where each file is.

    Raises
    ------
    CannotWrite
        Where the folder takes no file.
    """
    for lang in langs:
        path = out / file_name(lang)
        write_file(path, one_file(lang))
        sys.stdout.write(f"{path}\n")
    return 0

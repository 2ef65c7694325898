"""``legation examples``: the dossiers that came with the package, listed or copied to where somebody may change them."""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

from legation.cli.start import must_be_new
from legation.cli.terminal import tell
from legation.errors import CannotWrite, WrongUse
from legation.example_folder import example_folders
from legation.language import Lang, Message

__all__ = ["examples"]


def examples(names: list[str], out: Path, lang: Lang) -> int:
    """List the examples, or copy the named ones into ``out``, each as a folder of its own.

    Raises
    ------
    WrongUse
        For a name that no example has.
    CannotWrite
        Where a folder of that name is there already; nothing was copied.
    """
    there = example_folders()
    for name in names:
        if name not in there:
            raise WrongUse(Message("cli.no-example", found=name, allowed=" | ".join(there)))
    if not names:
        for name, folder in there.items():
            sys.stdout.write(f"{name}\t{_title(folder, lang)}\n")
        return 0
    for name in names:
        must_be_new(out / name)
    for name in names:
        try:
            shutil.copytree(there[name], out / name, dirs_exist_ok=True)
        except OSError as error:
            raise CannotWrite(Message("dossier.cannot-write", path=str(out / name), why=error.strerror or str(error))) from error
        tell(Message("cli.example-copied", path=str(out / name)), lang)
    return 0


def _title(folder: Path, lang: Lang) -> str:
    return str(tomllib.loads((folder / "dossier.toml").read_text("utf-8"))[f"title_{lang}"])

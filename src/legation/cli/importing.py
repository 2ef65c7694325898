"""``legation import``: files of any source into a dossier, one way for all."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.cli.asking import chosen_date
from legation.cli.starting import identifier, settled, to_errors
from legation.cli.taxii import identity
from legation.cli.terminal import bar, tell
from legation.dossier import load, save
from legation.dossier.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.sources.bringing import bring
from legation.sources.registry import dossier_source
from legation.sources.source import Source, Wanted

if TYPE_CHECKING:
    from legation.sources import Draft
    from legation.sources.taxii import Login, Token

__all__ = ["chosen_options", "import_files"]


def import_files(source: str, files: list[str], dossier: Path, given: Mapping[str, Any], *, dry_run: bool, lang: Lang) -> int:
    """Bring files of a source into a dossier; with ``dry_run`` only say what would be brought.

    What could not be placed, and what someone should look at, is listed apart. Nothing is written where anything is raised, or where a
    person has to decide first.

    Returns
    -------
    int
        1 where something needs a person's eye before all is in.
    """
    of = dossier_source(source)
    options = chosen_options(of, given, lang)
    before = writable(load(dossier))
    paths = [] if of.files.address else list(map(Path, files))
    if of.files.address and len(files) > 1:
        raise WrongUse(Message("bringing.one-file", source=of.id, count=len(files), example=of.example()))
    with contextlib.ExitStack() as shown:
        progress = shown.enter_context(bar(Message("cli.reading"), lang))

        def settle(draft: Draft) -> Draft | None:
            shown.close()  # the terminal is the person's now
            return settled(draft, list(options["answer"]), lang)

        def login(user: str) -> Login | Token | None:
            if user:
                shown.close()
            return identity(user)

        wanted = Wanted(
            options=options,
            today=dt.date.today(),  # noqa: DTZ011 - the reader's own day
            dossier=before,
            evidence=f"{of.id}-{identifier(Path(files[0]))}",
            place=str(dossier),
            address=files[0] if of.files.address else "",
            settle=settle,
            login=login,
            progress=progress,
        )
        found = bring(of, paths, wanted)
    if found is None:
        return 1
    to_errors(found.problems, lang)
    if not dry_run:
        if found.after is not before:
            save(found.after, dossier, over=before.hash)
        if found.once_saved is not None:
            found.once_saved()
    for one in found.done:
        tell(one if isinstance(one, Message) else one.said(str(dossier), ahead=dry_run), lang)
    return 1 if found.unplaced else 0


def chosen_options(source: Source, given: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return the value of every option that a source takes; of one that it does not take it is said that it was left aside.

    Raises
    ------
    WrongUse
        For a date that is none.
    """
    takes = {option.name: option for option in source.options}
    for name, value in given.items():
        if name not in takes:
            allowed = tuple(f"--{one}" for one in takes) or ("—",)
            sys.stderr.write(say(Message("bringing.option-not-taken", source=source.id, option=name, allowed=allowed), lang) + "\n")
        elif takes[name].kind == "date":
            chosen_date(name, value)
    return {name: given.get(name, option.absent()) for name, option in takes.items()}

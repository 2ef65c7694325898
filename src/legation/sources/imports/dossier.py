"""One way from a file to a dossier, for every source: the files are those that it takes, its reader is called, what it gives is held to.

What a reader from another package gives is checked before anything is saved: a table is a dossier's, its rows are that table's, there are
no more of them than a part holds, and the dossier that they lead to can be read again.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from legation.dossier.dossier import Dossier
from legation.dossier.files.codec import decode, encode
from legation.dossier.problem import Problem
from legation.dossier.records import TABLES, Vote
from legation.dossier.tables.csv_sheet import ROW_LIMIT
from legation.dossier.tables.votes import CODE, Votes
from legation.errors import CannotRead, DossierError, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.sources.cut_off import cut_error, cut_off
from legation.sources.imports.merge import merged, model_faults
from legation.sources.reading import Reading
from legation.sources.registry import failing, is_ours
from legation.sources.source import Brought, Done, Source, Wanted

__all__ = ["bring"]


def bring(source: Source, files: Sequence[Path], wanted: Wanted) -> Brought | None:
    """Return the dossier of ``wanted`` after a source brought files into it; None where a person has to decide something first.

    Raises
    ------
    WrongUse
        Where the source fills a lake alone, these are not as many files as it takes, an option is missing, or a model would take the
        place of one.
    CannotRead
        Where a file cannot be read, or the reader of another package fails or returns something else than it must.
    DossierError
        Where what the reader of another package brought makes no dossier; every fault is named.
    """
    if source.read is None:
        raise WrongUse(Message("bringing.not-for-dossiers", source=source.id, example=source.example(into_lake=True)))
    _right_number(source, files)
    for option in source.options:
        if option.needed and wanted.options.get(option.name, option.absent()) == option.absent():
            raise WrongUse(Message("bringing.option-needed", source=source.id, option=option.name, why=option.meaning))
    cut = _first_cut(source, files)
    try:
        made = _made(source, files, wanted)
    except CannotRead as error:
        if cut is None:
            raise
        raise cut_error(cut) from error
    if cut is None or made is None:
        return made
    return dataclasses.replace(made, problems=(cut, *made.problems), unplaced=made.unplaced + 1)


def _made(source: Source, files: Sequence[Path], wanted: Wanted) -> Brought | None:
    """Return the dossier after a source read files; what another package's source gives is checked."""
    if source.read is None:
        return None
    with failing(source, files or [wanted.address]):
        found = source.read(files, wanted)
        if is_ours(source):
            return merged(found, wanted) if isinstance(found, Reading) else found
        return _checked(source, found, wanted, tuple(map(str, files)) or (wanted.address or "—",))


def _first_cut(source: Source, files: Sequence[Path]) -> Problem | None:
    """Return where the first of files that are tables ends too early."""
    if source.columns is None:
        return None
    tables = (path for path in files if path.is_file() and path.stat().st_size <= _LOOKED_AT)
    return next((found for path in tables if (found := cut_off(path.name, path.read_bytes())) is not None), None)


_LOOKED_AT = 256 * 1024**2
"""The largest file of which the end is looked at [bytes]."""


def _right_number(source: Source, files: Sequence[Path]) -> None:
    takes = source.files
    if takes.address or (takes.least <= len(files) and (takes.most is None or len(files) <= takes.most)):
        return
    if takes.least == takes.most == 1:
        raise WrongUse(Message("bringing.one-file", source=source.id, count=len(files), example=source.example()))
    raise WrongUse(Message("bringing.other-number", source=source.id, what=source.takes, count=len(files)))


def _checked(source: Source, found: Any, wanted: Wanted, files: tuple[str, ...]) -> Brought | None:
    """Return what the reader of another package gave, as a dossier that can be written and read again."""
    made = merged(_of_dossier(source, found), wanted) if isinstance(found, Reading) else found
    if made is None:
        return None
    if not isinstance(made, Brought) or not isinstance(made.after, Dossier):
        raise CannotRead(Message("bringing.another-type", source=source.id, package=source.package, found=type(found).__name__))
    _whole(source, made.after, wanted.before, files)
    _sayable(source, made)
    return dataclasses.replace(made, unplaced=int(made.unplaced), once_saved=None)


def _sayable(source: Source, made: Brought) -> None:
    """Raise where what is told of a dossier cannot be: before it is saved, not after."""
    wrong: list[Any] = [one for one in made.done if not isinstance(one, (Done, Message))]
    wrong += [one for one in made.problems if not isinstance(one, Problem)]
    if wrong:
        raise CannotRead(Message("bringing.another-type", source=source.id, package=source.package, found=type(wrong[0]).__name__))
    for one in made.done:
        for lang in LANGUAGES:
            for ahead in (True, False):
                say(one if isinstance(one, Message) else one.said("", ahead=ahead), lang)


def _of_dossier(source: Source, reading: Reading) -> Reading:
    """Return a reading of another package whose tables are a dossier's, each with rows of that table and no more than a part holds."""
    tables: dict[str, Any] = {}
    given: Mapping[str, Any] = reading.tables
    for name, rows in given.items():
        if name not in TABLES:
            raise CannotRead(Message("bringing.no-table", source=source.id, package=source.package, found=name, allowed=tuple(TABLES)))
        if name == "votes" and isinstance(rows, Votes):
            tables[name] = rows
            continue
        tables[name] = tuple(itertools.islice(rows, ROW_LIMIT + 1))
        if len(tables[name]) > ROW_LIMIT:
            raise CannotRead(Message("bringing.too-many-rows", source=source.id, package=source.package, table=name, allowed=ROW_LIMIT))
        other = next((row for row in tables[name] if not isinstance(row, TABLES[name].record)), None)
        if other is not None:
            values = {"table": name, "allowed": TABLES[name].record.__name__, "found": type(other).__name__}
            raise CannotRead(Message("bringing.another-row", source=source.id, package=source.package, **values))
        if name == "votes":
            tables[name] = _in_columns(tables[name])
    return dataclasses.replace(reading, tables=tables)


def _in_columns(rows: Sequence[Vote]) -> Votes:
    """Return votes as a dossier holds them."""
    codes = [CODE[row.vote] for row in rows]
    intents = [CODE[row.intent] if row.intent else 0 for row in rows]
    return Votes.of([row.actor for row in rows], [row.rollcall for row in rows], codes, intents, [row.id for row in rows])


def _whole(source: Source, after: Dossier, before: Dossier, files: tuple[str, ...]) -> None:
    """Raise with every fault where a dossier cannot be read as it would be written."""
    if after is before:
        return
    faults: tuple[Problem, ...] = ()
    try:
        again = decode(encode(after))
    except DossierError as error:
        faults = error.problems
    else:
        changed = {part for part, data in after.files.items() if before.files.get(part) != data}
        found = model_faults(again) if changed else ()
        faults = tuple(fault for fault in found if fault.part in changed and not fault.is_notice)
    if faults:
        raise DossierError(Message("bringing.no-dossier", source=source.id, package=source.package, files=files, count=len(faults)), faults)

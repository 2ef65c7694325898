"""``legation import``, ``observe`` and ``lake``: files of any source into a dossier or a lake, one way for all."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.cli.incidents import identity
from legation.cli.opening import load
from legation.cli.questions import chosen_date
from legation.cli.start import identifier, settled, to_errors
from legation.cli.terminal import bar, lines, tell
from legation.dossier import save
from legation.dossier.files.format import writable
from legation.errors import CannotRead, WrongUse
from legation.lake import Gap, Held, Lake
from legation.lake.intake import Gathered, gather
from legation.language import Lang, Message, say
from legation.sources.imports.dossier import bring
from legation.sources.observed import Fault, Unplaced
from legation.sources.reading import file_bytes
from legation.sources.recognising import not_recognised, recognised, recognised_together
from legation.sources.registry import dossier_source, for_dossiers, lake_source, sources
from legation.sources.source import Source, Wanted

if TYPE_CHECKING:
    from legation.sources import Draft
    from legation.sources.stix.taxii import Login, Token

__all__ = [
    "chosen_options",
    "import_files",
    "list_lake",
    "observe",
]


def import_files(source: str, files: list[str], dossier: Path, given: Mapping[str, Any], *, dry_run: bool, lang: Lang) -> int:
    """Bring files of a source into a dossier; with ``dry_run`` only say what would be brought.

    Where the first word names no source but a file, it is one of the files, and their source is recognised by what they hold.

    What could not be placed, and what someone should look at, is listed apart. Nothing is written where anything is raised, or where a
    person has to decide first.

    Returns
    -------
    int
        1 where something needs a person's eye before all is in.
    """
    if source not in sources() and Path(source).exists():
        of, files = _source_of([source, *files], lang)
    else:
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
        imported = bring(of, paths, wanted)
    if imported is None:
        return 1
    to_errors(imported.problems, lang)
    if not dry_run:
        if imported.after is not before:
            save(imported.after, dossier, over=before.hash)
        if imported.once_saved is not None:
            imported.once_saved()
    for one in imported.done:
        tell(one if isinstance(one, Message) else one.said(str(dossier), ahead=dry_run), lang)
    return 1 if imported.unplaced else 0


def _source_of(files: list[str], lang: Lang) -> tuple[Source, list[str]]:
    """Return the source that files are recognised as, and the files in its order; what they were recognised as is told apart.

    Raises
    ------
    CannotRead
        Where they are of no format, or of several.
    WrongUse
        Where some are missing, or they are observations, a pack or a part of a dossier.
    """
    found = {name: file_bytes(Path(name), _LOOKED_AT) for name in files}
    for name, data in found.items():
        first = next((one for one in recognised(name, data) if not one.is_guess), None)
        if first is None:
            raise not_recognised(name, data, allowed=for_dossiers().values())
        if first.way == "pack":
            raise WrongUse(Message("recognising.is-pack", name=name))
        if first.way != "source" and first.strength > 1:
            raise WrongUse(Message("recognising.is-part", name=name, part=first.id or first.title, why=first.why))
    together = recognised_together(found)
    if not together:
        raise CannotRead(Message("recognising.not-together", names=tuple(files)))
    first_of, *others = together
    if not first_of.is_complete:
        raise WrongUse(Message("recognising.incomplete", source=first_of.source.title, takes=first_of.source.takes, names=first_of.names))
    source = dossier_source(first_of.source.id)
    also = tuple(one.source.id for one in others if one.source.read is not None and one.strength == first_of.strength)
    sys.stderr.write(say(Message("recognising.read-as", source=source.title, why=first_of.why), lang) + "\n")
    if also:
        sys.stderr.write(say(Message("recognising.or", others=also), lang) + "\n")
    return source, list(first_of.names)


_LOOKED_AT = 2 * 1024**3
"""Bytes of a file that is recognised."""


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
            allowed = tuple(f"--{one}" for one in takes) or Message("bringing.no-option")
            sys.stderr.write(say(Message("bringing.option-not-taken", source=source.id, option=name, allowed=allowed), lang) + "\n")
        elif takes[name].kind == "date":
            chosen_date(name, value)
    return {name: given.get(name, option.absent()) for name, option in takes.items()}


_LISTED = 20
_OF_A_KIND = 2
_HEADINGS = {
    "table": Message("cli.lake-column.table"),
    "source": Message("cli.lake-column.source"),
    "files": Message("cli.lake-column.files"),
    "rows": Message("cli.lake-column.rows"),
    "unplaced": Message("cli.lake-column.unplaced"),
    "first": Message("cli.lake-column.first"),
    "last": Message("cli.lake-column.last"),
    "slices": Message("cli.lake-column.slices"),
    "missing": Message("cli.lake-column.missing"),
}
_NUMBERS = frozenset({"files", "rows", "unplaced", "slices", "missing"})


def observe(lake: Path, kind: str, files: list[Path], source: str, given: Mapping[str, Any], lang: Lang) -> int:
    """Bring files into a lake, and say of each what became of it; 3 where one could not be read."""
    options = chosen_options(lake_source(kind), given, lang)
    there = Lake(lake)
    with bar(Message("cli.observing"), lang) as progress:
        done = gather(there, kind, files, source=source, progress=progress, **options)
    for one in done:
        tell(_became(one), lang)
    _list(Message("cli.unplaced"), [one.unplaced for one in done], lang)
    _list(Message("cli.doubts-found"), [one.doubts for one in done], lang)
    return 3 if any(one.fault for one in done) else 0


def _list(title: Message, lists: list[Unplaced], lang: Lang) -> None:
    """Print the rows that something is to be done about: of each file and kind the first two, and how many more there are."""
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for of_file in lists:
        for fault in of_file.faults:
            kinds.setdefault((fault.part, fault.code), []).append(fault)
    if kinds:
        tell(title, lang)
    for faults in list(kinds.values())[:_LISTED]:
        sys.stdout.writelines(f"  {problem.in_language(lang)}\n" for problem in Unplaced(faults[:_OF_A_KIND]))
        if len(faults) > _OF_A_KIND:
            tell(Message("cli.more-of-kind", count=len(faults) - _OF_A_KIND), lang)


def _became(one: Gathered) -> Message:
    if one.fault is not None:
        return Message("cli.not-observed", file=one.file, why=one.fault)
    if one.was_there:
        return Message("cli.observed-before", file=one.file)
    return Message("cli.observed", file=one.file, count=one.rows, unplaced=len(one.unplaced), doubts=len(one.doubts), known=one.known)


def list_lake(path: Path, *, as_json: bool, lang: Lang) -> int:
    """Say what a lake holds, from whom, and what is missing."""
    if not (path / "manifest.sqlite").exists():
        raise CannotRead(Message("observing.no-lake", path=str(path)))
    lake = Lake(path)
    tables, gaps = [], []
    for name in lake.names():
        gaps_of, imports, received = lake.gaps(name), lake.held(name), lake.received(name)
        for source in sorted({one.source for one in imports}):
            own = [one for one in imports if one.source == source]
            missing = sum(gap.slices for gap in gaps_of if gap.source == source)
            tables.append(_summary(name, source, own, received.get(source, (None, None, 0)), missing))
        gaps += [{"table": name, **_gap(gap)} for gap in gaps_of]
    if as_json:
        sys.stdout.write(json.dumps({"hash": lake.hash(), "tables": tables, "gaps": gaps}, ensure_ascii=False, indent=1) + "\n")
        return 0
    days = [{**row, "first": _day(row["first"]), "last": _day(row["last"])} for row in tables]
    _table(Message("cli.lake"), ("table", "source", "files", "rows", "unplaced", "first", "last", "missing"), days, lang)
    if gaps:
        _table(Message("cli.gaps"), ("table", "source", "first", "last", "slices"), gaps[:_LISTED], lang)
    if len(gaps) > _LISTED:
        tell(Message("cli.more-gaps", count=len(gaps) - _LISTED), lang)
    return 0


def _summary(name: str, source: str, imports: list[Held], received: tuple[Any, Any, int], missing: int) -> dict[str, Any]:
    first, last, slices = received
    return {
        "table": name,
        "source": source,
        "files": len(imports),
        "rows": sum(one.rows for one in imports),
        "unplaced": sum(one.unplaced for one in imports),
        "first": first and first.isoformat(),
        "last": last and last.isoformat(),
        "slices": slices,
        "missing": missing,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {"source": gap.source, "first": gap.first.isoformat(), "last": gap.last.isoformat(), "slices": gap.slices}


def _table(title: Message, columns: tuple[str, ...], rows: list[dict[str, Any]], lang: Lang) -> None:
    cells = [[_cell(row[column], lang) for column in columns] for row in rows]
    whole = [at for at, column in enumerate(columns) if column != "source"]
    numbers = [at for at, column in enumerate(columns) if column in _NUMBERS]
    lines(title, [_HEADINGS[column] for column in columns], cells, lang, whole=whole, numbers=numbers)


def _day(moment: str | None) -> str | None:
    return moment and moment[:10]


def _cell(value: Any, lang: Lang) -> str:
    if value is None:
        return "—"
    return (
        value.replace("T", " ").removesuffix("+00:00").removesuffix(":00").removesuffix(" 00:00")
        if isinstance(value, str)
        else say(value, lang)
    )

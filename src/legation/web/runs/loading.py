"""Files on their way into the lake of a dossier: sent, waiting in a folder of the site's data, loaded by a worker as a run.

A file enters the lake whole or not at all. What a run has loaded is there, and noted, when the run is cut: whoever takes it next goes on
behind it. The folder ``incoming/SLUG/KEY`` holds what waits: a folder for each part of the load, and in it the files.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
import shutil
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from legation.broken_file import what_is_wrong
from legation.dossier.records import MARKINGS
from legation.errors import CannotRead, CannotWrite, LegationError, NotAvailable, WrongUse
from legation.lake.intake import Gathered, gather
from legation.lake.lake import Lake, lake_at
from legation.lake.manifest import Held
from legation.lake.partition import checked_source
from legation.language import LANGUAGES, Message, say
from legation.sources.observed import Unplaced
from legation.sources.registry import lake_source
from legation.sources.source import Source
from legation.web.access import can, grant_of, scope_of
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.runs.lakes import INCOMING, Room, lake_folder, may_see_observations, room_of
from legation.web.runs.models import Run
from legation.web.stores.observations.models import LoadedFile

__all__ = ["LoadPart", "file_count", "file_name", "files_within_imports", "load", "submit_example", "submit_load", "sweep_incoming"]

FILES = 200
"""How many files go at once."""
_WAITING = 10
"""Loads of one dossier that may wait at once."""
_FAULTS = 20
"""Rows that could not be placed, of each file, of which it is kept why."""
_OLD = 86_400
_REGISTER = "register.csv"
_LOG = logging.getLogger("legation.runs")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPart:
    """Files of one kind.

    Attributes
    ----------
    kind : str
        The id of a source for lakes.
    files : mapping
        What is in each file, by its name, in pieces.
    source : str
        Who they come from; empty: the kind's own name.
    options : mapping
        Options of the source that are texts.
    register : iterable of bytes or None
        The list of institutional accounts, of kinds that have accounts.
    """

    kind: str
    files: Mapping[str, Iterable[bytes]]
    source: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    register: Iterable[bytes] | None = None


def file_name(name: str) -> str:
    r"""Return a plain name of a file that was sent: what it tells by its ending or its date stays, a path does not.

    >>> file_name("C:\\logs\\access.log.gz"), file_name("../../etc/passwd"), file_name(".hidden")
    ('access.log.gz', 'passwd', 'hidden')
    """
    base = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[^\w.+ ()-]", "-", base).strip(". ")
    return plain[-120:].lstrip(". ") or "file"


def submit_load(dossier: Dossier, account: Account, lang: str, parts: Sequence[LoadPart]) -> Run:
    """Keep files until a worker loads them, and ask for that.

    Raises
    ------
    WrongUse
        Where there are no files, too many, or two of one name; where a kind is none.
    NotAvailable
        Where there is no room for them, or too much waits already.
    CannotWrite
        Where they cannot be kept; nothing is left of them.
    """
    if Run.objects.filter(dossier=dossier, kind="load", state__in=("waiting", "running")).count() >= _WAITING:
        raise NotAvailable(Message("page-observations.too-many-loads", count=_WAITING))
    count = sum(len(part.files) for part in parts)
    if not count or count > FILES:
        raise WrongUse(Message("page-import.no-file" if not count else "page-import.too-many-files", allowed=FILES))
    for part in parts:
        lake_source(part.kind)
        checked_source(part.source)
    _check_room(room_of(dossier))
    key = secrets.token_hex(32)
    place = Path(settings.DATA) / INCOMING / dossier.slug / key
    try:
        _write(place, parts)
        described = [
            {"kind": one.kind, "source": one.source, "options": dict(one.options), "files": list(one.files), "register": bool(one.register)}
            for one in parts
        ]
        return Run.objects.create(
            dossier=dossier,
            owner=account,
            revision=dossier.head,
            marking=MARKINGS[-1],
            audience="desk",
            kind="load",
            options={"parts": described},
            today=dt.datetime.now(dt.UTC).date(),
            lang=lang,
            key=key,
        )
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        _LOG.warning("files for %s could not be written: %s", dossier.slug, error)
        raise CannotWrite(Message("page-observations.not-written")) from error
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _check_room(room: Room) -> None:
    """Raise NotAvailable where there is no room at all; what a file takes up in the lake is known when it is read."""
    if not room.left:
        raise NotAvailable(Message("page-observations.no-room", used=room.used / 1024**2, allowed=room.allowed / 1024**2))


def _write(place: Path, parts: Sequence[LoadPart]) -> None:
    """Write files to where they wait."""
    for number, part in enumerate(parts):
        folder = place / str(number) / part.kind
        folder.mkdir(parents=True, mode=0o700)
        written = [(folder / name, pieces) for name, pieces in part.files.items()]
        if part.register is not None:
            written.append((folder.parent / _REGISTER, part.register))
        for path, pieces in written:
            with path.open("xb") as out:
                for piece in pieces:
                    out.write(piece)


def submit_example(dossier: Dossier, account: Account, folder: Path, lang: str) -> Run | None:
    """Ask for the observations of an example dossier to be loaded: those that ``observations/observations.toml`` names; None without.

    Its tables ``[[load]]`` say the ``kind``, the ``files`` (a folder stands for all in it), and the ``register`` where there is one.
    """
    there = folder / "observations"
    try:
        declared = tomllib.loads((there / "observations.toml").read_text("utf-8")).get("load", [])
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CannotRead(Message("sources.cannot-read", path=str(there / "observations.toml"), why=what_is_wrong(error))) from error
    parts = []
    for table in declared:
        named = [there / name for name in table["files"]]
        files = [file for one in named for file in (sorted(one.iterdir()) if one.is_dir() else [one])]
        register = [(there / table["register"]).read_bytes()] if table.get("register") else None
        parts.append(LoadPart(kind=table["kind"], files={file.name: [file.read_bytes()] for file in files}, register=register))
    return submit_load(dossier, account, lang, parts) if parts else None


def load(run: Run, progress: Progress) -> tuple[()]:
    """Load the files of a run, one by one; what was noted by an earlier attempt is not read again.

    Raises
    ------
    NotAvailable
        Where nothing of it could be loaded, or its person may no longer load.
    """
    from legation.web.runs.monitoring import submit_watch

    place = Path(settings.DATA) / INCOMING / run.dossier.slug / run.key
    parts = list(run.options["parts"])
    if not _may(run):
        shutil.rmtree(place, ignore_errors=True)
        raise NotAvailable(Message("page-observations.no-longer"))
    units = [(number, part, paths) for number, part in enumerate(parts) for paths in _units(place / str(number) / part["kind"], part)]
    at, count = 0, sum(len(part["files"]) for part in parts)
    lake = lake_at(lake_folder(run.dossier))
    if not place.is_dir() and _noted_of_earlier(run, lake, units) < len(units):  # else it was cut between the last file and its end
        raise NotAvailable(Message("page-observations.files-gone"))
    with lake.manifest.alone("loading"):
        for number, part, path in units:
            progress(at, count)
            name = _noted_as(part, path)
            if not LoadedFile.objects.filter(run=run, place=number, name=name).exists():
                _load_one(run, number, name, path, part, place, partial(_beating, progress, at, count))
            at += file_count(part, name)
    progress(count, count)
    shutil.rmtree(place, ignore_errors=True)
    if not LoadedFile.objects.filter(run=run, why={}).exists():
        raise NotAvailable(Message("page-observations.nothing-loaded", count=count))
    submit_watch(run.dossier, run.owner)
    return ()


def _noted_of_earlier(run: Run, lake: Lake, units: Sequence[tuple[int, Mapping[str, Any], Path]]) -> int:
    """Note what an earlier attempt brought into the lake and could not note, its files being gone since; return how many files are noted.

    A site that was restored has the files of no load, and its lake as it was between two steps of one.
    """
    for number, part, path in units:
        name, of = _noted_as(part, path), lake_source(part["kind"])
        source = part["source"] or of.publisher or of.id
        if not LoadedFile.objects.filter(run=run, place=number, name=name).exists() and (
            earlier := _added_earlier(run, lake, of.fills, source, path.name, name)
        ):
            _note(run, number, of, source, name, rows=earlier.rows, rejected=earlier.unplaced)
    return LoadedFile.objects.filter(run=run).count()


def _note(run: Run, number: int, of: Source, source: str, name: str, **found: Any) -> None:
    """Note what became of a file."""
    LoadedFile.objects.create(
        dossier=run.dossier, run=run, account=run.owner, place=number, kind=of.id, table=of.fills, source=source, name=name, **found
    )


def _noted_as(part: Mapping[str, Any], path: Path) -> str:
    """Return how a file is called where it is noted what became of it; of a folder that is loaded as one, how its files are."""
    return path.name if path.name in part["files"] else ", ".join(part["files"])[:300]


def file_count(part: Mapping[str, Any], name: str) -> int:
    """Return how many files were loaded as one.

    >>> part = {"files": ["2024-05-03-FRA.txt", "2024-05-03-PER.txt"]}
    >>> file_count(part, "2024-05-03-FRA.txt"), file_count(part, "2024-05-03-FRA.txt, 2024-05-03-PER.txt")
    (1, 2)
    """
    return 1 if name in part["files"] else len(part["files"])


def files_within_imports(dossier: Dossier, table: str, source: str, since: dt.datetime) -> int:
    """Return how many more files than imports of a source the site has loaded since a moment: those of a folder are one import."""
    rows = LoadedFile.objects.filter(dossier=dossier, table=table, source=source, made__gte=since, why={}, was_there=False)
    return sum(file_count(row.run.options["parts"][row.place], row.name) - 1 for row in rows.select_related("run") if row.run)


def _beating(progress: Progress, at: int, count: int, _done: int, _total: int) -> None:
    """Tell how far a load is, whatever is told of the file that is being read: it may end there."""
    progress(at, count)


def _units(folder: Path, part: Mapping[str, Any]) -> list[Path]:
    """Return what is loaded as one: a folder where the source reads folders, else each file."""
    return [folder] if lake_source(part["kind"]).files.names == ("FOLDER",) else [folder / name for name in part["files"]]


def _may(run: Run) -> bool:
    """Whether the person of a run may load into the dossier, and sees its observations, now."""
    grant = grant_of(run.owner, run.dossier)
    return grant is not None and can(run.owner, "observe", run.dossier) and may_see_observations(scope_of(grant), run.dossier.marking)


def _load_one(run: Run, number: int, name: str, path: Path, part: Mapping[str, Any], place: Path, progress: Progress) -> None:
    """Load a file, and note what became of it."""
    of = lake_source(part["kind"])
    options: dict[str, Any] = dict(part["options"])
    if part["register"]:
        options["register"] = place / str(number) / _REGISTER
    lake = lake_at(lake_folder(run.dossier), quota=room_of(run.dossier).allowed)
    try:
        (found,) = gather(lake, of.id, [path], source=part["source"], progress=progress, whole=True, **options)
    except CannotWrite as error:
        said = _message(error)
        if said.id in ("lake.disk-full", "lake.not-written"):  # which folder it was is the administrator's
            _LOG.warning("run %s: %s", run.pk, error)
            said = Message("page-observations.not-written")
        found = Gathered(file=name, fault=said)
    except (CannotRead, WrongUse) as error:
        found = Gathered(file=name, fault=_message(error))
    fault = _without_folder(found.fault, path.parent)
    source = part["source"] or of.publisher or of.id
    rows, rejected, was_there = found.rows, len(found.unplaced), found.was_there
    if was_there and run.attempts > 1 and (earlier := _added_earlier(run, lake, of.fills, source, path.name, name)):
        rows, rejected, was_there = earlier.rows, earlier.unplaced, False
    _note(
        run,
        number,
        of,
        source,
        name,
        rows=rows,
        known=found.known,
        rejected=rejected,
        warnings=len(found.doubts),
        was_there=was_there,
        faults=_faults(found.unplaced, quoted=not of.grows),
        why={each: say(fault, each) for each in LANGUAGES} if fault is not None else {},
    )


def _added_earlier(run: Run, lake: Lake, table: str, source: str, origin: str, name: str) -> Held | None:
    """Return what an earlier attempt of a run brought of a file and could not note, being cut between the two; None where another did."""
    since = run.made.replace(microsecond=0)
    if LoadedFile.objects.filter(dossier=run.dossier, table=table, source=source, name=name, made__gte=since, rows__gt=0).exists():
        return None
    imports = [one for one in lake.held(table) if (one.source, one.origin) == (source, origin)]
    own = [one for one in imports if dt.datetime.fromisoformat(one.recorded) >= since]
    return replace(own[0], rows=sum(one.rows for one in own), unplaced=sum(one.unplaced for one in own)) if own else None


def _message(error: LegationError) -> Message:
    return error.message if isinstance(error.message, Message) else Message("page-observations.failed", why=str(error.message))


def _without_folder(said: Any, folder: Path) -> Any:
    """Return what is wrong with a file with its name as it was sent, without the folder of the site in which it waits."""
    if isinstance(said, Message):
        return Message(said.id, **{name: _without_folder(value, folder) for name, value in said.values.items()})
    return said.replace(f"{folder}/", "").replace(str(folder), folder.name) if isinstance(said, str) else said


def _faults(rows: Unplaced, *, quoted: bool) -> list[list[Any]]:
    """Return the first rows that could not be placed, as plain data; of a log without a word of the line, which holds addresses."""
    return [list(fault if quoted else fault._replace(found="")) for fault in rows.faults[:_FAULTS]]


def sweep_incoming() -> int:
    """Remove the files of loads that have ended, and those a day old for which there is no load; return how many loads that were."""
    gone = 0
    states = dict(Run.objects.filter(kind="load").values_list("key", "state"))
    for place in (Path(settings.DATA) / INCOMING).glob("*/*"):
        state = states.get(place.name, "")
        if state not in ("waiting", "running") and (state or time.time() - place.stat().st_mtime > _OLD):
            shutil.rmtree(place, ignore_errors=True)
            gone += 1
    return gone

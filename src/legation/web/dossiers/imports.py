"""Files of any source on their way into a dossier: told apart by what they contain, and read as often as their sender wants.

Nothing is saved here: what was read is a dossier beside the one that is there.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import InMemoryUploadedFile

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.parts import ModelKind, kind_of
from legation.dossier.problem import stop_at
from legation.dossier.tables.integrity import check
from legation.errors import CannotRead, LegationError, WrongUse
from legation.language import Message
from legation.sources.cut_off import cut_error, cut_off
from legation.sources.doubt import Doubt
from legation.sources.imports.dossier import bring
from legation.sources.inner_tables import inner_tables
from legation.sources.reading import hash_of_files
from legation.sources.recognising import Recognised, found_in, not_recognised, recognised, recognised_together
from legation.sources.registry import dossier_source, for_dossiers
from legation.sources.signature import CERTAIN, POSSIBLE, FileBytes
from legation.sources.source import Brought, Source, Wanted, identifier
from legation.web.dossiers.uploads import Upload, parts_in

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

__all__ = [
    "SOURCE",
    "FileOfPack",
    "FilesOfLake",
    "FilesOfSource",
    "ReadImport",
    "choices_of",
    "is_pasted",
    "opened",
    "pasted_name",
    "read",
    "received",
    "said_name",
    "sort_out",
]

SOURCE = "source:"
"""What stands before the id of a source where one is chosen by hand; before nothing, the name of a table."""
_MOST = 40
_NAMED = (".csv", ".tsv", ".txt")
_SETTINGS = ("dossier.toml", "mandate.toml", "bodies.toml")


@dataclass(frozen=True, slots=True)
class FilesOfSource:
    """Files that a source reads, in its order, and by what they were recognised; None where a person said so."""

    source: Source
    names: tuple[str, ...]
    why: Message | None


@dataclass(frozen=True, slots=True)
class FilesOfLake:
    """Files of observations, which are too many for a dossier; what they are, by name."""

    titles: Mapping[str, Message]

    @property
    def refusal(self) -> WrongUse:
        """The error where they cannot be handed on."""
        name, title = next(iter(self.titles.items()))
        return WrongUse(Message("page-import.into-lake", name=said_name(name), source=title))


@dataclass(frozen=True, slots=True)
class FileOfPack:
    """A pack, of which a person says what is taken."""

    name: str

    @property
    def refusal(self) -> WrongUse:
        """The error where nobody can be given the choice."""
        return WrongUse(Message("recognising.is-pack", name=self.name))


@dataclass(frozen=True, slots=True)
class ReadImport:
    """What a source made of files.

    Attributes
    ----------
    made : Brought or None
        None where it could not be read; ``error`` says why.
    doubtful : tuple of Doubt
        What a person has to decide.
    """

    made: Brought | None
    doubtful: tuple[Doubt, ...] = ()
    error: LegationError | None = None

    @property
    def decided(self) -> tuple[Doubt, ...]:
        """What a person decided."""
        return tuple(doubt for doubt, _ in self.made.decided) if self.made is not None else ()


def is_pasted(name: str) -> bool:
    """Whether a file is a text that was pasted, by the name that it was given.

    >>> is_pasted("pasted-2026-01-31.txt"), is_pasted("votes.csv")
    (True, False)
    """
    return re.fullmatch(r"pasted-\d{4}-\d\d-\d\d(\.txt|-\d{1,2}\.tsv)", name) is not None


def pasted_name(today: dt.date) -> str:
    """Return what a text is called that was pasted today; one too long for a field comes as a file of that name."""
    return f"pasted-{today.isoformat()}.txt"


def received(files: Iterable[UploadedFile[Any]], pasted: str, today: dt.date) -> dict[str, bytes]:
    """Return what was sent by its names, pasted text among it under the day's; of two files of one name, the second has a number.

    The files of an export that holds several, sent one by one, are put together as that export.

    Raises
    ------
    WrongUse
        Where nothing was sent, or too many files.
    """
    sent = list(files)
    if len(sent) > _MOST:
        raise WrongUse(Message("page-import.too-many-files", allowed=_MOST))
    found: dict[str, bytes] = {}
    for file in sent:
        name = PurePath(str(file.name)).name or "file"
        stem, ending = PurePath(name).stem, PurePath(name).suffix
        free = next(one for one in (name, *(f"{stem}-{n}{ending}" for n in range(2, _MOST + 2))) if one not in found)
        found[free] = b"".join(file.chunks())
    if pasted.strip() and (name := pasted_name(today)) not in found:  # a long text came as a file of that name
        found[name] = pasted.encode("utf-8", "replace")
    if not found:
        raise WrongUse(Message("page-import.no-file"))
    return _as_one_export(found, today)


def _check_whole(sent: Mapping[str, bytes]) -> None:
    """Refuse a table whose last line is cut."""
    for name, data in sent.items():
        if not is_pasted(name) and (cut := cut_off(name, data)) is not None:
            raise cut_error(cut)


def opened(sent: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files with the tables of a web page, or of a text that holds several, in its place: those that are recognised."""
    found: dict[str, bytes] = {}
    for name, data in sent.items():
        inner = {part: table for part, table in inner_tables(name, data).items() if _is_known(part, table)}
        found |= inner if inner and not inner.keys() & (found.keys() | sent.keys()) else {name: data}
    return found


def _is_known(name: str, data: bytes) -> bool:
    return any(one.strength > POSSIBLE and not one.into_lake for one in recognised(name, data))


def _as_one_export(sent: Mapping[str, bytes], today: dt.date) -> dict[str, bytes]:
    """Return files as the one archive in which a source takes them; as they are where together they are none."""
    if len(sent) > 1:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(sent.items()):
                archive.writestr(zipfile.ZipInfo(name), data)  # without the hour: the same files are the same bytes
        for source in for_dossiers().values():
            if source.files.folder and source.recognise and source.recognise(FileBytes("export.zip", packed.getvalue())):
                return {f"{source.id}-{today.isoformat()}-{hashlib.sha256(packed.getvalue()).hexdigest()[:6]}.zip": packed.getvalue()}
    return dict(sent)


def sort_out(sent: Mapping[str, bytes], chosen: str = "") -> Upload | FilesOfSource | FilesOfLake | FileOfPack:
    """Return the parts of a dossier that were sent, the source that reads what was sent, or that it is observations or a pack.

    Parameters
    ----------
    chosen : str
        What a person says it is: ``source:undl``, a table; empty: what it is recognised as.

    Raises
    ------
    CannotRead, WrongUse
        Where it is none of the formats, some files are missing, or the files are of several imports.
    """
    if chosen.startswith(SOURCE):
        source = dossier_source(chosen.removeprefix(SOURCE))
        together = next((one for one in recognised_together(sent) if one.source is source), None)
        return FilesOfSource(source, together.names if together else tuple(sent), None)
    if chosen in TABLES and len(sent) == 1:
        _check_whole(sent)
        return Upload({TABLES[chosen].part: next(iter(sent.values()))})
    meant = {name: _meant(name, data) for name, data in sent.items()}
    if [name for name, one in meant.items() if one.way in ("dossier", "pack")]:
        if len(sent) > 1:
            raise WrongUse(Message("page-import.one-archive"))
        name, one = next(iter(meant.items()))
        if one.way == "pack":
            return FileOfPack(name)
        return _archive(*next(iter(sent.items())))
    if all(one.way == "part" for one in meant.values()):
        twice = next((one.id for at, one in enumerate(meant.values()) if one.id in [other.id for other in list(meant.values())[:at]]), "")
        if twice:
            raise WrongUse(Message("page-import.part-twice", name=twice))
        _check_whole(sent)
        return _parts({one.id: sent[name] for name, one in meant.items()})
    return _of_source(sent, meant)


def choices_of(sent: Mapping[str, bytes], source: Source) -> list[Source]:
    """Return the sources as which files may be read, the one that is chosen first, then those that they are recognised as."""
    others = [one.source for one in recognised_together(sent) if one.source.read is not None and one.is_complete]
    return list(dict.fromkeys([source, *others]))


def read(
    source: Source,
    sent: Mapping[str, bytes],
    before: Content,
    *,
    options: Mapping[str, Any],
    answers: Mapping[int, str],
    place: str,
    today: dt.date,
) -> ReadImport:
    """Read files as a source; what is in doubt is left out until it is decided, and asked.

    Parameters
    ----------
    sent : mapping of str to bytes
        In the order of the source.
    before : Dossier
        The dossier as the person sees it.
    answers : mapping of int to str
        What was decided, by the line.
    """
    doubtful: list[Doubt] = []

    def settle(draft: Any) -> Any:
        while decided := {doubt.line: answers[doubt.line] for doubt in draft.doubtful if answers.get(doubt.line)}:
            draft = draft.resolve(decided)
        doubtful.extend(draft.doubtful)
        return draft

    given = {option.name: options.get(option.name) or option.absent() for option in source.options}
    if "answer" in given:
        given["answer"] = [f"{line}={answer}" for line, answer in answers.items() if answer]
    with _folder(sent) as paths:
        evidence = f"{source.id}-{identifier(paths[0])}"[:100]
        wanted = Wanted(options=given, today=today, dossier=before, evidence=evidence, place=place, settle=settle)
        try:
            made = bring(source, paths, wanted)
            if made is not None and _says_otherwise(made, evidence):
                made = bring(source, paths, dataclasses.replace(wanted, evidence=f"{evidence}-{_digest(paths)[:8]}"))
            if made is not None and made.after is not before:
                stop_at(fault for fault in check(made.after, {}) if not fault.is_notice)
        except LegationError as error:
            return ReadImport(None, tuple(doubtful), _without_folder(error, paths))
    return ReadImport(made, made.doubtful if made else ())


def _meant(name: str, data: bytes) -> Recognised:
    """Return what a file is: what it holds for certain, else the part that it is called after, else what it holds likely.

    Raises
    ------
    CannotRead
        Where it is none of the formats.
    """
    found = [one for one in recognised(name, data) if not one.is_guess]
    if found and found[0].strength == CERTAIN:
        return found[0]
    small = name.lower()
    stem, ending = PurePath(small).stem, PurePath(small).suffix
    part = small if small in _SETTINGS else TABLES[stem].part if stem in TABLES and ending in _NAMED else ""
    if part and _may_be(part, FileBytes(name, data)):
        return Recognised("part", part, Message("recognising.dossier"), Message("recognising.name", name=name), CERTAIN)
    if found and (found[0].strength > POSSIBLE or (not part and ending in _endings_of(found[0]))):
        return found[0]
    raise not_recognised(said_name(name), data)


def _may_be(part: str, file: FileBytes) -> bool:
    """Return whether a file may be the part that it is called after: settings, or a table that has one of its columns."""
    if part in _SETTINGS:
        return found_in(file) in ("toml", "text")
    own = {name for column in TABLES[PurePath(part).stem].columns for name in column.names}
    return found_in(file) in ("table", "text", "binary") and (file.text is None or not file.header or bool(own & set(file.header)))


def _endings_of(one: Recognised) -> frozenset[str]:
    """Return how names of such files end: a weak sign does not outweigh a name that says something else."""
    return frozenset(("", ".txt", *(dossier_source(one.id).files.endings if one.way == "source" and not one.into_lake else ())))


def _of_source(sent: Mapping[str, bytes], meant: Mapping[str, Recognised]) -> FilesOfSource | FilesOfLake:
    together = [one for one in recognised_together(sent) if not (one.source.read is None and one.strength == 1)]
    if all(one.into_lake for one in meant.values()) if not together else together[0].source.read is None:
        return FilesOfLake({name: one.title for name, one in meant.items()})
    if not together:
        each = tuple(Message("page-import.file-is", name=said_name(name), what=one.title) for name, one in meant.items())
        raise CannotRead(Message("page-import.of-several", files=each))
    first = together[0]  # of those as sure, one whose files are all there
    if not first.is_complete:
        names = tuple(map(said_name, first.names))
        raise WrongUse(Message("recognising.incomplete", source=first.source.title, takes=first.source.takes, names=names))
    return FilesOfSource(first.source, first.names, first.why)


def said_name(name: str) -> Any:
    """Return what a file is called before a person: a text that was pasted has no name of its own."""
    return Message("page-import.pasted") if is_pasted(name) else name


def _parts(parts: Mapping[str, bytes]) -> Upload:
    """Return parts of a dossier, of which models can be read.

    Raises
    ------
    DossierError
        With every fault of a model that cannot.
    """
    for part, data in parts.items():
        kind = kind_of(part)
        if isinstance(kind, ModelKind):
            kind.parsed(part, data)
    return Upload(parts)


def _archive(name: str, data: bytes) -> Upload:
    """Return the parts of a whole dossier, whatever its name ends with."""
    file = FileBytes(name, data)
    ending = ".xlsx" if file.is_workbook else ".zip" if data.startswith(b"PK") else ".json"
    called = name if name.lower().endswith(ending) else f"{name}{ending}"
    return parts_in([InMemoryUploadedFile(io.BytesIO(data), None, called, "application/octet-stream", len(data), None)])


@contextlib.contextmanager
def _folder(sent: Mapping[str, bytes]) -> Iterator[list[Path]]:
    """Write files under plain names of their own into a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="legation-") as folder:
        paths: list[Path] = []
        for name, data in sent.items():
            plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[-100:] or "file"
            path = Path(folder) / plain
            path = path if path not in paths else Path(folder) / f"{len(paths)}-{plain}"
            path.write_bytes(data)
            paths.append(path)
        yield paths


def _says_otherwise(made: Brought, evidence: str) -> bool:
    """Return whether a file of that name was brought in before, and was another one."""
    part = TABLES["evidence"].part
    return any(one.code == "row-differs" and one.part == part and one.remedy.values.get("key") == evidence for one in made.problems)


def _digest(paths: Sequence[Path]) -> str:
    return hash_of_files({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths})


def _without_folder(error: LegationError, paths: Sequence[Path]) -> LegationError:
    """Return an error that calls files as they were sent, and not where they lay."""
    message = error.message
    if isinstance(error, CannotRead) and isinstance(message, Message):
        folder = f"{paths[0].parent}/"
        values = {name: value.replace(folder, "") if isinstance(value, str) else value for name, value in message.values.items()}
        return CannotRead(Message(message.id, **values))
    return error

"""What a file is, by its bytes: a file of one of the sources, a part of a dossier, or a whole dossier; the likeliest first, and why.

Every source says by what it is recognised (:attr:`legation.sources.source.Source.recognise`), and every kind of part by its own columns and
fields: there is no list of formats here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from legation.broken_file import foreseen
from legation.dossier.column import Table
from legation.dossier.parts import ModelKind, kind_of, kinds
from legation.dossier.records import TABLES
from legation.errors import CannotRead, DossierError
from legation.language import Message
from legation.sources.registry import is_ours, sources
from legation.sources.signature import CERTAIN, LIKELY, PACKED, POSSIBLE, FileBytes, Sign, by_ending
from legation.sources.source import Source

__all__ = ["Recognised", "Together", "Way", "found_in", "not_recognised", "recognised", "recognised_together"]

Way = Literal["source", "part", "dossier", "pack"]
_SETTINGS = {"mandate.toml": ("objective", "fallback", "red_line", "walk_away"), "bodies.toml": ("body",)}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file may be.

    Attributes
    ----------
    way : {"source", "part", "dossier", "pack"}
    id : str
        The source; or the name of the part, ``actors.csv``; empty for a dossier and for a pack, of which a part is taken.
    title : Message
    why : Message
        By what it was recognised.
    strength : int
        3: this format alone; 2: one of few; 1: one of many.
    at : int
        Which of the files of an import it is.
    into_lake : bool
        Whether it brings observations, which no dossier holds.

    Notes
    -----
    Any text may be a document that is observed: what its ending alone says of observations is no reason to refuse it as one.
    """

    way: Way
    id: str
    title: Message
    why: Message
    strength: int
    at: int = 0
    into_lake: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether it is a kind of observations by the end of its name alone."""
        return self.into_lake and self.strength == POSSIBLE


@dataclass(frozen=True, slots=True)
class Together:
    """A source that several files are of.

    Attributes
    ----------
    source : Source
    names : tuple of str
        The files in the order in which the source takes them.
    why : Message
    strength : int
    is_complete : bool
        Whether these are as many files as the source takes.
    """

    source: Source
    names: tuple[str, ...]
    why: Message
    strength: int
    is_complete: bool


def recognised(name: str, data: bytes) -> tuple[Recognised, ...]:
    r"""Return what a file may be, the likeliest first; nothing where it is none of the formats.

    Parameters
    ----------
    name : str
        How the file is called; it says less than its content.
    data : bytes
        The file, or its beginning where it is large.

    Examples
    --------
    >>> votes = b"undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n1,FRA,FRANCE,Y,2018-12-05,73,A/RES/73/27\n"
    >>> [(found.way, found.id) for found in recognised("picture.xml", votes)][0]
    ('source', 'undl')
    >>> [(found.way, found.id) for found in recognised("x.txt", b"id,name,kind\nFRA,France,state\n")][0]
    ('part', 'actors.csv')
    >>> [found.is_guess for found in recognised("x.pdf", b"%PDF-1.7")]
    [True]
    """
    file = FileBytes(PurePath(name).name, data)
    with foreseen(file.name):
        found = [*_of_sources(file), *_of_dossiers(file), *_of_parts(file)]
    order = {name: place for place, name in enumerate(sources())}
    return tuple(sorted(found, key=lambda one: (-one.strength, one.way == "source", order.get(one.id, -1))))


def recognised_together(files: Mapping[str, bytes]) -> tuple[Together, ...]:
    """Return the sources that all these files are of, the likeliest first; of those that take more files, that some are missing."""
    each = {name: {one.id: one for one in recognised(name, data) if one.way == "source"} for name, data in files.items()}
    shared = set.intersection(*(set(found) for found in each.values())) if each else set()
    made = []
    for of in shared:
        source = sources()[of]
        signs = {name: found[of] for name, found in each.items()}
        names = tuple(sorted(signs, key=lambda name: (signs[name].at, name)))
        first = signs[names[0]]
        strength = min(sign.strength for sign in signs.values())
        if len(names) == 1 or source.files.most is None or len(names) <= source.files.most:
            made.append(Together(source, names, first.why, strength, _is_complete(source, [signs[name].at for name in names])))
    order = list(sources())
    return tuple(sorted(made, key=lambda one: (-one.strength, not one.is_complete, order.index(one.source.id))))


def _is_complete(source: Source, places: list[int]) -> bool:
    """Return whether files at these places are all that a source takes: each of a few kinds once, or one of the first and others."""
    takes = source.files
    if len(places) < takes.least or (takes.most is not None and len(places) > takes.most):
        return False
    if takes.least == 1:
        return True
    return places == list(range(len(places))) if takes.most is not None else places.count(0) == 1


def _of_sources(file: FileBytes) -> Iterator[Recognised]:
    for source in sources().values():
        sign = _sign(source, file)
        if sign is not None:
            into_lake = source.read is None
            yield Recognised("source", source.id, source.title, sign.why, sign.strength, sign.at, into_lake)


def _sign(source: Source, file: FileBytes) -> Sign | None:
    """Return by what a source recognises a file; without a way of its own, by the end of its name. One that fails recognises nothing."""
    recognise = source.recognise or by_ending(*source.files.endings)
    if is_ours(source):
        return recognise(file)
    with contextlib.suppress(Exception):
        sign = recognise(file)
        return sign if isinstance(sign, Sign) else None
    return None


def _of_dossiers(file: FileBytes) -> Iterator[Recognised]:
    title = Message("recognising.dossier")
    if "pack.toml" in file.members:
        yield Recognised("pack", "", Message("recognising.pack"), Message("recognising.members", members=("pack.toml",)), CERTAIN)
    elif "dossier.toml" in file.members:
        yield Recognised("dossier", "", title, Message("recognising.members", members=("dossier.toml",)), CERTAIN)
    elif sheets := [name for name in file.sheets if name.partition("@")[0] in TABLES]:
        yield Recognised("dossier", "", title, Message("recognising.sheets", sheets=tuple(sheets[:5])), CERTAIN)
    elif file.keys >= {"format", "parts"}:
        yield Recognised("dossier", "", title, Message("recognising.keys", keys=("format", "parts")), CERTAIN)
    elif parts := [path for path in file.paths if kind_of(path) is not None and not path.startswith("files/")]:
        yield Recognised("dossier", "", title, Message("recognising.members", members=tuple(parts[:5])), LIKELY)


def _of_parts(file: FileBytes) -> Iterator[Recognised]:
    """Yield the tables and models of a dossier that a text may be: the table that knows most of its columns, the models that read it."""
    if file.text is None or file.json is not None:
        return
    tables = [(known, table) for table in TABLES.values() if (known := _known(table, file.header)) is not None]
    if tables:
        own = [pair for pair in tables if PurePath(file.name).stem.lower() == pair[1].name]
        _, table = max(own or tables, key=lambda pair: pair[0])
        columns = tuple(name for name in file.header if name in _names(table))[:5]
        strength = CERTAIN if own or "id" in columns else LIKELY
        yield Recognised("part", table.part, table.title, Message("recognising.columns", columns=columns), strength)
    if file.toml is not None:
        yield from _models(file, file.toml)


def _names(table: Table) -> frozenset[str]:
    return frozenset(name for column in table.columns for name in column.names)


def _known(table: Table, header: tuple[str, ...]) -> float | None:
    """Return the share of a header that a table knows; None where it lacks what each row needs or most is another's."""
    if len(header) < 2:
        return None
    names = _names(table)
    needed = [column for column in table.columns if column.required and column.name != "id"]
    share = sum(name in names for name in header) / len(header)
    return share if share >= 0.8 and all(set(column.names) & set(header) for column in needed) else None


def _models(file: FileBytes, found: Mapping[str, Any]) -> Iterator[Recognised]:
    stem = PurePath(file.name).stem or "model"
    if {"id", "title"} <= set(found) or "marking" in found or PurePath(file.name).name.lower() == "dossier.toml":
        info = kind_of("dossier.toml")
        if info is not None:
            yield Recognised("part", "dossier.toml", info.title, Message("recognising.keys", keys=tuple(found)[:5]), LIKELY)
    for part, keys in _SETTINGS.items():
        kind = kind_of(part)
        if kind is not None and set(keys) & set(found):
            yield Recognised("part", part, kind.title, Message("recognising.keys", keys=tuple(found)[:5]), LIKELY)
    for kind in kinds():
        if isinstance(kind, ModelKind) and (why := _sign_of_model(kind, found, file.data)) is not None:
            own, sign = why
            yield Recognised("part", kind.called(stem), kind.title, sign, CERTAIN if own else LIKELY)


def _sign_of_model(kind: ModelKind[Any], found: Mapping[str, Any], data: bytes) -> tuple[bool, Message] | None:
    """Return by what a model is recognised, and whether it can be read as it is: all its tables are this kind's."""
    tables = {table.partition(".")[0] for table in kind.tables}
    named = tuple(key for key in found if key in tables and isinstance(found[key], (list, dict)))
    others = [key for key, value in found.items() if isinstance(value, (list, dict)) and key not in tables]
    own = [key for key in named if isinstance(found[key], list) or key == kind.section != _SHARED]
    if not own or len(others) > len(own):
        return None
    try:
        kind.parsed(kind.called("model"), data)
    except DossierError:
        return (False, Message("recognising.tables", tables=named[:5])) if not others else None
    except Exception:  # noqa: BLE001 - a declaration may be anybody's
        return None
    return True, Message("recognising.tables", tables=named[:5])


_SHARED = "model"
"""The section that models of several kinds have."""


def found_in(file: FileBytes) -> str:
    """Return what a file that no source reads seems to be.

    >>> found_in(FileBytes("a", b"%PDF-1.7")), found_in(FileBytes("a", b"<!DOCTYPE html><p>")), found_in(FileBytes("a", b" "))
    ('pdf', 'web-page', 'empty')
    """
    if not file.data.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c"):
        return "empty"
    if file.other:
        return "presentation" if any(path.startswith("ppt/") for path in file.paths) else file.other
    data = file.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04") and not file.paths:  # the list of a zip stands at its end
        return "cut-archive"
    if file.paths or data.startswith(PACKED):
        return "presentation" if any(path.startswith("ppt/") for path in file.paths) else "archive"
    if file.text is None:
        return "binary"
    if file.root in ("html", "svg") or data[:15].lower().startswith(b"<!doctype html"):
        return "web-page" if file.root != "svg" else "picture"
    if file.root:
        return "xml"
    if file.toml is not None:
        return "toml"
    if data[:1] in b"{[":
        return "json" if file.json is not None else "broken-json"
    return "table" if file.delimiter and len(file.header) > 1 else "text"


def not_recognised(name: Any, data: bytes, *, allowed: Iterable[Source] = ()) -> CannotRead:
    """Return the error of a file that is none of the formats: where, what it seems to be, what may come, and what to do."""
    file = FileBytes(str(name), data)
    what = found_in(file)
    found = Message(
        f"recognising.found.{what}", columns=file.header[:6] or ("—",), root=file.root or "—", keys=tuple(sorted(file.keys))[:6]
    )
    titles = tuple(source.title for source in allowed)
    said = {"name": name, "found": found, "next": Message(f"recognising.next.{what}")}
    return CannotRead(Message("recognising.not", allowed=titles, **said) if titles else Message("recognising.not-here", **said))

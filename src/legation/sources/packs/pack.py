"""A pack: a dossier of public facts with ``pack.toml``, which says where they come from, under what licence, and of which day they are.

A pack stands in a folder, or in one file of ours: the parts of its dossier beside ``pack.toml``, or in ``dossier.zip``. Those of the
product stand in ``legation/packs``. One from elsewhere is the same, and is refused where it holds anything that is no table or setting,
a name that leads out of it, or a row that is not for everybody. A piece of the library, which says so under ``[library]``, holds games and
the negotiations that they play as well, and nothing else.
"""

from __future__ import annotations

import contextlib
import functools
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation.broken_file import refused
from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier
from legation.dossier.files.codec import decode, table_of
from legation.dossier.files.entries import folder_entries, within_limits, zip_entries
from legation.dossier.parts.toml_record import fill, read_toml
from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.when import When
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Message
from legation.sources.packs.library import Library, is_of_library, library_of, marked_in_models, playable

__all__ = ["Pack", "PackFacts", "pack_of_bytes", "packs", "packs_folder", "pieces", "read_pack"]

HEAD, PACKED, VOTES = "pack.toml", "dossier.zip", "votes.csv"
_SETTINGS = frozenset({"dossier.toml", "bodies.toml"})
_PUBLIC = MARKINGS[0]
_BESIDE = frozenset({"README.md", "README.fr.md", "LICENCE", "LICENSE"})
"""What may stand beside the parts, for who reads the folder."""
_PACKED_LIMIT = 64 * 1024**2
"""The longest ``dossier.zip`` in a zip [bytes]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What a pack says of itself, in ``pack.toml``.

    Attributes
    ----------
    title, summary, origin, later : Wording
        What it is, what is in it and what is not, whose facts they are, and how later ones come into a dossier.
    publisher, url, licence : str
    terms : Wording
        The licence as a reader is told of it; :attr:`licence_said` is the licence as it is written where nothing is said here.
    compared : When or None
        The day on which it was compared with its origin.
    until : When or None
        The day of the last fact in it.
    words : mapping of str to list of str
        What a desk calls a subject -> how the titles of the pack call it.
    families : mapping of str to mapping of str to str
        Word by which several fora are taken at once -> what they are called together, by language.
    library : Library or None
        What a teacher has to know, where the pack is a piece of the library.
    """

    title: Wording = field(default_factory=Wording)
    summary: Wording = field(default_factory=Wording)
    origin: Wording = field(default_factory=Wording)
    later: Wording = field(default_factory=Wording)
    publisher: str = ""
    url: str = ""
    licence: str = ""
    terms: Wording = field(default_factory=Wording)
    compared: When | None = None
    until: When | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    families: Mapping[str, Any] = field(default_factory=dict)
    library: Library | None = None

    @property
    def licence_said(self) -> Wording | str:
        """Under which licence it comes, in the languages of its readers."""
        return self.terms or self.licence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """A pack as it was read; its votes stay bytes until some of them are asked for.

    Attributes
    ----------
    id : str
        The name of its folder or file.
    facts : PackFacts
    outline : Dossier
        Everything that is in it but its votes.
    votes : bytes
        ``votes.csv``.
    size : int
        Bytes of the pack as it lies.
    """

    id: str
    facts: PackFacts
    outline: Dossier = field(repr=False)
    votes: bytes = field(repr=False)
    size: int = 0


def packs_folder() -> Path:
    """Return where the packs of the product stand."""
    return Path(__file__).parents[2] / "packs"


def packs(folder: Path | None = None) -> dict[str, PackFacts]:
    """Return what the packs in a folder, by default those of the product, say of themselves: by name, sorted; without the library's pieces.

    >>> str(packs()["unga-votes"].until)
    '2019-12-27'
    """
    return {name: facts for name, facts in _every(folder).items() if facts.library is None}


def pieces(folder: Path | None = None) -> dict[str, PackFacts]:
    """Return what the pieces of the library say of themselves, by name: for the fewest players first, then by time.

    >>> [(name, facts.library.players, facts.library.minutes) for name, facts in pieces().items()][0]
    ('library-disclosure', 2, 45)
    """
    found = {name: facts for name, facts in _every(folder).items() if facts.library is not None}
    return dict(sorted(found.items(), key=lambda one: (one[1].library.players, one[1].library.minutes, one[0]) if one[1].library else ()))


def _every(folder: Path | None) -> dict[str, PackFacts]:
    among = folder or packs_folder()
    named = sorted(place for place in among.iterdir() if (place / HEAD).is_file()) if among.is_dir() else []
    return {place.name: _facts((place / HEAD).read_bytes()) for place in named}


def read_pack(name: str | Path, folder: Path | None = None) -> Pack:
    """Return a pack of the product by its name, or one from elsewhere by the path of its folder or zip.

    Raises
    ------
    WrongUse
        Where there is no such pack.
    CannotRead
        Where it is no pack, or holds what a pack may not hold.
    DossierError
        Where it breaks the rules of a dossier.
    """
    among = folder or packs_folder()
    ours = among / str(name)
    if "/" not in str(name) and (ours / HEAD).is_file():
        return _ours(ours)
    place = Path(name)
    if not place.exists():
        raise WrongUse(Message("packs.unknown", found=str(name)[:80], allowed=" | ".join(_every(folder))))
    return _pack(place.name.removesuffix(".zip"), *_parts(place))


@functools.lru_cache(maxsize=2)
def pack_of_bytes(name: str, data: bytes) -> Pack:
    """Return the pack that a zip holds; it is refused as :func:`read_pack` refuses one.

    Raises
    ------
    CannotRead
        Where it is no pack, or holds what a pack may not hold.
    DossierError
        Where it breaks the rules of a dossier.

    Examples
    --------
    >>> pack_of_bytes("hall.zip", b"<html>")
    Traceback (most recent call last):
    ...
    legation.errors.CannotRead: hall.zip could not be read (the archive is damaged, cut, or none). Check the file, or ask for it again.
    """
    place = Path(name)
    with _readable(place):
        parts = _zip_parts(place, data)
    return _pack(place.name.removesuffix(".zip"), parts, len(data))


@functools.lru_cache(maxsize=4)
def _ours(place: Path) -> Pack:
    """Return a pack of the product: its files do not change while it runs."""
    return _pack(place.name, *_parts(place))


def _pack(name: str, parts: dict[str, bytes], size: int) -> Pack:
    if HEAD not in parts:
        raise CannotRead(Message("packs.no-head", path=name))
    facts = _facts(parts.pop(HEAD))
    odd = [part for part in sorted(parts) if part not in _SETTINGS and not table_of(part)]
    other = next((part for part in odd if facts.library is None or not is_of_library(part)), None)
    if other is not None:
        raise CannotRead(Message("packs.other-part", path=name, found=other))
    votes = parts.pop(VOTES, b"")
    outline = decode(parts)
    marked = next(_marked(outline), None)
    if facts.library is not None and not playable(facts.library.game, outline.files):
        raise CannotRead(Message("packs.no-game", path=name, found=facts.library.game))
    if marked is not None:
        raise CannotRead(Message("packs.marked", path=name, where=marked[0], found=marked[1], allowed=_PUBLIC))
    return Pack(id=name, facts=facts, outline=outline, votes=votes, size=size)


def _marked(outline: Dossier) -> Iterator[tuple[str, str]]:
    """Yield where a pack says that something of it is not for everybody."""
    if outline.info.marking != _PUBLIC:
        yield "dossier.toml", outline.info.marking
    for name, table in TABLES.items():
        if name != "votes":
            yield from (
                (f"{table.part} {table.identity(row)}", row.marking) for row in getattr(outline, name) if row.marking not in ("", _PUBLIC)
            )
    yield from ((part, marking) for part, marking in marked_in_models(outline.files) if marking != _PUBLIC)


def _facts(data: bytes) -> PackFacts:
    problems: list[Problem] = []
    table = read_toml(HEAD, data, problems)
    said = table.pop("library", None) if table is not None else None
    if said is not None and not isinstance(said, dict):
        problems.append(problem("toml-value", HEAD, None, "library", allowed="[library]"))
    library = library_of(said, problems) if isinstance(said, dict) else None
    facts = fill(PackFacts, HEAD, "", table, problems, library=library) if table is not None else None
    if facts is not None:
        lacking = [name for name in ("licence", "publisher") if not getattr(facts, name)]
        lacking += [f"title_{lang}" for lang in ("en", "fr") if not getattr(facts.title, lang)]
        problems += [problem("required", HEAD, None, name, allowed="text") for name in lacking]
        odd = [word for word, said in facts.words.items() if not isinstance(said, list) or not all(isinstance(one, str) for one in said)]
        problems += [problem("toml-value", HEAD, None, f"words.{word}", allowed='["...", "..."]') for word in odd]
        unnamed = [word for word, called in facts.families.items() if not _is_called(called)]
        problems += [problem("toml-value", HEAD, None, f"families.{word}", allowed='{ en = "...", fr = "..." }') for word in unnamed]
    stop_at(problems)
    assert facts is not None  # noqa: S101 - stop_at raised
    return facts


def _is_called(called: Any) -> bool:
    return isinstance(called, dict) and set(called) == set(LANGUAGES) and all(isinstance(one, str) and one for one in called.values())


def _parts(place: Path) -> tuple[dict[str, bytes], int]:
    """Return the parts of a pack by name, and its bytes as it lies; what is neither part nor reading matter is refused by its name."""
    with _readable(place):
        if place.is_dir():
            return _folder_parts(place)
        data = place.read_bytes()
        return _zip_parts(place, data), len(data)


@contextlib.contextmanager
def _readable(place: Path) -> Iterator[None]:
    """Say of what cannot be opened or unpacked that it cannot be read, and why."""
    with refused(place, "dossier.cannot-read"):
        yield


def _folder_parts(place: Path) -> tuple[dict[str, bytes], int]:
    there = [file for file in sorted(place.rglob("*")) if file.is_file() or file.is_symlink()]
    names = [file.relative_to(place).as_posix() for file in there]
    _refuse_others(place, names)
    size = sum(file.stat().st_size for file in there if not file.is_symlink())
    if PACKED not in names:
        return within_limits(place, folder_entries(place)), size
    _refuse_beside_packed(place, names)
    return {**_zip_parts(place / PACKED, (place / PACKED).read_bytes()), HEAD: (place / HEAD).read_bytes()}, size


def _zip_parts(place: Path, data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = within_limits(place, zip_entries(place, archive))
        single = "" if any("/" not in name for name in archive.namelist()) else archive.namelist()[0].split("/", 1)[0] + "/"
        names = [name.removeprefix(single) for name in archive.namelist() if not name.endswith("/")]
        _refuse_others(place, names)
        if PACKED not in names or HEAD not in names:
            return parts
        _refuse_beside_packed(place, names)
        with archive.open(f"{single}{PACKED}") as file:
            inner = file.read(_PACKED_LIMIT + 1)
    if len(inner) > _PACKED_LIMIT:
        raise CannotRead(Message("dossier.too-large", path=str(place), files=1, megabytes=_PACKED_LIMIT // 1024**2))
    return {**_zip_parts(place / PACKED, inner), HEAD: parts[HEAD]}


def _refuse_beside_packed(place: Path, names: list[str]) -> None:
    """Raise for a part beside the parts that are packed."""
    more = next((name for name in names if name not in (HEAD, PACKED, *_BESIDE)), None)
    if more is not None:
        raise CannotRead(Message("packs.other-part", path=str(place), found=more))


def _refuse_others(place: Path, names: list[str]) -> None:
    """Raise for a file that is no table, no setting, no game and no reading matter: a pack holds facts, and nothing that runs."""
    ours = {HEAD, PACKED, *_SETTINGS, *_BESIDE}
    other = next((name for name in names if name not in ours and not table_of(name) and not is_of_library(name)), None)
    if other is not None:
        raise CannotRead(Message("packs.other-part", path=str(place), found=other))

"""A source: a format of other people's files, declared once. ``import``, ``observe`` and the reference follow from the declaration.

A source brings rows and parts into a dossier (``read``), rows into a lake of observations (``batches``), or both. What a reader needs is
imported when it reads, so that a declaration costs nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from legation.language import Message, catalogue

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier
    from legation.dossier.problem import Problem
    from legation.sources.doubt import Doubt
    from legation.sources.imports.lines import LinesRead
    from legation.sources.observed import Observed
    from legation.sources.reading import Reading
    from legation.sources.signature import FileBytes, Meanings, Recogniser
    from legation.sources.stix.taxii.connection import Login, Token

__all__ = [
    "ANSWER",
    "KNOWN_ON",
    "SESSIONS",
    "VOTED",
    "Brought",
    "Done",
    "Files",
    "OptionKind",
    "Source",
    "SourceOption",
    "Wanted",
    "identifier",
    "no_slices",
    "sessions_of",
]

OptionKind = Literal["text", "date", "flag", "many", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOption:
    """An option that a source takes.

    Attributes
    ----------
    name : str
        ``known-on``: the option ``--known-on`` of the command, and the key of its value in :attr:`Wanted.options`.
    kind : {"text", "date", "flag", "many", "file"}
        What its value is: a text, a date as it was written (``2020-03``), a flag, several texts, a path.
    metavar : str
        What stands for the value in the help.
    needed : bool
        Whether there is no reading without it.
    help : Message or None
        What it is for; None: ``bringing.option.NAME``.
    """

    name: str
    kind: OptionKind = "text"
    metavar: str = "TEXT"
    needed: bool = False
    help: Message | None = None

    @property
    def meaning(self) -> Message:
        """What it is for."""
        return self.help or Message(f"bringing.option.{self.name}")

    def absent(self) -> Any:
        """Return the value of an option that is not given."""
        return {"text": "", "date": "", "flag": False, "many": (), "file": None}[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Which files a source takes.

    Attributes
    ----------
    names : tuple of str
        What stands for each file in an example: ``("VOTES", "ROLLCALLS")``.
    endings : tuple of str
        How their names end, ``.csv``; empty where that says nothing.
    least : int
    most : int or None
        How many at once; None: any number.
    folder : bool
        Whether a folder may stand for what is in it.
    address : bool
        Whether it is no file but the address of a server.
    """

    names: tuple[str, ...] = ("FILE",)
    endings: tuple[str, ...] = ()
    least: int = 1
    most: int | None = 1
    folder: bool = False
    address: bool = False


def _nobody(_: str) -> None:
    """Log in as nobody."""


def _as_it_is(draft: Any) -> Any:
    """Decide nothing: a list with a doubtful line is left."""
    return None if draft.doubtful else draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader may look at beside the files.

    Attributes
    ----------
    options : mapping of str to value
        By name, of every option that the source declares.
    today : date
    dossier : Dossier or None
        The dossier as it is, for :attr:`Source.read`.
    evidence : str
        The id of the row of evidence on which new rows rest that have none of their own: source and first file.
    place : str
        Where the dossier lies, for what is told of it.
    address : str
        Of the server, where the source takes one instead of files.
    key : bytes
        For pseudonyms of accounts, where the source has accounts.
    group : int
        Rows that a batch of observations had best hold.
    settle : callable
        A :class:`~legation.sources.tables.actors.Draft` with doubtful lines -> the list with each decided; None where a person has yet
        to do so, and was told which.
    login : callable
        A name -> who we are at a server; None for nobody.
    progress : callable
        Told ``(done, total)``.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    today: dt.date = dt.date.min
    dossier: Dossier | None = None
    evidence: str = ""
    place: str = ""
    address: str = ""
    key: bytes = b""
    group: int = 65_536
    settle: Callable[[Any], Any] = _as_it_is
    login: Callable[[str], Login | Token | None] = _nobody
    progress: Callable[[int, int], None] = lambda _done, _total: None

    @property
    def before(self) -> Dossier:
        """The dossier as it is."""
        if self.dossier is None:
            msg = "dossier must be the dossier that the source brings something into (got none); give it"
            raise ValueError(msg)
        return self.dossier


@dataclass(frozen=True, slots=True)
class Done:
    """What a source did, said before and after it is saved: the sentences ``ID.done`` and ``ID.ahead``, both of which may name ``path``."""

    id: str
    values: Mapping[str, Any]

    def said(self, path: str, *, ahead: bool) -> Message:
        """Return the sentence of a dossier that lies at ``path``."""
        return Message(f"{self.id}.ahead" if ahead else f"{self.id}.done", path=path, **self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A dossier after a source brought something into it: what a source returns that does more than add rows.

    Attributes
    ----------
    after : Dossier
        The very dossier of before where nothing is new.
    done : tuple of Done or Message
        What is told of it.
    problems : tuple of Problem
        What is to be listed: rows that were not placed, and what someone should look at.
    unplaced : int
        How many of them need a person's eye before all is in; the command then ends with 1.
    doubtful : tuple of Doubt
        What a person can decide, so that more is placed.
    decided : tuple of (Doubt, str)
        What a person decided.
    lines : LinesRead or None
        What became of the lines of the file, where it has any.
    once_saved : callable or None
        What is done when the dossier is saved; of our own sources alone.
    """

    after: Dossier
    done: tuple[Done | Message, ...] = ()
    problems: tuple[Problem, ...] = ()
    unplaced: int = 0
    doubtful: tuple[Doubt, ...] = ()
    decided: tuple[tuple[Doubt, str], ...] = ()
    lines: LinesRead | None = None
    once_saved: Callable[[], object] | None = None


def _as_given(paths: Sequence[Path]) -> Iterable[Path]:
    """Yield files as they are named; of a folder, those in it by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        else:
            yield path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A format of other people's files.

    The catalogue ``source`` says under its id, in both languages, ``title`` (whose format, and what it brings), ``about`` (what a file
    must hold, what is done with the traps of the format) and ``files`` (which files, where several are needed).

    Attributes
    ----------
    id : str
        ``unvotes``: the word behind ``legation import`` or ``legation observe``.
    place : int
        Where it stands in the help, the lowest first, those of the same place by their ids; another package's stand behind ours.
    files : Files
    brings : tuple of str
        Ids of the kinds of part that it fills in a dossier.
    options : tuple of SourceOption
    recognise : callable or None
        :class:`~legation.sources.signature.FileBytes` -> by what its bytes are recognised; None: by the endings of names alone.
    columns : callable or None
        A file -> at which row its headings stand, -1 for nowhere, and by the place of a column the field that it fills; what is shown of a
        file before it is brought in.
    read : callable or None
        ``(paths, wanted)`` -> a Reading, whose rows are added where they are new, or a Brought; None where a person has to decide first.
    function : str
        ``module:name`` of the reader as programs call it.
    terms : Message or None
        The terms of whoever publishes such files.
    fills : str
        The table of observations that it fills in a lake; empty: none.
    batches : callable or None
        ``(path, wanted)`` -> the rows of one file, as Observed.
    one_by_one : callable
        Paths as a person gives them -> the files to be read one by one, each an import of its own.
    slices : callable
        A file -> the slices that it stands for [seconds since 1970]; None where its rows say so.
    stream : callable
        A file -> what is written behind the source's name, where one source has several streams, each with gaps of its own.
    has_accounts : bool
        Whether accounts of persons occur, for which pseudonyms are needed.
    grows : bool
        Whether a file is read from where it had ended when it was read before.
    publisher : str
        Who publishes such files, where that is one alone; else the id stands for a source of observations that is not named.
    """

    id: str
    place: int = 1_000
    files: Files = Files()
    brings: tuple[str, ...] = ()
    options: tuple[SourceOption, ...] = ()
    recognise: Recogniser | None = None
    columns: Callable[[FileBytes], Meanings] | None = None
    read: Callable[[Sequence[Path], Wanted], Reading | Brought | None] | None = None
    function: str = ""
    terms: Message | None = None
    fills: str = ""
    batches: Callable[[Path, Wanted], Iterable[Observed]] | None = None
    one_by_one: Callable[[Sequence[Path]], Iterable[Path]] = _as_given
    slices: Callable[[Path], Iterable[int] | None] = lambda _: None
    stream: Callable[[Path], str] = lambda _: ""
    has_accounts: bool = False
    grows: bool = False
    publisher: str = ""

    @property
    def title(self) -> Message:
        """Whose format it is, and what it brings."""
        return Message(f"source.{self.id}.title")

    @property
    def about(self) -> Message:
        """What a file must hold, and what is done with the traps of the format."""
        return Message(f"source.{self.id}.about")

    @property
    def takes(self) -> Message:
        """Which files it takes: as the catalogue says it of the source, else by their number."""
        least, most = self.files.least, self.files.most
        if f"{self.id}.files" in catalogue("source", "en"):
            return Message(f"source.{self.id}.files")
        if self.files.address:
            return Message("bringing.takes.address")
        if least == most == 1:
            return Message("bringing.takes.one")
        if most is None:
            return Message("bringing.takes.several" if least <= 1 else "bringing.takes.least", least=least)
        return Message("bringing.takes.range", least=least, most=most)

    @property
    def package(self) -> str:
        """The package that brought it: ``legation`` for ours."""
        reader = self.read or self.batches
        return str(getattr(getattr(reader, "func", reader), "__module__", "")).partition(".")[0]

    def example(self, *, into_lake: bool = False) -> str:
        """Return the shortest command that reads such a file.

        >>> Source(id="fax", files=Files(names=("FAX", "PAGES"), least=2, most=2)).example()
        'legation import fax FAX PAGES --into DOSSIER'
        """
        words = ["legation", "observe" if into_lake else "import", self.id, *self.files.names]
        words += ["--lake", "LAKE"] if into_lake else ["--into", "DOSSIER"]
        words += [f"--{option.name} {option.metavar}" for option in self.options if option.needed]
        return " ".join(words)


KNOWN_ON = SourceOption(name="known-on", kind="date", metavar="DATE")
ANSWER = SourceOption(name="answer", kind="many", metavar="LINE=ANSWER", help=Message("cli.option.answer"))
"""What was decided of lines in doubt."""
SESSIONS = SourceOption(name="sessions", metavar="70,71")
VOTED = ("actors", "issues", "evidence", "rollcalls", "votes")
"""The parts that recorded votes fill."""


def sessions_of(wanted: Wanted) -> set[int] | None:
    """Return the sessions that :data:`SESSIONS` names; None: all.

    >>> sorted(sessions_of(Wanted(options={"sessions": "70,71"})) or ())
    [70, 71]
    """
    return {int(part) for part in re.findall(r"\d+", wanted.options.get("sessions", ""))} or None


def no_slices(_: Path) -> tuple[int, ...]:
    """Say that files are not those of a clock of quarters of an hour: none of its slices can be missing."""
    return ()


def identifier(path: Path) -> str:
    """Return the id of a dossier or a source that lies at a path.

    >>> identifier(Path("votes of 2018.csv"))
    'votes-of-2018'
    """
    return re.sub(r"[^\w.-]+", "-", path.absolute().stem).strip("-.") or "dossier"

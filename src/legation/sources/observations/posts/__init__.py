"""Posts of social networks as observations: archives of Mastodon and of Bluesky, their JSON, tables of social suites.

No handle, name or address of a private account is kept (:mod:`legation.sources.observations.posts.masking`); accounts that stand in the
register
(:mod:`legation.sources.observations.accounts`) keep theirs between the dates that it gives. Each reader needs a key, the desk's secret,
under which the
same account has the same pseudonym in every file. An account that a file tells only by its Bluesky name in one place and only by its number
in another has two pseudonyms, unless one file tells both.

Limits: 8 GB of a file, and 200 times its size where it is packed; 4 million characters of one post's JSON; 4 GB of a table. Files are read
twice, post by post, so that memory does not grow with them except for the batch and the ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observed import BATCH, Observed
from legation.sources.signature import CERTAIN, HEAD, LIKELY, FileBytes, Recogniser, Sign, any_of, by_keys
from legation.sources.source import Files, Source, SourceOption, Wanted

if TYPE_CHECKING:
    from legation.sources.observations.accounts import Register
    from legation.sources.observations.posts.masking import Masks
    from legation.sources.observations.texts.rows import TextRows
    from legation.sources.observations.texts.tables import TextMapping

__all__ = [
    "SOURCE",
    "bluesky_batches",
    "mastodon_batches",
    "read_bluesky",
    "read_mastodon",
    "read_suite",
    "suite_batches",
]
Paths = str | Path | Iterable[str | Path]


def read_mastodon(path: str | Path, *, key: bytes, register: Register | None = None, today: dt.date | None = None) -> Observed:
    """Read posts of Mastodon or of a server like it.

    Parameters
    ----------
    path : str or Path
        An account's archive (.tar.gz, .zip) with ``outbox.json``, that file, or statuses as JSON, as a list or one on each line.
    key : bytes
        16 to 64 bytes under which accounts have pseudonyms.
    register : Register, optional
        Institutional accounts, which keep their names; None: there are none.
    today : date, optional
        After it a date is a doubt; None: the day of the clock.

    Returns
    -------
    Observed
        ``texts`` with ``kind`` ``post``. Rows are counted as objects of the file, from 1.

    Raises
    ------
    CannotRead
        Where it is no such file, or unpacks to more than the limits. Of one that is cut off, what stands before the cut is read.
    WrongUse
        For a key that is too short or too long.
    """
    from legation.sources.observations.texts.rows import joined

    return joined(mastodon_batches(path, key=key, register=register, today=today))


def mastodon_batches(
    paths: Paths, *, key: bytes, register: Register | None = None, today: dt.date | None = None, size: int = BATCH
) -> Iterator[Observed]:
    """Yield the posts of one or several files in batches of ``size``: see :func:`read_mastodon`."""
    from legation.sources.observations.posts import mastodon

    return _batches(paths, key, register, today, size, mastodon.steps)


def read_bluesky(
    path: str | Path, *, key: bytes, register: Register | None = None, account: str = "", today: dt.date | None = None
) -> Observed:
    """Read posts of Bluesky.

    Parameters
    ----------
    path : str or Path
        An account's own archive (.car, also in a .zip or as .car.gz), or JSON of ``getAuthorFeed``, ``searchPosts`` or ``listRecords``, a
        list of posts, or one object on each line.
    account : str, optional
        Whose records they are, where the file tells it nowhere: a handle or a DID. An archive tells the DID alone; with the handle, an
        account that is registered under that keeps its name.
    key, register, today
        As :func:`read_mastodon` takes them.

    Returns
    -------
    Observed
        ``texts`` with ``kind`` ``post``. Rows are counted as objects of the file, or as blocks of the archive, from 1. Likes, follows and
        the other records of an archive are no rows: one line of ``unplaced`` tells how many there are.

    Raises
    ------
    CannotRead
        Where there is no such file, or more than the limits; for an archive that tells nowhere whose it is. Of one that is damaged or cut
        off, all is read that has an address.
    WrongUse
        For a key that is too short or too long.
    """
    from legation.sources.observations.texts.rows import joined

    return joined(bluesky_batches(path, key=key, register=register, account=account, today=today))


def bluesky_batches(
    paths: Paths, *, key: bytes, register: Register | None = None, account: str = "", today: dt.date | None = None, size: int = BATCH
) -> Iterator[Observed]:
    """Yield the posts of one or several files in batches of ``size``: see :func:`read_bluesky`."""
    from legation.sources.observations.posts import bluesky

    return _batches(paths, key, register, today, size, lambda path, rows, masks: bluesky.steps(path, rows, masks, account))


def read_suite(
    path: str | Path, *, key: bytes, mapping: TextMapping | None = None, register: Register | None = None, today: dt.date | None = None
) -> Observed:
    """Read a table of posts that a social suite exported.

    Parameters
    ----------
    path : str or Path
        CSV or TSV.
    mapping : TextMapping, optional
        What its columns mean; None: as ``FILE.mapping.toml`` beside it says, or guessed from the headings.
    key, register, today
        As :func:`read_mastodon` takes them.

    Raises
    ------
    CannotRead
        Where it is no table with a text and a date.
    WrongUse
    """
    from legation.sources.observations.texts.rows import joined

    return joined(suite_batches(path, key=key, mapping=mapping, register=register, today=today))


def suite_batches(
    paths: Paths,
    *,
    key: bytes,
    mapping: TextMapping | None = None,
    register: Register | None = None,
    today: dt.date | None = None,
    size: int = BATCH,
) -> Iterator[Observed]:
    """Yield the posts of one or several tables in batches of ``size``: see :func:`read_suite`."""
    from legation.sources.observations.posts import suite

    return _batches(paths, key, register, today, size, lambda path, rows, masks: suite.steps(path, rows, masks, mapping))


def _batches(
    paths: Paths,
    key: bytes,
    register: Register | None,
    today: dt.date | None,
    size: int,
    steps: Callable[[Path, TextRows, Masks], Iterator[None]],
) -> Iterator[Observed]:
    from legation.sources.observations.accounts import Register
    from legation.sources.observations.posts.masking import Masks
    from legation.sources.observations.texts.rows import TextRows, cut

    rows, masks = TextRows(today), Masks(register or Register(), key)
    places = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    return cut(rows, (step for place in places for step in _of(place, rows, masks, steps)), size)


def _of(path: Path, rows: TextRows, masks: Masks, steps: Callable[[Path, TextRows, Masks], Iterator[None]]) -> Iterator[None]:
    import hashlib

    if path.is_dir():
        raise CannotRead(Message("sources.a-folder", path=str(path)))
    yield from steps(path, rows, masks)
    with path.open("rb") as file:
        rows.source(path.name, hashlib.file_digest(file, "sha256").hexdigest())
    yield


def _mastodon(path: Path, wanted: Wanted) -> Iterable[Observed]:
    return mastodon_batches(path, key=wanted.key, register=_register(wanted))


def _bluesky(path: Path, wanted: Wanted) -> Iterable[Observed]:
    return bluesky_batches(path, key=wanted.key, register=_register(wanted))


def _suite(path: Path, wanted: Wanted) -> Iterable[Observed]:
    return suite_batches(path, key=wanted.key, register=_register(wanted))


def _register(wanted: Wanted) -> Register | None:
    from legation.sources.observations.accounts import read_register

    given: Path | None = wanted.options["register"]
    return read_register(given) if given is not None else None


def _in_archive(*names: str) -> Recogniser:
    """Recognise an archive by what lies in it: a zip, or the beginning of a tar."""

    def recognise(file: FileBytes) -> Sign | None:
        there = [name for name in names if name in file.members or name.encode() in file.unpacked.data[:HEAD]]
        packed = bool(file.paths) or file.data.startswith(b"\x1f\x8b") or file.data[257:262] == b"ustar"
        return Sign(CERTAIN, Message("recognising.members", members=tuple(there))) if there and packed else None

    return recognise


def _is_repository(file: FileBytes) -> Sign | None:
    """Recognise a repository of Bluesky by the roots that its head names."""
    head = file.data[:128]
    return Sign(CERTAIN, Message("recognising.beginning", text="CAR")) if b"eroots" in head and b"gversion" in head else None


def _is_bluesky(file: FileBytes) -> Sign | None:
    there = file.text is not None and bool(file.keys) and "app.bsky." in file.text
    return Sign(CERTAIN, Message("recognising.word", word="app.bsky")) if there else None


def _is_table(file: FileBytes) -> Sign | None:
    """Recognise what a suite writes by its headings: two or more that only one program has; else a text, its time and its author."""
    from legation.sources.observations.texts.tables import guess_text_columns, suite_of

    if len(file.header) < 3 or file.text is None:
        return None
    suite, fields = suite_of(file.rows[0]), guess_text_columns(file.rows[0])
    if not suite and not ({"text", "time"} <= set(fields) and {"author", "platform", "url"} & set(fields)):
        return None
    columns = tuple(fields[field][0] for field in ("text", "time", "author", "url") if fields.get(field))
    return Sign(LIKELY, Message("recognising.columns", columns=columns or tuple(file.rows[0][:3])))


def _source(
    name: str, place: int, batches: Callable[[Path, Wanted], Iterable[Observed]], endings: tuple[str, ...], recognise: Recogniser
) -> Source:
    return Source(
        id=name,
        place=place,
        files=Files(names=("FILES",), endings=endings, most=None, folder=True),
        options=(SourceOption(name="register", kind="file", metavar="CSV"),),
        recognise=recognise,
        fills="texts",
        batches=batches,
        has_accounts=True,
    )


_MASTODON = any_of(_in_archive("outbox.json"), by_keys("orderedItems"), by_keys("content", "account", "created_at"))
SOURCE = (
    _source("mastodon", 390, _mastodon, (".json", ".tar.gz", ".zip"), _MASTODON),
    _source("bluesky", 400, _bluesky, (".car", ".json", ".zip"), any_of(_is_repository, _is_bluesky)),
    _source("suite", 410, _suite, (".csv",), _is_table),
)

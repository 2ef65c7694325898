"""Which files a lake takes: by kind, the table that they fill, how they are read, and the slices that their names stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from legation.lake.partition import GROUP
from legation.sources.observation_tables import DAY, QUARTER
from legation.sources.observed import Observed

if TYPE_CHECKING:
    from legation.sources.accounts import Register

__all__ = ["KINDS", "Kind", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person said beside the files: the format of logs, the register of institutional accounts, the key of pseudonyms."""

    form: str = "auto"
    register: Path | None = None
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of files.

    Attributes
    ----------
    table : str
        The table of observations that they fill.
    batches : callable
        ``(path, wanted)`` -> the rows of one file.
    files : callable
        Paths as a person gives them -> the files to be read one by one, each an import of its own.
    slices : callable
        A file -> the slices that it stands for [seconds since 1970]; None where its rows say so.
    stream : callable
        A file -> what is written behind the source's name, where one source has several streams, each with gaps of its own.
    has_accounts : bool
        Whether accounts of persons occur, for which pseudonyms are needed.
    source : str
        Who publishes such files, where that is one alone; else the kind's name stands for a source that is not named.
    """

    table: str
    batches: Callable[[Path, Wanted], Iterable[Observed]]
    files: Callable[[Sequence[str | Path]], Iterable[Path]]
    slices: Callable[[Path], Iterable[int] | None] = lambda _: None
    stream: Callable[[Path], str] = lambda _: ""
    has_accounts: bool = False
    source: str = ""


def _as_given(paths: Sequence[str | Path]) -> Iterator[Path]:
    """Yield files as they are named; of a folder, those in it by name."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        else:
            yield path


def _whole(paths: Sequence[str | Path]) -> Iterator[Path]:
    """Yield paths as they are named: a folder is read as one."""
    yield from map(Path, paths)


def _slices_of(table: str) -> Callable[[Sequence[str | Path]], Iterator[Path]]:
    """Return what finds the files of one of GDELT's tables; of a folder, those whose names say so."""

    def files(paths: Sequence[str | Path]) -> Iterator[Path]:
        from legation.sources.gdelt import slice_name

        for path in map(Path, paths):
            if not path.is_dir():
                yield path
                continue
            named = ((slice_name(one.name), one) for one in sorted(path.iterdir()))
            yield from (one for name, one in named if name is not None and name.table == table)

    return files


def _slice_of_name(path: Path) -> tuple[int, ...] | None:
    """Return the slices that a file's name stands for, 96 where it is a day's; None where it does not say."""
    from legation.sources.gdelt import slice_name

    name = slice_name(path.name)
    if name is None:
        return None
    first = int(name.time.timestamp())
    whole_day = len(path.name.split(".")[0]) == 8  # YYYYMMDD
    return tuple(range(first, first + DAY, QUARTER)) if whole_day else (first,)


def _no_slices(_: Path) -> tuple[int, ...]:
    """Say that files are not those of a clock of quarters of an hour: none of its slices can be missing."""
    return ()


def _translated(path: Path) -> str:
    from legation.sources.gdelt import slice_name

    name = slice_name(path.name)
    return " translated" if name is not None and name.translated else ""


def _events(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources import gdelt

    return gdelt.event_batches(path, GROUP, hashed=False)


def _mentions(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources import gdelt

    return gdelt.mention_batches(path, GROUP, hashed=False)


def _articles(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources import gdelt

    return gdelt.article_batches(path, GROUP, hashed=False)


def _requests(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources import access_log

    return access_log.batches(path, wanted.form)


def _icews(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.icews import read_icews

    return (read_icews(path),)


def _polecat(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.polecat import read_polecat

    return (read_polecat(path),)


def _documents(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources import texts

    return texts.batches(path)


def _speeches(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources import texts

    return texts.debate_batches(path)


def _feed(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources import feed

    return feed.batches(path)


def _mastodon(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources import posts

    return posts.mastodon_batches(path, key=wanted.key, register=_register(wanted))


def _bluesky(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources import posts

    return posts.bluesky_batches(path, key=wanted.key, register=_register(wanted))


def _suite(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources import posts

    return posts.suite_batches(path, key=wanted.key, register=_register(wanted))


def _register(wanted: Wanted) -> Register | None:
    from legation.sources.accounts import read_register

    return read_register(wanted.register) if wanted.register is not None else None


def _logs(paths: Sequence[str | Path]) -> Iterator[Path]:
    from legation.sources.access_log.reading import files_of

    yield from files_of(list(paths))


KINDS: Mapping[str, Kind] = {
    "events": Kind("events", _events, _slices_of("events"), _slice_of_name, _translated, source="gdelt"),
    "mentions": Kind("mentions", _mentions, _slices_of("mentions"), _slice_of_name, _translated, source="gdelt"),
    "articles": Kind("articles", _articles, _slices_of("articles"), _slice_of_name, _translated, source="gdelt"),
    "icews": Kind("events", _icews, _as_given, _no_slices),
    "polecat": Kind("events", _polecat, _as_given, _no_slices),
    "requests": Kind("requests", _requests, _logs),
    "documents": Kind("texts", _documents, _whole),
    "speeches": Kind("texts", _speeches, _whole),
    "feed": Kind("texts", _feed, _as_given),
    "mastodon": Kind("texts", _mastodon, _as_given, has_accounts=True),
    "bluesky": Kind("texts", _bluesky, _as_given, has_accounts=True),
    "suite": Kind("texts", _suite, _as_given, has_accounts=True),
}

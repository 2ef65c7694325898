"""Our sources that bring observations into a lake, in the order of the help: how their files are found and read, and which slices they are.

Each reader is imported when it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.sources.observation_tables import DAY, QUARTER
from legation.sources.source import Files, Source, SourceOption, Wanted

if TYPE_CHECKING:
    from legation.sources.observations.accounts import Register
    from legation.sources.observed import Observed

__all__ = ["LAKE_SOURCES"]

FORMAT = SourceOption(name="format", metavar="FORMAT")
REGISTER = SourceOption(name="register", kind="file", metavar="CSV")


def _whole(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield paths as they are named: a folder is read as one."""
    yield from paths


def _slices_of(table: str) -> Callable[[Sequence[Path]], Iterator[Path]]:
    """Return what finds the files of one of GDELT's tables; of a folder, those whose names say so."""

    def files(paths: Sequence[Path]) -> Iterator[Path]:
        from legation.sources.observations.gdelt import slice_name

        for path in paths:
            if not path.is_dir():
                yield path
                continue
            named = ((slice_name(one.name), one) for one in sorted(path.iterdir()))
            yield from (one for name, one in named if name is not None and name.table == table)

    return files


def _slice_of_name(path: Path) -> tuple[int, ...] | None:
    """Return the slices that a file's name stands for, 96 where it is a day's; None where it does not say."""
    from legation.sources.observations.gdelt import slice_name

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
    from legation.sources.observations.gdelt import slice_name

    name = slice_name(path.name)
    return " translated" if name is not None and name.translated else ""


def _events(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import gdelt

    return gdelt.event_batches(path, wanted.group, hashed=False)


def _mentions(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import gdelt

    return gdelt.mention_batches(path, wanted.group, hashed=False)


def _articles(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import gdelt

    return gdelt.article_batches(path, wanted.group, hashed=False)


def _requests(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import access_log

    return access_log.batches(path, wanted.options["format"] or "auto")


def _icews(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.icews import read_icews

    return (read_icews(path),)


def _polecat(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.polecat import read_polecat

    return (read_polecat(path),)


def _documents(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import texts

    return texts.batches(path)


def _speeches(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import texts

    return texts.debate_batches(path)


def _feed(path: Path, _: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.texts import feed

    return feed.batches(path)


def _mastodon(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import posts

    return posts.mastodon_batches(path, key=wanted.key, register=_register(wanted))


def _bluesky(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import posts

    return posts.bluesky_batches(path, key=wanted.key, register=_register(wanted))


def _suite(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations import posts

    return posts.suite_batches(path, key=wanted.key, register=_register(wanted))


def _register(wanted: Wanted) -> Register | None:
    from legation.sources.observations.accounts import read_register

    given: Path | None = wanted.options["register"]
    return read_register(given) if given is not None else None


def _logs(paths: Sequence[Path]) -> Iterator[Path]:
    from legation.sources.observations.access_log.reader import files_of

    yield from files_of(list(paths))


def _of_gdelt(table: str, batches: Callable[[Path, Wanted], Iterable[Observed]], ending: str) -> Source:
    return Source(
        id=table,
        files=Files(names=("FILES",), endings=(ending, f"{ending}.gz", f"{ending}.zip"), most=None, folder=True),
        fills=table,
        batches=batches,
        one_by_one=_slices_of(table),
        slices=_slice_of_name,
        stream=_translated,
        publisher="gdelt",
    )


_TABBED = Files(names=("FILES",), endings=(".tab", ".txt", ".gz", ".zip"), most=None, folder=True)

LAKE_SOURCES: tuple[Source, ...] = (
    _of_gdelt("events", _events, ".export.CSV"),
    _of_gdelt("mentions", _mentions, ".mentions.CSV"),
    _of_gdelt("articles", _articles, ".gkg.csv"),
    Source(id="icews", files=_TABBED, fills="events", batches=_icews, slices=_no_slices),
    Source(id="polecat", files=_TABBED, fills="events", batches=_polecat, slices=_no_slices),
    Source(
        id="requests",
        files=Files(names=("FILES",), most=None, folder=True),
        options=(FORMAT,),
        fills="requests",
        batches=_requests,
        one_by_one=_logs,
        grows=True,
    ),
    Source(
        id="documents",
        files=Files(names=("FOLDER",), endings=(".txt", ".md", ".html", ".pdf", ".docx", ".odt"), most=None, folder=True),
        fills="texts",
        batches=_documents,
        one_by_one=_whole,
    ),
    Source(
        id="speeches",
        files=Files(names=("FOLDER",), endings=(".txt", ".csv", ".parquet"), most=None, folder=True),
        fills="texts",
        batches=_speeches,
        one_by_one=_whole,
    ),
    Source(
        id="feed", files=Files(names=("FILES",), endings=(".xml", ".rss", ".atom"), most=None, folder=True), fills="texts", batches=_feed
    ),
    Source(
        id="mastodon",
        files=Files(names=("FILES",), endings=(".json", ".tar.gz", ".zip"), most=None, folder=True),
        options=(REGISTER,),
        fills="texts",
        batches=_mastodon,
        has_accounts=True,
    ),
    Source(
        id="bluesky",
        files=Files(names=("FILES",), endings=(".car", ".json", ".zip"), most=None, folder=True),
        options=(REGISTER,),
        fills="texts",
        batches=_bluesky,
        has_accounts=True,
    ),
    Source(
        id="suite",
        files=Files(names=("FILES",), endings=(".csv",), most=None, folder=True),
        options=(REGISTER,),
        fills="texts",
        batches=_suite,
        has_accounts=True,
    ),
)

"""What a line of the log is, how much of the log tells of reading, and the visits that its lines make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from legation.questions.observations.days import between, day_of, flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "ASSETS",
    "FILES",
    "HIDDEN",
    "PAUSE",
    "begun",
    "broken",
    "count_of",
    "coverage",
    "delivered",
    "entry_pages",
    "fetched",
    "named",
    "opened",
    "page_of",
    "until_sign",
    "visits_by_day",
    "visits_by_network",
    "within",
]


_LONGEST = 13
"""Letters of the longest ending, with its dot and one more."""
_ASSETS = """avif bmp css cur eot gif ico jpeg jpg js json map mjs otf png rss svg svgz tif tiff ttf wasm webmanifest webp woff woff2"""
_FILES = (
    """7z apk bz2 csv deb dmg doc docx epub exe gz ics jar mp3 mp4 msi odp ods odt pdf ppt pptx rpm rtf tar tgz webm xls xlsx xml xz zip"""
)
ASSETS = tuple(_ASSETS.split())
"""Endings of what a page is made of, and of what programs fetch: never a page."""
FILES = tuple(_FILES.split())
"""Endings of files that are downloaded."""
HIDDEN = ("/robots.txt", "/ads.txt", "/llms.txt", "/humans.txt", "/.well-known/security.txt", "/sitemap.xml")
"""What programs alone ask for: neither page nor file."""
READ = (200, 399)
GONE = (404, 410)

Condition = Callable[[Any], Any]


def within(requests: ir.Table, since: dt.date, until: dt.date) -> ir.Table:
    """Return the requests from a day to a day, both included (UTC)."""
    return between(requests, "time", since, until)


def count_of(condition: Any) -> Any:
    """Return how many rows of a group fulfil a condition, as int64; 0 of none."""
    return flag(condition).sum().fill_null(0).cast("int64")


def until_sign(text: Any, sign: str) -> Any:
    """Return a text up to a sign; the whole where the sign does not occur."""
    import ibis

    place = text.find(sign)
    return ibis.ifelse(place >= 0, text.substr(0, place), text)


def page_of(path: Any) -> Any:
    """Return a path without its query."""
    return until_sign(path, "?")


def opened(requests: ir.Table, where: Condition | None = None) -> ir.Table:
    """Return the requests by which a page was read, with its ``page``: asked for by GET, answered with 200 to 399, no part and no file.

    Parameters
    ----------
    requests : ibis table
    where : callable, optional
        A page's name in small letters -> whether it is wanted.
    """
    return _joined(_answered(requests), requests, lambda low: _no_part(low) & ~_ends(low, FILES), where)


def fetched(requests: ir.Table) -> ir.Table:
    """Return the requests by which a file was downloaded, with its ``page``."""
    return _joined(_answered(requests), requests, lambda low: _no_part(low) & _ends(low, FILES))


def delivered(requests: ir.Table, files: Condition, where: Condition | None = None) -> ir.Table:
    """Return the requests by which a page was read, or one of some files downloaded, with their ``page``.

    Parameters
    ----------
    requests : ibis table
    files : callable
        A file's name in small letters -> whether it counts like a page.
    where : callable, optional
        The name of a page or of such a file, in small letters -> whether it is wanted.
    """
    return _joined(_answered(requests), requests, lambda low: _no_part(low) & (~_ends(low, FILES) | files(low)), where)


def broken(requests: ir.Table) -> ir.Table:
    """Return the requests for pages and files that are not there (404, 410), with their ``page``."""
    gone = requests.filter(requests.status.isin(list(GONE)))
    return _joined(gone, gone, _no_part)


def named(requests: ir.Table, *, identified: bool = True) -> ir.Table:
    """Return requests with ``kind``, the family of the program, empty for a person's browser; and with ``who``, the visitor of that day.

    Parameters
    ----------
    requests : ibis table
    identified : bool
        Whether every row has the daily identifier. Else a day, an address's network and an agent stand for a visitor where it is missing:
        several persons of one network with one browser are one.
    """
    import ibis

    if identified:
        return requests.mutate(kind=requests.bot.fill_null(""), who=requests.visitor)
    bar = ibis.literal("|")
    parts = day_of(requests.time).cast("string") + bar + requests.address.fill_null("") + bar + requests.agent.fill_null("")
    who = requests.visitor.coalesce(parts) if "visitor" in requests.columns else parts
    return requests.mutate(kind=requests.bot.fill_null(""), who=who)


def _answered(requests: ir.Table) -> ir.Table:
    return requests.filter(requests.status >= READ[0], requests.status <= READ[1], requests.method == "GET", requests.time.notnull())


def _joined(chosen: ir.Table, requests: ir.Table, sort: Condition, where: Condition | None = None) -> ir.Table:
    """Return the requests that are kept whose path is of a sort, with ``page``.

    Each different path is examined once: the aggregate keeps an engine from looking at every row before it groups them. Where the paths
    are those of all ``requests``, an engine reads that column once more rather than keep whole rows for both.
    """
    paths = requests.group_by("path").aggregate(whole=requests.path.max())
    paths = paths.mutate(page=page_of(paths.whole))
    low = paths.page.lower()
    paths = paths.filter(low.notnull(), sort(low), *([where(low)] if where else []))
    return chosen.inner_join(paths.select("path", "page"), "path")


def _no_part(low: Any) -> Any:
    return ~low.isin(list(HIDDEN)) & ~_ends(low, ASSETS)


def _ends(low: Any, endings: tuple[str, ...]) -> Any:
    """Return whether what stands behind the last dot is one of some endings: looked for from the end, a short expression for long lists."""
    turned = low.right(_LONGEST).reverse()
    return until_sign(turned, ".").isin([ending[::-1] for ending in endings]) & turned.contains(".")


def coverage(requests: ir.Table) -> ir.Table:
    """Return in one row what the lines say.

    Returns
    -------
    ibis table
        ``rows``; of them ``no_visitor`` (no daily identifier), ``no_address``, ``no_agent``, ``no_status``, ``bots``, ``moved`` (answered
        with another address: 301, 302, 303, 307, 308), ``failed`` (status 500 or more); int64, 0 where there is no row.
    """
    import ibis

    whole = requests.visitor.isnull() if "visitor" in requests.columns else requests.time.notnull() | requests.time.isnull()
    said = {
        "no_visitor": whole,
        "no_address": requests.address.isnull(),
        "no_agent": requests.agent.isnull(),
        "no_status": requests.status.isnull(),
        "bots": requests.bot.notnull(),
        "moved": requests.status.isin([301, 302, 303, 307, 308]),
        "failed": requests.status >= 500,
    }
    return requests.aggregate(rows=ibis._.count().cast("int64"), **{name: count_of(found) for name, found in said.items()})


PAUSE = 1_800
"""Seconds without a page after which a visit is over."""


def begun(rows: ir.Table, *by: str) -> ir.Table:
    """Return rows with ``first``: 1 where the visitor (``who``) had no row in the half hour before, else 0.

    Parameters
    ----------
    rows : ibis table
        With ``who`` and ``time``.
    *by : str
        Further columns that tell series of rows apart.
    """
    import ibis

    one = ibis.window(group_by=[rows[name] for name in ("who", *by)], order_by=rows.time)
    seconds = rows.time.epoch_seconds()
    made = rows.mutate(before=rows.time.lag().over(one), seconds=seconds)
    return made.mutate(first=flag(made.before.isnull() | (made.seconds - made.before.epoch_seconds() >= PAUSE))).drop("before", "seconds")


def visits_by_day(requests: ir.Table, *, identified: bool = True) -> ir.Table:
    """Return for each day and family of programs the visits that began, and the pages that were read.

    Returns
    -------
    ibis table, ordered by ``day``, ``kind``
        ``day`` (days since 1970), ``kind`` (family; empty: persons' browsers), ``visits``, ``pages``; int64.
    """
    rows = begun(named(opened(requests), identified=identified).select("time", "kind", "who"))
    rows = rows.mutate(day=day_of(rows.time))
    summed = rows.group_by("day", "kind").aggregate(visits=rows["first"].sum().cast("int64"), pages=rows.count().cast("int64"))
    return summed.order_by("day", "kind")


def entry_pages(requests: ir.Table, most: int = 20, *, identified: bool = True) -> ir.Table:
    """Return the pages on which most visits of persons began, ``most`` of them; ties by name.

    Two pages that a visitor asked for at the same instant both lead to the one that comes first by name.

    Returns
    -------
    ibis table, ordered by falling ``people``, ``page``
        ``page``, ``people``: visits of persons that began there.
    """
    import ibis

    reads = opened(requests.filter(requests.bot.isnull()))
    rows = named(reads, identified=identified).select("time", "who", "page")
    one = ibis.window(group_by=rows.who, order_by=[rows.time, rows.page])
    made = rows.mutate(before=rows.time.lag().over(one))
    starts = made.filter(made.before.isnull() | (made.time.epoch_seconds() - made.before.epoch_seconds() >= PAUSE))
    summed = starts.group_by("page").aggregate(people=starts.count().cast("int64"))
    return summed.order_by(ibis.desc(summed.people), summed.page).limit(most)


def visits_by_network(requests: ir.Table, *, identified: bool = True) -> ir.Table:
    """Return for each network of addresses the visits of persons and of programs.

    Returns
    -------
    ibis table, ordered by ``address``
        ``address`` (empty: none was written), ``people``, ``bots``; int64.
    """
    rows: Any = named(opened(requests), identified=identified)
    rows = begun(rows.select("time", "who", "kind", address=rows.address.fill_null("")))
    starts = rows.filter(rows["first"] == 1)
    summed = starts.group_by("address").aggregate(people=count_of(starts.kind == ""), bots=count_of(starts.kind != ""))
    return summed.order_by("address")

"""What a line of the log is: a page that was read, a file that was fetched, a part of a page, or something that is not there.

Pages are told from their parts by the ending of the path; the lists stand here. The query is no part of a page's name. Paths are looked at
once each, whatever number of requests they have: that is what keeps ten million lines within a few seconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from legation.questions.observed_days import between, day_of, flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "ASSETS",
    "FILES",
    "HIDDEN",
    "broken",
    "count_of",
    "delivered",
    "fetched",
    "named",
    "opened",
    "page_of",
    "until_sign",
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


def _joined(kept: ir.Table, requests: ir.Table, sort: Condition, where: Condition | None = None) -> ir.Table:
    """Return the requests that are kept whose path is of a sort, with ``page``.

    Each different path is looked at once: the aggregate keeps an engine from looking at every row before it groups them. Where the paths
    are those of all ``requests``, an engine reads that column once more rather than keep whole rows for both.
    """
    paths = requests.group_by("path").aggregate(whole=requests.path.max())
    paths = paths.mutate(page=page_of(paths.whole))
    low = paths.page.lower()
    paths = paths.filter(low.notnull(), sort(low), *([where(low)] if where else []))
    return kept.inner_join(paths.select("path", "page"), "path")


def _no_part(low: Any) -> Any:
    return ~low.isin(list(HIDDEN)) & ~_ends(low, ASSETS)


def _ends(low: Any, endings: tuple[str, ...]) -> Any:
    """Return whether what stands behind the last dot is one of some endings: looked for from the end, a short expression for long lists."""
    turned = low.right(_LONGEST).reverse()
    return until_sign(turned, ".").isin([ending[::-1] for ending in endings]) & turned.contains(".")

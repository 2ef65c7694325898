"""Whence readers come: other sites that link here, and the marks of our own links; what they find missing, and what they download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from legation.questions.observations.site.requests import begun, broken, count_of, fetched, named, opened, until_sign

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["MARKS", "broken_pages", "downloads", "host_of", "marked_visits", "own_hosts", "referrers"]

MARKS = ("lg", "utm_campaign", "utm_source")
"""What a link of ours may carry in its query; ``lg`` names an activity of the dossier."""


def host_of(address: Any) -> Any:
    """Return the host of an address, in small letters, without port; an empty text where there is none."""
    import ibis

    slashes = address.find("//")
    behind = address.substr(slashes + 2)
    host = until_sign(until_sign(until_sign(behind, "/"), "?"), ":").lower()
    return ibis.ifelse(slashes >= 0, host, "").fill_null("")


def referrers(requests: ir.Table, own: Sequence[str] = (), most: int = 20) -> ir.Table:
    """Return the sites whose links were followed to a page, ``most`` of them and those without a name; our own are not among them.

    Parameters
    ----------
    requests : ibis table
    own : sequence of str
        Our own hosts, in small letters.
    most : int

    Returns
    -------
    ibis table, ordered by falling ``people``, falling ``bots``, ``host``
        ``host`` (empty: the browser named none), ``people``, ``bots``: pages read that way; int64.
    """
    import ibis

    rows = opened(requests)
    referred = rows.group_by("referrer").aggregate(people=count_of(rows.bot.isnull()), bots=count_of(rows.bot.notnull()))
    referred = referred.mutate(host=host_of(referred.referrer))
    summed = referred.group_by("host").aggregate(people=referred.people.sum().cast("int64"), bots=referred.bots.sum().cast("int64"))
    if own:
        summed = summed.filter(~summed.host.isin(list(own)))
    return summed.order_by(ibis.desc(summed.people), ibis.desc(summed.bots), summed.host).limit(most)


def own_hosts(requests: ir.Table, most: int = 10) -> ir.Table:
    """Return the sites that ask for parts of pages: those are, except for a few that show our pictures, our own.

    Returns
    -------
    ibis table, ordered by falling ``parts``, ``host``
        ``host``, ``parts``: styles, scripts and fonts asked for from a page of that host; int64.
    """
    import ibis

    answered = requests.filter(requests.status < 400, requests.referrer.notnull(), requests.path.notnull())
    paths = answered.group_by("path").aggregate(whole=answered.path.max())
    low = until_sign(paths.whole, "?").lower()
    paths = paths.filter(ibis.or_(*(low.endswith(ending) for ending in (".css", ".js", ".mjs", ".woff", ".woff2", ".ico"))))
    parts = answered.semi_join(paths, "path")
    referred = parts.group_by("referrer").aggregate(parts=parts.count().cast("int64"))
    referred = referred.mutate(host=host_of(referred.referrer)).filter(lambda t: t.host != "")
    summed = referred.group_by("host").aggregate(parts=referred.parts.sum().cast("int64"))
    return summed.order_by(ibis.desc(summed.parts), summed.host).limit(most)


def marked_visits(requests: ir.Table, most: int = 500, *, identified: bool = True) -> ir.Table:
    """Return the marks of links in the addresses of pages, with the visits in which they occur: the ``most`` frequent.

    A mark that a visitor brings again within half an hour is the same visit.

    Returns
    -------
    ibis table, ordered by ``mark``, falling ``people``, falling ``bots``, ``value``
        ``mark``: one of :data:`MARKS`; ``value`` as it stands in the address; ``people``, ``bots``: visits; int64.
    """
    import ibis

    rows = opened(requests.filter(requests.path.contains("?")))
    rows = named(rows, identified=identified)
    rows = rows.select("time", "who", "kind", query=ibis.literal("&") + rows.path.substr(rows.page.length() + 1))
    first, *others = (_marked(rows, mark) for mark in MARKS)
    found = ibis.union(first, *others)
    starts = begun(found, "mark", "value").filter(lambda t: t["first"] == 1)
    summed = starts.group_by("mark", "value").aggregate(people=count_of(starts.kind == ""), bots=count_of(starts.kind != ""))
    ranked = summed.order_by(ibis.desc(summed.people), ibis.desc(summed.bots), summed.mark, summed.value).limit(most)
    return ranked.order_by(ranked.mark, ibis.desc(ranked.people), ibis.desc(ranked.bots), ranked.value)


def _marked(rows: ir.Table, mark: str) -> ir.Table:
    """Return the rows whose query carries a mark, with its value."""
    import ibis

    tagged = rows.filter(rows.query.contains(f"&{mark}="))
    behind = tagged.query.substr(tagged.query.find(f"&{mark}=") + len(mark) + 2)
    return tagged.select("time", "who", "kind", mark=ibis.literal(mark), value=until_sign(until_sign(behind, "&"), "#"))


def downloads(requests: ir.Table, most: int = 20, *, identified: bool = True) -> ir.Table:
    """Return the files that most visitors fetched, ``most`` of them: one that comes in pieces counts once for each visitor of a day.

    Returns
    -------
    ibis table, ordered by falling ``people``, falling ``bots``, ``page``
        ``page``, ``people``, ``bots``: visitors of a day; int64.
    """
    import ibis

    rows = named(fetched(requests), identified=identified).select("page", "kind", "who").distinct()
    summed = rows.group_by("page").aggregate(people=count_of(rows.kind == ""), bots=count_of(rows.kind != ""))
    return summed.order_by(ibis.desc(summed.people), ibis.desc(summed.bots), summed.page).limit(most)


def broken_pages(requests: ir.Table, most: int = 20) -> ir.Table:
    """Return the pages and files that were asked for and are not there, ``most`` of them, each with the address that leads there most.

    Returns
    -------
    ibis table, ordered by falling ``people``, falling ``bots``, ``page``
        ``page``, ``people``, ``bots`` (requests), ``referrer`` (of the most requests; empty where none is named), ``from_there`` (requests
        with that referrer), and, the same in each row, ``pages``, ``all_people`` and ``all_bots``: of all such pages; int64.
    """
    import ibis

    rows = broken(requests)
    rows = rows.select("page", "bot", referrer=rows.referrer.fill_null(""))
    referred = rows.group_by("page", "referrer").aggregate(people=count_of(rows.bot.isnull()), bots=count_of(rows.bot.notnull()))
    referred = referred.mutate(both=ibis.ifelse(referred.referrer == "", 0, referred.people + referred.bots))
    place = ibis.row_number().over(group_by=referred.page, order_by=[ibis.desc(referred.both), referred.referrer])
    referred = referred.mutate(place=place)
    summed = referred.group_by("page").aggregate(
        people=referred.people.sum().cast("int64"),
        bots=referred.bots.sum().cast("int64"),
        referrer=ibis.ifelse(referred.place == 0, referred.referrer, "").max(),
        from_there=ibis.ifelse(referred.place == 0, referred.both, 0).max().cast("int64"),
    )
    whole = ibis.window()
    summed = summed.mutate(
        pages=summed.count().over(whole).cast("int64"),
        all_people=summed.people.sum().over(whole).cast("int64"),
        all_bots=summed.bots.sum().over(whole).cast("int64"),
    )
    return summed.order_by(ibis.desc(summed.people), ibis.desc(summed.bots), summed.page).limit(most)

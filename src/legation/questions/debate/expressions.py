"""What is asked of the table of texts, the same on every engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from legation.questions.observations.days import day_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["COLUMNS", "EXPRESSIONS", "by_day", "every_nth", "in_order", "text_count", "texts_between"]

COLUMNS = ("id", "time", "kind", "outlet", "actor", "account", "language", "title", "text", "url", "answers", "repeats")
_MARKED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_BARE = "aaaaaaceeeeiiiinooooouuuuyy"


def texts_between(
    texts: ir.Table,
    since: dt.date | None,
    until: dt.date,
    language: str = "",
    words: Iterable[Sequence[str]] = (),
    *,
    repeats: bool = False,
) -> ir.Table:
    """Return the texts of some days.

    Parameters
    ----------
    texts : ibis table
    since, until : date
        First and last day; None: from the beginning.
    language : str
        ISO 639 code; empty: any.
    words : iterable of sequence of str
        Pieces in small letters without accents; a text or its title holds all pieces of one of the sequences. It is a first sieve: what it
        lets through is examined once more by whoever knows where words begin and end. None: any text.
    repeats : bool
        Whether texts without words of their own, which repeat another one, are among them.
    """
    import ibis

    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time())
    rows = texts.filter(texts.time < ibis.timestamp(end.isoformat(sep=" ")))
    if since is not None:
        rows = rows.filter(rows.time >= ibis.timestamp(dt.datetime.combine(since, dt.time()).isoformat(sep=" ")))
    if language:
        rows = rows.filter(rows.language == language)
    if not repeats:
        rows = rows.filter(rows.text.notnull())
    wanted = [list(pieces) for pieces in words]
    if wanted:
        said = (rows.title.fill_null("") + " " + rows.text.fill_null("")).lower().translate(_MARKED, _BARE)
        found = [ibis.and_(*(said.contains(piece) for piece in pieces)) for pieces in wanted]
        rows = rows.filter(ibis.or_(*found))
    return rows.select(*COLUMNS)


def text_count(texts: ir.Table) -> ir.Table:
    """Return how many texts there are, in one row: ``texts``; int64."""
    return texts.aggregate(texts=texts.count().cast("int64"))


def by_day(texts: ir.Table) -> ir.Table:
    """Return how many texts each outlet and speaker has on each day.

    Returns
    -------
    ibis table, ordered
        ``day`` (days since 1970), ``texts``: int64; ``outlet``, ``actor``: empty where unknown.
    """
    rows = texts.select(day=day_of(texts.time), outlet=texts.outlet.fill_null(""), actor=texts.actor.fill_null(""))
    return rows.group_by("day", "outlet", "actor").aggregate(texts=rows.count().cast("int64")).order_by("day", "outlet", "actor")


def every_nth(texts: ir.Table, nth: int) -> ir.Table:
    """Return every nth text in the order of time, beginning with the first: a sample spread over the whole time."""
    import ibis

    place = ibis.row_number().over(order_by=[texts.time, texts.id, texts.outlet, texts.url])
    numbered = texts.mutate(place=place)
    return numbered.filter(numbered.place % nth == 0).drop("place")


def in_order(texts: ir.Table) -> ir.Table:
    """Return texts in the order of time; those of one moment by their ids."""
    return texts.order_by("time", "id", "outlet", "url")


def _between(texts: ir.Table) -> ir.Table:
    return in_order(texts_between(texts, dt.date(2018, 1, 1), dt.date(2019, 12, 31), "fr", [("e", "a"), ("cyber", "paix")]))


def _all(texts: ir.Table) -> ir.Table:
    return in_order(texts_between(texts, None, dt.date(2030, 1, 1), repeats=True))


def _third(texts: ir.Table) -> ir.Table:
    return in_order(every_nth(texts.select(*COLUMNS), 3))


EXPRESSIONS: Mapping[str, Callable[[ir.Table], ir.Table]] = {
    "between": _between,
    "all": _all,
    "counted": text_count,
    "by-day": by_day,
    "every-nth": _third,
}
"""Every expression with one example of its arguments, for tests that compare engines."""

"""How much of the log says who asked, and how much of it says anything of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.questions.site.requests import count_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["coverage"]


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

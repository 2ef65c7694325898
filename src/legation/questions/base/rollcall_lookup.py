"""Which roll call a person means by an id, by a symbol in any spelling, or by the symbol of its draft; and which still bears that one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from legation.dossier import RollCall, standing

__all__ = ["is_draft", "rollcall_meant"]


def is_draft(row: RollCall) -> bool:
    """Whether a roll call bears the symbol of its draft, as on a day before its vote: its id may then be a number that nobody knew."""
    return bool(row.draft_symbol) and row.symbol == row.draft_symbol


def rollcall_meant(rows: Iterable[RollCall], identifier: str, whole: Iterable[RollCall] = ()) -> RollCall | None:
    """Return the roll call that a person means; None where none is meant.

    The id counts first, then the symbol, then the symbol of the draft; of several that are as close the latest is meant. So the symbol of a
    draft means the vote that has no other symbol, the committee's own, where the dossier has it, and the vote on the adoption of the draft
    where it has not. The number that a text gets later means its vote on every day: settings and references keep it.

    Parameters
    ----------
    rows : iterable of RollCall
        Those that may be meant.
    identifier : str
        An id, a symbol or a draft symbol, in any spelling.
    whole : iterable of RollCall
        The same rows with what came later, where ``rows`` are those of a day: these show the draft symbol as the symbol until the vote.

    Examples
    --------
    >>> from legation.dossier import When
    >>> committee = RollCall(id="c", symbol="A/C.3/74/L.11/Rev.1", date=When("2019-11-18"))
    >>> plenary = RollCall(id="p", symbol="A/RES/74/247", draft_symbol="A/C.3/74/L.11/Rev.1", date=When("2019-12-27"))
    >>> [rollcall_meant((committee, plenary), one).id for one in ("p", "a/c.3/74/l.11/rev.1", "74/247")]
    ['p', 'c', 'p']
    >>> rollcall_meant((plenary,), "A/C.3/74/L.11/Rev.1").id, rollcall_meant((committee,), "74/247")
    ('p', None)
    """
    from legation.sources.names.spelling import normal_symbol

    there = standing(rows)
    if (exact := next((row for row in there if row.id == identifier), None)) is not None:
        return exact
    wanted, numbers = normal_symbol(identifier), {row.id: row.symbol for row in whole}

    def closeness(row: RollCall) -> int:
        number = numbers.get(row.id) or row.symbol
        if wanted == normal_symbol(row.id) or (number not in ("", row.draft_symbol) and wanted == normal_symbol(number)):
            return 3
        if number and wanted == normal_symbol(number):
            return 2
        return int(bool(row.draft_symbol) and wanted == normal_symbol(row.draft_symbol))

    found = max(there, key=lambda row: (closeness(row), row.date.last if row.date else dt.date.min), default=None)
    return found if found is not None and closeness(found) else None

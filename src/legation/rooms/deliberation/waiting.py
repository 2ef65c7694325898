"""What a moderator has to look at: statements that nobody has judged, and those in the room that somebody reported since they were."""

from __future__ import annotations

from legation.rooms.deliberation.state import Deliberation

__all__ = ["waiting"]


def waiting(state: Deliberation) -> dict[str, int]:
    """Return the statements that wait, each with the number of the entry from which on it does: its own, or its first open report.

    Examples
    --------
    >>> from legation.rooms.deliberation.state import Statement
    >>> state = Deliberation(settings={})
    >>> state.statements["a"] = Statement(id="a", number=4, author="s", text="Begin.", language="", source="participant", second=False)
    >>> waiting(state)
    {'a': 4}
    """
    found = {name: one.number for name, one in state.statements.items() if one.verdict is None and one.text is not None}
    for flag in state.flags:
        one = state.statements.get(flag.statement)
        if one is not None and one.verdict == "in" and one.text is not None and flag.number > one.judged:
            found[flag.statement] = min(flag.number, found.get(flag.statement, flag.number))
    return found

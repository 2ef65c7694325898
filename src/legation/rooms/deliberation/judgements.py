"""What was judged in a deliberation, in its order and with its reasons: by whom a statement was given stands nowhere in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legation.rooms.deliberation.state import WITHDRAWN
from legation.rooms.entry import Entry

__all__ = ["Judgement", "judgements"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision of a moderator.

    Attributes
    ----------
    number : int
        Of its entry.
    day : str
        To the day: the minute might tell who spoke.
    statement, text, source : str
        What was judged; its words are gone where its author took them along.
    verdict : str
        ``in``, ``out``, ``copy``.
    reason, of : str
        Why, and of which statement it is a copy.
    """

    number: int
    day: str
    statement: str
    text: str
    source: str
    verdict: str
    reason: str = ""
    of: str = ""


def judgements(entries: Iterable[Entry]) -> list[Judgement]:
    """Return the decisions of moderators that a log holds.

    Examples
    --------
    >>> at = {"at": "2026-03-02T09:00:00.000Z", "salt": "00" * 16, "before": "0" * 64}
    >>> said = {"statement": "s1", "text": "Publish the budget.", "source": "participant"}
    >>> log = [Entry(number=1, by="p", kind="stated", key="a", data=said, **at)]
    >>> log += [Entry(number=2, by="m", kind="judged", key="b", data={"statement": "s1", "verdict": "out", "reason": "off topic"}, **at)]
    >>> [(one.text, one.verdict, one.reason) for one in judgements(log)]
    [('Publish the budget.', 'out', 'off topic')]
    """
    log = list(entries)
    said = {entry.data["statement"]: entry.data for entry in log if entry.kind == "stated" and entry.data}
    withdrawn = {entry.data["statement"] for entry in log if entry.kind == "withdrawn" and entry.data}
    found = []
    for entry in log:
        data = entry.data or {}
        if entry.kind != "judged" or not data:
            continue
        name = data["statement"]
        given = said.get(name, {}) if name not in withdrawn else {}
        found.append(
            Judgement(
                number=entry.number,
                day=entry.at[:10],
                statement=name,
                text=given.get("text", WITHDRAWN),
                source=given.get("source", "participant"),
                verdict=data["verdict"],
                reason=data.get("reason") or "",
                of=data.get("of") or "",
            )
        )
    return found

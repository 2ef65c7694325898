"""Tables too wide for their page: a text that would stand as a tower in its column is set below its row, across the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from legation.briefing.columns import fits, shares, standing
from legation.language import Lang, Message, say

__all__ = ["stacked"]

_Row: TypeAlias = list[dict[str, Any]]
_NOTHING = frozenset({"", "—", "–", "-"})
_FEWEST = 2


def stacked(head: _Row, rows: Sequence[_Row], *, landscape: bool, lang: Lang) -> tuple[_Row, list[_Row]]:
    """Return heading and rows, with the columns set below that would be narrower than their text is tall.

    The first column stays, as do numbers and two columns at least. So go columns whose words have no room side by side. Of several the
    tallest goes first, then that of the longest text, and the others are judged by the room that it leaves. A text below its row begins
    with the heading of its column; an empty cell leaves nothing.

    Parameters
    ----------
    head, rows : composed cells
        A table whose rows are not all as long as its heading row is returned as it is.

    Examples
    --------
    >>> cell = lambda text, align="left": {"text": text, "letter": "", "tick": False, "bold": False, "tone": "", "align": align, "span": 1}
    >>> names = [cell(name) for name in ("Measure", "Why", "Source", "Law", "Families", "Conditions", "Reasons")]
    >>> head, rows = stacked(names, [[*map(cell, ["an expulsion"] * 6), cell("because " * 190)]], landscape=False, lang="en")
    >>> len(head), len(rows), rows[1][0]["text"][:16], rows[1][0]["span"]
    (6, 2, 'Reasons: because', 6)
    """
    if not head or not rows or any(len(row) != len(head) for row in rows):
        return head, list(rows)
    kept, below = list(range(len(head))), []
    while len(kept) > _FEWEST and (worst := _tower([head, *rows], kept, landscape=landscape)) is not None:
        kept.remove(worst)
        below.append(worst)
    if not below:
        return head, list(rows)
    return [head[at] for at in kept], [made for row in rows for made in _parted(head, row, kept, sorted(below), lang)]


def _tower(lines: Sequence[_Row], kept: Sequence[int], *, landscape: bool) -> int | None:
    """Return the column that most needs to go below; None where all are readable."""
    head, *rows = [[line[at] for at in kept] for line in lines]
    widths = shares((), head, rows, dense=False, landscape=landscape)
    tall = [standing([row[at] for row in rows], share, landscape=landscape) for at, share in enumerate(widths)]
    crowded = not fits(head, rows, landscape=landscape)
    able = [at for at in range(1, len(kept)) if lines[0][kept[at]]["align"] == "left" and (crowded or tall[at] > 1)]
    return kept[max(able, key=lambda at: (tall[at], max(len(row[at]["text"]) for row in rows)))] if able else None


def _parted(head: _Row, row: _Row, kept: Sequence[int], below: Sequence[int], lang: Lang) -> list[_Row]:
    """Return a row and the texts below it, each as a row of one cell that spans the table."""
    texts = [
        {
            **row[at],
            "text": say(Message("document.below", name=head[at]["text"], text=row[at]["text"]), lang),
            "span": len(kept),
            "under": True,
        }
        for at in below
        if row[at]["text"].strip() not in _NOTHING or row[at]["letter"]
    ]
    made = [[row[at] for at in kept], *([text] for text in texts)]
    return [[{**cell, "open": True} for cell in line] if line is not made[-1] else line for line in made]

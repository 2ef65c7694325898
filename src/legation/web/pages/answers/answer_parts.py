"""An answer in the order of reading: what stands beside its head, which rows of a table are shown at first, why it could be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["FIRST_ROWS", "WHOLE_CELLS", "further_findings", "head_finding", "tables_of", "warnings_of"]

FIRST_ROWS = 10
"""Rows of a table that are shown at first."""
WHOLE_CELLS = 1200
"""Cells up to which a table comes whole with the page, the further rows folded; a larger one is another page."""
_LONGER = 1.4
"""How much longer than the head the whole of its finding must be to stand below it too."""
_SPARE = 3
"""So few rows more are not folded."""

Content = Mapping[str, Any]


def head_finding(answer: Content) -> Content | None:
    """Return the finding that heads an answer.

    >>> head_finding({"head": {"finding": "b"}, "findings": [{"id": "a"}, {"id": "b"}]})
    {'id': 'b'}
    """
    head = answer["head"]
    return next((finding for finding in answer["findings"] if head and finding["id"] == head["finding"]), None)


def further_findings(answer: Content) -> list[Content]:
    """Return the findings that are not said at the head: first the one of which much was left out there, then the others in their order.

    >>> answer = {"head": {"finding": "b", "sentence": "B."}, "findings": [{"id": "a", "text": "A."}, {"id": "b", "text": "B."}]}
    >>> [finding["id"] for finding in further_findings(answer)]
    ['a']
    """
    first = head_finding(answer)
    others = [finding for finding in answer["findings"] if finding is not first]
    if first is None or len(first["text"]) < _LONGER * len(answer["head"]["sentence"]):
        return others
    return [{**first, "contrary": ""}, *others]


def warnings_of(answer: Content) -> list[str]:
    """Return why an answer could be wrong: what speaks against its head, then what to know before relying on it.

    >>> warnings_of({"head": {"finding": "a"}, "findings": [{"id": "a", "contrary": "One row."}], "caveats": ["Few rows.", "One row."]})
    ['One row.', 'Few rows.']
    """
    first = head_finding(answer)
    return list(dict.fromkeys([*([first["contrary"]] if first and first["contrary"] else []), *answer["caveats"]]))


def tables_of(answer: Content, whole: str = "", self_href: str = "") -> list[Content]:
    """Return the tables that have rows, each with how many, and how the rows after the first ones are reached.

    Parameters
    ----------
    whole : str
        The table that was asked for with all of its rows.
    self_href : str
        The address of the page.
    """
    return [_table(table, whole, self_href) for table in answer["tables"] if table["rows"]]


def _table(table: Content, whole: str, self_href: str) -> Content:
    rows = table["rows"]
    long = len(rows) > FIRST_ROWS + _SPARE and table["id"] != whole
    large = long and len(rows) * len(table["columns"]) > WHOLE_CELLS
    return {
        **table,
        "rows": rows[:FIRST_ROWS] if large else rows,
        "count": len(rows),
        "folds": long and not large,
        "all_href": f"{self_href}?all={table['id']}#table-{table['id']}" if large else "",
    }

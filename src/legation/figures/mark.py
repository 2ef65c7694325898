"""What a mark of a figure stands for: a row of the dossier, in words, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.language import Spoken

__all__ = ["Mark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A part of a figure that a reader can point at: a seat, a ribbon, a bar.

    Attributes
    ----------
    label : Spoken or str
        What it is: a name.
    value : Spoken, str, int or float
        What it says of it.
    row : (table, id) or None
        The row of the dossier; None where it stands for several, or for none.
    evidence : tuple of str
        The sources of what it says, by id.
    group : Spoken or str
        By which it can be picked out; "" where there is no group.
    parts : tuple of Mark
        What it sums, where it stands for several rows.

    Examples
    --------
    >>> Mark(label="France", value="yes", row=("actors", "FRA"), evidence=("record",)).record()["row"]
    {'table': 'actors', 'id': 'FRA'}
    """

    label: Spoken | str
    value: Spoken | str | float = ""
    row: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()
    group: Spoken | str = ""
    parts: tuple[Mark, ...] = ()

    def record(self) -> Mapping[str, Any]:
        """Return it as a structure whose texts are Spoken."""
        return {
            "label": self.label,
            "value": self.value,
            "row": {"table": self.row[0], "id": self.row[1]} if self.row else None,
            "evidence": self.evidence,
            "group": self.group,
            "parts": tuple(part.record() for part in self.parts),
        }

"""A field in which rows are chosen by their names: what ``site/picker.html`` needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.language import Message

__all__ = ["LISTED", "Picker"]

LISTED = 30
"""So many rows are a list to choose from; more are searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """A field in which rows are chosen by their names, ``site/picker.html``.

    Attributes
    ----------
    name : str
    href : str
        Where words are looked for.
    many : bool
    chosen : sequence of (str, text)
        The ids that are chosen, each with what it is called.
    typed : str
        What stands in the field where no script runs: the ids, and what means none.
    label : Message or None
        What the field is called, where no label stands beside it and no help below.
    empty : Message or None
        What it means to choose nothing, where that is to be said in the field.
    """

    name: str
    href: str
    many: bool
    chosen: Sequence[tuple[str, Any]]
    typed: str
    label: Message | None = None
    empty: Message | None = None

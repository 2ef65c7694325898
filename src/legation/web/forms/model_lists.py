"""What a field of a model names that no table of the dossier holds: lists of the methods, and other parts by their titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from legation.language import Message
from legation.methods.attribution import SPECTRUM, TESTS
from legation.methods.response import CRITERIA, conditions, measures, norms, regimes
from legation.sources.stix.register import REGISTER
from legation.web.forms.model_copy import model_kinds, parts_of_kind
from legation.web.site.page import PageRequest

__all__ = ["named_parts", "words_listed"]

_LISTED: Mapping[tuple[str, str], Callable[[], Mapping[str, Any]]] = {
    ("response", "measure"): lambda: {one.id: Message(f"response.measure.{one.id}") for one in measures()},
    ("response", "condition.id"): lambda: {one: Message(f"response.condition.{one}") for one in conditions()},
    ("response", "criterion.id"): lambda: {one: Message(f"what-may-we-do.criterion.{one}") for one in CRITERIA},
    ("response", "element.id"): lambda: {
        one: Message(f"which-norm-was-breached.element.{one}") for norm in norms() for one in norm.elements
    },
    ("response", "regime"): lambda: {one: one for one in regimes()},
    ("assessment", "responsibility.test"): lambda: {one: Message(f"attribution.test.{one}") for one in TESTS},
    ("assessment", "spectrum.place"): lambda: {one: Message(f"attribution.spectrum.{one}") for one in SPECTRUM},
}
"""By kind and column, with its table where others have a column of that name: what may stand there, in the order of the method."""
_PARTS = {("statement", "response"): "response", ("statement", "assessment"): "assessment", ("response", "register"): REGISTER.id}
"""By kind and column: of which kind the part is that is named."""


def words_listed(kind: str, table: str, column: str) -> Mapping[str, Any] | None:
    """Return the list of a method that a field is chosen from, each with its words; None where it is no such field.

    >>> list(words_listed("response", "threshold", "measure") or ())[:1], words_listed("response", "response", "title")
    (['victim-support'], None)
    """
    found = _LISTED.get((kind, f"{table.rpartition('.')[2]}.{column}")) or _LISTED.get((kind, column))
    return found() if found is not None else None


def named_parts(request: PageRequest, kind: str, column: str) -> Mapping[str, Any] | None:
    """Return the parts of the dossier that a field names, each with its title; None where it is no such field."""
    named = _PARTS.get((kind, column))
    if named is None:
        return None
    declared = model_kinds().get(named)
    if declared is not None:
        return dict(parts_of_kind(request, declared))
    return {name: name for part in request.view.files if (name := REGISTER.name_of(part)) is not None}

"""An assessment as the bytes of its part."""

from __future__ import annotations

from typing import Any

from legation.dossier.toml_part import plain, written
from legation.errors import DossierError
from legation.sources.assessment.model import Assessment
from legation.sources.assessment.reading import TABLES, read_assessment

__all__ = ["write_assessment"]


def write_assessment(model: Assessment) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay.

    >>> from legation.sources.assessment import template
    >>> model = read_assessment(template("fr").encode(), "incidents/un.assessment.toml")
    >>> write_assessment(model) == template("fr").encode()
    True
    """
    if model.source:
        try:
            if read_assessment(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    fields = {form.fills for form in TABLES.values()}
    table: dict[str, Any] = {"assessment": {name: value for name, value in plain(model).items() if name not in (*fields, "part")}}
    for name, form in TABLES.items():
        rows = [_table(row) for row in getattr(model, form.fills)]
        table |= {name: rows} if rows else {}
    return written(table)


def _table(row: Any) -> dict[str, Any]:
    """Return a row as a table; what stands by hypothesis becomes a table of lists."""
    return {name: _listed(value) for name, value in plain(row).items()}


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: list(one) if isinstance(one, tuple) else one for key, one in value.items()}
    return value

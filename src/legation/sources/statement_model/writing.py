"""A statement as the bytes of its part."""

from __future__ import annotations

from typing import Any

from legation.dossier.toml_part import plain, written
from legation.errors import DossierError
from legation.sources.statement_model.model import LISTS, StatementModel
from legation.sources.statement_model.reading import TABLES, read_statement_model

__all__ = ["write_statement_model"]


def write_statement_model(model: StatementModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay.

    >>> from legation.sources.statement_model import template
    >>> model = read_statement_model(template("fr").encode(), "incidents/un.statement.toml")
    >>> write_statement_model(model) == template("fr").encode()
    True
    """
    if model.source:
        try:
            if read_statement_model(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    table: dict[str, Any] = {"statement": {name: value for name, value in plain(model).items() if name not in ("part", *LISTS)}}
    for name, (field, _, _) in TABLES.items():
        rows = [plain(row) for row in getattr(model, field)]
        table |= {name: rows} if rows else {}
    return written(table)

"""A draft as the bytes of its part."""

from __future__ import annotations

from typing import Any

from legation.dossier.toml_part import plain, written
from legation.errors import DossierError
from legation.sources.draft_model.model import LISTS, DraftModel
from legation.sources.draft_model.reading import TABLES, read_draft_model

__all__ = ["write_draft_model"]


def write_draft_model(model: DraftModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay.

    >>> from legation.sources.draft_model import template
    >>> model = read_draft_model(template("fr").encode(), "drafts/un.toml")
    >>> write_draft_model(model) == template("fr").encode()
    True
    """
    if model.source:
        try:
            if read_draft_model(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    table: dict[str, Any] = {"draft": {name: value for name, value in plain(model).items() if name not in ("part", *LISTS)}}
    for name, (field, _, _) in TABLES.items():
        rows = [plain(row) for row in getattr(model, field)]
        table |= {name: rows} if rows else {}
    return written(table)

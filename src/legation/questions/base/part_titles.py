"""What the parts of a kind in a dossier are called before a reader: what an option that names a model is chosen from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier import Dossier
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.registry import kinds

__all__ = ["titles_of"]


def titles_of(dossier: Dossier, kind: str) -> Mapping[str, Any] | None:
    """Return the parts of a kind by what tells them apart, each with its title, else its name; None where it is no kind of models.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> titles_of(decode({"dossier.toml": b'id = "d"'}), "conflict"), titles_of(decode({"dossier.toml": b'id = "d"'}), "nothing")
    ({}, None)
    """
    declared = next((one for one in kinds() if one.id == kind and isinstance(one, ModelKind)), None)
    if declared is None:
        return None
    models = dossier.ledger.models
    found: dict[str, Any] = {}
    for name, part in declared.of(dossier.files).items():
        model = models[part][1] if part in models else None
        found[name] = getattr(model, "title", None) or name
    return found

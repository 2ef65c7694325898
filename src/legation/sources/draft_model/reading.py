"""From the tables of ``drafts/NAME.toml`` to the records of a draft: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from legation.dossier.problem import Problem, stop_at
from legation.dossier.toml_part import read_toml
from legation.sources.draft_model.checking import checked
from legation.sources.draft_model.model import DraftModel
from legation.sources.draft_model.records import Agreement, Bundle, Objection, Party, Said, SilenceAsked, Version
from legation.sources.model_tables import ModelReader

__all__ = ["FOLDER", "SUFFIX", "TABLES", "read_draft_model"]

FOLDER, SUFFIX = "drafts/", ".toml"
TABLES: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "version": ("versions", Version, ("id", "part", "date")),
    "party": ("parties", Party, ("actor",)),
    "stance": ("stances", Said, ("actor", "unit", "stance", "date")),
    "agreement": ("agreements", Agreement, ("unit", "level", "date")),
    "package": ("packages", Bundle, ("id", "targets", "date")),
    "silence": ("silences", SilenceAsked, ("id", "units", "date", "deadline")),
    "broken": ("objections", Objection, ("silence", "actor", "date")),
}
"""By table: the field that it fills, its record, and what it cannot be without."""


def read_draft_model(data: bytes, part: str) -> DraftModel:
    """Return the draft that a part holds; the words of its versions lie in parts of their own.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``drafts/NAME.toml``, for the draft's id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.draft_model import template
    >>> model = read_draft_model(template("en").encode(), "drafts/example.toml")
    >>> model.id, [one.kind for one in model.versions], model.stances[0].stance
    ('example', ['zero', 'rolling'], 'oppose')
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("DraftModel", model), source=data)


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> DraftModel | None:
        """Return the model, and note what is wrong in it: first of each table by itself, then of one against the other."""
        return self._model(table, "draft", DraftModel, ("title",), TABLES, checked)

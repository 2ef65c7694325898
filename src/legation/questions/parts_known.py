"""Which models of one kind a dossier held at a date, and which of them a person asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from legation.dossier.parts import ModelHead, ModelKind
from legation.questions.case import Case

__all__ = ["Known", "models_known"]


_Head = TypeVar("_Head", bound=ModelHead)


@dataclass(frozen=True)
class Known(Generic[_Head]):
    """The models that were known at the date: the one that is named, or all where none is.

    Attributes
    ----------
    models : mapping of str to model
        By name.
    there : tuple of str
        The names of all.
    strange : bool
        Whether a name was given that none of several has.
    """

    models: Mapping[str, _Head]
    there: tuple[str, ...]
    strange: bool

    def chosen(self) -> tuple[_Head, tuple[str, ...]]:
        """Return the first and the names of the others."""
        first, *others = self.models
        return self.models[first], tuple(others)


def models_known(case: Case, asked: str, kind: ModelKind[_Head]) -> Known[_Head]:
    """Read the models of a kind that a question may be about; ``asked`` is the NAME of one, with or without its folder and ending.

    Raises
    ------
    DossierError
        Where one that is read is faulty.
    """
    folder, ending = re.split(r"\{\w+\}", kind.pattern)
    wanted = asked.strip().removeprefix(folder).removesuffix(ending)
    there = kind.of(case.dossier.files)
    chosen = (wanted,) if wanted in there else () if wanted else tuple(there)
    models = {name: kind.read(case.dossier.files[there[name]], there[name]) for name in chosen}
    return Known(models=models, there=tuple(there), strange=bool(wanted and there and wanted not in there))

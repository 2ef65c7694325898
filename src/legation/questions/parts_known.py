"""Which models of one kind a dossier held at a date, and which of them a person asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from legation.dossier import When
from legation.dossier.parts import ModelHead, ModelKind
from legation.questions.case import Case

__all__ = ["Known", "models_known", "parts_known"]


class _Dated(Protocol):
    @property
    def known_on(self) -> When | None: ...


_Model = TypeVar("_Model", bound=_Dated)
_Head = TypeVar("_Head", bound=ModelHead)


@dataclass(frozen=True)
class Known(Generic[_Model]):
    """The models that were known at the date: the one that is named, or all where none is.

    Attributes
    ----------
    models : mapping of str to model
        By name.
    there : tuple of str
        The names of all, known or not.
    strange : bool
        Whether a name was given that none of several has.
    """

    models: Mapping[str, _Model]
    there: tuple[str, ...]
    strange: bool

    def chosen(self) -> tuple[_Model, tuple[str, ...]]:
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
    return _known(case, asked.strip().removeprefix(folder).removesuffix(ending), kind.of(case.dossier.files), kind.read)


def parts_known(case: Case, asked: str, folder: str, suffix: str, read: Callable[[bytes, str], _Model]) -> Known[_Model]:
    """Read the models of a folder that a question may be about.

    Raises
    ------
    DossierError
        Where one that is read is faulty.
    """
    parts = sorted(part for part in case.dossier.files if part.startswith(folder) and part.endswith(suffix))
    there = {part.removeprefix(folder).removesuffix(suffix): part for part in parts}
    return _known(case, asked.strip().removeprefix(folder).removesuffix(suffix), there, read)


def _known(case: Case, wanted: str, there: Mapping[str, str], read: Callable[[bytes, str], _Model]) -> Known[_Model]:
    models: dict[str, _Model] = {}
    for name in (wanted,) if wanted in there else () if wanted else there:
        model = read(case.dossier.files[there[name]], there[name])
        if model.known_on is None or model.known_on.by(case.as_of):
            models[name] = model
    return Known(models=models, there=tuple(there), strange=bool(wanted and there and wanted not in there))

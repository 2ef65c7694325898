"""The models that a path is of: an incident, a negotiation, a consultation, by the NAME of its part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from legation.dossier.parts import ModelHead, ModelKind
from legation.errors import DossierError
from legation.figures.figure import Named
from legation.language import Spoken
from legation.questions.base.case import Case

if TYPE_CHECKING:
    from legation.questions.situations.path import PathSubject

__all__ = ["find_model", "model_of", "models_of", "names_of", "title_of"]

Head = TypeVar("Head", bound=ModelHead)


def models_of(case: Case, kind: ModelKind[Head]) -> Mapping[str, Head]:
    """Return the models of a kind as they may be seen, by name; a faulty one is left out: its faults are shown where it is opened."""

    def read() -> Mapping[str, Head]:
        found: dict[str, Head] = {}
        for name, part in kind.of(case.dossier.files).items():
            try:
                found[name] = kind.read(case.dossier.files[part], part)
            except DossierError:
                continue
        return found

    return case.once(("models of a kind", kind.id), read)


def model_of(subject: PathSubject, kind: ModelKind[Head]) -> Head | None:
    """Return the model of a kind that a path is of; None where there is none of that name."""
    return models_of(subject.case, kind).get(subject.about)


def names_of(case: Case, *kinds: ModelKind[Any]) -> tuple[str, ...]:
    """Return the names of the models of some kinds, each once; those that are invented to show how a model is made come last."""
    found = [(model.illustration, name) for kind in kinds for name, model in models_of(case, kind).items()]
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda one: one[0])))


def title_of(case: Case, about: str, *kinds: ModelKind[Any]) -> Spoken:
    """Return what the first model of a name is called; its name where none has a title."""
    titles = (models_of(case, kind)[about].title for kind in kinds if about in models_of(case, kind))
    return next((title for title in titles if title), Named(about, about))


def find_model(case: Case, text: str, *kinds: ModelKind[Any]) -> str:
    """Return the name that a text means: as it is, in any case of its letters; empty where no model of the kinds has it."""
    names = {name.casefold(): name for kind in kinds for name in models_of(case, kind)}
    return names.get(text.strip().casefold(), "")

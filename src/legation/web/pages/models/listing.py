"""The models of a dossier: every kind with its parts, and what waits unsaved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier.parts.kind import ModelKind
from legation.language import Message
from legation.sources.stix.register import REGISTER, objects_of
from legation.web.forms.model_copy import is_single, kind_at, kind_help, kind_title, kinds_title, model_kinds, parts_of_kind, title_of
from legation.web.forms.model_copy import opened as opened_part
from legation.web.site.as_of import same_day
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, page
from legation.web.stores.drafts import working

__all__ = ["ModelKindList", "ModelLink", "ModelLists", "RegisterLine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLink:
    """A part: what it is called, and where it is read or worked on."""

    title: Any
    href: str
    unsaved: bool = False


@dataclass(frozen=True, kw_only=True)
class ModelKindList:
    """The parts of a kind.

    Attributes
    ----------
    help : Message
        What such a part holds.
    new : str
        Where one is begun; empty for whoever may not.
    """

    id: str
    title: Any
    one: Any
    help: str
    href: str
    new: str
    parts: list[ModelLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """A register of an incident, which other programs write: its name, and how many objects of it the person sees."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ModelLists(Page):
    """Every kind of model, or one of them; beside all of them the registers of incidents, which have no form."""

    lists: list[ModelKindList]
    is_one: bool
    may_edit: bool
    registers: list[RegisterLine]


def _own(request: PageRequest, kind: str = "") -> tuple[Any, ...]:  # noqa: ARG001 - the signature of pages
    """Return what the page depends on beside the dossier: the unsaved work of the person, each as it was left last."""
    return tuple((draft.pk, draft.expires) for draft in working.copies(request)) if request.may("edit") else ()


@page("dossiers/<slug:slug>/models", name="models", template="pages/models.html", cached=_own)
def models(request: PageRequest) -> ModelLists:
    """Return every kind of model with its parts."""
    lists = [_list(request, kind) for kind in model_kinds().values()]
    return ModelLists(
        title=Message("web.place.models"), lists=lists, is_one=False, may_edit=request.may("edit"), registers=_registers(request)
    )


@page("dossiers/<slug:slug>/models/<slug:kind>", name="models.kind", template="pages/models.html", cached=_own)
def of_kind(request: PageRequest, kind: str) -> ModelLists:
    """Return the parts of one kind."""
    declared = kind_at(kind)
    return ModelLists(
        title=kinds_title(declared), lists=[_list(request, declared)], is_one=True, may_edit=request.may("edit"), registers=[]
    )


def _registers(request: PageRequest) -> list[RegisterLine]:
    """Return the registers that the person sees on the day of the page."""
    found = ((REGISTER.name_of(part), data, part) for part, data in request.known.files.items())
    return [RegisterLine(name=name, count=len(objects_of(data, part))) for name, data, part in found if name is not None]


def _list(request: PageRequest, kind: ModelKind[Any]) -> ModelKindList:
    waiting = (
        {str(d.settings.get("name")) for d in working.copies(request) if d.settings.get("kind") == kind.id}
        if request.may("edit")
        else set()
    )
    saved = parts_of_kind(request, kind)
    parts = [ModelLink(title=title, href=_href(request, kind, name), unsaved=name in waiting) for name, title in saved]
    for name in sorted(waiting - {name for name, _ in saved}):
        title = title_of(opened_part(request, kind.id, name).text, request.lang) or name
        parts.append(ModelLink(title=title, href=request.href("models.edit", kind=kind.id, name=name), unsaved=True))
    may_begin = request.may("edit") and not (is_single(kind) and parts)
    return ModelKindList(
        id=kind.id,
        title=kinds_title(kind),
        one=kind_title(kind),
        help=kind_help(kind, request.lang),
        href=same_day(request, request.href("models.kind", kind=kind.id)),
        new=request.href("models.new", kind=kind.id) if may_begin else "",
        parts=parts,
    )


def _href(request: PageRequest, kind: ModelKind[Any], name: str) -> str:
    return same_day(request, request.href("models.one", kind=kind.id, name=name))

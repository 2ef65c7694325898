"""A model as the text of its part, for whoever prefers that: each fault with its line; what is typed stays until it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from legation.dossier.parts.part_text import PartText
from legation.dossier.problem import Problem
from legation.errors import WrongUse
from legation.language import Message
from legation.web.forms.model_copy import OpenPart, heading_of, kind_title, opened
from legation.web.pages.models.edit import save_part
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["ModelText"]

TEMPLATE = "pages/models_text.html"


@dataclass(frozen=True, kw_only=True)
class ModelText(Page):
    """The text of a part, with what is wrong with it; ``base`` is the revision that the work is begun from."""

    kind: str
    one: Any
    name: str
    part: str
    base: int
    text: str
    problems: tuple[Problem, ...]
    unsaved: bool
    is_saved: bool
    sound: bool
    reason: str


@page("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/text", name="models.text", template=TEMPLATE, action="edit")
def text(request: PageRequest, kind: str, name: str) -> ModelText:
    """Return the text of a part as its person last left it."""
    return _page(request, opened(request, kind, name))


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/write", name="models.text.keep", action="edit")
def leave_text(request: PageRequest, kind: str, name: str) -> str | HttpResponse:
    """Leave the text as it was sent, and say what is wrong with it; or save it as a revision."""
    part = opened(request, kind, name)
    sent = request.form.get("text", "").replace("\r\n", "\n")
    if len(sent.encode("utf-8", "surrogatepass")) > part.kind.limit:
        raise WrongUse(Message("page-models.file-large", found=len(sent.encode("utf-8", "surrogatepass")), allowed=part.kind.limit))
    data = sent.encode("utf-8", "replace")
    if b"\r\n" in part.text.data:
        data = data.replace(b"\n", b"\r\n")
    part = part.put(request, PartText(part.kind, part.part, data), reason=request.form.get("reason", "")[:500])
    if request.form.get("do") == "save" and not part.text.faults:
        return save_part(request, part)
    status = 422 if part.text.faults else 200
    return show(request, _page(request, part), TEMPLATE, status=status)


def _page(request: PageRequest, part: OpenPart) -> ModelText:
    faults = part.text.faults
    return ModelText(
        title=heading_of(part.text, request.lang),
        kind=part.kind.id,
        one=kind_title(part.kind),
        name=part.name,
        part=part.part,
        base=part.base,
        text=part.text.data.decode("utf-8-sig", "replace"),
        problems=faults,
        unsaved=part.draft is not None,
        is_saved=part.is_saved,
        sound=part.text.table is not None,
        reason=request.form.get("reason", str(part.draft.settings.get("reason", "")) if part.draft is not None else ""),
    )

"""Duties to notify of an incident, added in one go from the moment at which one became aware: those of two acts of the Union."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict

from legation import moment
from legation.dossier.models.assessment import ASSESSMENT
from legation.dossier.models.response import RESPONSE
from legation.dossier.models.statement import STATEMENT
from legation.language import Message
from legation.questions.incident.duties.ready import ACTS, ready_edits
from legation.questions.situations.models import names_of, title_of
from legation.web.forms.row_form import may_change, next_of
from legation.web.forms.saving import save_edits
from legation.web.forms.site_form import ChecksField, SelectField, ShownField
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.site.as_of import known_case
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["NewNotices"]

TEMPLATE = "pages/notices_new.html"
_KINDS = (ASSESSMENT, RESPONSE, STATEMENT)


class AwareForm(DeadlineForm):
    """The day and the time at which one became aware, which acts, and which incident."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        case = known_case(request)
        zone = next((row.zone for row in reversed(request.view.duties) if row.zone), "UTC")
        names = names_of(case, *_KINDS)
        incidents = [(name, title_of(case, name, *_KINDS)) for name in names]
        own: dict[str, Any] = {
            "acts": ChecksField(Message("page-notices.acts"), [(one, Message(f"ready-duties.act.{one}")) for one in ACTS], initial=ACTS)
        }
        if incidents:
            choices = [("", Message("page-notices.no-incident")), *incidents]
            own["incident"] = SelectField(Message("page-notices.incident"), choices, initial=str(request.query.get("incident", "")))
        super().__init__(
            sent,
            zone=zone,
            time_help=Message("page-notices.time-help"),
            labels=(Message("page-notices.day"), Message("page-notices.time")),
            **own,
        )


@dataclass(frozen=True, kw_only=True)
class NewNotices(Page):
    """The form; ``back`` is where one goes on."""

    fields: tuple[ShownField, ...]
    base: str
    back: str


@page("dossiers/<slug:slug>/engagement/new-notices", name="notices.new", template=TEMPLATE, action="edit")
def new(request: PageRequest) -> NewNotices:
    """Return the form."""
    _changeable(request)
    return _page(request, AwareForm(request))


@action("dossiers/<slug:slug>/engagement/add-notices", name="notices.add", action="edit")
def add(request: PageRequest) -> str | HttpResponse:
    """Add the duties, each as a row that can be corrected."""
    _changeable(request)
    form = AwareForm(request, request.form)
    read = form.read()
    if read is not None and not form.cleaned_data["acts"]:
        form.refuse("day", Message("page-notices.no-act"))
        read = None
    if read is None:
        return show(request, _page(request, form), TEMPLATE, status=422)
    said = form.cleaned_data
    aware = moment.starts(said["day"], said["zone"]) if read[1] else read[0]
    edits = ready_edits(request.view, aware, said["zone"], said["acts"], said.get("incident") or "")
    return save_edits(request, list(edits), next=_back(request), base=request.form.get("base"))


def _page(request: PageRequest, form: AwareForm) -> NewNotices:
    return NewNotices(title=Message("page-notices.title"), fields=form.shown, base=str(request.dossier.head), back=_back(request))


def _back(request: PageRequest) -> str:
    return next_of(request, request.href("rows", table="duties"))


def _changeable(request: PageRequest) -> None:
    if not may_change(request, "duties"):
        raise PermissionDenied

"""One short form for an engagement: what was said, a promise that came of it, and the next step."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse

from legation.dossier import When
from legation.dossier.edit import Edit
from legation.dossier.problem import Problem, problem
from legation.errors import DossierError
from legation.language import Message
from legation.web.forms.row_form import RowField, edits_of, form_for
from legation.web.forms.saving import save_edits
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["NewEngagement"]

TEMPLATE = "pages/engagement_new.html"
_TALK, _PROMISE = "talk.", "promise."
_WHO = ("actor", "level", "date", "channel", "by", "issue", "rollcall")
_WHAT = ("ask", "answer", "words")
_NEXT = ("next_step", "due")
_PROMISED = ("direction", "promise", "vote", "due")


@dataclass(frozen=True, kw_only=True)
class NewEngagement(Page):
    """The form, in four parts.

    Attributes
    ----------
    promised : bool
        Whether the part on a promise is open.
    again : bool
        Whether another one is to be entered after this one.
    """

    base: str
    who: tuple[RowField, ...]
    what: tuple[RowField, ...]
    step: tuple[RowField, ...]
    promise: tuple[RowField, ...]
    promised: bool
    again: bool
    errors: tuple[Problem, ...]


@page("dossiers/<slug:slug>/engagement/new", name="engagement.new", template=TEMPLATE, action="edit", cached=True)
def new(request: PageRequest) -> NewEngagement:
    """Return the empty form; ``?actor=`` fills in with whom."""
    given = {name: request.query[name][:200] for name in ("actor", "channel", "issue", "by") if request.query.get(name)}
    values = {"date": request.today.isoformat(), **given}
    return _form(request, {f"{_TALK}{name}": str(text) for name, text in values.items()})


@action("dossiers/<slug:slug>/engagement/add", name="engagement.add", action="edit")
def add(request: PageRequest) -> str | HttpResponse:
    """Save the engagement, and the promise where one was made."""
    talk, *promise = _edits(request)
    again, sent = bool(request.form.get("again")), {name: str(text) for name, text in request.form.items()}
    if not talk.values.get("actor"):
        missing = problem("required", "engagements.csv", 1, "actor", allowed="actors.csv: id")
        return show(request, _form(request, sent, [missing]), TEMPLATE, status=422)
    if early := _early(talk.values):
        return show(request, _form(request, sent, [early]), TEMPLATE, status=422)
    try:
        target = request.href("engagement.new" if again else "engagement")
        return save_edits(request, [talk, *promise], next=target, base=request.form.get("base"))
    except DossierError as error:
        return show(request, _form(request, sent, error.problems), TEMPLATE, status=422)


def _early(values: Mapping[str, str]) -> Problem | None:
    """Return what is wrong where the next step is due before the day of the engagement: no list of what is due would show it."""
    try:
        date, due = (When(values.get(name, "")) for name in ("date", "due"))
    except ValueError:
        return None
    if due.last >= date.first:
        return None
    return problem("due-before-talk", "engagements.csv", 1, "due", allowed=f">= date = {date}", found=str(due))


def _edits(request: PageRequest) -> list[Edit]:
    """Return what the form asks for; a promise bears the engagement's actor, day and vote."""
    (talk,) = edits_of(request, "engagements", prefix=_TALK)
    (promise,) = edits_of(request, "commitments", prefix=_PROMISE)
    if not any(promise.values.get(name) for name in ("promise", "vote", "due")):
        return [talk]
    same = {name: talk.values[name] for name in ("actor", "date", "rollcall") if talk.values.get(name)}
    return [talk, Edit("commitments", "add", "", {"kept": "open", "direction": "received", **same, **promise.values})]


def _form(request: PageRequest, values: Mapping[str, str], problems: Iterable[Problem] = ()) -> NewEngagement:
    problems = tuple(problems)
    talk = form_for(request, "engagements", None, values, problems, (*_WHO, *_WHAT, *_NEXT), prefix=_TALK, number=1)
    promise = form_for(request, "commitments", None, values, problems, _PROMISED, prefix=_PROMISE, number=2)
    by_name = {f.name: dataclasses.replace(f, versions=()) for f in (*talk.fields, *promise.fields)}  # one language is enough in a hurry
    promised = [by_name[f"{_PROMISE}{name}"] for name in _PROMISED]
    return NewEngagement(
        title=Message("page-engagement.new"),
        base=talk.base,
        who=tuple(by_name[f"{_TALK}{name}"] for name in _WHO),
        what=tuple(by_name[f"{_TALK}{name}"] for name in _WHAT),
        step=tuple(by_name[f"{_TALK}{name}"] for name in _NEXT),
        promise=tuple(promised),
        promised=any(f.error or (f.value and not f.name.endswith("direction")) for f in promised),
        again=bool(values.get("again")),
        errors=tuple(dict.fromkeys((*talk.errors, *promise.errors))),
    )

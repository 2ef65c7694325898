"""The situations: on the site, in a dossier, and the path of one; what a person says of a step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from legation.dossier import Dossier, StepMark, standing
from legation.dossier.edit import Edit
from legation.errors import WrongUse
from legation.language import Message, Spoken
from legation.questions.situations.paths import STATES, all_paths, situations_of
from legation.web.forms.saving import number_of, save_edits
from legation.web.runs.access import observed_case
from legation.web.site.as_of import AsOfPage, later
from legation.web.site.page import PageRequest
from legation.web.site.path_lines import PathLines, beside_dossier, path_here, path_href, path_lines, progress
from legation.web.site.routing import Page, action, page

__all__ = ["PathPage", "SituationChoice", "SituationsHere", "SituationsPage", "choices_of"]

_DOSSIERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationChoice:
    """A situation to choose, and where it leads; ``href`` is empty where this person may make no dossier."""

    id: str
    title: Message
    about: Message
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HadSituation:
    """A situation that the dossier has: how far it is, and the step that comes next."""

    id: str
    title: Message
    name: Spoken | None
    day: object
    href: str
    done: int
    count: int
    next: Message | None


@dataclass(frozen=True, kw_only=True)
class SituationsPage(Page):
    """What one comes with.

    Attributes
    ----------
    choices : list of SituationChoice
        Each begins a new dossier.
    dossiers : list of (str, str)
        Title and address of the dossiers in which one may be begun.
    """

    choices: list[SituationChoice]
    dossiers: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class SituationsHere(AsOfPage):
    """The situations that a dossier has, and those that it may have too."""

    had: list[HadSituation]
    choices: list[SituationChoice]


@dataclass(frozen=True, kw_only=True)
class PathPage(AsOfPage):
    """A path, and the other situations of the dossier."""

    path: PathLines
    others: list[HadSituation]


@page("situations", name="situations", template="pages/situations.html", action="be-here")
def situations(request: PageRequest) -> SituationsPage:
    """Return the eight situations."""
    from legation.web.site.frame import titled

    new = request.href("new") if request.may("make-dossier") else ""
    editable = [grant for grant in request.grants if grant.role in ("owner", "editor") and not grant.dossier.closed][:_DOSSIERS]
    return SituationsPage(
        title=Message("path.choose"),
        choices=choices_of(lambda name: f"{new}?situation={name}" if new else ""),
        dossiers=[(titled(one, request.lang), request.href("situations.here", slug=one.dossier.slug)) for one in editable],
    )


@page("dossiers/<slug:slug>/situations", name="situations.here", template="pages/situations_here.html", cached=beside_dossier)
def here(request: PageRequest) -> SituationsHere:
    """Return the situations that the dossier has, and the others."""
    had = had_situations(request)
    there = {one.id for one in had}
    return SituationsHere(
        title=Message("path.situations"),
        had=had,
        choices=[one for one in choices_of(lambda name: path_href(request, name)) if one.id not in there],
        **later(request),
    )


@page(
    "dossiers/<slug:slug>/situations/<slug:situation>", name="situations.one", template="pages/situations_one.html", cached=beside_dossier
)
def one(request: PageRequest, situation: str) -> PathPage:
    """Return the path of a situation; ``?about=`` chooses among several votes, actors or models."""
    _known(situation)
    path = path_here(request, situation, request.query.get("about", "")[:200])
    lines = path_lines(request, path)
    return PathPage(
        title=path.situation.title,
        path=lines,
        others=[one for one in had_situations(request) if one.href != lines.href],
        **later(request),
    )


@action("dossiers/<slug:slug>/situations/<slug:situation>/mark", name="situations.mark", action="edit")
def mark(request: PageRequest, situation: str) -> str | HttpResponse:
    """Keep what a person says of a step: that it is done, not needed, or to be done all the same."""
    _known(situation)
    form = request.form
    step, state, about = form.get("step", "")[:60], form.get("state", ""), form.get("about", "")[:200]
    path = path_here(request, situation, about)
    if step not in {one.id for one in path.steps}:
        raise WrongUse(Message("path.unknown-step", found=step, allowed=tuple(one.id for one in path.steps)))
    if state not in STATES or state == "to_renew":
        raise WrongUse(Message("dossier.not-allowed", name="state", found=state[:40], allowed="done | not_needed | to_do"))
    back = request.inside(form.get("next", ""), path_href(request, situation, path.about))
    now = _last(request.view, situation, path.about, step)
    if (now.state if now else "to_do") == state:
        return back
    base = number_of(form.get("base"), request)
    old = _last(request.seen_at(base), situation, path.about, step)
    if old is not None:
        edit = Edit("steps", "change", old.id, {"state": state})
    else:  # of two people who mark one step at once, the rows have one name: the merge asks which stands
        name = re.sub(r"[^\w.:+/-]+", "-", ":".join(filter(None, (situation, path.about, step))))
        edit = Edit("steps", "add", name, {"situation": situation, "about": path.about, "step": step, "state": state})
    reason = Message(
        "path.reason", step=next(one.title for one in path.steps if one.id == step), state=Message(f"choice.steps.state.{state}")
    )
    return save_edits(request, [edit], next=back, reason=reason, base=base)


def choices_of(href: Callable[[str], str]) -> list[SituationChoice]:
    """Return the eight situations in their order, each with where it leads."""
    return [
        SituationChoice(id=name, title=Message(f"situation.{name}"), about=Message(f"path.about.{name}"), href=href(name))
        for name in all_paths()
    ]


def had_situations(request: PageRequest) -> list[HadSituation]:
    """Return the situations that the dossier has, the pressing first."""
    found = []
    for one in situations_of(observed_case(request)):
        done, count, ahead = progress(request, path_here(request, one.situation.id, one.about))
        found.append(
            HadSituation(
                id=one.situation.id,
                title=one.situation.title,
                name=one.name,
                day=one.day,
                href=path_href(request, one.situation.id, one.about),
                done=done,
                count=count,
                next=ahead,
            )
        )
    return found


def _known(situation: str) -> None:
    if situation not in all_paths():
        raise Http404


def _last(dossier: Dossier, situation: str, about: str, step: str) -> StepMark | None:
    """Return the row that says something of a step, which the next word supersedes."""
    rows = [row for row in standing(dossier.steps) if (row.situation, row.about, row.step) == (situation, about, step) and row.state]
    return max(rows, key=lambda row: (str(row.known_on or row.recorded or ""), row.id), default=None)

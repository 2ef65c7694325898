"""Moves on the board of a coalition, as changes of dated rows: a membership ends on the day before, and a new one begins."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from legation.dossier import TABLES, MemberOfCoalition, standing
from legation.dossier import Dossier as Content
from legation.dossier.edit import Edit
from legation.errors import DossierError, LegationError, WrongUse
from legation.language import LANGUAGES, Message, collation_key, say
from legation.questions.base.coalition_names import coalition_named, coalition_names, words_of_id
from legation.web.forms.row_field import names_of
from legation.web.forms.row_form import next_of
from legation.web.forms.saving import number_of, save_edits
from legation.web.pages.stakeholders.coalitions import board_of, list_of, members_at, tier_label, tier_read
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, show

__all__ = ["OUT", "TIER_LENGTH", "meant_actor", "moves", "new_name"]

OUT = "out"
identity = TABLES["coalitions"].identity
_APART = re.compile(r"[\s/;]+")
TIER_LENGTH = 60
"""Signs that the name of a tier may have."""


@action("dossiers/<slug:slug>/coalitions/new", name="coalitions.new", action="edit")
def new(request: PageRequest) -> str | HttpResponse:
    """Begin a coalition: it is there from its first member on."""
    typed = {name: request.form.get(name, "").strip()[:200] for name in ("coalition", "actor", "tier")}
    try:
        name = new_name(request, typed["coalition"])
        edits = moves(request.view, name, {meant_actor(request, typed["actor"]): typed["tier"] or "core"}, request.day)
        if typed["coalition"] != words_of_id(name):  # what was typed is its name, where the words of its id say something else
            edits = [replace(edit, values={**edit.values, "name": typed["coalition"]}) for edit in edits]
        target = request.href("coalitions.one", coalition=name)
        return save_edits(
            request,
            edits,
            next=target,
            reason=Message("page-coalitions.reason-new", name=words_of_id(name)),
            base=request.form.get("base"),
        )
    except (WrongUse, DossierError) as error:
        return show(request, list_of(request, typed, error.message), "pages/coalitions.html", status=422)


@action("dossiers/<slug:slug>/coalitions/<path:coalition>/place", name="coalitions.place", action="edit")
def place(request: PageRequest, coalition: str) -> str | HttpResponse:
    """Give actors their places: ``tier:ACTOR`` says where each stands, or ``out``; ``actor`` and ``tier`` where a new one does.

    They count from ``?as_of=`` on, as the board that was shown.
    """
    given = f"?{urlencode({'as_of': request.day.isoformat()})}" if request.query.get("as_of") else ""
    back = next_of(request, request.href("coalitions.one", coalition=coalition) + given)
    try:
        if all(row.coalition != coalition for row in request.view.coalitions):
            raise Http404
        begun = request.seen_at(number_of(request.form.get("base"), request))
        wanted = {str(key).removeprefix("tier:"): str(value) for key, value in request.form.items() if str(key).startswith("tier:")}
        if request.form.get("actor", "").strip():
            wanted[meant_actor(request, str(request.form["actor"]))] = str(request.form.get("tier", "")) or "supporter"
        edits = moves(begun, coalition, wanted, request.day)
        if not edits:
            return back
        reason = request.form.get("reason", "").strip()[:500] or _reason(request, coalition, edits, wanted)
        if not _is_left(begun, coalition, edits):
            back = request.href("coalitions")
        return _for_board(request, save_edits(request, edits, next=back, reason=reason, base=request.form.get("base")), back)
    except LegationError as error:
        board = board_of(request, coalition, error=error.message, problems=getattr(error, "problems", ()))
        response = show(request, board, "pages/coalitions_one.html", status=422)
        response["HX-Reselect"], response["HX-Retarget"], response["HX-Reswap"] = "#board", "#board", "outerHTML"
        return response


def moves(view: Content, coalition: str, wanted: Mapping[str, str], day: dt.date) -> list[Edit]:
    """Return the edits that give actors their places in a coalition from a day on; none for those who stand there already.

    Parameters
    ----------
    wanted : mapping of str to str
        A tier by actor, by its id, a usual name or one of the coalition's own; or ``out``.

    Raises
    ------
    WrongUse
        For a tier whose name is too long, or not on one line.
    """
    edits: list[Edit] = []
    holding: dict[str, list[MemberOfCoalition]] = {}
    for row in members_at(view, coalition, day):
        holding.setdefault(row.actor, []).append(row)
    for actor, typed in wanted.items():
        tier = tier_read(typed)
        if len(tier) > TIER_LENGTH or not tier.isprintable():
            raise WrongUse(Message("page-coalitions.bad-tier", found=tier[:40], count=len(tier), most=TIER_LENGTH))
        rows = holding.get(actor, [])
        if [row.tier for row in rows] != [tier] and not (tier == OUT and not rows):
            edits += _move(coalition, actor, rows, tier, day, _until(view, coalition, actor, day))
    return edits


def _move(coalition: str, actor: str, rows: Sequence[MemberOfCoalition], tier: str, day: dt.date, until: str) -> list[Edit]:
    """Return the edits for one actor: what held before ends, and the new place begins with the end and marking that the old one had."""
    edits: list[Edit] = []
    in_place = False
    for row in rows:
        name = identity(row)
        if row.start is not None and row.start.first >= day:
            keep = tier != OUT and not in_place
            edits.append(Edit("coalitions", "change", name, {"tier": tier}) if keep else Edit("coalitions", "remove", name))
            in_place = in_place or keep
        else:
            edits.append(Edit("coalitions", "change", name, {"end": (day - dt.timedelta(days=1)).isoformat()}))
    if tier != OUT and not in_place:
        old = rows[-1] if rows else None
        given = {"end": str(old.end or ""), "marking": old.marking} if old else {"end": until}
        values = {"coalition": coalition, "actor": actor, "tier": tier, "start": day.isoformat(), **given}
        edits.append(Edit("coalitions", "add", "", {name: text for name, text in values.items() if text}))
    return edits


def new_name(request: PageRequest, typed: str) -> str:
    """Return the name of a new coalition as other tables name it: without blanks. A reader gets its words apart again."""
    name = _APART.sub("_", typed).strip("_")
    if not name or not name.isprintable():
        raise WrongUse(Message("page-coalitions.bad-name", found=typed))
    named = coalition_names(request.view).values()
    words = words_of_id(name).casefold()
    if any(words in {words_of_id(one.id).casefold(), *(say(one, lang).casefold() for lang in LANGUAGES)} for one in named):
        raise WrongUse(Message("page-coalitions.name-taken", name=words_of_id(name)))
    return name


def meant_actor(request: PageRequest, typed: str) -> str:
    """Return the actor that is meant by an id or a name in either language."""
    wanted, names = typed.strip(), names_of(request.view, "actors")
    if wanted in names:
        return wanted
    sort_key = collation_key(wanted)[0]
    matches = {i for i, label in names.items() if sort_key and sort_key in (collation_key(say(label, lang))[0] for lang in LANGUAGES)}
    if len(matches) != 1:
        raise WrongUse(Message("page-coalitions.no-actor", found=wanted[:80]))
    return matches.pop()


def _reason(request: PageRequest, coalition: str, edits: Sequence[Edit], wanted: Mapping[str, str]) -> Message:
    """Return what was done, for the history: of one actor its name and place, of several how many."""
    names = names_of(request.view, "actors")
    moved = {edit.values["actor"] for edit in edits if "actor" in edit.values} or set(wanted)
    changed = [actor for actor in wanted if actor in moved]
    called = say(coalition_named(request.known, coalition), request.lang)
    if len(changed) != 1:
        return Message("page-coalitions.reason-many", count=len(edits), coalition=called)
    tier = tier_read(wanted[changed[0]])
    label: Any = say(names.get(changed[0], changed[0]), request.lang)
    place = Message("page-coalitions.tier.out") if tier == OUT else tier_label(tier)
    return Message("page-coalitions.reason-one", actor=label, place=place, coalition=called)


def _until(view: Content, coalition: str, actor: str, day: dt.date) -> str:
    """Return the day before the actor's next membership begins, where there is a later one."""
    starts = [r.start.first for r in standing(view.coalitions) if r.coalition == coalition and r.actor == actor and r.start]
    later = [start for start in starts if start > day]
    return (min(later) - dt.timedelta(days=1)).isoformat() if later else ""


def _is_left(view: Content, coalition: str, edits: Sequence[Edit]) -> bool:
    """Whether anything of a coalition is there after the edits."""
    gone = {edit.row for edit in edits if edit.do == "remove"}
    return any(edit.do == "add" for edit in edits) or any(identity(r) not in gone for r in view.coalitions if r.coalition == coalition)


def _for_board(request: PageRequest, saved: str | HttpResponse, back: str) -> str | HttpResponse:
    """Return what a save gave; where a part of the page was asked for, what is no board takes the place of the whole."""
    if not getattr(request.http, "htmx", False):
        return saved
    if isinstance(saved, HttpResponse):
        saved["HX-Reselect"], saved["HX-Retarget"], saved["HX-Reswap"] = "unset", "#main", "innerHTML"
    elif back == request.href("coalitions"):
        return HttpResponse(headers={"HX-Redirect": back})
    return saved

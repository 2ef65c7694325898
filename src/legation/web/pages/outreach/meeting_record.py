"""The record of a meeting in the browser: what was said, and each answer and promise confirmed or left out before all is saved as one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from legation.dossier.meeting_record import ANSWER, MEETING, PROMISE, MeetingRecord
from legation.dossier.problem import Problem, problem
from legation.errors import DossierError
from legation.figures.figure import Named
from legation.language import Message, Spoken, say
from legation.questions import Case
from legation.web.forms.row_form import RowField, edits_of, form_for, next_of, row_of
from legation.web.forms.saving import save_edits
from legation.web.runs.question_form import case_for
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["RecordForm"]

TEMPLATE = "pages/meeting_record.html"
_TALK = "talk."
_WHO = ("actor", "date", "place", "channel", "level", "requested_by", "by", "participants")
_SAID = ("points",)
_NEXT = ("next_step", "due")
_ITEMS = (("answer", "engagements", ANSWER, 3), ("promise", "commitments", PROMISE, 4))
"""What may be confirmed: name, table, columns, how many a form has."""
_STATES = ("", "confirmed", "left")
_NONE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm:
    """An answer or a promise: its fields, and whether the person confirms it.

    Attributes
    ----------
    state : {"", "confirmed", "left"}
    error : Message or None
        Where it is filled and the person has not said which.
    is_filled : bool
    """

    key: str
    number: int
    fields: tuple[RowField, ...]
    state: str
    error: Spoken | None
    is_filled: bool


@dataclass(frozen=True, kw_only=True)
class RecordForm(Page):
    """The form.

    Attributes
    ----------
    row : str
        The row that planned the meeting; empty where nobody planned it.
    subject : Named or None
        Whom the meeting was with, where a row planned it.
    """

    row: str
    subject: Named | None
    base: str
    reason: str
    who: tuple[RowField, ...]
    said: tuple[RowField, ...]
    step: tuple[RowField, ...]
    answers: tuple[ItemForm, ...]
    promises: tuple[ItemForm, ...]
    errors: tuple[Problem, ...]


@page("dossiers/<slug:slug>/engagement/record", name="engagement.record", template=TEMPLATE, action="edit", cached=True)
def new(request: PageRequest) -> RecordForm:
    """Return the form: ``?row=`` is the row that planned the meeting, ``?actor=`` whom it was with where none did."""
    plan = _plan(request, request.query.get("row", ""))
    values = {} if plan else {f"{_TALK}date": request.today.isoformat(), f"{_TALK}actor": request.query.get("actor", "")[:200]}
    return _form(request, plan, values)


@action("dossiers/<slug:slug>/engagement/record/save", name="engagement.record.save", action="edit")
def save(request: PageRequest) -> str | HttpResponse:
    """Save the meeting and what is confirmed of it as one revision; nothing while an item is neither confirmed nor left out."""
    plan = _plan(request, request.form.get("row", ""))
    sent = {str(name): str(text) for name, text in request.form.items()}
    record = _record(request, plan)
    states = {item.key: _state(sent, _place(request, item.key)) for item in record.items}
    undecided = [key for key, state in states.items() if not state]
    problems = _missing(record, plan)
    if undecided or problems:
        waiting = {_place(request, key) for key in undecided}
        return show(request, _form(request, plan, sent, problems, waiting=waiting), TEMPLATE, status=422)
    confirmed = [key for key, state in states.items() if state == "confirmed"]
    edits = record.edits(request.view, confirmed)
    words = sent.get("reason", "").strip()[:500] or Message(
        "page-engagement.record.reason", actor=say(case_for(request).named(record.actor), request.lang), count=len(confirmed)
    )
    try:
        target = next_of(request, request.href("engagement"))
        return save_edits(request, [edit for _, edit in edits], next=target, reason=words, base=sent.get("base"))
    except DossierError as error:
        numbers = {_place(request, key): number for number, (key, _) in enumerate(edits, 1) if key != MEETING}
        merged = {_place(request, key): 1 for key in confirmed if _place(request, key) not in numbers}
        return show(request, _form(request, plan, sent, error.problems, numbers={**merged, **numbers}), TEMPLATE, status=422)


def _plan(request: PageRequest, row: str) -> str:
    """Return the row that planned the meeting, as it was sent; it must be one that the person sees."""
    if row and row_of(request, "engagements", row) is None:
        raise Http404
    return row


def _record(request: PageRequest, plan: str) -> MeetingRecord:
    """Return what was sent as a record; places that are empty are none of its items."""
    (facts, *_) = edits_of(request, "engagements", row=plan, prefix=_TALK) or (None,)
    values = dict(facts.values) if facts else {}
    actor = values.pop("actor", "") or (row_of(request, "engagements", plan).actor if plan else "")
    items = {name: tuple(cells for _, cells in _filled(request, name)) for name, *_ in _ITEMS}
    return MeetingRecord(actor=actor, plan=plan, facts=values, answers=items["answer"], promises=items["promise"])


def _filled(request: PageRequest, name: str) -> Iterable[tuple[str, Mapping[str, str]]]:
    """Yield the places of the form in which an answer, or a promise, says something, with its cells."""
    _, table, _, most = next(one for one in _ITEMS if one[0] == name)
    for number in range(1, most + 1):
        (edit,) = edits_of(request, table, prefix=f"{name}-{number}.")
        if any(text for column, text in edit.values.items() if column != "direction"):
            yield f"{name}-{number}", edit.values


def _place(request: PageRequest, key: str) -> str:
    """Return the place of the form in which an item stands: a person may leave the first one empty and fill the second."""
    name, _, number = key.partition("-")
    return [place for place, _ in _filled(request, name)][int(number) - 1]


def _state(sent: Mapping[str, str], place: str) -> str:
    state = sent.get(f"{place}.state", "")
    return state if state in _STATES else ""


def _missing(record: MeetingRecord, plan: str) -> list[Problem]:
    """Return what a record must say and does not: with whom, and when."""
    needed = {"actor": (record.actor, "actors.csv: id"), "date": (record.facts.get("date", "x" if plan else ""), "YYYY-MM-DD")}
    return [problem("required", "engagements.csv", 1, name, allowed=allowed) for name, (given, allowed) in needed.items() if not given]


def _form(
    request: PageRequest,
    plan: str,
    values: Mapping[str, str],
    problems: Iterable[Problem] = (),
    *,
    waiting: Iterable[str] = (),
    numbers: Mapping[str, int] | None = None,
) -> RecordForm:
    problems, waiting, numbers = tuple(problems), frozenset(waiting), numbers or {}
    case: Case = case_for(request)
    only = (*(_WHO[1:] if plan else _WHO), *_SAID, *_NEXT)
    talk = form_for(request, "engagements", plan or None, values, problems, only, prefix=_TALK, number=1)
    by_name = {one.name.removeprefix(_TALK): one for one in talk.fields}
    items: dict[str, list[ItemForm]] = {name: [] for name, *_ in _ITEMS}
    errors = list(talk.errors)
    for name, table, columns, most in _ITEMS:
        for number in range(1, most + 1):
            key = f"{name}-{number}"
            made = form_for(request, table, None, values, problems, columns, prefix=f"{key}.", number=numbers.get(key, _NONE))
            fields = tuple(dataclasses.replace(one, versions=()) for one in made.fields)  # one language is enough
            filled = any(one.value or any(choice.chosen for choice in one.choices) for one in fields if not one.name.endswith(".direction"))
            items[name].append(
                ItemForm(
                    key=key,
                    number=number,
                    fields=fields,
                    state=_state(values, key),
                    error=Message("page-engagement.record.undecided") if key in waiting else None,
                    is_filled=filled,
                )
            )
    planned = row_of(request, "engagements", plan) if plan else None
    return RecordForm(
        title=Message("page-engagement.record.title"),
        row=plan,
        subject=case.named(planned.actor) if planned is not None else None,
        base=talk.base,
        reason=values.get("reason", ""),
        who=tuple(by_name[name] for name in _WHO if name in by_name),
        said=tuple(by_name[name] for name in _SAID),
        step=tuple(by_name[name] for name in _NEXT),
        answers=tuple(items["answer"]),
        promises=tuple(items["promise"]),
        errors=tuple(dict.fromkeys(errors)),
    )

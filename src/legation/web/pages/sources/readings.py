"""The passages that wait to be read: a person says whom each blames, or that it blames nobody; and an incident that a person names."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils.text import slugify

from legation.dossier import Evidence
from legation.dossier.edit import Edit, known_from
from legation.dossier.problem import Problem
from legation.dossier.tables.labels import choice_word
from legation.errors import DossierError, WrongUse
from legation.language import Message, say
from legation.methods.progress import silent
from legation.methods.text.blame import FEWEST, NO_MISTAKES, TARGETS, Blame, blame_shares, language_of
from legation.questions import Case
from legation.questions.debate.blame import AREA, Debate, Passage, debate, key_of, text_of
from legation.questions.incident.texts import incidents, proper
from legation.sources.capture.isolation import Words
from legation.sources.stix import Incidents, encode
from legation.web.forms.row_field import RowField
from legation.web.forms.row_form import add_href, edits_of, form_for, typed
from legation.web.forms.saving import number_of, save_content, save_edits
from legation.web.pages.sources.binding import Binding, BindingSource, passage_in, sentences_of, source_of
from legation.web.site.as_of import AsOfPage, known_case, later, same_day
from legation.web.site.listing import FilterChoice
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, page, show
from legation.web.site.values import parse_int
from legation.web.stores.captures import texts as reading

__all__ = [
    "TEMPLATE",
    "ReadingsPage",
    "href_of",
    "page_of",
]


TEMPLATE = "pages/readings.html"
AROUND = 400
"""Characters of the text that are shown before and after a passage."""
MOST = 6
"""Readings that one passage may get at once."""
_REQUIRED = ("target", "stance", "cause", "holder")


@dataclass(frozen=True, slots=True)
class PassageStretch:
    """A stretch of a text: of the passage itself, marked where somebody may be blamed."""

    text: str
    own: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPassage:
    """A passage with its text around, what is offered, and the fields of each reading of it.

    Attributes
    ----------
    offered : list of Message
        What may be shown as it was read; empty where the person chooses without.
    fields : list of list of RowField
        Of each reading; the last is empty, for one more.
    """

    text: str
    lang: str
    stretches: list[PassageStretch]
    sources: list[BindingSource]
    offered: list[Message]
    fields: list[tuple[RowField, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """How often a target is blamed in what was read; with its share and interval where there are enough."""

    target: Any
    count: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class ReadingsPage(AsOfPage):
    """The passages on an incident.

    Attributes
    ----------
    incident, called : str
        NAME of the incident, and what a reader knows it as; empty where the dossier holds none.
    read, waiting, blaming, texts, aside : int
        Passages that were read and that wait; those that blame somebody; texts about the incident, and about none.
    elsewhere : list of Source
        Texts about no incident of the dossier, each with the address at which it is bound to this one.
    binding : Binding or None
        The text that is about to be bound; the passage that waits is not shown beside it.
    at : int
        Which of those that wait is shown, from 1.
    fewest : int
        Passages that blame somebody from which on shares are given.
    """

    incidents: list[FilterChoice]
    incident: str
    called: str
    texts: int
    aside: int
    elsewhere: list[BindingSource]
    beyond: int
    foreign: int
    read: int
    waiting: int
    blaming: int
    at: int
    passage: WaitingPassage | None
    binding: Binding | None
    shares: list[ShareLine]
    fewest: int
    base: str
    save: str
    skip: str
    by_hand: str
    rows: str
    ask: str
    name_incident: str
    add: str
    bring: str
    back: str
    error: Any = None
    problems: tuple[Problem, ...] = ()


@page("dossiers/<slug:slug>/evidence/readings", name="evidence.readings", template=TEMPLATE, action="edit", cached=True)
def readings(request: PageRequest) -> ReadingsPage:
    """Return the passage that waits at place ``?at=`` on the incident ``?incident=``, or the text ``?text=`` to bind, and what was read."""
    query = request.query
    return page_of(request, known_case(request), query.get("incident", ""), parse_int(query.get("at"), 1), binding=query.get("text", ""))


@action("dossiers/<slug:slug>/evidence/readings/save", name="evidence.readings.save", action="edit")
def save(request: PageRequest) -> str | HttpResponse:
    """Write what a person read in a passage; where somebody else read it meanwhile, say so and write nothing."""
    case = Case(dossier=request.view, today=request.today)
    name, text, at = request.form.get("incident", ""), request.form.get("passage", ""), parse_int(request.form.get("at"), 1)
    target, binding = href_of(request, name, at), request.form.get("text", "")
    debate = _debate(case, name)
    key = key_of(text)
    if binding in debate.elsewhere and not key:
        error = Message("page-readings.choose-sentence")
        return show(request, page_of(request, case, name, at, key=key, binding=binding, error=error), TEMPLATE, status=422)
    if binding in debate.elsewhere:
        passage = passage_in(binding, _text(case, binding), text)
    else:
        passage = next((one for one in debate.waiting if key_of(one.text) == key), None)
    if passage is None or debate.incident is None:
        if not any(key_of(one.text) == key for one in debate.heard):
            raise WrongUse(Message("page-readings.gone"))
        messages.warning(request.http, say(Message("page-readings.meanwhile"), request.lang))
        return target
    edits = _edits(request, debate.incident.name, passage)
    if not edits:
        error = Message("page-readings.choose")
        return show(request, page_of(request, case, name, at, key=key, binding=binding, error=error), TEMPLATE, status=422)
    try:
        return save_edits(request, edits, next=target, base=request.form.get("base"))
    except DossierError as error:
        again = page_of(request, case, name, at, key=key, binding=binding, problems=error.problems)
        return show(request, again, TEMPLATE, status=422)


def _edits(request: PageRequest, incident: str, passage: Passage) -> list[Edit]:
    """Return the rows that the form asks for; two persons who read one passage at once make the same rows, so that neither is lost."""
    stem = f"reading-{hashlib.sha256(f'{incident}|{key_of(passage.text)}'.encode()).hexdigest()[:12]}"
    same = {"evidence": " ".join(passage.rows), "incident": incident, "passage": passage.text}
    if request.form.get("do") == "reject":
        return [Edit("readings", "add", f"{stem}-1", {**same, "verdict": "rejected"})]
    sent = [dict(edit.values) for at in range(MOST) for edit in edits_of(request, "readings", prefix=f"{at}-")]
    said = [{name: cells[name] for name in _REQUIRED if name in cells} for cells in sent if cells.get("target") or cells.get("stance")]
    if any(not (cells.get("target") and cells.get("stance")) for cells in said):
        return []
    offered = {(one.target, one.stance) for one in passage.offered}
    same_as_offered = not offered or {(cells["target"], cells["stance"]) for cells in said} == offered
    verdict = "confirmed" if same_as_offered else "corrected"
    return [Edit("readings", "add", f"{stem}-{at}", {**same, **cells, "verdict": verdict}) for at, cells in enumerate(said, start=1)]


def _pdf(data: bytes) -> Words:
    """Return the text of a PDF, read once for the whole site."""
    return Words(reading.text_of(data, "a.pdf").text)


def _debate(case: Case, name: str) -> Debate:
    return debate(case, silent, name, _pdf)


def _text(case: Case, row: str) -> str:
    return text_of(case, next(one for one in case.dossier.evidence if one.id == row), _pdf)


def href_of(request: PageRequest, incident: str, at: int = 1, binding: str = "") -> str:
    """Return the address of the page at an incident, a passage that waits, or a text that is to be bound; at the day of this page."""
    given = {"incident": incident, "at": str(at) if at > 1 else "", "text": binding, "as_of": request.query.get("as_of", "")}
    query = urlencode({name: value for name, value in given.items() if value})
    return request.href("evidence.readings") + (f"?{query}" if query else "")


def page_of(
    request: PageRequest,
    case: Case,
    name: str,
    at: int,
    *,
    key: str = "",
    binding: str = "",
    error: Any = None,
    problems: tuple[Problem, ...] = (),
) -> ReadingsPage:
    """Return the page; of a form that is shown again, the passage is found by its ``key`` and the fields hold what was typed."""
    debate = _debate(case, name)
    incident = debate.incident
    there = [key_of(one.text) for one in debate.waiting]
    number = there.index(key) + 1 if key in there else min(max(at, 1), max(len(there), 1))
    passage = debate.waiting[number - 1] if debate.waiting else None
    own, here = incident.name if incident else "", href_of(request, incident.name if incident else "", number)
    every = sorted((*debate.others, incident), key=lambda one: one.name) if incident and debate.others else []
    sent, rows = typed(request) if error or problems else {}, {row.id: row for row in case.dossier.evidence}
    bound = rows[binding] if incident and binding in debate.elsewhere else None
    return ReadingsPage(
        title=Message("page-readings.title"),
        incidents=[FilterChoice(one.name, one.called, 0, href_of(request, one.name), one.name == own) for one in every],
        incident=own,
        called=incident.called if incident else "",
        texts=debate.texts,
        aside=debate.aside,
        elsewhere=[source_of(request, case, rows[id_], href_of(request, own, binding=id_)) for id_ in debate.elsewhere],
        beyond=debate.beyond,
        foreign=debate.foreign,
        read=len(debate.heard),
        waiting=len(debate.waiting),
        blaming=sum(bool(one.sentence.blamed) for one in debate.heard),
        at=number,
        passage=_waiting(request, case, passage, sent) if passage and bound is None else None,
        binding=_binding(request, case, own, bound, sent) if bound is not None else None,
        shares=_shares(debate),
        fewest=FEWEST,
        base=str(request.form.get("base") or request.dossier.head),
        save=same_day(request, request.href("evidence.readings.save")),
        skip=href_of(request, own, number + 1) if number < len(there) else "",
        by_hand=add_href(request, "readings", back=here, incident=own) if own else "",
        rows=request.href("rows", table="readings"),
        ask=request.href("questions.one", question=AREA),
        name_incident=same_day(request, request.href("evidence.readings.incident")),
        add=request.href("evidence.add"),
        bring=request.href("import"),
        back=request.href("evidence"),
        error=error,
        problems=problems,
        **later(request, "evidence", "readings"),
    )


def _shares(debate: Debate) -> list[ShareLine]:
    shares = blame_shares([one.sentence for one in debate.heard], mistakes=NO_MISTAKES)
    if shares.share is None or shares.low is None or shares.high is None:
        ends: list[tuple[float | None, ...]] = [(None, None, None)] * len(TARGETS)
    else:
        ends = [tuple(map(float, three)) for three in zip(shares.share, shares.low, shares.high, strict=True)]
    lines = [
        ShareLine(target=choice_word("readings", "target", target), count=int(shares.count[at]), share=share, low=low, high=high)
        for at, (target, (share, low, high)) in enumerate(zip(TARGETS, ends, strict=True))
    ]
    return [line for line in lines if line.count]


def _waiting(request: PageRequest, case: Case, passage: Passage, sent: dict[str, str]) -> WaitingPassage:
    rows = {row.id: row for row in case.dossier.evidence}
    given = [_cells(one) for one in passage.offered] if passage.sure else [{}]
    given = [*given[: MOST - 1], {}]
    return WaitingPassage(
        text=passage.text,
        lang=passage.lang,
        stretches=_stretches(text_of(case, rows[passage.rows[0]], _pdf), passage),
        sources=[source_of(request, case, rows[i]) for i in passage.rows],
        offered=[_offered(one) for one in passage.offered] if passage.sure else [],
        fields=_fields(request, given, sent),
    )


def _binding(request: PageRequest, case: Case, incident: str, row: Evidence, sent: dict[str, str]) -> Binding:
    text = text_of(case, row, _pdf)
    shown, beyond = sentences_of(text, request.form.get("passage", ""))
    return Binding(
        row=row.id,
        lang=language_of(text) or "",
        source=source_of(request, case, row),
        sentences=shown,
        beyond=beyond,
        by_hand=add_href(request, "readings", back=href_of(request, incident), incident=incident, evidence=row.id),
        back=href_of(request, incident),
        fields=_fields(request, [{}, {}], sent),
    )


def _fields(request: PageRequest, given: list[dict[str, str]], sent: dict[str, str]) -> list[tuple[RowField, ...]]:
    return [
        form_for(request, "readings", values={f"{at}-{k}": v for k, v in cells.items()} | sent, only=_REQUIRED, prefix=f"{at}-").fields
        for at, cells in enumerate(given)
    ]


def _cells(one: Blame) -> dict[str, str]:
    return {"target": one.target, "stance": one.stance, "cause": one.cause, "holder": "" if one.holder == "author" else one.holder}


def _offered(one: Blame) -> Message:
    words = {name: choice_word("readings", name, getattr(one, name)) for name in ("target", "stance", "cause")}
    holder = Message(f"{AREA}.author") if one.holder == "author" else one.holder
    return Message("page-readings.offered", holder=holder, **words)


def _stretches(text: str, passage: Passage) -> list[PassageStretch]:
    """Return the passage in the text around it, with the runs of characters marked in which somebody may be blamed."""
    whole_text, at = (text, text.find(passage.text)) if passage.text in text else (passage.text, 0)
    end = at + len(passage.text)
    cuts = sorted({0, len(passage.text), *(place for one in passage.offered for place in (one.start, one.end))})
    own = [
        PassageStretch(passage.text[a:b], own=True, marked=any(one.start <= a and b <= one.end for one in passage.offered))
        for a, b in itertools.pairwise(cuts)
    ]
    before = f"{'…' if at > AROUND else ''}{whole_text[max(0, at - AROUND) : at]}"
    after = f"{whole_text[end : end + AROUND]}{'…' if len(whole_text) > end + AROUND else ''}"
    return [one for one in (PassageStretch(before), *own, PassageStretch(after)) if one.text]


LONGEST = 120
"""Characters of a name."""


@action("dossiers/<slug:slug>/evidence/readings/incident", name="evidence.readings.incident", action="edit")
def named(request: PageRequest) -> str | HttpResponse:
    """Put an incident of this name into the dossier; a name that no text could be known by is refused."""
    name = " ".join(request.form.get("name", "").split())
    if not proper(name) or len(name) > LONGEST:
        case = Case(dossier=request.view, today=request.today)
        error = Message("page-readings.no-name", longest=LONGEST)
        return show(request, page_of(request, case, request.form.get("incident", ""), 1, error=error), TEMPLATE, status=422)
    base = number_of(request.form.get("base"), request)
    begun = request.seen_at(base)
    day = f"{known_from(begun, request.today).isoformat()}T00:00:00.000Z"
    one = {"type": "incident", "spec_version": "2.1", "id": f"incident--{uuid.uuid4()}", "created": day, "modified": day, "name": name}
    taken = {there.name for there in incidents(request.view)}
    stem = slugify(name)[:60] or "incident"
    free = next(of for at in itertools.count(1) if (of := f"{stem}-{at}" if at > 1 else stem) not in taken)
    mine = dataclasses.replace(begun, files={**begun.files, f"incidents/{free}.json": encode(Incidents.of([one]))})
    return save_content(request, mine, base=base, next=href_of(request, free), reason=Message("page-readings.named", name=name))

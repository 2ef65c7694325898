"""Papers: the note, the book, the tally sheet of a roll call, the kit for a conversation; made in the background, kept, taken along."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from legation.briefing.notes.final import LONGEST, final_note
from legation.briefing.notes.mending import Lacking, lacking
from legation.briefing.notes.registry import find_note
from legation.briefing.notes.usage import READERS
from legation.briefing.papers.explanation import refusal
from legation.dossier import MARKINGS, as_date, standing
from legation.dossier.kind import Reference
from legation.dossier.parts import brief_settings
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Message, Spoken, say
from legation.questions import Case, questions
from legation.questions.situations import situation_of
from legation.web.forms.picker import LISTED as FEW
from legation.web.forms.picker import Picker
from legation.web.forms.row_field import ids_of, picker_of
from legation.web.forms.row_form import leading_back
from legation.web.forms.saving import number_of, save_content
from legation.web.pages.answers.questions import RunLine, run_lines
from legation.web.runs.access import newest_of, of_dossier
from legation.web.runs.computation import submit
from legation.web.runs.files import EXPLANATIONS, FORMATS, SKELETONS, TEMPLATE_PART
from legation.web.runs.question_form import case_for, choices_of
from legation.web.site.doors import door_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["Papers"]

PAPERS = ("note", "brief", "tally", "kit")
_OF_KIT = {"meeting": ("actor",), "lines": ("actor", "issue"), "record": ("engagement",)}
"""Papers on a conversation that a run of a kit writes, with what each is about."""
_FILLED = ("kind", "actor", "rollcall", "sheet")
"""What the address of the page may fill in."""
_NEEDED = {"kit": "actor", "meeting": "actor", "record": "engagement"}
SHEETS = {"corridor": {"paper": "a4"}, "corridor-a3": {"paper": "a3"}, "room": {"form": "room"}}
"""The forms of the tally sheet, with what a run says of each."""
LISTED = 40
_CARDS = {
    "tally": ("rollcall",),
    "explanation": ("actor", "rollcall"),
    "kit": ("actor", "rollcall"),
    "meeting": ("actor",),
    "lines": ("actor", "issue"),
}
"""What each card chooses."""
_PLACES = {"actor": "actors", "rollcall": "rollcalls", "issue": "issues"}
_UNSET = {
    ("explanation", "actor"): Message("page-briefs.explanation-as-dossier"),
    ("lines", "actor"): Message("page-briefs.everybody"),
    ("lines", "issue"): Message("page-briefs.any-issue"),
}
"""What it means to choose nothing, where that is not to be chosen yet."""


@dataclass(frozen=True, kw_only=True)
class BriefSection:
    """A question that a brief may answer."""

    id: str
    title: Message
    chosen: bool
    available: bool


@dataclass(frozen=True, kw_only=True)
class PaperChoice:
    """A field of a card in which one thing of a place is chosen: of few in a list, of many by words.

    Attributes
    ----------
    id, name : str
    label, unset : Message
        What it is called, and what it means to leave it empty.
    choices : list of (str, str)
        Of few; of many empty.
    pick : Picker or None
        Of many.
    chosen : str
    error : Spoken or None
    """

    id: str
    name: str
    label: Message
    unset: Message
    choices: list[tuple[str, str]]
    pick: Picker | None
    chosen: str
    error: Spoken | None


@dataclass(frozen=True, kw_only=True)
class Papers(Page):
    """The forms of the papers, and those that were made.

    Attributes
    ----------
    situation : Message
        What the note is about, and why it is that.
    lacks : list of str
        The fields of ``[brief]`` without which it is a paper that informs.
    longest : int
        Signs that the reason of a final note has at most.
    to_do : list of (Message, str)
        What the desk should mend before the note goes out, and the page on which; empty: the person may not write there.
    form : str
        The page on which they are given; empty where the person may not.
    fields : mapping
        What each card chooses, by card and name: ``kit_actor``.
    markings : list of str
        Up to which rows may go into a paper: from the dossier's own marking to the highest that the person sees.
    meetings : list of (str, Message)
        Rows of engagements that took place, the newest first, of which a record can be written.
    has_template : bool
        Whether the dossier holds a Word template, which papers in Word then follow.
    given : mapping
        What a form was sent with, where something in it is wrong.
    errors : mapping
        What is wrong, by field.
    """

    readers: list[str]
    situation: Message
    lacks: list[str]
    form: str
    longest: int
    to_do: list[tuple[Message, str]]
    sections: list[BriefSection]
    languages: list[str]
    markings: list[str]
    fields: Mapping[str, PaperChoice]
    meetings: list[tuple[str, Spoken]]
    formats: list[str]
    has_template: bool
    may_edit: bool
    base: int
    skeletons: list[str]
    explanations: list[str]
    sheets: list[str]
    as_of: Any
    made: list[RunLine]
    given: Mapping[str, Any]
    errors: Mapping[str, Spoken]


def _cache_key(request: PageRequest) -> Hashable:
    """Return the papers that were made, as far as the page depends on them."""
    return newest_of(request, PAPERS, limit=LISTED, mine=not request.may("edit"))


@page("dossiers/<slug:slug>/briefs", name="briefs", template="pages/briefs.html", action="export", cached=_cache_key)
def papers(request: PageRequest) -> Papers:
    """Return the forms and the papers that the person may see.

    ``?actor=`` fills in with whom a meeting is prepared; with ``?kind=`` what is given fills in the card of that paper.
    """
    filled = {name: request.query[name][:200] for name in _FILLED if request.query.get(name)}
    if not filled:
        return _papers(request, {}, {})
    return _papers(request, {"kind": "meeting", **filled, "langs": [request.lang], "formats": [*FORMATS]}, {})


@action("dossiers/<slug:slug>/briefs/<slug:kind>/make", name="briefs.make", action="export")
def make(request: PageRequest, kind: str) -> str | HttpResponse:
    """Have a paper made."""
    form = request.form
    errors: dict[str, Spoken] = {}
    langs = [lang for lang in LANGUAGES if lang in form.getlist("langs")] or [request.lang]
    marking = form.get("marking", "") or _markings(request)[0]
    if kind not in (*PAPERS, *_OF_KIT):
        raise WrongUse(Message("page-briefs.unknown-paper", found=kind, allowed=(*PAPERS, *_OF_KIT)))
    if marking not in _markings(request):
        errors["marking"] = Message("page-briefs.marking-not-allowed", found=marking[:40], allowed=tuple(_markings(request)))
        marking = _markings(request)[0]
    audience = "partner" if request.scope.audience == "partner" else "desk"  # the mandate is in no paper that goes out of the house
    options = {"langs": " ".join(langs), "as_of": _day(form.get("as_of", ""), errors), **_layout(request, errors)}
    if kind == "note":
        options |= _note(request, options["as_of"], marking, audience, errors)
    elif kind == "brief":
        chosen = [name for name, question in questions().items() if name in form.getlist("sections") and not question.private]
        options["sections"] = " ".join(chosen)
        if not chosen:
            errors["sections"] = Message("page-briefs.no-section")
    elif not errors:
        if kind == "tally":
            options |= _sheet(form.get("sheet", "") or "corridor", errors)
        options |= _about(request, kind, options["as_of"], errors)
    if errors:
        given = {name: form.getlist(name) if name in ("sections", "langs", "formats") else form.get(name) for name in form}
        return show(request, _papers(request, {**given, "kind": form.get("card", "") or kind}, errors), "pages/briefs.html", 422)
    run = submit(
        request, "kit" if kind in _OF_KIT else kind, "", options, dataclasses.replace(request.scope, marking=marking, audience=audience)
    )
    return leading_back(request, request.href("runs.one", number=run.pk))


def _note(request: PageRequest, as_of: str, marking: str, audience: str, errors: dict[str, Spoken]) -> dict[str, str]:
    """Return for whom a note is, the questions that feed it, and whether it is final, with the reason that it then may need."""
    reader = request.form.get("reader", "") or READERS[0]
    if reader not in READERS:
        errors["reader"] = Message("page-briefs.unknown-reader", found=reader[:40], allowed=READERS)
    final: dict[str, str] = {}
    if request.form.get("final"):
        try:
            seen = case_for(request, as_of)
            seen = dataclasses.replace(seen, dossier=seen.dossier.cleared(marking, audience))
            typed = request.form.get("reason", "")[:400]
            final_note(seen, typed)
            final = {"final": "yes", "reason": " ".join(typed.split())}
        except WrongUse as error:
            errors["reason"] = error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error))
    return {"reader": reader, "sections": " ".join(find_note(situation_of(case_for(request)).situation.id).questions), **final}


def _sheet(found: str, errors: dict[str, Spoken]) -> dict[str, str]:
    """Return what a run says of a form of the tally sheet."""
    if found not in SHEETS:
        errors["sheet"] = Message("page-questions.bad-option", found=found[:40], allowed=" | ".join(SHEETS))
    return SHEETS.get(found, {})


def _about(request: PageRequest, kind: str, as_of: str, errors: dict[str, Spoken]) -> dict[str, str]:
    """Return what a tally sheet or a kit is about."""
    case = case_for(request, as_of)
    titles: dict[str, str] = {}
    wanted = {"tally": ("rollcall",), "kit": ("rollcall", "actor", "skeleton"), **_OF_KIT}[kind]
    if kind in _OF_KIT:
        titles["paper"] = kind
    for name in wanted:
        text = request.form.get(name, "").strip()[:200]
        if not text:
            continue
        if name == "skeleton":
            if text in (*SKELETONS, *EXPLANATIONS):
                titles[name] = text
            continue
        if name == "engagement":
            if any(text == row for row, _ in _meetings(case)):
                titles[name] = text
            continue
        try:
            titles[name] = case.reference(_PLACES[name], ids_of(request, "engagements", Reference((_PLACES[name],)), [text]))
        except WrongUse as error:
            errors[name] = error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error))
    if titles.get("skeleton") in EXPLANATIONS and not errors:
        refused = refusal(case, titles.get("rollcall", ""), titles.get("actor", ""))
        errors |= {"actor": refused} if refused else {}
        titles["paper"] = "explanation"
    needed = _NEEDED.get(kind, "")
    if needed and not titles.get(needed) and not titles.get("skeleton") and needed not in errors:
        errors[needed] = Message(f"page-briefs.no-{needed}")
    return titles


def _layout(request: PageRequest, errors: dict[str, Spoken]) -> dict[str, str]:
    """Return in which formats a paper is made, where not in all, and by which template of the dossier."""
    sent = request.form.getlist("formats")
    chosen = [name for name in FORMATS if name in sent] if sent else [*FORMATS]
    if not chosen:
        errors["formats"] = Message("page-briefs.no-format", allowed=FORMATS)
    own = request.revision.parts.get(TEMPLATE_PART, "")
    formats = {"formats": " ".join(chosen)} if len(chosen) < len(FORMATS) else {}
    return {**formats, **({"template": own} if own and "docx" in chosen else {})}


def _meetings(case: Case) -> list[tuple[str, Spoken]]:
    """Return the talks that took place, the newest first, each as actor and day."""
    rows = [row for row in standing(case.dossier.engagements) if row.date and row.channel != "other" and not row.is_unanswered]
    rows.sort(key=lambda row: (row.date.last if row.date else dt.date.min, row.id), reverse=True)
    return [(row.id, Message("page-briefs.meeting-of", actor=case.named(row.actor), date=row.date)) for row in rows[:LISTED]]


@action("dossiers/<slug:slug>/briefs/template", name="briefs.template", action="edit")
def keep_template(request: PageRequest) -> str | HttpResponse:
    """Keep a Word template with the dossier, without what runs or fetches in it, or take the one that is there away."""
    from legation.briefing.docx.template import LARGEST, read_template

    base = number_of(request.form.get("base"), request)
    seen = request.seen_at(base)
    files = {name: data for name, data in seen.files.items() if name != TEMPLATE_PART}
    if not request.form.get("remove"):
        sent = request.http.FILES.get("template")
        try:
            own = read_template(sent.read(LARGEST + 1) if sent else b"")
        except CannotRead as error:
            wrong = error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error))
            return show(request, _papers(request, {}, {"template": wrong}), "pages/briefs.html", 422)
        files[TEMPLATE_PART] = own.data
        for note in own.notes:
            messages.info(request.http, say(note, request.lang))
    reason = Message("page-briefs.template-removed" if request.form.get("remove") else "page-briefs.template-reason")
    return save_content(request, dataclasses.replace(seen, files=files), base=base, next=request.href("briefs"), reason=reason)


def _fields(request: PageRequest, case: Case, given: Mapping[str, Any], errors: Mapping[str, Spoken]) -> dict[str, PaperChoice]:
    """Return what each card chooses; what was given stands in the card that was sent."""
    of_dossier = str(case.info.parameters.get("rollcall") or "")
    vote = Message("page-questions.default.dossier", value=of_dossier) if of_dossier else Message("page-questions.default.question")
    unset = {"actor": Message("page-briefs.choose"), "rollcall": vote}
    few = {name: choices_of(case, place, request.lang) for name, place in _PLACES.items() if len(case.dossier.rows(place)) <= FEW}
    fields = {}
    for card, names in _CARDS.items():
        sent = given if given.get("kind") == card else {}
        for name in names:
            chosen, empty = str(sent.get(name) or ""), _UNSET.get((card, name)) or unset[name]
            fields[f"{card}_{name}"] = PaperChoice(
                id=f"{card}-{name}",
                name=name,
                label=Message("page-briefs.explanation-us" if (card, name) == ("explanation", "actor") else f"page-briefs.{name}"),
                unset=empty,
                choices=few.get(name, []),
                pick=None if name in few else picker_of(request, name, (_PLACES[name],), [chosen] if chosen else [], empty=empty),
                chosen=chosen,
                error=errors.get(name) if sent else None,
            )
    return fields


def _papers(request: PageRequest, given: Mapping[str, Any], errors: Mapping[str, Spoken]) -> Papers:
    case = case_for(request)
    settings = brief_settings(case.info.brief)
    brief = case.info.brief.get("sections") or list(questions())
    own = {str(section.get("question", "")) if isinstance(section, Mapping) else str(section) for section in brief}
    chosen = set(given.get("sections", own))
    sections = [
        BriefSection(id=q.id, title=q.title, chosen=q.id in chosen, available=all(len(getattr(case.dossier, table)) for table in q.needs))
        for q in questions().values()
        if not q.private
    ]
    return Papers(
        title=Message("page-briefs.title"),
        readers=list(READERS),
        situation=situation_of(case).reason,
        lacks=list(settings.lacks),
        form=request.href("settings.brief") if request.may("see-settings") else "",
        longest=LONGEST,
        to_do=[(one.message, _where(request, one)) for one in lacking(case)] if request.may("see-settings") else [],
        sections=sections,
        languages=list(LANGUAGES),
        markings=_markings(request),
        fields=_fields(request, case, given, errors),
        meetings=_meetings(case),
        formats=list(FORMATS),
        has_template=TEMPLATE_PART in request.revision.parts,
        may_edit=request.may("edit"),
        base=request.dossier.head,
        skeletons=list(SKELETONS),
        explanations=list(EXPLANATIONS),
        sheets=list(SHEETS),
        as_of=case.as_of,
        made=run_lines(request, of_dossier(request, PAPERS, limit=LISTED, mine=not request.may("edit"))),
        given=given,
        errors=errors,
    )


def _where(request: PageRequest, one: Lacking) -> str:
    """Return the page on which what a note lacks is written: a new row of a table, the place of a model, the form of the note."""
    if not request.may("edit"):
        return ""
    if one.model:
        return door_of(request, one.model)
    return request.href("rows.new", table=one.table) if one.table else request.href("settings.brief")


def _markings(request: PageRequest) -> list[str]:
    """Return the markings up to which rows may go into a paper, the lowest first.

    Below the dossier's own marking nothing is left of it, title included.
    """
    highest = MARKINGS.index(request.scope.marking)
    lowest = min(highest, MARKINGS.index(request.view.info.marking or MARKINGS[0]))
    return list(MARKINGS[lowest : highest + 1])


def _day(text: str, errors: dict[str, Spoken]) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        return as_date(text[:40]).isoformat()
    except ValueError:
        errors["as_of"] = Message("page-questions.bad-option", found=text[:40], allowed="YYYY-MM-DD")
        return ""

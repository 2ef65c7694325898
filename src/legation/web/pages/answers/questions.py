"""The questions of a dossier: which there are, the form of one, the asking, and which papers say what no longer stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from legation.dossier import TABLES, Dossier, as_date
from legation.dossier.kind import Reference
from legation.dossier.tables.forecasts import Contradiction, contradictions
from legation.language import Message, Spoken
from legation.questions import Case, Question, questions
from legation.questions.base.needs import Need, first_missing, missing_of, needs_of
from legation.questions.base.registry import ORDER, find_questions
from legation.questions.base.rollcall_lookup import rollcall_meant
from legation.questions.question import PURPOSES
from legation.web.access import AccessScope
from legation.web.forms.row_form import leading_back
from legation.web.runs import live_rooms
from legation.web.runs.access import lake_hash, lake_of, newest_of, of_dossier, run_of
from legation.web.runs.computation import submit
from legation.web.runs.models import Run
from legation.web.runs.question_form import OptionField, names_on, option_fields, option_words, read_options
from legation.web.site.doors import door_of
from legation.web.site.frame import is_shared
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int

__all__ = [
    "QuestionPage",
    "QuestionsPage",
    "RunLine",
    "contradicted_papers",
    "lacking_of",
    "run_lines",
]


_EVERY = "how-good-were-we"
"""The question whose answer prints every forecast."""


def contradicted_papers(view: Dossier, runs: Iterable[Run]) -> dict[int, list[Message]]:
    """Return by run of a paper what of it is contradicted since, as far as the person sees the forecasts and what came.

    A dossier that is frozen tells nothing that came after its day.
    """
    papers = [run for run in runs if run.kind != "question"]
    if not papers or not view.forecasts:
        return {}
    frozen = view.info.as_of
    contradicted = [one for one in contradictions(view) if one.on is not None and (frozen is None or one.on <= frozen.last)]
    sentences = {run.pk: [one.message() for one in contradicted if _printed_on(view, run, one)] for run in papers}
    return {number: said for number, said in sentences.items() if said}


def _printed_on(view: Dossier, run: Run, one: Contradiction) -> bool:
    """Whether a paper is of a day between that of a forecast and that of what came, and prints forecasts on its vote."""
    sealed, day = one.forecast.made_on or one.forecast.recorded, _day(view, run)
    request = str(run.options.get("rollcall") or view.info.parameters.get("rollcall") or "")
    meant = rollcall_meant(view.rollcalls, request) if request else None
    about = (meant is not None and one.forecast.rollcall == meant.id) or _EVERY in str(run.options.get("sections", "")).split()
    return about and one.on is not None and day < one.on and (sealed is None or sealed.first <= day)


def _day(view: Dossier, run: Run) -> dt.date:
    """Return the day of which a paper is."""
    if run.options.get("as_of"):
        return as_date(run.options["as_of"])
    return view.info.as_of.last if view.info.as_of else run.today


SHOWN = 6
WORDS, FOUND = 200, 8
"""Signs of what is looked for, and how many questions are offered for it."""
RUNS_SHOWN = 60
"""Among so many of the newest runs those of one question are found."""


@dataclass(frozen=True, kw_only=True)
class QuestionNeed:
    """Something that a question needs.

    Attributes
    ----------
    table : str
        Where it is added: a table, a kind of part, ``mandate``, ``lake:requests``; empty where only an option gives it.
    title : Message
        What it is called: *a vote ahead*.
    href : str
        The address where it is added; empty where the person may not.
    option : str
        The option of the form by which it can be given.
    rows : int
        Of the table, where it is one.
    """

    table: str
    title: Message
    rows: int
    href: str
    option: str


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """A question in the list.

    Attributes
    ----------
    lacking : list of QuestionNeed
        What the dossier would have to hold; empty where the question can be asked.
    choices : list of QuestionNeed
        What whoever asks must choose in the form.
    withheld : list of Message
        The tables that it needs and that are not shared with the reader.
    """

    id: str
    title: Message
    learns: Message | None
    method: Message
    limits: Message
    references: list[str]
    needs: list[QuestionNeed]
    lacking: list[QuestionNeed]
    choices: list[QuestionNeed]
    withheld: list[Message]
    href: str


@dataclass(frozen=True, kw_only=True)
class QuestionGroup:
    """Questions that are asked for one purpose: those that the dossier can answer first.

    Attributes
    ----------
    ready : int
        How many the dossier can answer.
    folded : bool
        Whether they are shown on a click only: those of other packages, where they are many.
    """

    title: Message
    help: Message | None
    questions: list[QuestionLine]
    ready: int
    folded: bool


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """A run in a list; of a paper, what it says that is contradicted since."""

    id: int
    kind: str
    title: Any
    state: str
    made: Any
    by: str
    revision: int
    options: dict[str, str]
    said: list[Any]
    href: str
    contradicted: list[Message]


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(Page):
    """All questions, in groups, and the person's newest runs; with ``?q=``, those that the words may mean.

    Attributes
    ----------
    words : str
        What is looked for.
    found : list of QuestionLine
        The questions that it may mean, the best first.
    search_href : str
        Where rows of the dossier are searched for the same words.
    """

    words: str
    found: list[QuestionLine]
    search_href: str
    groups: list[QuestionGroup]
    runs: list[RunLine]
    runs_href: str


@dataclass(frozen=True, kw_only=True)
class QuestionPage(Page):
    """One question with its form.

    Attributes
    ----------
    ask_href : str
        Where the form is sent (POST); the answer leads to the run.
    has_form : bool
        Whether it can be asked: nothing is missing, or a choice in the form gives what is.
    """

    question: QuestionLine
    fields: list[OptionField]
    ask_href: str
    has_form: bool
    all_href: str
    runs: list[RunLine]


def _cache_key(request: PageRequest, question: str = "") -> Hashable:
    """Return the runs that the pages show; a form filled as in an earlier run is not cached."""
    if "again" in request.query:
        return None
    runs = newest_of(request, ("question",), limit=RUNS_SHOWN if question else SHOWN)
    there = questions().get(question)
    rooms = live_rooms.live_state(request.dossier, there, {}) if there is not None else ""
    return runs, lake_hash(request.dossier, request.scope, request.view.info.marking), rooms


@page("dossiers/<slug:slug>/questions", name="questions", template="pages/questions.html", cached=_cache_key)
def listed(request: PageRequest) -> QuestionsPage:
    """Return the questions that the dossier can answer, and what others would need."""
    words, case = request.query.get("q", "").strip()[:WORDS], _case(request)
    there = questions()
    wanted = [there[found.id] for found in find_questions(words, request.lang, FOUND)] if words else []
    return QuestionsPage(
        title=Message("page-questions.title"),
        words=words,
        found=[_line(request, question, case) for question in wanted],
        search_href=f"{request.href('search')}?{urlencode({'q': words})}",
        groups=[] if words else _groups(request, case),
        runs=run_lines(request, of_dossier(request, ("question",), limit=SHOWN)),
        runs_href=request.href("runs"),
    )


def _groups(request: PageRequest, case: Case) -> list[QuestionGroup]:
    """Return our questions by what they are asked for, those that can be answered first; then those of other packages."""
    lines: dict[str, list[QuestionLine]] = {name: [] for name in (*PURPOSES, "others")}
    for question in questions().values():
        lines[question.purpose if question.id in ORDER else "others"].append(_line(request, question, case))
    return [
        QuestionGroup(
            title=Message(f"page-questions.purpose.{name}"),
            help=Message("page-questions.others-help") if name == "others" else None,
            questions=sorted(listed, key=lambda line: bool(line.lacking)),
            ready=sum(not line.lacking for line in listed),
            folded=name == "others" and len(listed) > SHOWN,
        )
        for name, listed in lines.items()
        if listed
    ]


@page(
    "dossiers/<slug:slug>/questions/<slug:question>",
    name="questions.one",
    template="pages/questions-one.html",
    action="ask",
    cached=_cache_key,
)
def one(request: PageRequest, question: str) -> QuestionPage:
    """Return the form of a question; ``?again=RUN`` fills it as in an earlier run."""
    again = parse_int(request.query.get("again"))
    given = request.query.dict() if again is None else run_of(request, again).options
    return _form(request, _question_or_404(question), {str(k): str(v) for k, v in given.items()}, {})


@action("dossiers/<slug:slug>/questions/<slug:question>/ask", name="questions.ask", action="ask")
def ask(request: PageRequest, question: str) -> str | HttpResponse:
    """Ask: the run is there at once, the answer as soon as it is computed."""
    wanted = _question_or_404(question)
    given = {str(name): "; ".join(map(str, values)) if _is_many(wanted, name) else str(values[-1]) for name, values in request.form.lists()}
    texts, errors = read_options(request, wanted, given)
    missing = [] if errors else missing_of(_case(request, question=wanted), wanted, texts)
    errors |= {need.option: need.title for need in missing if not need.place and need.option not in errors}
    if errors or missing:
        return show(request, _form(request, wanted, given, errors, texts), "pages/questions-one.html", 422)
    return leading_back(request, request.href("runs.one", number=submit(request, "question", wanted.id, texts).pk))


def _is_many(question: Question, name: object) -> bool:
    """Whether an option takes several things: its field is sent once for each."""
    return any(o.name == name and (o.many or (isinstance(o.kind, Reference) and o.kind.many)) for o in question.options)


def run_lines(request: PageRequest, runs: Iterable[Run]) -> list[RunLine]:
    """Return runs for a list."""
    names, listed = names_on(request), list(runs)
    marks = contradicted_papers(request.view, listed)
    return [_run_line(request, run, names, marks.get(run.pk, [])) for run in listed]


def _paper_title(run: Run) -> str:
    """Return the message of what paper a run made: one kind of run makes several."""
    if run.kind == "kit" and "paper" in run.options:
        return f"runs.paper.{run.options['paper']}"
    if run.kind == "tally" and run.options.get("form") == "room":
        return "runs.paper.room-sheet"
    return f"runs.kind.{run.kind}"


def _run_line(request: PageRequest, run: Run, names: Mapping[str, Any], contradicted: list[Message]) -> RunLine:
    if run.kind == "question":
        there = questions().get(run.question)
        title: Any = there.title if there else run.question
    else:
        title = Message(_paper_title(run))
    return RunLine(
        id=run.pk,
        kind=run.kind,
        title=title,
        state=run.state,
        made=run.made,
        by="" if run.owner_id == request.account.pk else str(run.owner),
        revision=run.revision,
        options=dict(run.options),
        said=option_words(names, run.options, run.question),
        href=request.href("runs.one", number=run.pk),
        contradicted=contradicted,
    )


def _form(
    request: PageRequest, question: Question, given: Mapping[str, str], errors: Mapping[str, Spoken], texts: Mapping[str, str] | None = None
) -> QuestionPage:
    line = _line(request, question, _case(request, question=question), texts)
    return QuestionPage(
        title=question.title,
        question=line,
        has_form=not line.withheld and (texts is not None or all(need.option for need in line.lacking)),
        fields=option_fields(request, question, given, errors),
        ask_href=request.href("questions.ask", question=question.id),
        all_href=request.href("questions"),
        runs=run_lines(
            request, [run for run in of_dossier(request, ("question",), limit=RUNS_SHOWN) if run.question == question.id][:SHOWN]
        ),
    )


def _question_or_404(question: str) -> Question:
    there = questions().get(question)
    if there is None:
        raise Http404
    return there


def _line(request: PageRequest, question: Question, case: Case, given: Mapping[str, str] | None = None) -> QuestionLine:
    needs = needs_of(case, question, given)
    missing = [_need(request, need) for need in first_missing(needs)]
    tables = [place for need in needs for place in need.place.split("|") if place in TABLES]
    return QuestionLine(
        id=question.id,
        title=question.title,
        learns=question.learns,
        method=question.method,
        limits=question.limits,
        references=list(question.references),
        needs=[_need(request, need) for need in needs],
        lacking=[need for need in missing if need.table],
        choices=[need for need in missing if not need.table],
        withheld=[Message(f"table.{table}") for table in dict.fromkeys(tables) if not is_shared(request, table)],
        href=request.href("questions.one", question=question.id),
    )


def lacking_of(
    request: PageRequest, question: Question, given: Mapping[str, str] | None = None, scope: AccessScope | None = None
) -> list[QuestionNeed]:
    """Return what a question lacks in the dossier as the person sees it, or a narrower scope, each with the place where it is added."""
    return [_need(request, need) for need in missing_of(_case(request, scope, question), question, given)]


def _need(request: PageRequest, need: Need) -> QuestionNeed:
    return QuestionNeed(
        table=need.place,
        title=Message("need.later", need=need.title) if need.is_later else need.title,
        rows=len(getattr(request.view, need.place)) if need.place in TABLES else 0,
        href=door_of(request, need.place),
        option=need.option,
    )


def _case(request: PageRequest, scope: AccessScope | None = None, question: Question | None = None) -> Case:
    """Return what a question on this page is asked of: the dossier as the person sees it, with its observations and its live rooms."""
    of = scope or request.scope
    case = case_at(request.revision, of, request.today).with_lake(lake_of(request.dossier, of, request.view.info.marking))
    return case if question is None else live_rooms.beside(case, request.dossier, question, request.account)

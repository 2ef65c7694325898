"""Runs: how far one is, what came of it, its files to look at or take along, two of them side by side."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from legation.briefing.exercise import exercise_name
from legation.dossier.tables.csv_sheet import UNPRINTABLE
from legation.errors import LegationError
from legation.language import Message, say
from legation.questions import questions
from legation.questions.base.registry import ORDER
from legation.web.forms.row_form import leading_back
from legation.web.pages.answers.answer_parts import further_findings, head_finding, tables_of, warnings_of
from legation.web.pages.answers.follow import AnswerFollowUp, follow_ups
from legation.web.pages.answers.progress import RunProgress, ahead_of, progress_of
from legation.web.pages.answers.questions import QuestionNeed, RunLine, lacking_of, run_lines
from legation.web.runs.access import newest_of, of_dossier, run_of
from legation.web.runs.answer_head import content_of
from legation.web.runs.files import CONTENT
from legation.web.runs.models import KINDS, Output, Run
from legation.web.runs.pictures import on_screen
from legation.web.runs.question_form import label_of, names_on, option_words
from legation.web.site.commands import in_browser
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page
from legation.web.site.standalone import sandboxed

__all__ = [
    "FigureFiles",
    "ResultFile",
    "RunPage",
    "RunsPage",
    "by_language",
    "cancel",
    "figure_files",
    "file_href",
    "files_of",
    "output",
]


_SHOWN = frozenset({"image/svg+xml", "image/png", "application/json", "text/html"})
"""What a browser shows; all else is taken along."""


_PAPERS = ("note", "annex", "book", "tally", "room-sheet", "explanation", "kit", "meeting", "record", "lines", "avoid")
_FORMS = ("html", "pdf", "docx", "json")


@dataclass(frozen=True, kw_only=True)
class ResultFile:
    """A file of a result."""

    name: str
    lang: str
    form: str
    href: str


@dataclass(frozen=True, kw_only=True)
class FigureFiles:
    """A figure of an answer: its words, and where its forms are; ``marks`` is empty where nothing in it can be pointed at."""

    id: str
    title: str
    subtitle: str
    alt: str
    svg: str
    png: str
    marks: str
    row: str
    source: str


@file("dossiers/<slug:slug>/runs/<int:number>/<str:lang>/<str:name>", name="runs.file", action="see")
def output(request: PageRequest, number: int, lang: str, name: str) -> HttpResponseBase:
    """Return a file of a result, to be shown; ``?take`` makes it one to take along."""
    run = run_of(request, number)
    named = run.state == "done" and not UNPRINTABLE.search(lang + name)
    stored = Output.objects.filter(result=run.key, lang=lang, name=name).exclude(name=CONTENT).first() if named else None
    if stored is None:
        raise Http404
    data, take = bytes(stored.data), "take" in request.query
    shown = stored.media_type.partition(";")[0] in _SHOWN
    if stored.media_type == "image/svg+xml" and not take:
        data = on_screen(data)
    response = HttpResponse(data, content_type=stored.media_type)
    title = f"{request.dossier.slug}-{run.question}-{name}" if run.kind == "question" else name
    if ORDER.get(run.question) == "games":
        title = exercise_name(title, request.lang)
    response["Content-Disposition"] = content_disposition_header(as_attachment=take or not shown, filename=title) or "inline"
    sandboxed(response)
    response["Cache-Control"] = "private, no-cache"
    etag = f'"{run.key[:32]}-{stored.pk}-{int(take)}"'
    response["ETag"] = etag
    return get_conditional_response(request.http, etag=etag, response=response) or response


def figure_files(request: PageRequest, run: Run, figure: Mapping[str, Any]) -> FigureFiles:
    """Return a figure of an answer with the addresses of its forms, and those of a row and a source, whose names are to be filled in."""
    svg, png, marks = (file_href(request, run, request.lang, f"figure-{figure['id']}.{form}") for form in ("svg", "png", "json"))
    return FigureFiles(
        **{name: figure[name] for name in ("id", "title", "subtitle", "alt")},
        svg=svg,
        png=png,
        marks=marks if figure.get("marks") else "",
        row=request.href("rows.one", table="TABLE", row="ROW"),
        source=request.href("evidence.one", row="ROW"),
    )


def files_of(request: PageRequest, run: Run) -> list[ResultFile]:
    """Return the files to take along: of an answer those in the reader's language, of a paper all."""
    rows = Output.objects.filter(result=run.key).exclude(name=CONTENT).order_by("lang", "name").values_list("lang", "name")
    return [
        ResultFile(name=name, lang=lang, form=name.rpartition(".")[2], href=file_href(request, run, lang, name))
        for lang, name in rows
        if run.kind != "question" or lang == request.lang
    ]


def by_language(files: list[ResultFile]) -> list[tuple[str, list[tuple[Message, list[ResultFile]]]]]:
    """Return the files of a run by language, and within it by the paper that they are a form of, in the order of use."""
    langs = sorted({file.lang for file in files}, reverse=True)
    return [(lang, [*_by_paper([file for file in files if file.lang == lang])]) for lang in langs]


def _by_paper(files: list[ResultFile]) -> Iterator[tuple[Message, list[ResultFile]]]:
    for kind in (*_PAPERS, ""):
        forms = sorted((file for file in files if _paper(file) == kind), key=lambda file: _FORMS.index(file.form))
        if forms:
            yield Message(f"runs.paper.{kind}" if kind else "runs.paper.other"), forms


def _paper(file: ResultFile) -> str:
    """Return of which paper a file is a form: ``note`` of ``DOSSIER-note-fr.pdf``."""
    return next((kind for kind in _PAPERS if re.search(rf"-{kind}(?:-[\w.-]+)?-{file.lang}\.\w+$", file.name)), "")


def file_href(request: PageRequest, run: Run, lang: str, name: str) -> str:
    """Return the address of a file of a run."""
    return request.href("runs.file", number=run.pk, lang=lang, name=name)


LISTED = 100
_COMMAND = re.compile(r"\blegation (?:observe|lake|watch|import|export|template|check|new|positions)\b|\bpip install\b")
"""What a sentence tells to type at a terminal, in both languages."""


@dataclass(frozen=True, kw_only=True)
class RunPage(Page):
    """One run.

    Attributes
    ----------
    state : str
        ``waiting``, ``running``, ``done``, ``failed``, ``cancelled``.
    done, total : int
        Steps of the computation; total is 0 while none is known.
    answer : mapping or None
        The content of an answered question: findings, tables, caveats, provenance.
    result : str
        Address of the answer as JSON; empty until it is there.
    newer : bool
        Whether the dossier was changed since.
    commands : bool
        Whether a sentence names a command, which is typed on the machine of the site.
    whole : str
        The table that is shown with all of its rows.
    lacking : list of QuestionNeed
        Of a run without an answer, what the dossier would have to hold.
    chosen, options : list of (label, value)
        What was chosen for the run, and all that the answer was computed with, as a person reads it.
    """

    run: RunLine
    state: str
    done: int
    total: int
    ahead: int
    error: str
    cancelling: bool
    started: dt.datetime | None
    finished: dt.datetime | None
    answer: Any
    figures: list[FigureFiles]
    files: list[ResultFile]
    result: str
    newer: bool
    mine: bool
    self_href: str
    look_href: str
    again_href: str
    list_href: str
    as_of: dt.date | None = None
    others: list[RunLine] = field(default_factory=list)
    compare_href: str = ""
    papers: list[Any] = field(default_factory=list)
    shown: str = ""
    commands: bool = False
    follow: AnswerFollowUp = field(default_factory=AnswerFollowUp)
    progress: RunProgress | None = None
    whole: str = ""
    lacking: list[QuestionNeed] = field(default_factory=list)
    chosen: list[Any] = field(default_factory=list)
    options: list[Any] = field(default_factory=list)

    @property
    def tables(self) -> list[Mapping[str, Any]]:
        """The tables that have rows, as they are shown."""
        return tables_of(self.answer, self.whole, self.self_href)

    @property
    def warnings(self) -> list[str]:
        """Why the answer could be wrong."""
        return warnings_of(self.answer)

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """What the answer says beside its head."""
        return further_findings(self.answer)

    @property
    def evidence(self) -> list[Mapping[str, Any]]:
        """The sources of the head."""
        head = head_finding(self.answer)
        return list(head["evidence"]) if head else []


@dataclass(frozen=True, kw_only=True)
class RunsPage(Page):
    """The person's runs in a dossier."""

    runs: list[RunLine]
    everyone: bool
    may_see_all: bool
    compare_href: str


def _cache_key(request: PageRequest) -> Hashable:
    """Return the runs that the list shows."""
    return newest_of(request, KINDS, limit=LISTED, mine=not _of_everyone(request))


def _of_everyone(request: PageRequest) -> bool:
    return request.query.get("by") == "all" and request.may("edit")


@page("dossiers/<slug:slug>/runs", name="runs", template="pages/runs.html", cached=_cache_key)
def listed(request: PageRequest) -> RunsPage:
    """Return the runs of the person; for those who edit, on request, everybody's that they may see."""
    everyone = _of_everyone(request)
    return RunsPage(
        title=Message("runs.title"),
        runs=run_lines(request, of_dossier(request, KINDS, limit=LISTED, mine=not everyone)),
        everyone=everyone,
        may_see_all=request.may("edit"),
        compare_href=request.href("runs.compare"),
    )


@page("dossiers/<slug:slug>/runs/<int:number>", name="runs.one", template="pages/runs-one.html")
def one(request: PageRequest, number: int) -> RunPage:
    """Return a run, with its answer where it is there."""
    run = run_of(request, number)
    answer = _linked(request, content_of(run, request.lang))
    question = run.kind == "question"
    there = run.state == "done"
    same = of_dossier(request, ("question",), limit=60) if question and there else []
    files = files_of(request, run) if there else []
    others = [r for r in same if r.question == run.question and r.pk != run.pk and r.state == "done"][:10]
    error = str(run.error.get(request.lang, ""))
    line, *beside = run_lines(request, (run, *others))
    names = names_on(request)
    noted = answer["missing"] + answer["caveats"] if answer else []
    return RunPage(
        title=line.title,
        run=line,
        state=run.state,
        done=run.done,
        total=run.total,
        ahead=ahead_of(run),
        error=error,
        cancelling=run.cancel,
        started=run.started,
        finished=run.finished,
        answer=answer,
        figures=[figure_files(request, run, f) for f in answer["figures"]] if answer else [],
        files=files,
        result=file_href(request, run, request.lang, "answer.json") if there and question else "",
        newer=run.revision < request.dossier.head,
        mine=run.owner_id == request.account.pk,
        self_href=request.href("runs.one", number=run.pk),
        look_href=leading_back(request, request.href("runs.one", number=run.pk)),
        again_href=f"{request.href('questions.one', question=run.question)}?again={run.pk}" if question else request.href("briefs"),
        list_href=request.href("runs"),
        others=beside,
        compare_href=request.href("runs.compare"),
        as_of=dt.date.fromisoformat(answer["provenance"]["as_of"]) if answer else None,
        papers=[] if question else by_language(files),
        shown=_shown(request, files),
        commands=any(_COMMAND.search(in_browser(sentence, request.lang)) for sentence in (error, *noted)),
        follow=follow_ups(request, run) if answer else AnswerFollowUp(),
        progress=progress_of(request, run) if run.state in ("waiting", "running") else None,
        whole=request.query.get("all", ""),
        lacking=_lacking(request, run) if run.state == "failed" else [],
        chosen=option_words(names, {name: value for name, value in run.options.items() if name != "seed"}, run.question),
        options=_options(names, answer["provenance"]["options"], run.question) if answer else [],
    )


def _lacking(request: PageRequest, run: Run) -> list[QuestionNeed]:
    """Return what the question of a run lacks today; nothing where what was chosen for it is no longer there."""
    question = questions().get(run.question)
    try:
        return lacking_of(request, question, run.options) if question is not None else []
    except LegationError:
        return []


def _options(names: Mapping[str, Any], options: Mapping[str, Any], question: str) -> list[Any]:
    """Return the options of an answer as a person reads them."""
    texts = {name: " ".join(map(str, value)) if isinstance(value, list) else value for name, value in options.items()}
    flags = [(label_of(name, question), value) for name, value in texts.items() if isinstance(value, bool)]
    return [*option_words(names, {name: str(value) for name, value in texts.items() if not isinstance(value, bool)}, question), *flags]


def _shown(request: PageRequest, files: list[ResultFile]) -> str:
    """Return the address of the page that is shown of a run: of a note and its annex the note."""
    pages = [file for file in files if file.form == "html" and file.lang in ("", request.lang)]
    return min(pages, key=lambda file: (*_PAPERS, "").index(_paper(file))).href if pages else ""


@action("dossiers/<slug:slug>/runs/<int:number>/cancel", name="runs.cancel", action="ask")
def cancel(request: PageRequest, number: int) -> str:
    """Stop a run of mine: at once where it waits, else at its next step."""
    run = run_of(request, number)
    if run.owner_id != request.account.pk:
        raise Http404
    mine = Run.objects.filter(pk=run.pk)
    if not mine.filter(state="waiting").update(state="cancelled", cancel=True, finished=timezone.now()):
        mine.filter(state="running").update(cancel=True)
    return request.href("runs.one", number=run.pk)


@action("dossiers/<slug:slug>/runs/<int:number>/remove", name="runs.remove", action="ask")
def remove(request: PageRequest, number: int) -> str:
    """Remove a run of mine that has ended."""
    run = run_of(request, number)
    if run.owner_id != request.account.pk:
        raise Http404
    Run.objects.filter(pk=run.pk).exclude(state__in=("waiting", "running")).delete()
    return request.href("runs")


def _linked(request: PageRequest, answer: dict[str, Any] | None) -> dict[str, Any] | None:
    """Give each evidence item of an answer its address."""
    if answer is None:
        return None

    def linked(row: str, title: str) -> dict[str, str]:
        return {"id": row, "title": title, "href": request.href("evidence.one", row=row)}

    titles = {row.id: say(row.title, request.lang) for row in request.view.evidence}
    for finding in answer["findings"]:
        finding["evidence"] = [linked(item["id"], item["title"]) for item in finding["evidence"]]
    for table in answer["tables"]:
        for row in table["rows"]:
            for cell in row:
                if "evidence" in cell:
                    cell["evidence"] = [linked(item, titles.get(item) or item) for item in cell["evidence"]]
    return answer

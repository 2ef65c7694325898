"""The files of a run: an answer as data, figures and tables in each language; papers in their three formats.

A run of a paper says in its options ``langs`` (separated by blanks) and what the paper is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from legation.briefing.data import csv_table, json_answers
from legation.briefing.document import Document, Picture
from legation.briefing.labels import footer
from legation.briefing.layout import pictures as drawing
from legation.briefing.markings.frame import at_least, frame_marking
from legation.briefing.papers.explanation import KINDS, drafting_sheet, explanation
from legation.dossier import MARKINGS, TABLES, Dossier
from legation.language import LANGUAGES, Lang, say
from legation.methods.progress import Progress
from legation.questions import Answer, AnswerTable, Case, Finding, Question, ask, find
from legation.questions.answer import Named
from legation.questions.question import part
from legation.web.dossiers.models import Part
from legation.web.runs import live_rooms
from legation.web.runs.access import lake_of, seen_by
from legation.web.runs.answer_head import CONTENT, head_content
from legation.web.runs.answers import DatabaseStore
from legation.web.runs.lease import OutputFile
from legation.web.runs.models import Run
from legation.web.site.attachments import MEDIA_TYPES

__all__ = [
    "CONTENT",
    "DRAWN_FROM",
    "EXPLANATIONS",
    "FORMATS",
    "SKELETONS",
    "TEMPLATE_PART",
    "answer_files",
    "brief",
    "case_of",
    "highest_marking",
    "kit",
    "note",
    "tally",
]


def case_of(run: Run) -> Case:
    """Return what a run may look at: its revision, as its maker saw it; an earlier revision beside it where the run names one."""
    view, beside = seen_by(run)
    files = {run.options["revision"]: beside} if beside is not None else None
    lake = lake_of(run.dossier, run.scope, view.info.marking)
    case = Case(dossier=view, today=run.today, files=files, lake=lake, store=DatabaseStore(run.dossier))
    return live_rooms.beside(case, run.dossier, find(run.question), run.owner) if run.kind == "question" else case


def highest_marking(dossier: Dossier) -> str:
    """Return the highest marking of a dossier and of its rows: what a paper made of it has to bear."""
    marked = {dossier.info.marking or MARKINGS[0]}
    marked.update(row.marking for name in TABLES if name != "votes" for row in getattr(dossier, name) if row.marking)
    return max(marked, key=MARKINGS.index)


_LEFT = {"text", "date", "vote", "actors", "evidence"}
_CAST = {"yes", "abstain", "no"}


DRAWN_FROM = 0.9
"""The part of the steps after which the answer is there, and its figures are drawn."""


def answer_files(run: Run, progress: Progress) -> Sequence[OutputFile]:
    """Ask the question and write the answer down in every language."""
    question, case = find(run.question), case_of(run)
    answer = ask(question, case, part(progress, 0, int(100 * DRAWN_FROM)), **run.options)
    progress(int(100 * DRAWN_FROM), 100)
    files: list[OutputFile] = []
    for lang in LANGUAGES:
        files += _files(question, answer, case, lang)
    return files


def _files(question: Question, answer: Answer, case: Case, lang: Lang) -> Iterator[OutputFile]:
    below = footer(answer, lang)
    pictures = [Picture(figure, below) for figure in answer.figures]
    for picture, png in zip(pictures, drawing.pngs(pictures, lang), strict=True):
        name = f"figure-{picture.figure.id}"
        yield OutputFile(f"{name}.svg", "image/svg+xml", drawing.svg(picture, lang).encode(), lang)
        yield OutputFile(f"{name}.png", "image/png", png, lang)
        yield OutputFile(f"{name}.json", "application/json", _json({"lang": lang, "marks": picture.figure.records(lang)}), lang)
    for table in answer.tables:
        yield OutputFile(f"table-{table.id}.csv", "text/csv; charset=utf-8", csv_table(table, lang), lang)
    yield OutputFile("answer.json", "application/json", _json(answer.to_json(lang)), lang)
    yield OutputFile(CONTENT, "application/json", _json(_content(question, answer, case, lang)), lang)


def _content(question: Question, answer: Answer, case: Case, lang: Lang) -> Mapping[str, Any]:
    """Return an answer as plain structures in which everything is said."""
    sources = {row.id: say(row.title, lang) or row.id for row in case.dossier.evidence}
    provenance = answer.provenance
    return {
        "title": say(answer.title, lang),
        "marking": frame_marking(case, question.id, least=highest_marking(case.dossier)),
        "head": head_content(question, answer, lang),
        "findings": [_finding(f, sources, lang) for f in answer.findings],
        "tables": [_table(t, lang) for t in answer.tables],
        "figures": [
            {
                "id": f.id,
                "title": say(f.title, lang),
                "subtitle": say(f.subtitle, lang),
                "alt": say(f.alt, lang),
                "marks": len(f.marks),
            }
            for f in answer.figures
        ],
        "caveats": [say(c, lang) for c in answer.caveats],
        "missing": [say(m, lang) for m in answer.missing],
        "method": say(question.method, lang),
        "limits": say(question.limits, lang),
        "references": list(question.references),
        "footer": footer(answer, lang),
        "provenance": {
            "dossier": provenance.dossier,
            "hash": provenance.hash,
            "as_of": provenance.as_of,
            "today": provenance.today,
            "options": {name: say(value, lang) if name in provenance.said else value for name, value in provenance.shown().items()},
            "seed": provenance.seed,
            "version": provenance.version,
            "observations": provenance.observations,
        }
        if provenance
        else {},
    }


def _finding(finding: Finding, sources: Mapping[str, str], lang: Lang) -> Mapping[str, Any]:
    return {
        "id": finding.id,
        "text": say(finding.message, lang),
        "confidence": finding.confidence,
        "contrary": say(finding.contrary, lang) if finding.contrary else "",
        "evidence": [{"id": e, "title": sources[e]} for e in finding.evidence if e in sources],
    }


def _table(table: AnswerTable, lang: Lang) -> Mapping[str, Any]:
    columns = [{"id": c.id, "title": say(c.title, lang), "kind": c.kind, "right": c.kind not in _LEFT} for c in table.columns]
    rows = []
    for number, row in enumerate(table.rows):
        cells = []
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            cell: dict[str, Any] = {"text": table.cell(number, place, lang)}
            if column.kind not in _LEFT:
                cell["right"] = True
            if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
                cell["value"] = float(value)
            elif column.kind == "date" and value is not None:
                cell["value"] = getattr(value, "text", None) or str(value)
                cell["nowrap"] = True
            if column.kind == "vote" and isinstance(value, str):
                cell |= {"vote": value if value in _CAST else "absent", "letter": cell["text"][:1].upper() if value in _CAST else "–"}
            elif column.kind == "evidence":
                cell["evidence"] = list(value)
            if column.id == "table" and isinstance(value, Named):
                cell["place"] = value.id
            cells.append(cell)
        rows.append(cells)
    return {"id": table.id, "title": say(table.title, lang), "columns": columns, "rows": rows}


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")


FORMATS = ("html", "pdf", "docx")
TEMPLATE_PART = "files/template.docx"
"""As :data:`legation.briefing.docx.template.PART`, which is loaded with what writes Word files."""
SKELETONS = ("explanation-of-vote", "non-paper")
EXPLANATIONS = {f"explanation-{kind}": kind for kind in KINDS}
"""The explanations of vote and position, made by a run of a kit that names one: its actor is then who we are."""


def note(run: Run, progress: Progress) -> Sequence[OutputFile]:
    """Write the note and its annex; where it is final, its foot says so."""
    from legation.briefing.notes.final import final_note, marked_final
    from legation.briefing.notes.paper import ask_for_note, papers
    from legation.briefing.notes.usage import READERS

    case = _dated(run)
    final = final_note(case, run.options.get("reason", "")) if run.options.get("final") else None
    asking = ask_for_note(case, progress, seed=int(run.options.get("seed") or 0), up_to=run.marking)
    reader = run.options.get("reader") or READERS[0]
    made = [papers(asking, lang, reader, foot=final.foot(lang) if final else ()) for lang in _langs(run)]
    documents = [marked_final(document, final) for one in made for document in (one.note, one.annex)]
    return [*_output_files(run, [_raised(case, document) for document in documents], progress)]


def brief(run: Run, progress: Progress) -> Sequence[OutputFile]:
    """Write the book of the chosen questions."""
    from legation.briefing.brief import brief as lay_out
    from legation.briefing.brief import gather

    case = _dated(run)
    sections = run.options.get("sections", "").split()
    gathered = gather(case, progress, seed=int(run.options.get("seed") or 0), sections=sections)
    documents = [_raised(case, lay_out(case, gathered, lang)) for lang in _langs(run)]
    files = _output_files(run, documents, progress)
    data = (
        OutputFile(
            f"{case.info.id}-book-{one.lang}.json", "application/json", json_answers(gathered.answers, one.lang, one.level), one.lang
        )
        for one in documents
    )
    return [*files, *data]


def tally(run: Run, progress: Progress) -> Sequence[OutputFile]:
    """Write the tally sheet of the corridor, or that of the room, which is made of what is as open as the dossier."""
    from legation.briefing.papers.room_sheet import room_sheet
    from legation.briefing.papers.tally import tally_answer, tally_sheet

    case, rollcall = _dated(run), run.options.get("rollcall", "")
    if run.options.get("form") == "room":
        return [*_output_files(run, [room_sheet(case, lang, rollcall=rollcall) for lang in _langs(run)], progress)]
    answer = tally_answer(case, rollcall=rollcall, seed=int(run.options.get("seed") or 0), progress=progress)
    paper = run.options.get("paper", "a4")
    return [*_output_files(run, [_raised(case, tally_sheet(case, answer, lang, paper=paper)) for lang in _langs(run)], progress)]


def kit(run: Run, progress: Progress) -> Sequence[OutputFile]:
    """Write the démarche sheet for an actor with what to avoid apart, a paper on a meeting, lines, an explanation, or a skeleton."""
    from legation.briefing.papers import kit as papers
    from legation.briefing.papers.demarche import demarche
    from legation.briefing.papers.lines import to_avoid

    case = _dated(run)
    rollcall, skeleton, actor = (run.options.get(name, "") for name in ("rollcall", "skeleton", "actor"))

    def laid_out(lang: Lang) -> Iterable[Document | None]:
        if skeleton == "explanation-of-vote":
            return (papers.explanation_of_vote(case, lang, rollcall=rollcall),)
        if skeleton in EXPLANATIONS:
            lay_out = (explanation, drafting_sheet)
            return [one(case, lang, rollcall=rollcall, kind=EXPLANATIONS[skeleton], us=actor) for one in lay_out]
        if skeleton == "non-paper":
            return (papers.non_paper(case, lang),)
        return (demarche(case, actor, lang, rollcall=rollcall), to_avoid(case, lang, actor))

    write = _conversation(run, case) or laid_out
    made = [_raised(case, document) for lang in _langs(run) for document in write(lang) if document is not None]
    return [*_output_files(run, made, progress)]


def _conversation(run: Run, case: Case) -> Callable[[Lang], Iterable[Document | None]] | None:
    """Return what writes the brief or the record of a meeting, or lines to take; None where the run is for none of them."""
    from legation.briefing.papers.lines import lines_to_take, to_avoid
    from legation.briefing.papers.meeting import meeting_brief
    from legation.briefing.papers.record import meeting_record

    actor, issue, row = (run.options.get(name, "") for name in ("actor", "issue", "engagement"))
    writers: Mapping[str, Callable[[Lang], Iterable[Document | None]]] = {
        "meeting": lambda lang: (meeting_brief(case, actor, lang),),
        "record": lambda lang: (meeting_record(case, row, lang),),
        "lines": lambda lang: (lines_to_take(case, lang, actor, issue=issue), to_avoid(case, lang, actor, issue=issue)),
    }
    return writers.get(run.options.get("paper", ""))


def _raised(case: Case, document: Document) -> Document:
    """Return a document with the highest marking of what it was made of."""
    return at_least(document, highest_marking(case.dossier), case.info.pap)


def _output_files(run: Run, documents: Sequence[Document], progress: Progress) -> Iterator[OutputFile]:
    """Yield documents in the forms that were chosen; in Word by the template that the dossier held."""
    from legation.briefing import docx, html, pdf

    chosen = run.options.get("formats", "").split()
    forms = [form for form in FORMATS if not chosen or form in chosen]
    stored = Part.objects.filter(sha256=run.options.get("template", "")).first() if "docx" in forms else None
    own = docx.read_template(bytes(stored.data)) if stored is not None else None
    for number, document in enumerate(documents):
        for place, form in enumerate(forms):
            progress(number * len(forms) + place, len(documents) * len(forms))
            name = f"{document.name}-{document.kind}-{document.lang}.{form}"
            data = docx.render(document, own) if form == "docx" else html.render(document) if form == "html" else pdf.render(document)
            yield OutputFile(name, MEDIA_TYPES[form], data, document.lang)


def _dated(run: Run) -> Case:
    from legation.dossier import as_date

    case = case_of(run)
    given = run.options.get("as_of")
    return case.at(as_date(given) if given else case.as_of)


def _langs(run: Run) -> Iterable[Lang]:
    wanted = run.options.get("langs", "").split()
    return [lang for lang in LANGUAGES if lang in wanted] or [lang for lang in LANGUAGES if lang == run.lang]

"""``legation note``, ``brief``, ``tally``, ``kit``, ``circulation`` and their like: paper, written wholly or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from legation.briefing.document import Document
from legation.cli.questions import answers_in, case_of
from legation.cli.terminal import bar, sections
from legation.dossier import write_file
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message, say
from legation.questions import Answer, AnswerTable, Case
from legation.questions.situations import find_situation
from legation.system_words import system_words

if TYPE_CHECKING:
    from legation.briefing.docx.template import Template
    from legation.briefing.notes.final import Final

__all__ = [
    "brief",
    "circulation",
    "explanation",
    "file_bytes",
    "kit",
    "lines",
    "meeting",
    "note",
    "paper_formats",
    "tally",
    "template_for",
    "write_papers",
]

_WRITTEN = ("html", "pdf", "docx")


def note(
    dossier: Path,
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    reader: str,
    as_of: str | None,
    template: Path | None,
    seed: int,
    lake: Path | None = None,
    cache: Path | None = None,
    *,
    kind: str = "",
    final: bool = False,
    reason: str = "",
) -> int:
    """Write the note and its annex in each language and form; the questions are asked once.

    ``kind``: of another situation. ``final``: it goes out; a strategy that nobody but its author challenged then needs a ``reason``, which
    stands at its foot.
    """
    from legation.briefing.markings.labels import labels
    from legation.briefing.notes.final import final_note

    wanted = paper_formats(formats)  # a paper, and no data
    labels()  # a file of labels that is wrong is told before the work
    if kind:
        find_situation(kind)  # one that is none is told before a minute of asking
    if reason and not final:
        raise WrongUse(Message("final-note.reason-alone"))
    _letters(wanted, langs[0])
    with answers_in(cache, langs[0]) as store:
        case = case_of(dossier, as_of, lake=lake, store=store)
        own = template_for(case, template, wanted, langs[0])
        _write_note(case, langs, out, wanted, reader, own, seed, kind, final_note(case, reason, kind=kind) if final else None)
    return 0


def brief(
    dossier: Path,
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    reader: str,
    as_of: str | None,
    template: Path | None,
    seed: int,
    lake: Path | None = None,
    cache: Path | None = None,
    *,
    book: bool = False,
    kind: str = "",
) -> int:
    """Write the note and its annex, with ``book`` everything that the dossier answers too; as data, its answers are all there."""
    from legation.briefing.markings.labels import labels

    wanted = _formats(formats, (*_WRITTEN, "json", "csv"))
    labels()  # a file of labels that is wrong is told before the work
    _letters(wanted, langs[0])
    with answers_in(cache, langs[0]) as store:
        case = case_of(dossier, as_of, lake=lake, store=store)
        own = template_for(case, template, wanted, langs[0])
        if wanted.intersection(_WRITTEN):
            _write_note(case, langs, out, wanted, reader, own, seed, kind)
        if book or wanted.difference(_WRITTEN):
            _write_book(case, langs, out, wanted, own, seed, as_paper=book)
    return 0


def _write_note(
    case: Case,
    langs: tuple[Lang, ...],
    out: Path,
    wanted: set[str],
    reader: str,
    template: Template | None,
    seed: int,
    kind: str = "",
    final: Final | None = None,
) -> None:
    from legation.briefing.notes.final import marked_final
    from legation.briefing.notes.paper import ask_for_note, papers
    from legation.briefing.notes.usage import usage_for

    usage_for(reader)  # a reader that is none is told before a minute of asking
    with bar(Message("cli.asking"), langs[0]) as progress:
        asking = ask_for_note(case, progress, seed=seed, kind=kind)
    if not asking.taken.is_stated:
        sys.stderr.write(say(asking.taken.reason, langs[0]) + "\n")
    if asking.settings.lacks:
        sys.stderr.write(say(Message("cli.note-lacks", fields=asking.settings.lacks), langs[0]) + "\n")
    for one in langs:
        made = papers(asking, one, reader, foot=final.foot(one) if final else ())
        for document in (made.note, made.annex):
            _write(marked_final(document, final), out, wanted, template)


def _write_book(
    case: Case, langs: tuple[Lang, ...], out: Path, wanted: set[str], template: Template | None, seed: int, *, as_paper: bool
) -> None:
    from legation.briefing import data
    from legation.briefing.brief import brief as lay_out
    from legation.briefing.brief import gather

    with sections(langs[0], as_lines=as_paper) as begun:
        gathered = gather(case, seed=seed, begun=begun)
    for one in langs:
        document = lay_out(case, gathered, one)
        if as_paper:
            _write(document, out, wanted, template)
        stem = f"{case.info.id}-brief-{one}"
        if "json" in wanted:
            _put(out / f"{stem}.json", data.json_answers(gathered.answers, one, document.level))
        if "csv" in wanted:
            for answer, table in _tables(gathered.answers):
                _put(out / f"{stem}-{answer.question}-{table.id}.csv", data.csv_table(table, one))


def tally(
    dossier: Path,
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    rollcall: str,
    as_of: str | None,
    template: Path | None,
    seed: int,
    cache: Path | None = None,
    *,
    form: str = "corridor",
    paper: str = "a4",
) -> int:
    """Write the tally sheet of the corridor, or that of the room, in each language and format."""
    from legation.briefing.papers.room_sheet import room_sheet
    from legation.briefing.papers.tally import FORMS, PAPERS, tally_answer, tally_sheet

    wanted = paper_formats(formats)
    _one_of("form", form, FORMS)
    _one_of("paper", paper, PAPERS[form])
    if form == "room":
        case = case_of(dossier, as_of)
        write_papers(case, (room_sheet(case, one, rollcall=rollcall) for one in langs), langs[0], out, wanted, template)
        return 0
    _letters(wanted, langs[0])
    with answers_in(cache, langs[0]) as store, bar(Message("cli.counting"), langs[0]) as progress:
        case = case_of(dossier, as_of, store=store)
        own = template_for(case, template, wanted, langs[0])
        answer = tally_answer(case, rollcall=rollcall, seed=seed, progress=progress)
    for one in langs:
        _write(tally_sheet(case, answer, one, paper=paper), out, wanted, own)
    return 0


def kit(
    dossier: Path,
    actors: list[str],
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    rollcall: str,
    skeleton: str,
    as_of: str | None,
    template: Path | None,
) -> int:
    """Write a démarche kit for each actor, or a skeleton."""
    from legation.briefing.papers import kit as papers
    from legation.briefing.papers.demarche import demarche
    from legation.briefing.papers.lines import to_avoid

    wanted = paper_formats(formats)
    case = case_of(dossier, as_of)
    skeletons: dict[str, Callable[[Case, Lang], Document]] = {
        "explanation-of-vote": lambda c, one: papers.explanation_of_vote(c, one, rollcall=rollcall),
        "non-paper": papers.non_paper,
    }
    if skeleton:
        _one_of("skeleton", skeleton, skeletons)
    if not (skeleton or actors):
        raise WrongUse(Message("cli.kit-for-whom"))
    documents: list[Document | None] = []
    for one in langs:
        documents += [demarche(case, actor, one, rollcall=rollcall) for actor in actors]
        documents += [to_avoid(case, one, actor) for actor in actors]
        documents += [skeletons[skeleton](case, one)] if skeleton else []
    write_papers(case, documents, langs[0], out, wanted, template)
    return 0


def lines(
    dossier: Path,
    actors: list[str],
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    issue: str,
    as_of: str | None,
    template: Path | None,
) -> int:
    """Write the lines to take, for everybody or for each actor, and what to avoid on a sheet of its own."""
    from legation.briefing.papers.lines import lines_to_take, to_avoid

    wanted = paper_formats(formats)
    case = case_of(dossier, as_of)
    made = (paper(case, one, actor, issue=issue) for one in langs for actor in actors or [""] for paper in (lines_to_take, to_avoid))
    write_papers(case, made, langs[0], out, wanted, template)
    return 0


def meeting(dossier: Path, actor: str, langs: tuple[Lang, ...], out: Path, formats: str, as_of: str | None, template: Path | None) -> int:
    """Write the brief for the next meeting with an actor."""
    from legation.briefing.papers.meeting import meeting_brief

    wanted = paper_formats(formats)
    case = case_of(dossier, as_of)
    write_papers(case, (meeting_brief(case, actor, one) for one in langs), langs[0], out, wanted, template)
    return 0


def explanation(
    dossier: Path,
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    rollcall: str,
    kind: str,
    us: str,
    as_of: str | None,
    template: Path | None,
) -> int:
    """Write the explanation of a vote, or of a position."""
    from legation.briefing.papers import explanation as papers

    _one_of("kind", kind, papers.KINDS)
    wanted = paper_formats(formats)
    case = case_of(dossier, as_of)
    made = [
        lay_out(case, one, rollcall=rollcall, kind=kind, us=us) for one in langs for lay_out in (papers.explanation, papers.drafting_sheet)
    ]
    write_papers(case, made, langs[0], out, wanted, template)
    return 0


def circulation(
    dossier: Path,
    actors: list[str],
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    draft: str,
    as_of: str | None,
    template: Path | None,
    joined: Path | None = None,
) -> int:
    """Write the public list of a text in circulation; for each actor that is named the note verbale that invites it.

    ``joined``: a file for the rows of the coalition that follow from confirmed signatures, to be taken into the dossier.
    """
    from legation.briefing.data import csv_table
    from legation.briefing.papers import circulation as papers
    from legation.dossier.files.codec import encode_table
    from legation.questions.coalitions.circulation.log import find_circulation
    from legation.questions.coalitions.circulation.members import members
    from legation.questions.coalitions.circulation.names import names_warning

    wanted = _formats(formats, (*_WRITTEN, "csv"))
    case = case_of(dossier, as_of)
    found = find_circulation(case, draft)
    if (warning := names_warning(case, found)) is not None:
        sys.stderr.write(say(warning, langs[0]) + "\n")
    if joined is not None:
        _put(joined, encode_table("coalitions", members(case, found)))
    for one in langs:
        made = [papers.note_verbale(case, one, draft, actor) for actor in actors] or [papers.public_list(case, one, draft)]
        write_papers(case, made, langs[0], out, wanted, template)
        if "csv" in wanted and not actors:
            _put(out / f"{case.info.id}-public-list-{one}.csv", csv_table(papers.list_table(case, one, draft), one))
    return 0


def _one_of(name: str, found: str, allowed: Iterable[str]) -> None:
    """Refuse the value of an option that is none of those allowed."""
    if found not in (values := [*allowed]):
        raise WrongUse(Message("all-questions.bad-option", name=name, found=found[:40], allowed=" | ".join(values)))


def write_papers(case: Case, documents: Iterable[Document | None], lang: Lang, out: Path, wanted: set[str], template: Path | None) -> None:
    """Write papers of a case in each form as they are laid out; what is said on the way is in ``lang``. None: there is no such paper."""
    _letters(wanted, lang)
    own = template_for(case, template, wanted, lang)
    for document in documents:
        if document is not None:
            _write(document, out, wanted, own)


def template_for(case: Case, path: Path | None, wanted: Container[str], lang: Lang) -> Template | None:
    """Return the Word template that is given, else that of the dossier, and say what was dropped of it; None where there is neither.

    Raises
    ------
    CannotRead
        It cannot be read, is no Word file or is too large.
    """
    from legation.briefing.docx.template import PART, read_template

    data = file_bytes(path) if path else case.dossier.files.get(PART)
    if data is None or "docx" not in wanted:
        return None
    own = read_template(data)
    for one in own.notes:
        sys.stderr.write(say(one, lang) + "\n")
    return own


def _letters(wanted: set[str], lang: Lang) -> None:
    """Say once, apart from what was asked for, that papers are set in other letters than ours where ours are not there."""
    from legation.briefing.layout import typefaces

    if wanted.intersection(_WRITTEN) and not typefaces.are_there():
        sys.stderr.write(say(Message("cli.no-fonts", folder=str(typefaces.FOLDER)), lang) + "\n")


def _write(document: Document, out: Path, wanted: set[str], template: Template | None) -> None:
    from legation.briefing import docx, html, pdf

    stem = f"{document.name}-{document.kind}-{document.lang}"
    if "html" in wanted:
        _put(out / f"{stem}.html", html.render(document))
    if "pdf" in wanted:
        _put(out / f"{stem}.pdf", pdf.render(document))
    if "docx" in wanted:
        _put(out / f"{stem}.docx", docx.render(document, template))


def _put(path: Path, data: bytes) -> None:
    write_file(path, data)
    sys.stdout.write(f"{path}\n")


def file_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    CannotRead
        It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(Message("dossier.cannot-read", path=str(path), why=system_words(error))) from error


def paper_formats(given: str) -> set[str]:
    """Return in which forms papers are written.

    Raises
    ------
    WrongUse
        For none, and for one that is not ``html``, ``pdf`` or ``docx``.
    """
    return _formats(given, _WRITTEN)


def _formats(given: str, allowed: tuple[str, ...]) -> set[str]:
    wanted = {part.strip() for part in given.split(",") if part.strip()}
    if not wanted:
        raise WrongUse(Message("all-questions.bad-option", name="formats", found="", allowed=" | ".join(allowed)))
    for part in sorted(wanted.difference(allowed)):
        raise WrongUse(Message("all-questions.bad-option", name="formats", found=part, allowed=" | ".join(allowed)))
    return wanted


def _tables(answers: Iterable[Answer]) -> Iterable[tuple[Answer, AnswerTable]]:
    return ((answer, table) for answer in answers for table in answer.tables)

"""Papers as files: the brief, the tally sheet of a roll call, the kit for a conversation with an actor.

A run of a paper says in its options ``langs`` (separated by blanks) and what the paper is about.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from legation.briefing.data import json_answers
from legation.briefing.document import Document
from legation.language import LANGUAGES, Lang
from legation.methods.progress import Progress
from legation.questions import Case
from legation.web.runs.case import case_of, highest_marking
from legation.web.runs.held import Made
from legation.web.runs.models import Run

__all__ = ["FORMATS", "SKELETONS", "brief", "kit", "tally"]

FORMATS = ("html", "pdf", "docx")
SKELETONS = ("explanation-of-vote", "non-paper")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def brief(run: Run, progress: Progress) -> Sequence[Made]:
    """Write the brief of the chosen questions."""
    from legation.briefing.brief import brief as lay_out
    from legation.briefing.brief import gather

    case = _dated(run)
    sections = run.options.get("sections", "").split()
    gathered = gather(case, progress, seed=int(run.options.get("seed") or 0), sections=sections)
    made = _written(case, [lay_out(case, gathered, lang) for lang in _langs(run)], progress)
    data = (
        Made(f"{case.info.id}-brief-{lang}.json", "application/json", json_answers(gathered.answers, lang), lang) for lang in _langs(run)
    )
    return [*made, *data]


def tally(run: Run, progress: Progress) -> Sequence[Made]:
    """Write the tally sheet."""
    from legation.briefing.tally import tally_answer, tally_sheet

    case = _dated(run)
    answer = tally_answer(case, rollcall=run.options.get("rollcall", ""), seed=int(run.options.get("seed") or 0), progress=progress)
    return [*_written(case, [tally_sheet(case, answer, lang) for lang in _langs(run)], progress)]


def kit(run: Run, progress: Progress) -> Sequence[Made]:
    """Write the démarche kit for an actor, or a skeleton."""
    from legation.briefing import kit as papers

    case = _dated(run)
    rollcall, skeleton = run.options.get("rollcall", ""), run.options.get("skeleton", "")

    def laid_out(lang: Lang) -> Document:
        if skeleton == "explanation-of-vote":
            return papers.explanation_of_vote(case, lang, rollcall=rollcall)
        if skeleton == "non-paper":
            return papers.non_paper(case, lang)
        return papers.demarche(case, run.options.get("actor", ""), lang, rollcall=rollcall)

    return [*_written(case, [laid_out(lang) for lang in _langs(run)], progress)]


def _written(case: Case, documents: Sequence[Document], progress: Progress) -> Iterator[Made]:
    """Yield documents in every form, with the highest marking of what they were made of."""
    from legation.briefing import docx, html, pdf

    renderers = {"html": html.render, "pdf": pdf.render, "docx": docx.render}
    marking = " ".join(filter(None, (highest_marking(case.dossier), case.info.pap)))
    for number, document in enumerate(documents):
        marked = dataclasses.replace(document, marking=marking)
        for place, form in enumerate(FORMATS):
            progress(number * len(FORMATS) + place, len(documents) * len(FORMATS))
            name = f"{document.name}-{document.kind}-{document.lang}.{form}"
            yield Made(name, _TYPES[form], renderers[form](marked), document.lang)


def _dated(run: Run) -> Case:
    from legation.dossier import as_date

    case = case_of(run)
    given = run.options.get("as_of")
    return case.at(as_date(given) if given else case.as_of)


def _langs(run: Run) -> Iterable[Lang]:
    wanted = run.options.get("langs", "").split()
    return [lang for lang in LANGUAGES if lang in wanted] or [lang for lang in LANGUAGES if lang == run.lang]

"""From a run to its files: which case it looks at, and who computes what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from legation.computing import computing
from legation.dossier import MARKINGS, TABLES, Dossier
from legation.questions import Case
from legation.web.runs.held import Made
from legation.web.runs.lakes import lake_of
from legation.web.runs.models import Run
from legation.web.runs.seeing import seen_by

__all__ = ["case_of", "highest_marking", "make", "warm_up"]

Progress = Callable[[int, int], None]


def make(run: Run, progress: Progress) -> Sequence[Made]:
    """Compute a run."""
    from legation.web.runs.answers import make as answer_files
    from legation.web.runs.papers import brief, kit, tally

    makers: Mapping[str, Callable[[Run, Progress], Sequence[Made]]] = {
        "question": answer_files,
        "brief": brief,
        "tally": tally,
        "kit": kit,
    }
    with computing():
        return makers[run.kind](run, progress)


def warm_up() -> None:
    """Load what every answer needs, so that the first person does not wait for it: the questions, and what draws figures."""
    from legation.briefing import drawing
    from legation.briefing.document import Picture
    from legation.figures.figure import Figure
    from legation.language import LANGUAGES, Message
    from legation.questions import questions
    from legation.web.runs import answers, papers  # noqa: F401 - they load what they need

    questions()
    word = Message("answer.value", value="0")
    spec = {"data": {"values": [{"x": 0}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    drawing.pngs([Picture(Figure(id="warm", title=word, subtitle=word, alt=word, spec=spec))], LANGUAGES[0])


def case_of(run: Run) -> Case:
    """Return what a run may look at: its revision, as its maker saw it; an earlier revision beside it where the run names one."""
    view, beside = seen_by(run)
    files = {run.options["revision"]: beside} if beside is not None else None
    return Case(dossier=view, today=run.today, files=files, lake=lake_of(run.dossier, run.sight, view.info.marking))


def highest_marking(dossier: Dossier) -> str:
    """Return the highest marking of a dossier and of its rows: what a paper made of it has to bear."""
    marked = {dossier.info.marking or MARKINGS[0]}
    marked.update(row.marking for name in TABLES if name != "votes" for row in getattr(dossier, name) if row.marking)
    return max(marked, key=MARKINGS.index)

"""From a run to its files: which case it looks at, and who computes what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from legation.computing import computing
from legation.web.runs.held import Made
from legation.web.runs.models import Run

__all__ = ["make", "warm_up"]

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

"""From a request to a computation: a run is asked for once for the same scope, question and day; then its case and its files are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils import timezone

from legation.cluster import computing
from legation.errors import WrongUse
from legation.language import Message
from legation.questions import find
from legation.questions.base.answer_key import code_version, hash_of_values
from legation.web.access import AccessScope
from legation.web.dossiers import older_revisions, store
from legation.web.runs import live_rooms
from legation.web.runs.access import lake_hash
from legation.web.runs.lease import OutputFile
from legation.web.runs.models import Result, Run
from legation.web.site.page import PageRequest
from legation.web.site.values import parse_int

__all__ = [
    "WAITING_LIMIT",
    "compute",
    "submit",
    "warm_up",
]


WAITING_LIMIT = 20
"""Runs of one person that may wait or be computed at once."""


def submit(request: PageRequest, kind: str, question: str, options: Mapping[str, str], scope: AccessScope | None = None) -> Run:
    """Return a run of a person; the one that is there where they asked the same before.

    Parameters
    ----------
    kind : str
        One of :data:`legation.web.runs.models.KINDS`.
    options : mapping of str to str
        Checked; as a person writes them.
    scope : AccessScope, optional
        Narrower than the person's own, for a paper that goes further than the person's desk.

    Raises
    ------
    WrongUse
        Where too many runs of the person wait.
    """
    of = scope or request.scope
    if of.rows is not None:
        raise ValueError("A run keeps no rows of a post: answer it at once.")
    filled = {name: value for name, value in sorted(options.items()) if value}
    key = _key(request, kind, question, filled, of)
    mine = Run.objects.filter(owner=request.account)
    same = mine.filter(dossier=request.dossier, key=key, cancel=False, state__in=("waiting", "running", "done")).order_by("pk").last()
    if same is not None:
        return same
    there = Result.objects.filter(key=key).exists()
    waiting = mine.filter(state__in=("waiting", "running")).count()
    if not there and waiting >= WAITING_LIMIT:
        raise WrongUse(Message("runs.too-many", count=waiting))
    return Run.objects.create(
        dossier=request.dossier,
        owner=request.account,
        revision=request.revision.number,
        marking=of.marking,
        audience=of.audience,
        tables=None if of.tables is None else list(of.tables),
        kind=kind,
        question=question,
        options=filled,
        today=request.today,
        lang=request.lang,
        key=key,
        state="done" if there else "waiting",
        finished=timezone.now() if there else None,
    )


def _key(request: PageRequest, kind: str, question: str, options: Mapping[str, str], scope: AccessScope) -> str:
    """Return the hash of all that a result depends on: what may be seen, what is asked, on which day, by which version.

    The language is not in it: a question is answered in every language, a paper in those that its options name.
    """
    view = older_revisions.seen_at(request.revision, request.revision, scope)
    seen = [view.hash]
    if observed := lake_hash(request.dossier, scope, view.info.marking):
        seen.append(observed)
    other = parse_int(options.get("revision"), most=request.revision.number)
    if other:
        seen.append(older_revisions.seen_at(store.revision_of(request.dossier, other), request.revision, scope).hash)
    if kind == "question" and (live := live_rooms.live_state(request.dossier, find(question), options)):
        seen.append(live)
    today = request.today.isoformat()
    return hash_of_values(kind=kind, question=question, options=options, seen=seen, today=today, code=code_version())


Progress = Callable[[int, int], None]


def compute(run: Run, progress: Progress) -> Sequence[OutputFile]:
    """Compute a run."""
    from legation.web.rooms.report_making import make_for_room
    from legation.web.runs.files import answer_files, brief, kit, note, tally
    from legation.web.runs.loading import load
    from legation.web.runs.monitoring import watch

    makers: Mapping[str, Callable[[Run, Progress], Sequence[OutputFile]]] = {
        "question": answer_files,
        "note": note,
        "brief": brief,
        "tally": tally,
        "kit": kit,
        "load": load,
        "watch": watch,
        "room": make_for_room,
    }
    with computing():
        return makers[run.kind](run, progress)


def warm_up() -> None:
    """Load what every answer needs, so that the first person does not wait for it: the questions, and what draws figures."""
    from legation.briefing.document import Picture
    from legation.briefing.layout import pictures
    from legation.figures.figure import Figure
    from legation.language import LANGUAGES
    from legation.questions import questions
    from legation.web.runs import files  # noqa: F401 - they load what they need

    questions()
    word = Message("answer.value", value="0")
    spec = {"data": {"values": [{"x": 0}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    pictures.pngs([Picture(Figure(id="warm", title=word, subtitle=word, alt=word, spec=spec))], LANGUAGES[0])

"""The path of a negotiation, of a text or of a deal: from the forum to the report to capital."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from legation.dossier import When
from legation.dossier.models.draft import DRAFT
from legation.dossier.models.game import GAME
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.parts import ModelKind
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.situations.models import find_model, model_of, models_of, names_of, title_of
from legation.questions.situations.path import Dated, Entry, Path, PathSubject, Step, newest_day, of_brief, rows_of

__all__ = ["PATH"]

_KINDS: tuple[ModelKind[Any], ...] = (NEGOTIATION, DRAFT)


def _abouts(case: Case) -> tuple[str, ...]:
    return names_of(case, *_KINDS)


def _any(*fields: str) -> Callable[[PathSubject], bool]:
    """Return whether the text or the deal fills one of some fields."""
    return lambda subject: any(getattr(model_of(subject, kind), field, None) for kind in _KINDS for field in fields)


def _is_model(subject: PathSubject) -> bool:
    return any(model_of(subject, kind) is not None for kind in _KINDS)


def _has_instruction(subject: PathSubject) -> bool:
    return any(row.kind == "instruction" for row in subject.rows("obligations"))


def _ends(subject: PathSubject) -> When | None:
    model = model_of(subject, NEGOTIATION)
    return model.deadline if model is not None else None


def _day(case: Case, about: str) -> When | None:
    return _ends(PathSubject(case, about))


def _offers_new(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that an offer or a version of the text is newer than our positions in the negotiation."""
    days = [row.date.last for kind in _KINDS for name in ("offers", "versions") for row in getattr(model_of(subject, kind), name, ())]
    taken: list[Dated] = [("positions", row) for row in subject.rows("positions")]
    work = max(filter(None, (newest_day(subject, taken), since)), default=None)
    if not days or work is None or max(days) <= work:
        return None
    return Message("path.renew.offer", newest=max(days), stated=work)


def _silence_over(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that a silence has run out and nothing says what came of it."""
    model = model_of(subject, DRAFT)
    day = subject.case.as_of
    over = [one for one in model.silences if one.deadline.is_over(day) and (since is None or since < one.deadline.last)] if model else []
    return Message("path.renew.silence", deadline=over[-1].deadline) if over else None


def _is_rehearsed(subject: PathSubject) -> bool:
    """Whether the log of a game on this negotiation lies in the dossier."""
    files = subject.case.dossier.files
    on_it = [name for name, game in models_of(subject.case, GAME).items() if game.negotiation == subject.about]
    return any(part.startswith(f"games/{name}/") and part.endswith(".jsonl") for name in on_it for part in files)


def _never(_: PathSubject) -> bool:
    """Nothing in the dossier says it: the live room does."""
    return False


PATH = Path(
    situation="negotiation",
    room="drafting",
    abouts=_abouts,
    find=lambda case, text: find_model(case, text, *_KINDS),
    named=lambda case, about: title_of(case, about, *_KINDS),
    day=_day,
    steps=(
        Step(
            id="forum",
            adds=(
                Entry(id="negotiated-text", place="draft|negotiation", is_there=_is_model, live="brought"),
                rows_of("processes", id="calendar"),
                Entry(id="rule-of-forum", place="bodies", is_there=lambda s: bool(s.case.dossier.bodies), optional=True),
            ),
            questions=("where-should-we-take-it", "what-is-due"),
        ),
        Step(
            id="instructions",
            adds=(
                rows_of("objectives"),
                of_brief("fallback", id="fallback"),
                Entry(id="instruction", place="obligations", is_there=_has_instruction, optional=True),
                Entry(id="mandate", place="mandate", is_there=lambda s: s.case.dossier.mandate is not None, optional=True),
            ),
            questions=("what-can-we-live-with", "where-is-it-agreed"),
        ),
        Step(
            id="holds",
            adds=(
                Entry(id="parties", place="draft|negotiation", is_there=_any("stances", "worths", "rankings"), live="stood"),
                rows_of("interests", id="red-lines", optional=True),
            ),
            questions=("where-is-the-text-stuck", "who-is-blocking", "who-stands-where", "what-did-they-say-before"),
        ),
        Step(
            id="amendments",
            adds=(
                Entry(id="offers", place="draft|negotiation", is_there=_any("offers", "versions"), live="brought"),
                Entry(id="negotiating-room", place="live-text", is_there=_never, live="opened", optional=True),
            ),
            questions=("what-would-beat-it", "what-did-they-say-before"),
            not_yet=("line-on-amendment",),
            renew=_offers_new,
        ),
        Step(
            id="packages",
            adds=(Entry(id="packages", place="draft|negotiation", is_there=_any("worths", "packages"), live="linked"),),
            questions=("where-is-the-text-stuck", "which-trade", "where-it-would-land", "where-could-it-settle", "what-would-settle-it"),
        ),
        Step(
            id="rehearse",
            adds=(Entry(id="rehearsal", place="live-game", is_there=_is_rehearsed, optional=True),),
            questions=("what-did-the-game-show",),
        ),
        Step(
            id="adoption",
            adds=(
                Entry(id="levels", place="draft|negotiation|live-text", is_there=_any("agreements", "agreed", "silences"), live="agreed"),
            ),
            questions=("where-is-the-text-stuck", "what-is-due"),
            renew=_silence_over,
        ),
        Step(
            id="report",
            adds=(
                of_brief("purpose", "decision", id="report"),
                Entry(id="text-report", place="live-text-result", is_there=_never, live="reported", optional=True),
            ),
            questions=("who-is-blocking",),
            papers=("note", "brief", "lines"),
        ),
    ),
)

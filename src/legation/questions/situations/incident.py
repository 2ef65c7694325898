"""The path of a cyber incident: from what is established to the note, and the review after thirty days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from legation.dossier.models.assessment import ASSESSMENT
from legation.dossier.models.response import RESPONSE
from legation.dossier.models.statement import STATEMENT, StatementModel
from legation.dossier.parts import ModelKind
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.situations.models import find_model, model_of, names_of, title_of
from legation.questions.situations.path import Entry, Path, PathSubject, Step, of_brief, rows_of

__all__ = ["PATH"]

_KINDS: tuple[ModelKind[Any], ...] = (ASSESSMENT, RESPONSE, STATEMENT)


def _abouts(case: Case) -> tuple[str, ...]:
    return names_of(case, *_KINDS)


def _statement(subject: PathSubject) -> StatementModel | None:
    return model_of(subject, STATEMENT)


def _states(field: str) -> Callable[[PathSubject], bool]:
    return lambda subject: bool(getattr(_statement(subject), field, ()))


def _has_public_line(subject: PathSubject) -> bool:
    model = _statement(subject)
    return model is not None and any(claim.tier == "public" and not claim.party for claim in model.claims)


def _of(id: str, kind: Any, *fields: str) -> Entry:  # noqa: A002
    """Return the entry that the incident's model of a kind fills some of its lists."""
    return Entry(id=id, place=kind.id, is_there=lambda s: any(getattr(model_of(s, kind), field, ()) for field in fields))


def _late_notice(subject: PathSubject, _: dt.date | None) -> Message | None:
    """Say which notice was due and is not known to have been given."""
    model = _statement(subject)
    late = [one for one in model.notices if one.made is None and one.due and one.due.is_over(subject.case.as_of)] if model else []
    return Message("path.renew.notice", to=late[0].to, due=late[0].due, count=len(late)) if late else None


def _readings(subject: PathSubject) -> Collection[Any]:
    return [row for row in subject.rows("readings") if row.incident in ("", subject.about)]


PATH = Path(
    situation="incident",
    abouts=_abouts,
    find=lambda case, text: find_model(case, text, *_KINDS),
    named=lambda case, about: title_of(case, about, *_KINDS),
    steps=(
        Step(
            id="established",
            adds=(rows_of("evidence"), Entry(id="harms", place="statement", is_there=_states("harms"))),
            questions=("what-changed", "what-can-we-show"),
            not_yet=("affected",),
        ),
        Step(
            id="notify",
            adds=(Entry(id="notices", place="statement", is_there=_states("notices")),),
            questions=("what-is-due",),
            not_yet=("clock",),
            renew=_late_notice,
        ),
        Step(
            id="first-line",
            adds=(Entry(id="public-line", place="statement", is_there=_has_public_line),),
            questions=("what-do-we-say",),
        ),
        Step(
            id="hypotheses",
            adds=(_of("hypotheses", ASSESSMENT, "hypotheses"),),
            questions=("how-sure-are-we", "what-would-prove-us-wrong", "what-can-we-show"),
        ),
        Step(
            id="options",
            adds=(
                _of("response", RESPONSE, "conditions", "criteria", "costs", "elements"),
                of_brief("options", id="options", optional=True),
            ),
            questions=("which-norm-was-breached", "what-may-we-do", "what-does-naming-cost"),
        ),
        Step(
            id="with-whom",
            adds=(rows_of("coalitions", id="partners"),),
            questions=("who-would-sign", "who-has-signed", "whom-to-call-first", "who-can-reach"),
            papers=("kit",),
        ),
        Step(
            id="blame",
            adds=(
                Entry(id="readings", place="readings", is_there=lambda s: bool(_readings(s))),
                Entry(id="failings", place="statement", is_there=_states("failings"), optional=True),
            ),
            questions=("whom-does-the-public-blame", "what-is-said"),
        ),
        Step(
            id="note",
            adds=(of_brief("decision", "recommendation", id="decision"),),
            questions=("is-the-strategy-sound",),
            papers=("note", "brief"),
        ),
    ),
)

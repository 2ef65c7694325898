"""The path of a cyber incident: from what is established to the note, and the review after thirty days; a State's, and a firm's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from legation.dossier.models.assessment import ASSESSMENT
from legation.dossier.models.response import RESPONSE
from legation.dossier.models.statement import STATEMENT, StatementModel
from legation.dossier.parts import ModelKind
from legation.figures.figure import Named
from legation.language import Message, Spoken, fold
from legation.questions.base.case import Case
from legation.questions.incident.duties.rows import counted_duties, incidents_of
from legation.questions.situations.models import find_model, model_of, names_of, title_of
from legation.questions.situations.path import Entry, Path, PathSubject, Step, of_brief, rows_of

__all__ = ["PATH"]

_KINDS: tuple[ModelKind[Any], ...] = (ASSESSMENT, RESPONSE, STATEMENT)
_TABLES = ("incident_log", "duties")
"""Tables whose rows name an incident."""


def _abouts(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names_of(case, *_KINDS), *_in_tables(case))))


def _in_tables(case: Case) -> Iterable[str]:
    return (name for table in _TABLES for name in incidents_of(case, table))


def _find(case: Case, text: str) -> str:
    there = {name.casefold(): name for name in _in_tables(case)}
    return find_model(case, text, *_KINDS) or there.get(text.strip().casefold(), "")


def _named(case: Case, about: str) -> Spoken:
    return title_of(case, about, *_KINDS) if about in names_of(case, *_KINDS) else Named(about, about)


def _statement(subject: PathSubject) -> StatementModel | None:
    return model_of(subject, STATEMENT)


def _states(field: str) -> Callable[[PathSubject], bool]:
    return lambda subject: bool(getattr(_statement(subject), field, ()))


def _rows(subject: PathSubject, table: str) -> list[Any]:
    return [row for row in subject.rows(table) if row.incident in ("", subject.about)]


def _given(subject: PathSubject) -> dict[str, str]:
    return {"incident": subject.about} if subject.about else {}


def _has_public_line(subject: PathSubject) -> bool:
    """Whether there is a line for the public, and none of them names whom the statement elsewhere reports as accused."""
    model = _statement(subject)
    lines = [claim for claim in model.claims if claim.tier == "public" and not claim.party] if model else []
    accused = {claim.party for claim in model.claims if claim.party} if model else set()
    names = [row.name for row in subject.case.dossier.actors if row.id in accused]
    said = {f" {fold(name)} " for one in names for name in (one.text, one.en, one.fr) if name}
    texts = [f" {fold(text)} " for claim in lines for text in (claim.text.text, claim.text.en, claim.text.fr) if text]
    return bool(lines) and not any(name in text for name in said for text in texts)


def _is_firm(subject: PathSubject) -> bool:
    """Whether the desk is that of a firm: whom the dossier calls us, else who speaks in the statement."""
    model = _statement(subject)
    us = str(subject.case.info.parameters.get("us") or "") or (model.actor if model is not None else "")
    return any(row.id == us and row.kind == "company" for row in subject.case.dossier.actors)


def _of(id: str, kind: Any, *fields: str) -> Entry:  # noqa: A002
    """Return the entry that the incident's model of a kind fills some of its lists."""
    return Entry(id=id, place=kind.id, is_there=lambda s: any(getattr(model_of(s, kind), field, ()) for field in fields))


def _late_notice(subject: PathSubject, _: dt.date | None) -> Message | None:
    """Say which notice was due and is not known to have been given: of the duties, and of the statement."""
    late: list[tuple[Named, Any]] = [(one.to, one.until) for one in counted_duties(subject.case, subject.about) if one.state == "late"]
    model = _statement(subject)
    notices = [one for one in model.notices if one.made is None and one.due and one.due.is_over(subject.case.as_of)] if model else []
    late.extend((Named(one.id, one.to), one.due) for one in notices)
    return Message("path.renew.notice", to=late[0][0], due=late[0][1], count=len(late)) if late else None


def _has_joint_line(subject: PathSubject) -> bool:
    """Whether there are words for a coalition, or for a government: what is said together with them."""
    partners = {row.coalition for row in subject.rows("coalitions")} | {
        row.id for row in subject.case.dossier.actors if row.kind == "state"
    }
    return any(partners.intersection(row.audience) for row in subject.rows("messages"))


def _readings(subject: PathSubject) -> Collection[Any]:
    return _rows(subject, "readings")


_LOG = Entry(
    id="log",
    place="incident_log",
    is_there=lambda s: bool(_rows(s, "incident_log")),
    given=_given,
    optional=True,
    columns=("at", "zone", "fact", "holder", "state", "affected"),
)
_AFFECTED = Entry(
    id="harms",
    place="incident_log",
    is_there=lambda s: any(row.affected for row in _rows(s, "incident_log")) or _states("harms")(s),
    given=_given,
    columns=("affected", "fact", "at", "zone", "holder", "state"),
)
_NOTICES = Entry(
    id="notices",
    place="duties",
    is_there=lambda s: bool(_rows(s, "duties")) or _states("notices")(s),
    given=_given,
    columns=("to", "basis", "clause", "since", "hours", "zone"),
)
_FAILINGS = Entry(id="failings", place="statement", is_there=_states("failings"))
_READINGS = Entry(id="readings", place="readings", is_there=lambda s: bool(_readings(s)))
_PARTNERS = rows_of("coalitions", id="partners")
_JOINT_LINE = Entry(id="joint-line", place="messages", is_there=_has_joint_line, optional=True)
_ANSWERS = Entry(id="hostile-answers", place="statement", is_there=_states("answers"))

_ESTABLISHED = Step(
    id="established",
    adds=(_LOG, rows_of("evidence"), _AFFECTED),
    questions=("what-is-established", "what-changed", "what-can-we-show"),
)
_NOTIFY = Step(id="notify", adds=(_NOTICES,), questions=("whom-must-we-notify", "what-is-due"), renew=_late_notice)
_FIRST_LINE = Step(
    id="first-line",
    adds=(Entry(id="public-line", place="statement", is_there=_has_public_line),),
    questions=("what-do-we-say",),
)
_HYPOTHESES = Step(
    id="hypotheses",
    adds=(_of("hypotheses", ASSESSMENT, "hypotheses"),),
    questions=("how-sure-are-we", "what-would-prove-us-wrong", "what-can-we-show"),
)
_OPTIONS = Step(
    id="options",
    adds=(
        _of("response", RESPONSE, "conditions", "criteria", "costs", "elements"),
        of_brief("options", id="options", optional=True),
    ),
    questions=("which-norm-was-breached", "what-may-we-do", "what-does-naming-cost"),
)
_WITH_WHOM = Step(
    id="with-whom",
    adds=(_PARTNERS, _JOINT_LINE),
    questions=("who-would-sign", "who-has-signed", "whom-to-call-first", "who-can-reach"),
    papers=("kit",),
)
_BLAME = Step(
    id="blame",
    adds=(_READINGS, replace(_FAILINGS, optional=True)),
    questions=("whom-does-the-public-blame", "what-is-said", "what-do-we-say"),
)
_NOTE = Step(
    id="note",
    adds=(of_brief("decision", "recommendation", id="decision"),),
    questions=("is-the-strategy-sound",),
    papers=("note", "brief"),
)
_OF_A_FIRM = (
    _ESTABLISHED,
    _NOTIFY,
    _FIRST_LINE,
    replace(_BLAME, title="blame-firm", adds=(_FAILINGS, replace(_READINGS, optional=True))),
    replace(_WITH_WHOM, title="with-whom-firm", adds=(_ANSWERS, replace(_PARTNERS, optional=True), _JOINT_LINE)),
    replace(_HYPOTHESES, title="hypotheses-firm"),
    replace(
        _OPTIONS,
        title="options-firm",
        adds=(of_brief("options", id="options"), replace(_OPTIONS.adds[0], optional=True)),
        questions=("what-does-naming-cost", "what-may-we-do"),
    ),
    _NOTE,
)
"""A firm notifies, says and admits before it asks who did it: naming a State is for governments, its price is the firm's."""

PATH = Path(
    situation="incident",
    abouts=_abouts,
    find=_find,
    named=_named,
    steps=(_ESTABLISHED, _NOTIFY, _FIRST_LINE, _HYPOTHESES, _OPTIONS, _WITH_WHOM, _BLAME, _NOTE),
    others=_OF_A_FIRM,
    is_other=_is_firm,
)

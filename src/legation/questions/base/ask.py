"""Asking: from words to typed options, to an answer that keeps only what its evidence and the score card carry."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation.dossier import Dossier, When, as_date
from legation.dossier.kind import InvalidValue, Reference
from legation.errors import BadValue, NotAvailable, WrongUse
from legation.figures.figure import Figure
from legation.figures.registry import Result, drawn, figure_kinds
from legation.language import Message
from legation.questions.answer import Answer, Provenance
from legation.questions.base.answer_data import NotPlain
from legation.questions.base.answer_key import answer_key
from legation.questions.base.answer_store import AnswerStore
from legation.questions.base.case import Case
from legation.questions.base.judgements.card import without_what_is_off
from legation.questions.base.registry import find
from legation.questions.base.rollcall_lookup import is_draft
from legation.questions.question import Option, Progress, Question, silent

__all__ = [
    "ask",
    "option_values",
    "references",
    "with_other_figures",
]


def with_other_figures(answer: Answer, as_of: dt.date) -> Answer:
    """Return an answer with the figures that packages declare for its question; where one fails, a caveat names it and its package.

    Examples
    --------
    >>> plain = Answer(question="who-can-move", title=Message("who-can-move.title"))
    >>> with_other_figures(plain, dt.date(2019, 1, 1)) is plain
    True
    """
    if not figure_kinds(answer.question):
        return answer
    tables = {
        table.id: tuple(dict(zip((column.id for column in table.columns), row, strict=True)) for row in table.rows)
        for table in answer.tables
    }
    result = Result(question=answer.question, title=answer.title, as_of=as_of, tables=tables)
    made = tuple(drawn(result, [figure.id for figure in answer.figures]))
    return dataclasses.replace(
        answer,
        figures=(*answer.figures, *(one for one in made if isinstance(one, Figure))),
        caveats=(*answer.caveats, *(one for one in made if isinstance(one, Message))),
    )


def ask(
    question: str | Question, case: Case | Dossier, progress: Progress = silent, *, store: AnswerStore | None = None, **options: Any
) -> Answer:
    """Answer a question, or return the answer that the store has of it.

    Parameters
    ----------
    question : str or Question
        An id such as ``who-can-move``.
    case : Case or Dossier
        A dossier is asked at its own ``as_of``, or at the date of its newest row.
    progress : callable
        Told ``(done, total)`` of what takes long.
    store : AnswerStore, optional
        Where the answer is looked for and stored; without one that of the case, and without both it is computed.
    **options
        Typed values or the text that a person wrote; missing ones come from the dossier's parameters, then from the question.

    Raises
    ------
    WrongUse
        Unknown question, option or reference, or a value that the option does not take.
    NotAvailable
        The dossier holds nothing that the question could look at; the sentence says what to add.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"'})
    >>> ask("what-is-due", d, as_of="2019-01-01").question
    'what-is-due'
    """
    declared = question if isinstance(question, Question) else find(question)
    if isinstance(case, Dossier):
        case = Case(dossier=case, today=_newest(case))
    if store is not None:
        case = case.with_store(store)
    view, values = option_values(declared, case, options)
    for table in declared.needs:
        if not len(getattr(view.dossier, table)):
            raise NotAvailable(
                Message("all-questions.nothing-there", part=f"{table}.csv", as_of=view.as_of, what=Message(f"table.{table}"))
            )
    return _computed(declared, view, values, progress) if view.store is None else _found(declared, view, values, progress, view.store)


def option_values(question: Question, case: Case, options: Mapping[str, Any]) -> tuple[Case, dict[str, Any]]:
    """Return the case at the day that is asked for, and a value for every option: given, of the dossier's parameters, or the default.

    Raises
    ------
    WrongUse
        For an option that the question does not take, or a value that the option does not.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=dt.date(2026, 1, 1))
    >>> option_values(find("what-is-due"), case, {"as_of": "2019-01-01"})[1]["horizon_days"]
    365
    """
    by_name = {option.name: option for option in question.all_options}
    for name in options:
        if name not in by_name:
            raise WrongUse(Message("all-questions.unknown-option", question=question.id, found=name, allowed=tuple(by_name)))
    as_of = options.get("as_of")
    view = case.at(as_date(_typed(case, by_name["as_of"], as_of)) if as_of not in (None, "") else case.as_of)
    given = dict(view.info.parameters.get(question.id, {})) if isinstance(view.info.parameters.get(question.id), Mapping) else {}
    values: dict[str, Any] = {}
    for option in question.all_options:
        raw = options.get(option.name)
        if raw not in (None, ""):
            values[option.name] = _typed(view, option, raw)
        elif option.supposes:
            values[option.name] = option.default
        else:
            values[option.name] = _parameter(view, option, given.get(option.name, view.info.parameters.get(option.name)))
    values["as_of"] = view.as_of
    return view, values


def _found(question: Question, view: Case, values: Mapping[str, Any], progress: Progress, store: AnswerStore) -> Answer:
    """Return the answer that the store has; where it has none, compute and store it."""
    try:
        key = answer_key(question, view, values)
    except NotPlain:  # an option of a type of a package's own
        return _computed(question, view, values, progress)
    answer = store.get(key)
    if answer is None:
        answer = _computed(question, view, values, progress)
        if answer_key(question, view, values) == key:  # nothing was imported into the lake meanwhile
            store.put(key, answer)
    return answer


def _computed(question: Question, view: Case, values: Mapping[str, Any], progress: Progress) -> Answer:
    try:
        answer = question.answer(view, values, progress)
    except BadValue as error:  # a method's own words are English; the reader is told in either language what refused and why
        raise NotAvailable(Message("all-questions.refused", question=question.title, why=str(error))) from error
    return _finished(view, question, values, answer)


def _parameter(case: Case, option: Option, raw: Any) -> Any:
    """Return what the dossier's parameters give for an option; its default where they give nothing that was known at the date."""
    if raw is not None:
        try:
            value = _typed(case, option, raw)
        except WrongUse:
            value = None
        later = option.kind.name == "date" and value is not None and as_date(value) > case.as_of
        if value is not None and not later:
            return value
    return None if option.default is None else _typed(case, option, option.default)


def _typed(case: Case, option: Option, raw: Any) -> Any:
    """Return an option's value from what was given: text is read as the cell of a table would be."""
    if isinstance(raw, (dt.date, When)):
        return raw
    text = option.kind.write(raw) if not isinstance(raw, str) else raw.strip()
    try:
        value = option.kind.read(text)
    except InvalidValue as error:
        raise WrongUse(
            Message("all-questions.bad-option", name=option.name.replace("_", "-"), found=text, allowed=option.kind.allowed)
        ) from error
    if isinstance(option.kind, Reference) and text:
        return references(case, option.kind, text)
    return value


def references(case: Case, kind: Reference, text: str) -> str | tuple[str, ...]:
    """Return the id that a text means in a place of the dossier; of a kind that takes many, the ids of what stands between semicolons.

    Where no semicolon stands, and no single thing is meant, blanks separate ids.

    Raises
    ------
    WrongUse
        For a text that means nothing there.
    """
    place = kind.to[0]
    if not kind.many:
        return case.reference(place, text)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) == 1:
        try:
            return (case.reference(place, parts[0]),)
        except WrongUse:
            parts = parts[0].split()
    return tuple(dict.fromkeys(case.reference(place, part) for part in parts))


def _finished(case: Case, question: Question, values: Mapping[str, Any], answer: Answer) -> Answer:
    from legation.version import VERSION

    evidence = frozenset(row.id for row in case.dossier.evidence)
    backed = tuple(finding for finding in answer.findings if finding.stands(evidence))
    shown = {name: str(value) if isinstance(value, (dt.date, When)) else value for name, value in values.items()}
    provenance = Provenance(
        dossier=case.info.id,
        hash=case.dossier.hash,
        as_of=case.as_of.isoformat(),
        today=case.today.isoformat(),
        options={name: value for name, value in shown.items() if name not in ("as_of", "seed")},
        seed=int(values.get("seed") or 0),
        version=VERSION,
        observations=case.lake.hash() if case.lake is not None else "",
        said=_said(case, question, values),
    )
    whole = dataclasses.replace(answer, findings=backed, provenance=provenance)
    return with_other_figures(without_what_is_off(whole), case.as_of)


def _said(case: Case, question: Question, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how a reader is told the options that name a vote on a draft: by its symbol and day, for its id may be a later number."""
    drafts = {row.id: row for row in case.dossier.rollcalls if is_draft(row)}
    named = [option.name for option in question.options if isinstance(option.kind, Reference) and "rollcalls" in option.kind.to]
    rows = {name: drafts[values[name]] for name in named if values.get(name) in drafts}
    return {name: Message("vote.on-day", symbol=row.symbol, date=row.date) if row.date else row.symbol for name, row in rows.items()}


def _newest(dossier: Dossier) -> dt.date:
    """Return the day of the newest row: what `today` means for a dossier that is asked without a clock."""
    dates = [row.date.last for row in dossier.rollcalls if row.date]
    dates += [row.known_on.last for row in dossier.positions if row.known_on]
    dates += [row.known_on.last for row in dossier.evidence if row.known_on]
    dates += [row.held_from.last for row in dossier.positions if row.held_from]
    dates += [row.date.last for row in dossier.evidence if row.date]
    return max(dates, default=dt.date(1970, 1, 1))

"""The form of a question, made of its declaration: a field for each option, and the reading of what a person wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing.notes.usage import READERS
from legation.dossier import Dossier, When, as_date, standing
from legation.dossier.column import symbol
from legation.dossier.kind import Choice, Flag, InvalidValue, Reference, Text
from legation.dossier.tables.csv_sheet import UNPRINTABLE
from legation.errors import WrongUse
from legation.language import Lang, Message, Spoken, collation_key, say
from legation.questions import Case, Option, Question
from legation.questions.base.ask import references
from legation.web.dossiers.models import Revision
from legation.web.site.page import PageRequest, case_at
from legation.web.site.values import parse_int

__all__ = ["OptionField", "case_for", "choices_of", "label_of", "names_of", "names_on", "option_fields", "option_words", "read_options"]

SELECTED = 400
"""So many rows are offered as a list; of more, a person writes the id, and is shown the newest."""
LONGEST, LONGEST_LIST = 400, 20_000
"""Characters of what is given for an option, and for one that takes many."""
LABELLED = frozenset(
    {
        "as_of",
        "seed",
        "first",
        "second",
        "top",
        "source",
        "target",
        "us",
        "days",
        "threshold",
        "issue",
        "coalition",
        "seats_complete",
        "since",
        "actor",
        "resamples",
        "revision",
        "room",
        "smallest",
        "horizon_days",
        "rollcall",
        "goal",
        "reveal",
        "with_us",
        "against_us",
        "model",
        "tolerance",
        "succession",
        "scenario",
        "draws",
        "reach",
        "plan",
        "notion",
        "status_quo",
        "state",
        "runs",
        "wanted",
        "keep",
        "together",
        "near",
        "negotiation",
        "draft",
        "x",
        "y",
        "stands_x",
        "stands_y",
        "aim",
        "model_error",
        "proposer",
        "points",
        "kind",
        "by",
        "made_by",
        "replay",
        "tier",
        "alternative",
        "text",
        "accused",
        "partners",
        "unions",
        "hurdles",
        "precedents",
        "documents",
        "dimensions",
        "repeats",
        "until",
        "body",
        "topic",
        "actors",
        "every",
        "monitor",
        "phrase",
        "controls",
        "targets",
        "site",
        "activity",
        "pages",
        "acts",
        "frames",
        "language",
        "low",
        "high",
        "vectors",
        "names",
    }
)
"""Options whose label is written; another one, of a third party's question, is called by its name."""
_DATES = frozenset({"as_of", "since", "until"})
_UNSAID = frozenset({"langs", "sections", "skeleton", "paper", "formats", "template", "engagement"})
WORDED = frozenset({"adopt", "defeat", "any", "month", "week", "quarter", "year", "conflict", "cooperation", "auto", "en", "fr"})
"""Choices whose word is written; another one stands as it is."""


@dataclass(frozen=True, kw_only=True)
class OptionField:
    """A field of a form.

    Attributes
    ----------
    name, value : str
    label, help : Message
    kind : str
        ``select``, ``date``, ``number``, ``flag``, ``text``, ``list`` (a text with suggestions), or ``choices`` (boxes to tick).
    choices : sequence of (str, text)
    chosen : sequence of str
        The values that are ticked, of a field of many.
    default : Message or None
        What it means to leave the field empty.
    low, high : number or None
    error : Spoken or None
    more : bool
        Whether it is one that few need.
    """

    name: str
    label: Message
    help: Message
    kind: str
    value: str = ""
    choices: Sequence[tuple[str, Any]] = ()
    chosen: Sequence[str] = ()
    default: Message | None = None
    low: Any = None
    high: Any = None
    error: Spoken | None = None
    more: bool = False


def case_for(request: PageRequest, as_of: str = "") -> Case:
    """Return the dossier as the person sees it, as a case of today, at a date where one is given."""
    return case_at(request.revision, request.scope, request.today, as_date(as_of) if as_of else None)


def option_fields(request: PageRequest, question: Question, given: Mapping[str, str], errors: Mapping[str, Spoken]) -> list[OptionField]:
    """Return the fields of a question, filled with what was given."""
    case = case_for(request)
    fields = []
    for option in question.all_options:
        if _is_revision(option) and not request.may("see-history"):
            continue
        fields.append(_field(request, case, question, option, given, errors))
    return fields


def read_options(request: PageRequest, question: Question, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Spoken]]:
    """Return the options that a person gave, as texts that the question takes, and what is wrong with others, by name."""
    texts: dict[str, str] = {}
    errors: dict[str, Spoken] = {}
    case = case_for(request)
    ordered = sorted(question.all_options, key=lambda option: option.name != "as_of")
    for option in ordered:
        text = str(given.get(option.name, "")).strip()
        if not text or (_is_revision(option) and not request.may("see-history")):
            continue
        try:
            value = _read(case, option, text, request)
        except InvalidValue:
            errors[option.name] = Message("page-questions.bad-option", found=text[:60], allowed=option.kind.allowed or f"1..{LONGEST}")
        except WrongUse as error:
            errors[option.name] = error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error))
        else:
            if value != _preset(case, question, option):
                texts[option.name] = value
            if option.name == "as_of":
                case = case.at(as_date(value))
    return texts, errors


def choices_of(case: Case, place: str, lang: Lang) -> list[tuple[str, str]]:
    """Return the ids of a place with what a reader calls them: roll calls newest first, all else by name."""
    dossier = case.dossier
    if place == "rollcalls":
        rows = sorted(standing(dossier.rollcalls), key=lambda r: r.date.last if r.date else dt.date.max, reverse=True)
        return [(r.id, _joined(symbol(r) or r.id, say(r.date, lang) if r.date else "", say(r.title, lang))) for r in rows]
    named: Iterable[tuple[str, str]]
    if place == "actors":
        named = [(a.id, say(case.named(a.id), lang)) for a in dossier.actors]
    elif place == "issues":
        named = [(i.id, say(i.question, lang) or i.id) for i in dossier.issues]
    elif place == "coalitions":
        named = {m.coalition: m.coalition for m in dossier.coalitions}.items()
    elif place == "groups":
        named = {m.group: m.group for m in dossier.groups}.items()
    else:
        named = [(row.id, row.id) for row in dossier.rows(place)]
    return sorted(named, key=lambda pair: collation_key(pair[1]))


def _field(
    request: PageRequest, case: Case, question: Question, option: Option, given: Mapping[str, str], errors: Mapping[str, Spoken]
) -> OptionField:
    preset = _preset(case, question, option)
    common: dict[str, Any] = {
        "name": option.name,
        "label": label_of(option.name),
        "help": Message("page-questions.help.revision") if _is_revision(option) else option.help(question.id),
        "error": errors.get(option.name),
        "more": option.name == "seed",
    }
    kind = option.kind
    given_value = given.get(option.name, "")
    if _is_revision(option):
        rows = Revision.objects.filter(dossier=request.dossier, number__lt=request.dossier.head).order_by("-number")[:SELECTED]
        revisions = [(str(r.number), Message("page-questions.revision", number=str(r.number), date=r.made.date())) for r in rows]
        return OptionField(**common, kind="select", value=given_value, choices=revisions, default=Message("page-questions.default.none"))
    if isinstance(kind, Reference) and kind.many:
        choices = choices_of(case, kind.to[0], request.lang)
        value = given_value or preset
        chosen = tuple(value.replace(";", " ").split())
        return OptionField(**{**common, "more": True}, kind="choices", value=value, choices=choices, chosen=chosen)
    if isinstance(kind, Reference):
        choices = choices_of(case, kind.to[0], request.lang)
        preset = _shown_preset(case, kind, preset)
        default = Message("page-questions.default.dossier", value=preset) if preset else Message("page-questions.default.question")
        kind_of_field = "select" if len(choices) <= SELECTED else "list"
        return OptionField(**common, kind=kind_of_field, value=given_value, choices=choices[:SELECTED], default=default)
    if isinstance(kind, Choice):
        words = [(value, _word(value)) for value in kind.values]
        unset = None if preset else Message("page-questions.default.unstated")
        return OptionField(**common, kind="select", value=given_value or preset, choices=words, default=unset)
    if isinstance(kind, Flag):
        return OptionField(**common, kind="flag", value=given_value or preset)
    if kind.name == "number":
        return OptionField(
            **common, kind="number", value=given_value or preset, low=getattr(kind, "low", None), high=getattr(kind, "high", None)
        )
    if kind.name == "date":
        unset = Message("page-questions.default.today", date=case.as_of) if option.name == "as_of" else None
        return OptionField(**common, kind="date", value=given_value, default=unset)
    return OptionField(**common, kind="text", value=given_value or preset)


def label_of(name: str) -> Message:
    """Return what a person calls an option."""
    if name == "reader":
        return Message("page-briefs.reader")
    if name in LABELLED:
        return Message(f"page-questions.label.{name}")
    return Message("answer.value", value=name.replace("_", " ").capitalize())


def names_of(dossier: Dossier) -> dict[str, Any]:
    """Return what a reader calls actors, issues and roll calls, by id."""
    actors = {row.id: row.name or row.id for row in dossier.actors}
    return {**actors, **{row.id: row.question for row in dossier.issues}, **{row.id: symbol(row) or row.id for row in dossier.rollcalls}}


def names_on(request: PageRequest) -> dict[str, Any]:
    """Return what a reader calls things on the day of a page: a vote ahead by the symbol of its draft; what came later as it is called."""
    return names_of(request.view) | names_of(request.known)


def option_words(names: Mapping[str, Any], options: Mapping[str, str]) -> list[tuple[Message, Any]]:
    """Return the options of a run as a person reads them; ``names`` as :func:`names_of` gives them."""
    return [(label_of(name), _choice_words(names, name, value)) for name, value in options.items() if name not in _UNSAID]


def _choice_words(names: Mapping[str, Any], name: str, value: str) -> Any:
    if name in _DATES:
        return When(value)
    if name == "reader" and value in READERS:
        return Message(f"page-briefs.reader-word.{value}")
    parts = value.split()
    if len(parts) > 1 and all(part in names for part in parts):
        return tuple(names[part] for part in parts)
    return _word(value) if value in WORDED else names.get(value, value)


def _word(choice: str) -> Message:
    return Message(f"page-questions.choice.{choice}") if choice in WORDED else Message("answer.value", value=choice)


def _shown_preset(case: Case, kind: Reference, preset: str) -> str:
    """Return a preset as a person reads it: a vote by its symbol on the day."""
    vote = case.meant_rollcall(preset) if preset and kind.to[0] == "rollcalls" else None
    return preset if vote is None else symbol(vote) or vote.id


def _preset(case: Case, question: Question, option: Option) -> str:
    """Return the option's value of the dossier's parameters, else its default, as text."""
    own = case.info.parameters.get(question.id)
    raw = own.get(option.name) if isinstance(own, Mapping) else None
    raw = case.info.parameters.get(option.name) if raw is None else raw
    raw = option.default if raw is None else raw
    if raw is None:
        return ""
    text = raw if isinstance(raw, str) else option.kind.write(raw)
    try:
        option.kind.read(text) if text else None
    except InvalidValue:
        return ""
    return text


def _read(case: Case, option: Option, text: str, request: PageRequest) -> str:
    """Return one option as the text that stands for its value.

    Raises
    ------
    InvalidValue, WrongUse
    """
    many = isinstance(option.kind, Reference) and option.kind.many
    if len(text) > (LONGEST_LIST if many else LONGEST) or UNPRINTABLE.search(text):
        raise InvalidValue("too-long-or-unprintable")
    if _is_revision(option):
        from legation.web.dossiers.store import revision_of

        number = parse_int(text)
        if number is None:
            raise InvalidValue("not-a-number")
        return str(revision_of(request.dossier, number).number)
    value = option.kind.read(text)
    if isinstance(option.kind, Reference):
        return option.kind.write(references(case, option.kind, text))
    return value.text if hasattr(value, "text") else option.kind.write(value)


def _is_revision(option: Option) -> bool:
    """Whether an option names an earlier revision: only those who may see the history can give it."""
    return option.name == "revision" and isinstance(option.kind, Text)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)

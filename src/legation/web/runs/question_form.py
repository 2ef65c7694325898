"""The form of a question, made of its declaration: a field for each option, and the reading of what a person wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.briefing.notes.usage import READERS
from legation.dossier import Dossier, When, as_date, standing
from legation.dossier.column import symbol
from legation.dossier.kind import Choice, Flag, InvalidValue, Reference, Text
from legation.dossier.tables.csv_sheet import UNPRINTABLE
from legation.errors import WrongUse
from legation.language import Lang, Message, Spoken, catalogue, collation_key, say
from legation.questions import Case, Option, Question
from legation.questions.base.ask import references
from legation.questions.base.coalition_names import coalition_names
from legation.questions.base.inputs import group_name
from legation.web.dossiers.models import Revision
from legation.web.forms.picker import LISTED, Picker
from legation.web.forms.row_field import ids_by_name, picker_of
from legation.web.forms.row_field import names_of as row_names
from legation.web.runs import live_rooms
from legation.web.site.as_of import same_day
from legation.web.site.page import PageRequest, case_at
from legation.web.site.values import parse_int

__all__ = [
    "OptionField",
    "case_for",
    "choices_of",
    "label_of",
    "names_of",
    "names_on",
    "option_fields",
    "option_words",
    "read_options",
]

SELECTED = 12
"""So many rows are offered as a list; of more, a person types words of the name, and the best are shown."""
OFFERED = 400
"""So many revisions are offered as a list."""
LONGEST, LONGEST_LIST = 400, 20_000
"""Characters of what is given for an option, and for one that takes many."""
_DATES = frozenset({"as_of", "since", "until"})
_UNSAID = frozenset({"langs", "sections", "skeleton", "paper", "formats", "template", "engagement"})


@dataclass(frozen=True, kw_only=True)
class OptionField:
    """A field of a form.

    Attributes
    ----------
    name, value : str
    label, help : Message
    kind : str
        ``select``, ``date``, ``number``, ``flag``, ``text``, ``pick`` (names that are searched), or ``choices`` (boxes to tick).
    choices : sequence of (str, text)
    chosen : sequence of str
        The values that are ticked, of a field of many.
    pick : Picker or None
        Of a field of that kind, what the field needs.
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
    pick: Picker | None = None
    more: bool = False


def case_for(request: PageRequest, as_of: str = "") -> Case:
    """Return the dossier as the person sees it, as a case of today, at a date where one is given."""
    return case_at(request.revision, request.scope, request.today, as_date(as_of) if as_of else None)


def option_fields(request: PageRequest, question: Question, given: Mapping[str, str], errors: Mapping[str, Spoken]) -> list[OptionField]:
    """Return the fields of a question, filled with what was given."""
    case = live_rooms.beside(case_for(request), request.dossier, question, request.account)
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
    case = live_rooms.beside(case_for(request), request.dossier, question, request.account)
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
        named = [(one.id, say(one, lang)) for one in coalition_names(dossier).values()]
    elif place == "groups":
        named = {m.group: say(group_name(m.group), lang) for m in dossier.groups}.items()
    else:
        named = [(row.id, row.id) for row in dossier.rows(place)]
    return sorted(named, key=lambda pair: collation_key(pair[1]))


def _field(
    request: PageRequest, case: Case, question: Question, option: Option, given: Mapping[str, str], errors: Mapping[str, Spoken]
) -> OptionField:
    preset = _preset(case, question, option)
    common: dict[str, Any] = {
        "name": option.name,
        "label": option.label(question.id),
        "help": Message("page-questions.help.revision") if _is_revision(option) else option.help(question.id),
        "error": errors.get(option.name),
        "more": option.advanced,
    }
    kind = option.kind
    given_value = given.get(option.name, "")
    if _is_revision(option):
        rows = Revision.objects.filter(dossier=request.dossier, number__lt=request.dossier.head).order_by("-number")[:OFFERED]
        revisions = [(str(r.number), Message("page-questions.revision", number=str(r.number), date=r.made.date())) for r in rows]
        return OptionField(**common, kind="select", value=given_value, choices=revisions, default=Message("page-questions.default.none"))
    if isinstance(kind, Reference):
        return _reference_field(request, case, option, kind, common, given_value, preset)
    if option.among is not None:
        return _among_field(request, case, question, option, common, given, given_value or preset)
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


def _reference_field(
    request: PageRequest, case: Case, option: Option, kind: Reference, common: dict[str, Any], given: str, preset: str
) -> OptionField:
    """Return the field of an option that names rows: a list of few, of more the field that searches them."""
    place, many = kind.to[0], kind.many
    shown = "" if many else _shown_preset(case, kind, preset)
    from_dossier = Message("page-questions.default.dossier", value=shown) if shown else None
    default = from_dossier or Message("page-questions.default.question")
    few = 0 < _count(case, place) <= SELECTED
    value = given or (preset if many else "")
    if few and many:
        return OptionField(
            **common, kind="choices", value=value, choices=choices_of(case, place, request.lang), chosen=tuple(_parts(value, many=True))
        )
    if few:
        return OptionField(**common, kind="select", value=given, choices=choices_of(case, place, request.lang), default=default)
    pick = picker_of(request, option.name, (place,), _parts(value, many=many), many=many)
    return OptionField(**common, kind="pick", value=value, pick=pick, default=from_dossier)


def _among_field(
    request: PageRequest, case: Case, question: Question, option: Option, common: dict[str, Any], given: Mapping[str, str], value: str
) -> OptionField:
    """Return the field of an option that names something that is no row: a list of what there is; a text where nothing is."""
    there = dict(option.among(case, given)) if option.among is not None else {}
    chosen = _parts(value, many=option.many)
    if not there or (option.many and not there.keys() >= set(chosen)):
        return OptionField(**common, kind="text", value=value)
    unset = Message("page-questions.default.question")
    if len(there) > LISTED:
        href = request.href("questions.pick", question=question.id, option=option.name)
        others = urlencode({name: given[name] for name in ("model",) if given.get(name)})
        pick = Picker(
            name=option.name,
            href=same_day(request, f"{href}?{others}" if others else href),
            many=option.many,
            chosen=[(one, there.get(one, one)) for one in chosen],
            typed=value,
        )
        return OptionField(**common, kind="pick", value=value, pick=pick)
    if option.many:
        return OptionField(**common, kind="choices", value=value, choices=list(there.items()), chosen=tuple(chosen))
    others_given = [(value, value)] if value and value not in there else []
    return OptionField(**common, kind="select", value=value, choices=[*there.items(), *others_given], default=unset)


def _parts(value: str, *, many: bool) -> list[str]:
    """Return the names in a value: of an option that takes several those between semicolons, of ids alone those between blanks."""
    if not many:
        return [value] if value else []
    parts = _between_semicolons(value)
    return parts if len(parts) != 1 else parts[0].split()


def _between_semicolons(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _count(case: Case, place: str) -> int:
    """Return how many things a place holds."""
    return len(names_in(case, place)) if place in ("groups", "coalitions", "bodies") else len(case.dossier.rows(place))


def names_in(case: Case, place: str) -> dict[str, Any]:
    """Return what the rows of a place are called, by id."""
    names = row_names(case.dossier, place)
    if place == "coalitions":
        return dict(coalition_names(case.dossier))
    return {name: group_name(name) for name in names} if place == "groups" else names


def label_of(name: str, question: str = "") -> Message:
    """Return what a person calls an option of a question, or of a paper."""
    of_papers = {"reader": "page-briefs.reader", "final": "page-briefs.final", "reason": "page-briefs.final-reason"}
    return Message(of_papers[name]) if name in of_papers else Option(name, Text()).label(question)


def names_of(dossier: Dossier) -> dict[str, Any]:
    """Return what a reader calls groups, actors, issues and roll calls, by id."""
    groups = {group: group_name(group) for group in {row.group for row in dossier.groups}}
    actors = {row.id: row.name or row.id for row in dossier.actors}
    return {
        **groups,
        **actors,
        **{row.id: row.question for row in dossier.issues},
        **{row.id: symbol(row) or row.id for row in dossier.rollcalls},
    }


def names_on(request: PageRequest) -> dict[str, Any]:
    """Return what a reader calls things on the day of a page: a vote ahead by the symbol of its draft; what came later as it is called."""
    return names_of(request.view) | names_of(request.known)


def option_words(names: Mapping[str, Any], options: Mapping[str, str], question: str = "") -> list[tuple[Message, Any]]:
    """Return the options of a run of a question as a person reads them; ``names`` as :func:`names_of` gives them."""
    return [(label_of(name, question), _choice_words(names, name, value)) for name, value in options.items() if name not in _UNSAID]


def _choice_words(names: Mapping[str, Any], name: str, value: str) -> Any:
    if name in _DATES:
        return When(value)
    if name == "final":
        return Message(f"language.{value}")
    if name == "reader" and value in READERS:
        return Message(f"page-briefs.reader-word.{value}")
    parts = value.split()
    if len(parts) > 1 and all(part in names for part in parts):
        return tuple(names[part] for part in parts)
    return _word(value) if _is_worded(value) else names.get(value, value)


def _word(choice: str) -> Message:
    return Message(f"page-questions.choice.{choice}") if _is_worded(choice) else Message("answer.value", value=choice)


def _is_worded(choice: str) -> bool:
    """Whether the catalogue has a word for a choice; another one stands as it is."""
    return f"choice.{choice}" in catalogue("page-questions", "en")


def _shown_preset(case: Case, kind: Reference, preset: str) -> Any:
    """Return a preset as a person reads it: a vote by its symbol on the day, an actor or an issue by its name."""
    vote = case.meant_rollcall(preset) if preset and kind.to[0] == "rollcalls" else None
    if vote is not None:
        return symbol(vote) or vote.id
    return names_of(case.dossier).get(preset, preset) if preset else ""


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
        return option.kind.write(references(case, option.kind, _by_ids(case, option.kind, text)))
    if option.among is not None:
        return _meant_among(option, option.among(case, {}), text)
    return value.text if hasattr(value, "text") else option.kind.write(value)


def _meant_among(option: Option, names: Mapping[str, Any], text: str) -> str:
    """Return a text in which what a person calls things stands by their ids; the question takes other ways of saying it too.

    Raises
    ------
    WrongUse
        A name is that of several things: none is taken.
    """
    by_name = ids_by_name(names)
    parts = _between_semicolons(text) if option.many else [text]
    meant = [{part} if part in names else by_name.get(collation_key(part)[0], {part}) for part in parts]
    for part, ids in zip(parts, meant, strict=True):
        if len(ids) > 1:
            raise WrongUse(Message("page-questions.shared-name", found=part[:60], count=len(ids), ids=tuple(sorted(ids))))
    return "; ".join(next(iter(ids)) for ids in meant)


def _by_ids(case: Case, kind: Reference, text: str) -> str:
    """Return a text with the names of rows, in either language and without regard to accents, as their ids; what means none as it is."""
    place = kind.to[0]
    names = names_in(case, place)
    parts = _parts(text, many=True) if kind.many else [text]
    if all(part in names for part in parts):
        return "; ".join(parts)
    parts = _between_semicolons(text) if kind.many else [text]
    meant = ids_by_name(names)
    found = [meant.get(collation_key(part)[0], set()) if part not in names else {part} for part in parts]
    return "; ".join(next(iter(ids)) if len(ids) == 1 else part for ids, part in zip(found, parts, strict=True))


def _is_revision(option: Option) -> bool:
    """Whether an option names an earlier revision: only those who may see the history can give it."""
    return option.name == "revision" and isinstance(option.kind, Text)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)

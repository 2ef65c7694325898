"""One field of a form for a row of a model, made from the definition of its column: names of rows are chosen, tables are filled by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from legation.dossier.column import Column
from legation.dossier.kind import Choice, Day, Flag, Keys, Number, Reference, Text, Word
from legation.dossier.models.conflict_records import OptionStatement
from legation.dossier.parts.entry import entry_of, is_lines, short_entry, value_of
from legation.dossier.parts.part_text import PartText, is_wording, written_path
from legation.dossier.parts.toml_lines import Path
from legation.dossier.problem import Problem
from legation.dossier.tables.labels import choice_word, column_called
from legation.language import Lang, Message, catalogue, collation_key, say
from legation.web.forms.field_help import choice_help
from legation.web.forms.model_lists import named_parts, words_listed
from legation.web.forms.row_field import EVIDENCE_HELP, FieldChoice, RowField, choosing, ids_by_name, names_of
from legation.web.forms.statement_words import statement_shown, statement_typed
from legation.web.site.page import PageRequest
from legation.web.stores.rows.entries import BODIES, SEARCHED

__all__ = ["FieldPlace", "field_help", "field_name", "model_field", "model_fields", "model_word", "of_dossier", "sent_values", "words_also"]

_NAMED = 60
"""Names of a table of values that are all shown; of more, those with a value, and room for new ones."""
_ROOM = 3
"""Empty lines for new names."""
_ROOM_OF_TABLES = 2
"""Empty lines for new names that each have a table of their own."""
_FEW = 12
"""Rows of the dossier that a list of boxes shows; of more, those that are meant are found by words."""
_LINE = 90
"""Letters after which a text has more than one line."""
_LONG = frozenset({"note", "reason", "meaning", "text", "claim", "basis", "knowledge", "words", "ask", "off_ramp", "answer"})


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field stands: the part as it is now, the row, its table, its raw values, and what is wrong, by column.

    ``shown`` is the part as its page showed it, where other rows have been taken from the form since.
    """

    request: PageRequest
    text: PartText
    path: Path
    table: str
    values: Mapping[str, Any]
    wrong: Mapping[str, Sequence[Problem]]
    checked: bool = True
    shown: PartText | None = None


def field_name(path: Path, column: str) -> str:
    """Return the name of an input: ``descriptor.1:name``.

    >>> field_name(("descriptor", 1), "name")
    'descriptor.1:name'
    """
    return f"{written_path(path)}:{column}"


def model_field(place: FieldPlace, column: Column) -> RowField:
    """Return the field of a column, with those of its versions, or a pair of fields for each name of a table of values.

    Of a text in several languages there are two fields, the reader's first and one for the other language; one that says no language, or a
    third that is given as well, is shown where it holds something.
    """
    given = [name for name in column.names if place.values.get(name)]
    own = f"{column.name}_{place.request.lang}"
    first = own if own in given else column.name if not given or column.name in given else given[0]
    needless = {own if first == column.name else column.name} - set(given)
    versions = tuple(replace(_field(place, column, name), required=False) for name in column.names if name not in {first, *needless})
    return replace(_field(place, column, first), required=column.required, versions=versions)


def model_fields(place: FieldPlace, column: Column) -> tuple[RowField, ...]:
    """Return the fields of a column: where each text says its language, one for each, the reader's first; else one."""
    made = model_field(place, column)
    if not (place.text.kind.each_language and made.versions):
        return (made,)
    base = field_name(place.path, column.name)
    every = tuple(_field(place, column, name) for name in column.names)
    without = next(one for one in every if one.name == base)
    first, *others = sorted((one for one in every if one is not without), key=lambda one: not one.name.endswith(f"_{place.request.lang}"))
    others = [replace(one, help="", required=False) for one in others]
    if without.value:
        return (replace(without, required=column.required), replace(first, required=False), *others)
    return (replace(first, required=column.required, error=first.error or without.error), *others)


def _field(place: FieldPlace, column: Column, name: str) -> RowField:
    kind, value = column.kind, place.values.get(name)
    own = field_name(place.path, name)
    made = RowField(
        name=own,
        label=column_called(name),
        help=EVIDENCE_HELP if name == "evidence" and kind.names_many else field_help(place, column),
        kind="text",
        value=entry_of(value),
        required=column.required,
        error=_error(place, name, value),
        allowed=kind.allowed,
    )
    keys = kind.keys
    if keys is not None and keys.instead:
        others = place.text.names(keys.instead, place.request.lang)
        if isinstance(value, str) or (not value and place.values.get(keys.when) in others):
            return _chosen(made, others, value, many=False)
    if keys is not None and _has_rows(place, keys, value):
        return replace(made, kind="pairs", pairs=tuple(_pairs(place, keys, own, value or {})))
    local = tuple(one for one in kind.names_from if one.startswith("."))
    if local:
        names = words_also(kind.names_also, place.request.lang) | place.text.names(local, place.request.lang)
        if isinstance(kind, Reference) and kind.ordered:
            return _ordered(made, names, value)
        return _chosen(made, names, value, many=kind.names_many)
    if isinstance(kind, Reference) and of_dossier(kind):
        return _referring(place, made, kind, value)
    if (listed := words_listed(place.text.kind.id, place.table, name) or named_parts(place.request, place.text.kind.id, name)) is not None:
        return _chosen(made, listed, value, many=False)
    if isinstance(kind, OptionStatement) and isinstance(value, str):
        return replace(made, value=statement_shown(value, place.text, place.request.lang))
    if isinstance(kind, Flag):
        default = made.value or (entry_of(column.default) if isinstance(column.default, bool) else "")
        words = tuple(FieldChoice(one, Message(f"language.{one}"), one == default) for one in kind.choices)
        return replace(made, kind="choice", choices=words)
    if isinstance(kind, Choice) and kind.choices:
        return _listed(place, made, column, kind)
    simple = "number" if isinstance(kind, Number) else "date" if isinstance(kind, Day) else ""
    if simple:
        return replace(made, kind=simple)
    long = is_lines(kind) or (isinstance(kind, Text) and (column.name in _LONG or len(made.value) > _LINE or "\n" in made.value))
    return replace(made, kind="long" if long or kind.keys is not None else "text")


def field_help(place: FieldPlace, column: Column) -> str:
    """Return what a column means, in the words of what is chosen in it."""
    kind, lang = column.kind, place.request.lang
    words: dict[str, Any] = {}
    if isinstance(kind, Flag):
        words = {"true": Message("language.yes"), "false": Message("language.no")}
    elif isinstance(kind, Choice):
        words = {one: model_word(place.text.kind.id, place.table, column.name, one) for one in kind.choices}
    elif listed := words_listed(place.text.kind.id, place.table, column.name):
        words = dict(listed)
    said = {code: say(word, lang) for code, word in words.items()}
    return choice_help(place.text.kind.meaning(place.table, column.name), said, lang)


def _error(place: FieldPlace, name: str, value: Any) -> Any:
    """Return what is wrong with a field; of an empty one only when the form was sent."""
    found = place.wrong.get(name, ())
    if not found or (value in (None, "", [], {}) and not place.checked):
        return ""
    return found[0].remedy


def _listed(place: FieldPlace, made: RowField, column: Column, kind: Choice) -> RowField:
    default = made.value or (column.default if isinstance(column.default, str) else "")
    words = [FieldChoice(one, model_word(place.text.kind.id, place.table, column.name, one), one == default) for one in kind.choices]
    unknown = [FieldChoice(made.value, made.value, chosen=True)] if made.value and made.value not in kind.choices else []
    return replace(made, kind="choice", choices=(*words, *unknown))


def model_word(kind: str, table: str, column: str, value: str) -> Any:
    """Return a value of a closed list of a model as a reader calls it; the value itself where no catalogue has a word for it."""
    words = catalogue("choice", "en")
    for at in (f"{kind}-{table.replace('.', '-')}", f"{kind}-{table.rpartition('.')[2]}", "models"):
        if f"{at}.{column}.{value}" in words:
            return Message(f"choice.{at}.{column}.{value}")
    return choice_word("positions", column, value)


def _chosen(made: RowField, names: Mapping[str, str], value: Any, *, many: bool) -> RowField:
    """Return a field in which rows of the same part are chosen."""
    ids = list(map(str, value)) if isinstance(value, list) else [str(value)] if value else []
    choices = [FieldChoice(one, words, one in ids) for one, words in names.items()]
    choices += [FieldChoice(one, one, chosen=True) for one in ids if one not in names]
    return replace(made, kind="choices" if many else "choice", choices=tuple(choices), many=many)


def _ordered(made: RowField, names: Mapping[str, str], value: Any) -> RowField:
    """Return a field in which rows of the same part are put in an order: a place for each that takes part."""
    ids = list(map(str, value)) if isinstance(value, list) else []
    places = [
        RowField(
            name=f"{made.name}={one}",
            label=names.get(one, one),
            help="",
            kind="number",
            value=str(ids.index(one) + 1) if one in ids else "",
        )
        for one in dict.fromkeys((*names, *ids))
    ]
    return replace(made, kind="pairs", pairs=tuple((None, one) for one in places), allowed="1, 2, 3, …")


def _referring(place: FieldPlace, made: RowField, kind: Reference, value: Any) -> RowField:
    """Return a field in which rows of the dossier are chosen."""
    ids = list(map(str, value)) if isinstance(value, list) else [str(value)] if value else []
    if isinstance(kind, Word):
        names = {one: words for to in kind.to for one, words in names_of(place.request.view, to).items()}
        known = tuple(FieldChoice(one, words) for one, words in names.items())
        said = next((one.label for one in known if one.value == made.value), None)
        shown = made.value if said is None else _said(said, place)
        return replace(made, kind="suggested", choices=known, value=shown)
    how, choices, picker = choosing(place.request, kind, "", made.name, ids, limit=_FEW if kind.many else 0)
    return replace(made, kind=how, choices=choices, picker=picker, many=kind.many)


def _said(label: Any, place: FieldPlace) -> str:
    return say(label, place.request.lang)


def words_also(words: Sequence[str], lang: Lang) -> dict[str, str]:
    """Return the words that may stand in place of the name of a row, each as a reader calls it."""
    return {one: say(Message("page-models.always"), lang) if one == "always" else one for one in words}


def _has_rows(place: FieldPlace, keys: Keys, value: Any) -> bool:
    """Whether a table of values is one with a row for each name; what has another form than the one declared stays as it was written."""
    if value is not None and not isinstance(value, Mapping):
        return False
    below = keys.value_in(place.values).keys
    if below is None:
        return True
    inner = list((value or {}).values())
    if not all(isinstance(one, Mapping) for one in inner):
        return False
    is_listed = bool(keys.beside and place.values.get(keys.beside))
    return not keys.beside or all(any("." not in name and isinstance(v, list) for name, v in one.items()) is is_listed for one in inner)


def _pairs(place: FieldPlace, keys: Keys, own: str, value: Mapping[str, Any]) -> Iterator[tuple[RowField | None, RowField]]:
    """Yield for each name a field for its value; where any word may be a name, or names are many, a field for the name as well."""
    flat = _flat(value) if keys.to == (".descriptor.variant",) else value
    names = _names(place, keys)
    given = [one for one in flat if one not in names]
    if names and len(names) + len(given) <= _NAMED:
        for name in [*names, *given]:
            yield None, _value_field(place, keys, f"{own}={name}", name, names.get(name, name), flat.get(name))
        return
    room = _ROOM if keys.value_in(place.values).keys is None else _ROOM_OF_TABLES
    for number, name in enumerate([*flat, *([""] * room)], start=1):
        label = RowField(name=f"{own}#k{number}", label=Message("page-models.key"), help="", kind="text", value=name)
        if of_dossier(keys):
            how, choices, picker = choosing(place.request, Reference(keys.to), "", label.name, [name] if name else [])
            label = replace(label, kind=how, choices=choices, picker=picker)
        elif names:
            label = replace(label, kind="choice", choices=tuple(FieldChoice(one, words, one == name) for one, words in names.items()))
        yield label, _value_field(place, keys, f"{own}#v{number}", name, name or Message("page-models.value"), flat.get(name))


def _value_field(place: FieldPlace, keys: Keys, own: str, name: str, label: Any, value: Any) -> RowField:
    kind = keys.value_in(place.values)
    made = RowField(name=own, label=label, help="", kind="text", value=short_entry(value), allowed=kind.allowed)
    if kind.keys is not None:
        return replace(made, kind="pairs", value="", allowed="", pairs=tuple(_pairs(place, kind.keys, own, value or {})))
    if keys.under:
        below = {one: words for one, words in place.text.names(keys.under, place.request.lang).items() if one.startswith(f"{name}.")}
        options = {one.removeprefix(f"{name}."): words.removeprefix(f"{label}: ") for one, words in below.items()}
        return _chosen(made, options, value, many=False)
    return replace(made, kind="number" if isinstance(kind, Number) else "text")


def of_dossier(kind: Keys | Reference) -> bool:
    """Whether what a reference, or a table of values, names are rows of the dossier, and not of the same part."""
    return bool(kind.to) and set(kind.to) <= {*SEARCHED, BODIES}


def _names(place: FieldPlace, keys: Keys) -> dict[str, Any]:
    """Return the names that a table of values may have, each as it is called."""
    names: dict[str, Any] = dict(words_also(keys.also, place.request.lang))
    if of_dossier(keys):
        view, group = place.request.view, str(place.values.get(keys.within, ""))
        known = {one: words for to in keys.to for one, words in names_of(view, to).items()} if group else {}
        return names | {one: known.get(one, one) for one in (view.members(group, place.request.today) if group else ())}
    found = place.text.names(keys.to, place.request.lang)
    if not keys.within:
        return names | found
    above = f"{place.values.get(keys.within, '')}."
    return names | {one.removeprefix(above): words.partition(": ")[2] or words for one, words in found.items() if one.startswith(above)}


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table by variant with its names written out: ``a = { b = 1 }`` as ``"a.b" = 1``."""
    return {
        key: one
        for name, found in value.items()
        for key, one in ([(f"{name}.{below}", v) for below, v in found.items()] if isinstance(found, Mapping) else [(name, found)])
    }


def sent_values(request: PageRequest, place: FieldPlace, columns: Sequence[Column], sent: QueryDict) -> dict[str, Any]:
    """Return what a form says of a row, by the names that the file has; None where a field is empty; nothing of what it did not hold."""
    found: dict[str, Any] = {}
    for column in columns:
        for name in column.names:
            own = field_name(place.path, name)
            keys = column.kind.keys
            if f"{own}#pairs" in sent and keys is None:
                found[name] = _sent_order(sent, own)
            elif f"{own}#pairs" in sent and keys is not None:
                found[name] = _sent_pairs(place, sent, own, keys)
            elif own in sent:
                value = _sent(request, column, [str(text) for text in sent.getlist(own)])
                if isinstance(column.kind, OptionStatement) and isinstance(value, str):
                    value = statement_typed(value, place.values.get(name), place.shown or place.text, place.text, request.lang)
                is_default = name not in place.values and isinstance(column.kind, (Choice, Flag)) and value == column.default
                found[name] = None if is_default else value
    return found


def _sent(request: PageRequest, column: Column, texts: Sequence[str]) -> Any:
    kind = column.kind
    if kind.names_many:
        parts = [part for text in texts for part in text.replace("\r\n", ";").replace("\n", ";").split(";") if part.strip()]
        if isinstance(kind, Reference) and not kind.to[0].startswith("."):
            parts = [_meant(request, kind, part.strip()) for part in parts]
            parts = [one for part in parts for one in part.split()]
        return list(dict.fromkeys(part.strip() for part in parts)) or None
    text = texts[-1] if texts else ""
    if isinstance(kind, Reference) and text.strip() and of_dossier(kind):
        return _meant(request, kind, text.strip())
    if is_wording(column) or isinstance(kind, Text):
        return text.replace("\r\n", "\n").strip() or None
    return value_of(kind, text)


def _meant(request: PageRequest, kind: Reference, text: str) -> str:
    """Return the id of what was typed by its name; anything else as it was typed."""
    known: dict[str, Any] = {}
    for to in kind.to:
        if to in (*SEARCHED, BODIES):
            known |= names_of(request.view, to)
    if text in known:
        return text
    matches = ids_by_name(known).get(collation_key(text)[0], set())
    return next(iter(matches)) if len(matches) == 1 else text


def _sent_order(sent: QueryDict, own: str) -> list[str] | None:
    """Return the rows that were given a place, the first one first."""
    places = {str(name).removeprefix(f"{own}="): str(sent[name]).strip() for name in sent if str(name).startswith(f"{own}=")}
    taking = {name: int(text) if text.isascii() and text.isdigit() else 10**6 for name, text in places.items() if text}
    return sorted(taking, key=lambda name: taking[name]) or None


def _sent_pairs(place: FieldPlace, sent: QueryDict, own: str, keys: Keys) -> Any:
    """Return a table of values by name; None where it holds nothing."""
    kind = keys.value_in(place.values)
    found: dict[str, Any] = {}
    for said in map(str, sent):
        if said.startswith(f"{own}=") and kind.keys is None:
            found[said.removeprefix(f"{own}=")] = value_of(kind, str(sent[said]))
        elif said.startswith(f"{own}#k") and (name := str(sent[said]).strip()):
            at = f"{own}#v{said.removeprefix(f'{own}#k')}"
            name = _meant(place.request, Reference(keys.to), name) if of_dossier(keys) else name
            found[name] = _sent_pairs(place, sent, at, kind.keys) if kind.keys is not None else value_of(kind, str(sent.get(at, "")))
    return {name: value for name, value in found.items() if value is not None} or None

"""One field of a form for rows: made from the definition of a column, with what may be chosen in it and what a typed reference means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from legation import moment
from legation.dossier import TABLES, standing
from legation.dossier import Dossier as Content
from legation.dossier.column import Column, Table
from legation.dossier.deadline import ZONE
from legation.dossier.kind import Choice, Code, Day, Flag, Key, Number, Reference, Suggested, Text, Url, Word
from legation.dossier.tables.labels import RowLabel, choice_word, heading
from legation.dossier.tables.labels import titled as called
from legation.language import LANGUAGES, Lang, Message, collation_key, say
from legation.questions.base.coalition_names import coalition_names
from legation.web.forms.field_help import plain_help
from legation.web.forms.picker import LISTED, Picker
from legation.web.site.as_of import same_day
from legation.web.site.page import PageRequest
from legation.web.stores.rows.entries import BODIES

__all__ = [
    "BEHIND",
    "EVIDENCE_HELP",
    "SHORT",
    "STAMPED",
    "FieldChoice",
    "RowField",
    "called",
    "choosing",
    "field_of",
    "ids_by_name",
    "ids_of",
    "meant_in",
    "named",
    "names_of",
    "options_of",
    "picker_of",
    "places_of",
    "words_of",
]


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One thing to choose: what stands in the cell, and what it is called."""

    value: str
    label: Any
    chosen: bool = False


def words_of(table: str, column: Column) -> tuple[FieldChoice, ...]:
    """Return the choices of a column with a closed list; none where it has no such list."""
    if isinstance(column.kind, Flag):
        return tuple(FieldChoice(value, Message(f"language.{value}")) for value in column.kind.choices)
    if isinstance(column.kind, Choice):
        return tuple(FieldChoice(value, choice_word(table, column.name, value)) for value in column.kind.values)
    return ()


def names_of(view: Content, place: str) -> dict[str, Any]:
    """Return what a reference to a place may name: ids, each with how it is called.

    Parameters
    ----------
    place : str
        A table, or ``groups``, ``coalitions``, ``bodies``, as :class:`legation.dossier.kind.Reference` writes it.
    """
    if place == BODIES:
        return {body.id: RowLabel(body) for body in view.bodies}
    if place == "coalitions":
        return dict(coalition_names(view))
    if word := TABLES[place].word:
        return {name: name for name in (getattr(row, word) for row in view.rows(place))}
    return {TABLES[place].identity(row): called(row) for row in view.rows(place)}


def named(view: Content, kind: Reference, identity: str, own: str = "") -> Any:
    """Return how one referenced thing is called, its id where it is not there."""
    return next((names[identity] for names in (names_of(view, to) for to in places_of(kind, own)) if identity in names), identity)


def places_of(kind: Reference, own: str) -> tuple[str, ...]:
    """Return where a reference of a table may point; ``same`` is the table itself."""
    return tuple(own if to == "same" else to for to in kind.to)


def options_of(view: Content, kind: Reference, own: str, lang: Lang) -> tuple[FieldChoice, ...]:
    """Return everything that a reference may name, in the order of a dictionary."""
    names = {identity: label for to in places_of(kind, own) for identity, label in names_of(view, to).items()}
    if kind.to == ("issues",):
        names |= {row.id: _with_ends(row) for row in view.issues if row.low and row.high}
    return tuple(
        sorted((FieldChoice(identity, label) for identity, label in names.items()), key=lambda o: collation_key(say(o.label, lang)))
    )


def _with_ends(issue: Any) -> Message:
    """Return what an issue is called, with what 0 and 100 mean on it: whoever enters a position must know which end is which."""
    return Message("page-rows.issue-ends", title=called(issue), low=issue.low, high=issue.high)


STAMPED = frozenset({"supersedes", "author", "recorded", "reason"})
"""Written by the save itself."""
BEHIND = frozenset(
    {"id", "marking", "known_on", "salience_low", "salience_high", "influence_low", "influence_high", "part", "sha256", "seal", "origin"}
    | {
        "total_yes",
        "total_no",
        "total_abstain",
        "status_note",
        "article_fr",
        "cyberspace",
        "session",
        "publisher",
        "resolved_on",
        "resolution",
        "part_of",
    }
)
"""What matters only now and then: it stands last under "more fields", even where the row says it."""
_LONG = frozenset(
    {
        "note",
        "status_note",
        "interest",
        "red_line",
        "needs",
        "quote",
        "text",
        "avoid",
        "ask",
        "words",
        "next_step",
        "promise",
        "mandate",
        "passage",
        "points",
    }
)
SHORT = frozenset({"number", "date"})
EVIDENCE_HELP = Message("page-rows.evidence-help")
"""What the sources of a row are, in a form."""
_KINDS = {
    Key: "text",
    Text: "text",
    Code: "text",
    Number: "number",
    Day: "date",
    Url: "url",
    Flag: "choice",
    Choice: "choice",
    Suggested: "suggested",
}


@dataclass(frozen=True, kw_only=True)
class RowField:
    """A field of a form.

    Attributes
    ----------
    name : str
        Of the input: the column with the form's prefix.
    label, help : Message
    kind : str
        ``text``, ``long``, ``number``, ``date``, ``url``, ``choice`` (a list), ``suggested`` (typed, with a list of usual words),
        ``choices`` (several of a list), ``pick`` (rows that words find: ``picker``), ``pairs`` (a value for each of several names:
        ``pairs``, each with a field for its name where any word may be one).
    value : str
        The cell's text as it stands now, or as the person typed it.
    choices : tuple of Option
    required : bool
    error : str or Message
        What is wrong with it and what to do; empty where nothing is.
    many : bool
        Whether it names several rows.
    versions : tuple of RowField
        Of localized text the fields for French and English.
    allowed : str
        What may stand in it, in a notation that needs no language.
    """

    name: str
    label: Any
    help: Any
    kind: str
    value: str = ""
    choices: tuple[FieldChoice, ...] = ()
    required: bool = False
    error: Any = ""
    many: bool = False
    versions: tuple[RowField, ...] = ()
    allowed: str = ""
    picker: Picker | None = None
    pairs: tuple[tuple[RowField | None, RowField], ...] = ()

    @property
    def has_versions(self) -> bool:
        """Whether one of its versions is given, or wrong."""
        return any(version.value or version.error for version in self.versions)

    @property
    def has_wrong_version(self) -> bool:
        """Whether one of its versions is wrong."""
        return any(version.error for version in self.versions)


def field_of(
    request: PageRequest, table: Table, column: Column, cells: Mapping[str, str], wrong: Mapping[str, Any], prefix: str
) -> RowField:
    """Return the field of a column, with those of its versions."""
    kind, many = "long" if column.name in _LONG else _KINDS.get(type(column.kind), "text"), False
    picker: Picker | None = None
    choices = words_of(table.name, column)
    current = cells.get(column.name, "")
    if isinstance(column.kind, Reference):
        many = column.kind.many
        ids = (list(column.kind.read(current)) if many else [current]) if current else []
        kind, choices, picker = choosing(request, column.kind, table.name, prefix + column.name, ids)
    elif column.kind is ZONE:
        kind, choices = "suggested", tuple(FieldChoice(zone, zone) for zone in moment.zones())
    else:
        choices = tuple(replace(o, chosen=o.value == current) for o in choices)
    first, *versions = (
        RowField(
            name=prefix + name,
            label=heading(table.name, name),
            help=EVIDENCE_HELP if name == "evidence" and many else plain_help(column.meaning(table.name), request.lang),
            kind=kind,
            value=cells.get(name, ""),
            choices=choices,
            required=name in table.demanded,
            error=wrong[name].remedy if name in wrong else "",
            many=many,
            allowed=wrong[name].allowed if name in wrong else column.kind.allowed,
            picker=picker,
        )
        for name in column.names
    )
    return replace(first, versions=tuple(versions))


def choosing(
    request: PageRequest, kind: Reference, own: str, name: str, ids: Sequence[str], limit: int = 0
) -> tuple[str, tuple[FieldChoice, ...], Picker | None]:
    """Return how rows of the dossier are chosen in a field: its kind, the choices where they are few, the picker where they are many.

    Parameters
    ----------
    own : str
        The table of the row itself.
    name : str
        Of the field.
    ids : sequence of str
        What is chosen.
    limit : int
        How many choices are a list; as many as in any form where it is 0.
    """
    if isinstance(kind, Word) or not is_few(request.view, kind, own, limit):
        return "pick", (), picker_of(request, name, places_of(kind, own), ids, many=kind.many)
    listed = options_of(request.view, kind, own, request.lang)
    unknown = tuple(FieldChoice(one, one) for one in dict.fromkeys(ids) if one not in {o.value for o in listed}) if listed else ()
    return "choices" if kind.many else "choice", tuple(replace(o, chosen=o.value in ids) for o in (*listed, *unknown)), None


def is_few(view: Content, kind: Reference, own: str, limit: int = 0) -> bool:
    """Return whether a reference of a table may name so few rows that they are listed."""
    counts = (len(names_of(view, to)) if to == BODIES or TABLES[to].word else len(view.rows(to)) for to in places_of(kind, own))
    return sum(counts) <= (limit or LISTED)


def picker_of(
    request: PageRequest,
    name: str,
    places: Sequence[str],
    chosen: Sequence[str] = (),
    *,
    many: bool = False,
    label: Message | None = None,
    empty: Message | None = None,
) -> Picker:
    """Return the field ``name`` in which rows of some places are searched; what is chosen and is no row stands in it as it was typed."""
    names = {one: called for place in reversed(places) for one, called in names_of(request.view, place).items()} if chosen else {}
    there = tuple((one, names[one]) for one in chosen if one in names)
    href = same_day(request, request.href("pick", place="-".join(places)))
    return Picker(name=name, href=href, many=many, chosen=there, typed="; ".join(chosen), label=label, empty=empty)


def ids_by_name(names: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the ids by what they are called in either language, without regard to accents and case; several where a name is shared."""
    found: dict[str, set[str]] = {}
    for identity, name in names.items():
        for lang in LANGUAGES:
            found.setdefault(collation_key(say(name, lang))[0], set()).add(identity)
    return found


def ids_of(request: PageRequest, table: str, kind: Reference, texts: Iterable[str]) -> str:
    """Return the ids that were chosen or typed; a name of one thing alone stands for its id."""
    given = [part.strip() for text in texts for part in (text.split(";") if kind.many else [text]) if part.strip()]
    meant = meant_in(request, table, kind) if given else str
    return " ".join(map(meant, given))


def meant_in(request: PageRequest, table: str, kind: Reference) -> Callable[[str], str]:
    """Return a function from what is typed into a reference to the id that is meant.

    An id stands for itself; a name of one thing alone, in either language and without regard to accents and case, for its id; another usual
    name of a country ("Viet Nam", "la Turquie") for the one actor with its code. Anything else stays as it was typed.
    """
    known: dict[str, Any] = {}
    for to in places_of(kind, table):
        known |= names_of(request.view, to)
    by_name: dict[str, set[str]] = {}

    def meant(text: str) -> str:
        if text in known or (kind.many and all(word in known for word in text.split())):
            return text
        if not by_name:
            by_name.update(ids_by_name(known))
        matches = by_name.get(collation_key(text)[0]) or _country_in(request, text) & known.keys()
        return next(iter(matches)) if len(matches) == 1 else text

    return meant


def _country_in(request: PageRequest, text: str) -> set[str]:
    """Return the actors with the code of the country that a text means without doubt."""
    from legation.sources.names.countries import find

    country = find(text).country
    return {actor.id for actor in standing(request.view.actors) if country is not None and actor.iso3 == country.iso3}

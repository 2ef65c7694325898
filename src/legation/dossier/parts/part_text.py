"""A part in TOML while somebody works on it: its text, right or not yet; its rows, what is wrong with each, and changes of single rows."""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Text
from legation.dossier.parts.form import Form, Rows, form_of
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.row_match import naming
from legation.dossier.parts.toml_lines import Path
from legation.dossier.parts.toml_record import read_toml
from legation.dossier.parts.toml_rows import moved_row, raw_row, with_cells, with_row, without_row
from legation.dossier.problem import Problem
from legation.errors import DossierError

__all__ = [
    "PartText",
    "RawRow",
    "begun",
    "blank_row",
    "is_filled",
    "is_wording",
    "own_id",
    "path_of",
    "place_of_fault",
    "raw_at",
    "written_path",
]

_BOM = b"\xef\xbb\xbf"
_CALLING = ("name", "title", "text", "claim", "meaning", "statement", "symbol", "written", "look", "report")
_STEP = re.compile(r"(.+?) (\d+)")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the text has it.

    Attributes
    ----------
    path : tuple
        Where it stands, ``("descriptor", 1, "variant", 2)``.
    table : str
        Its table with dots, ``descriptor.variant``.
    of : Rows
    id : str
        What others in the part name it by, with the ids of the rows above: ``talks.open``; its number where it has no id.
    values : mapping
    """

    path: Path
    table: str
    of: Rows
    id: str
    values: Mapping[str, Any]

    def called(self, lang: str) -> str:
        """Return how it is called before a reader: by its name, else its id."""
        return self.words(lang) or self.id

    def words(self, lang: str) -> str:
        """Return its name, or the text that it is about; empty where it has none."""
        for name in _CALLING:
            for key in (f"{name}_{lang}", name, f"{name}_en", f"{name}_fr"):
                if isinstance(found := self.values.get(key), str) and found.strip():
                    return found.strip()
        return ""


@dataclass(frozen=True)
class PartText:
    r"""A part of a kind as bytes.

    Examples
    --------
    >>> from legation.dossier.models.room import ROOM
    >>> text = PartText(ROOM, "rooms/r.toml", b'[room]\ntitle = "Talks"\n')
    >>> text = text.with_row((), "statement").with_cells(("statement", 1), {"text": "We agree."})
    >>> [row.called("en") for row in text.rows], [one.column for one in text.faults]
    (['We agree.'], ['statement 1.id'])
    """

    kind: ModelKind[Any]
    name: str
    data: bytes

    @functools.cached_property
    def table(self) -> Mapping[str, Any] | None:
        """The part as a table of TOML; None where it is none."""
        return read_toml(self.name, self.data, [], self.kind.limit)

    @functools.cached_property
    def faults(self) -> tuple[Problem, ...]:
        """What is wrong with it, each with its line."""
        try:
            self.kind.read(self.data, self.name)
        except DossierError as error:
            return tuple(one for one in error.problems if not one.is_notice)
        return ()

    @property
    def form(self) -> Form:
        """What it may hold."""
        return form_of(self.kind.head)

    @property
    def head(self) -> Path:
        """Where its head stands."""
        return (self.kind.section,) if self.kind.section else ()

    @functools.cached_property
    def rows(self) -> tuple[RawRow, ...]:
        """Every row, each before those below it."""
        return tuple(_rows(self.table or {}, self.form, (), "", ""))

    def row(self, path: Path) -> RawRow | None:
        """Return the row at a place; None where there is none."""
        return next((row for row in self.rows if row.path == path), None)

    def below(self, path: Path, table: str) -> tuple[RawRow, ...]:
        """Return the rows of a table that stands in a row, or at the top."""
        return tuple(
            row
            for row in self.rows
            if row.path[: len(path)] == path and row.path[len(path) : len(path) + 1] == (table,) and _is_next(row, path)
        )

    def record_at(self, path: Path) -> type[Any]:
        """Return the record that a row at a place is read as.

        Raises
        ------
        LookupError
            Where no table of the kind is called so.
        """
        if path in ((), self.head):
            return self.kind.head
        form = self.form
        record: type[Any] = self.kind.head
        for name in (one for one in path if isinstance(one, str)):
            of = next((one for one in form.tables if one.table == name), None)
            if of is None:
                raise LookupError(name)
            record, form = of.record, form_of(of.record)
        return record

    def columns(self, path: Path) -> tuple[Column, ...]:
        """Return the columns of a row at a place; of the head of a part without a table for it those that stand by themselves."""
        columns = form_of(self.record_at(path)).columns
        return columns if path else tuple(column for column in columns if column.top)

    def with_cells(self, path: Path, values: Mapping[str, Any]) -> PartText:
        """Return it with values of one row set, by the names that the file has; None takes one out."""
        top = {column.name for column in self.form.columns if column.top} if path == self.head else set()
        text = with_cells(self._text, (), {name: value for name, value in values.items() if name in top}) if top else self._text
        return self._with(with_cells(text, path, {name: value for name, value in values.items() if name not in top}))

    def with_title(self, title: str, lang: str) -> PartText:
        """Return it with another title, in a language; as it is where its kind has none."""
        column = next((one for one in self.columns(self.head) if one.name == "title"), None)
        if column is None:
            return self
        return self.with_cells(self.head, {**dict.fromkeys(column.names), f"title_{lang}" if is_wording(column) else "title": title})

    def with_row(self, above: Path, table: str, values: Mapping[str, Any] | None = None) -> PartText:
        """Return it with a new row of a table below a row, or at the top, with as many rows below it as there must be."""
        of = next(one for one in form_of(self.record_at(above)).tables if one.table == table)
        made = {**blank_row(of), **(values or {})}
        if of.single:
            return self._with(with_cells(self._text, above, {table: made}))
        return self._with(with_row(self._text, above, table, made, sorted(_tables(of.record) | _tables(self.record_at(above)))))

    def without(self, path: Path) -> PartText:
        """Return it without a row and those below it."""
        return self._with(without_row(self._text, path, sorted(_tables(self.record_at(path)))))

    def moved(self, path: Path, by: int) -> PartText:
        """Return it with a row one place up (-1) or down (1)."""
        return self._with(moved_row(self._text, path, by, sorted(_tables(self.record_at(path)))))

    def names(self, places: Sequence[str], lang: str) -> dict[str, str]:
        """Return the rows of some tables of the part, ``.descriptor.variant``, by the ids that others name them by, as they are called."""
        called = {row.path: row.called(lang) for row in self.rows}
        found: dict[str, str] = {}
        for row in self.rows:
            if not row.values.get("id"):
                continue
            if f".{row.table}" in places:
                words = called.get(row.path[:-2], "")
                found[row.id] = f"{words}: {called[row.path]}" if words and "." in row.id else called[row.path]
            elif row.of.record.NAMES and row.of.record.NAMES in places:
                found[str(row.values["id"])] = called[row.path]
        return found

    def called(self, row: RawRow, lang: str) -> str:
        """Return how a row is called in a list: by its name, by what it names of other rows, else by its id or number."""
        if (words := row.words(lang)) or row.values.get("id"):
            return words or row.id
        said: list[str] = []
        for column in naming(row.of.record):
            value = row.values.get(column.name)
            known = self.names(column.kind.names_from, lang) if column.kind.names_from else {}
            said += [known.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)][:3]
        return " · ".join(said) or row.id

    @property
    def _text(self) -> str:
        return self.data.removeprefix(_BOM).decode("utf-8")

    def _with(self, text: str) -> PartText:
        bom = _BOM if self.data.startswith(_BOM) else b""
        return dataclasses.replace(self, data=bom + text.encode("utf-8"))


def begun(kind: ModelKind[Any], name: str, title: str = "", lang: str = "en") -> PartText:
    """Return a part that holds its title, in a language, and as many empty rows as there must be."""
    made = PartText(kind, name, b"")
    if kind.section:
        made = made.with_title(title, lang) if title else made
        made = made if made.data else dataclasses.replace(made, data=f"[{kind.section}]\n".encode())
    for of in form_of(kind.head).tables:
        for _ in range(of.least):
            made = made.with_row((), of.table)
    return made


def blank_row(of: Rows) -> dict[str, Any]:
    """Return an empty row, with as many rows below it as there must be."""
    return {below.table: [blank_row(below) for _ in range(below.least)] for below in form_of(of.record).tables if below.least}


def path_of(place: str) -> Path:
    """Return the place of a row as an address or a field writes it.

    >>> path_of("descriptor.1.variant.2"), path_of("")
    (('descriptor', 1, 'variant', 2), ())
    """
    return tuple(int(one) if one.isascii() and one.isdigit() and len(one) < 7 else one for one in place.split(".") if one)


def written_path(path: Path) -> str:
    """Return the place of a row as an address or a field writes it."""
    return ".".join(map(str, path))


def place_of_fault(problem: Problem, text: PartText) -> tuple[Path, str]:
    r"""Return the row and the column at which a fault stands, as far as its place says; a fault of a whole table stands at the row above.

    >>> from legation.dossier.models.room import ROOM
    >>> text = PartText(ROOM, "rooms/r.toml", b'[room]\n[[statement]]\n')
    >>> [place_of_fault(one, text) for one in text.faults]
    [(('room',), 'title'), (('statement', 1), 'id'), (('statement', 1), 'text')]
    """
    path: Path = ()
    steps = (problem.column or "").split(".")
    form = text.form
    for at, step in enumerate(steps):
        found = _STEP.fullmatch(step)
        name = found[1] if found else step
        of = next((one for one in form.tables if one.table == name), None)
        if of is None:
            if not path and name == text.kind.section:
                return text.head, steps[at + 1] if len(steps) > at + 1 else ""
            return path or text.head, name
        if found is None and not of.single:
            return path, name
        path = (*path, name, int(found[2])) if found else (*path, name)
        form = form_of(of.record)
    return path, ""


def own_id(name: str, table: str, number: int, taken: Sequence[str], column: Column) -> str:
    """Return an id for a row that has none: made of what it is called, else of its table and number; one that no other row has.

    >>> from legation.dossier.models.negotiation import Party
    >>> own_id("Côte d’Ivoire", "party", 1, ["cote-d-ivoire"], form_of(Party).columns[0])
    'cote-d-ivoire-2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() if name.isascii() else _plain(name)
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")
    for one in (stem, f"{table}-{number}", str(number)):
        if one and (free := _free(one, taken)) and _fits(column, free):
            return free
    return _free(f"{table}-{number}", taken)


def _plain(name: str) -> str:
    marked = re.sub(r"[’'ʼ]", "-", unicodedata.normalize("NFKD", name))
    return marked.encode("ascii", "ignore").decode()


def _free(stem: str, taken: Sequence[str]) -> str:
    number, made = 2, stem
    while made in taken:
        made, number = (str(int(stem) + number - 1) if stem.isdigit() else f"{stem}-{number}"), number + 1
    return made


def _fits(column: Column, value: str) -> bool:
    wrong: list[str] = []
    column.kind.take(value, lambda code, *_args, **_more: wrong.append(code))
    return not wrong


def is_wording(column: Column) -> bool:
    """Whether a column is a text that may be given in both languages."""
    return isinstance(column.kind, Text) and column.kind.localized


def is_filled(column: Column, values: Mapping[str, Any]) -> bool:
    """Whether a row says something in a column that it would not say anyway."""
    default = column.default
    found = [values[name] for name in column.names if values.get(name) not in (None, "", [], {})]
    return bool(found) and not (len(found) == 1 and not isinstance(default, Wording) and found[0] == default)


def _rows(values: Mapping[str, Any], form: Form, path: Path, table: str, above: str) -> Iterator[RawRow]:
    for of in form.tables:
        found = values.get(of.table)
        listed = [found] if of.single and isinstance(found, Mapping) else found if isinstance(found, list) and not of.single else []
        for number, row in enumerate(listed, start=1):
            if not isinstance(row, Mapping):
                continue
            here: Path = (*path, of.table, *(() if of.single else (number,)))
            own = str(row.get("id") or number)
            full = f"{above}.{own}" if above else own
            called = f"{table}.{of.table}" if table else of.table
            yield RawRow(here, called, of, full, row)
            yield from _rows(row, form_of(of.record), here, called, full if row.get("id") else "")


def _is_next(row: RawRow, path: Path) -> bool:
    return len(row.path) - len(path) <= (1 if row.of.single else 2)


def _tables(record: type[Any]) -> set[str]:
    return {of.table for of in form_of(record).tables}


def raw_at(text: PartText, path: Path) -> Mapping[str, Any]:
    """Return what a row says, empty where it is not there; of the head also what stands beside its table."""
    found = raw_row(text.table or {}, path)
    own = dict(found) if isinstance(found, Mapping) else {}
    if path != text.head or not path:
        return own
    return {
        column.name: (text.table or {})[column.name] for column in text.form.columns if column.top and column.name in (text.table or {})
    } | own

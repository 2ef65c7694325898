"""A person who makes a model by the pages alone: what they type goes into fields that the page has, and buttons that it has are pressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from legation.dossier.kind import Reference
from legation.dossier.parts.entry import entry_of, short_entry
from legation.dossier.parts.form import form_of
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.part_text import written_path
from legation.dossier.parts.toml_record import parsed

__all__ = ["Maker", "Sheet", "sample_of"]

BODIES = """
[[body]]
id = "assembly"
name_en = "The Assembly"
members = "EU"
board = "fr"
weights = { people = { FRA = 67, DEU = 83 } }
[[body.rule]]
of = "all"
[[body.rule.part]]
of = "weights"
share = "2/3"
strict = false
weights = "people"
[[body.rule.part]]
of = "count"
number = 2
veto = ["FRA"]

[[body.rule]]
of = "at_least"
number = 1
matter = "budget"
title = "The budget"
verified = "no"
compared_on = "2026-11-28"

[[body.rule.part]]
of = "count"
number = 1
most_against = "1"
most_abstaining = "1/2"
"""
"""What bodies may say: there is no template of them."""
KNOWN = {
    "actors": ("FRA", "DEU", "EST"),
    "evidence": ("e1",),
    "issues": ("norms",),
    "rollcalls": ("r1",),
    "objectives": ("o1",),
    "groups": ("EU",),
}
"""Rows of the dossier that may be named."""


class Sheet(HTMLParser):
    """The form of a model as a page has it: its fields with what stands in them, what may be chosen, its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.choices: dict[str, list[str]] = {}
        self.buttons: list[str] = []
        self.errors: list[str] = []
        self._in = False
        self._select = self._area = self._error = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in = "data-model" in given
        if "error" in given.get("class", "").split() and tag == "span":
            self._error = given.get("id", "?")
        if not self._in:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            if given.get("type") in ("checkbox", "radio"):
                self.choices.setdefault(name, []).append(given.get("value", "on"))
                if "checked" in given:
                    self.fields.setdefault(name, []).append(given.get("value", "on"))
                else:
                    self.fields.setdefault(name, [])
            else:
                self.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "select":
            self._select = name
            self.fields[name] = [""]
            self.choices[name] = []
        elif tag == "option" and self._select:
            self.choices[self._select].append(given.get("value", ""))
            if "selected" in given:
                self.fields[self._select] = [given.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "button" and given.get("name") == "do":
            self.buttons.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data
        if self._error:
            self.errors.append(f"{self._error}: {data}")
            self._error = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = False
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""


class Maker:
    """A person at the pages of one model."""

    def __init__(self, client: Client, kind: ModelKind[Any], title: str = "Talks") -> None:
        self.client, self.kind = client, kind
        answer = client.post(f"/dossiers/small/models/{kind.id}/begin", {"title": title, "way": "empty"})
        assert answer.status_code == 302, answer.content.decode()
        self.address: str = answer.url  # type: ignore[attr-defined]  # of a redirection
        self.open()

    def open(self, address: str = "") -> Sheet:
        """Open the page."""
        answer = self.client.get(address or self.address)
        assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-3000:])
        self.sheet = Sheet(answer.content.decode())
        return self.sheet

    def press(self, button: str, **typed: Any) -> Any:
        """Press a button that the page has, and go where it leads."""
        assert button in self.sheet.buttons, (button, self.sheet.buttons)
        sent = {name: values for name, values in self.sheet.fields.items() if values}
        answer = self.client.post(self.address.partition("?")[0].removesuffix("edit") + "keep", {**sent, **typed, "do": button})
        if answer.status_code == 302 and "/edit" in answer.url:  # type: ignore[attr-defined]  # of a redirection
            self.open(answer.url)  # type: ignore[attr-defined]  # the same
        return answer

    def write(self, name: str, text: str | list[str]) -> None:
        """Type into a field, or choose there."""
        texts = text if isinstance(text, list) else [text]
        assert name in self.sheet.fields, (name, sorted(self.sheet.fields))
        if name in self.sheet.choices:
            assert set(texts) <= set(self.sheet.choices[name]), (name, texts, self.sheet.choices[name])
        self.sheet.fields[name] = texts

    def make(self, part: Mapping[str, Any]) -> Any:
        """Make a part that says just this, section by section, and save it; what follows from other rows once those are there."""
        form = form_of(self.kind.head)
        section = self.kind.section
        top = {column.name: part[column.name] for column in form.columns if column.top and column.name in part}
        head = {**part.get(section, {}), **top}
        own = (section,) if section else ()
        for name in ("title", "title_fr", "title_en"):
            if f"{section}:{name}" in self.sheet.fields:
                self.write(f"{section}:{name}", "")
        for waiting in (False, True):
            if "go:" in self.sheet.buttons:
                self.press("go:")
                self._row(own, head, waiting=waiting)
            for of in form.tables:
                rows = part.get(of.table, [])
                for number, row in enumerate([rows] if of.single and rows else rows, start=1):
                    path = (of.table,) if of.single else (of.table, number)
                    if self.sheet.fields["section"] != [of.table]:
                        self.press(f"go:{of.table}")
                    if f"open:{written_path(path)}" in self.sheet.buttons:
                        self.press(f"open:{written_path(path)}")
                    elif written_path(path) not in self.sheet.fields.get("row", []):
                        self.press(f"add:{of.table}")
                    self._row(path, row, waiting=waiting)
        return self.press("save")

    def _row(self, path: tuple[Any, ...], row: Mapping[str, Any], *, waiting: bool) -> None:
        """Fill a row, and the rows below it: first what stands by itself, then what follows from other rows."""
        form = form_of(self._record(path))
        names = {name: column for column in form.columns for name in column.names}
        for name, value in row.items():
            if name in names and _waits(names[name].kind) is waiting:
                self._fill(path, name, names[name], value)
                if waiting:
                    self.press("stay")
        if path in ((), (self.kind.section,)):
            return
        for of in form.tables:
            rows = row.get(of.table, [])
            for number, inner in enumerate([rows] if of.single and rows else rows, start=1):
                below = (*path, of.table) if of.single else (*path, of.table, number)
                if written_path(below) not in self.sheet.fields.get("row", []):
                    self.press(f"add:{written_path((*path, of.table))}")
                self._row(below, inner, waiting=waiting)

    def _record(self, path: tuple[Any, ...]) -> type[Any]:
        record: type[Any] = self.kind.head
        if path == (self.kind.section,):
            return record
        for name in (one for one in path if isinstance(one, str)):
            record = next(of.record for of in form_of(record).tables if of.table == name)
        return record

    def _fill(self, path: tuple[Any, ...], name: str, column: Any, value: Any) -> None:
        own = f"{written_path(path)}:{name}"
        if isinstance(value, Mapping) and f"{own}#pairs" in self.sheet.fields:
            self._pairs(own, value)
        elif isinstance(value, list) and f"{own}#pairs" in self.sheet.fields:
            for number, one in enumerate(value, start=1):
                self.write(f"{own}={one}", str(number))
        elif isinstance(value, list) and own in self.sheet.choices:
            self.write(own, [str(one) for one in value])
        elif isinstance(value, list) and isinstance(column.kind, Reference):
            self.write(own, "; ".join(value))
        elif isinstance(value, str) and own in self.sheet.choices and column.kind.names_many:
            self.write(own, [value])
        else:
            self.write(own, entry_of(value))

    def _pairs(self, own: str, value: Mapping[str, Any]) -> None:
        """Fill a table of values, and those within it, each in lines of its own."""
        for number, (key, one) in enumerate(value.items(), start=1):
            at = f"{own}={key}" if f"{own}={key}" in self.sheet.fields else f"{own}#v{number}"
            if at != f"{own}={key}":
                self.write(f"{own}#k{number}", key)
            if f"{at}#pairs" in self.sheet.fields:
                self._pairs(at, one)
            else:
                self.write(at, short_entry(one))


def sample_of(kind: ModelKind[Any]) -> dict[str, Any]:
    """Return the template of a kind as a table, in which it names rows of the dossier that are there."""
    written = BODIES if kind.id == "bodies" else kind.template("en")
    return dict(
        _named(parsed(written), kind.head, kind.section)
        if kind.each_language
        else _named(_unsaid(parsed(written)), kind.head, kind.section)
    )


def _unsaid(values: Any) -> Any:
    """Return a part whose texts in the language of the reader say no language: the form has one field for those."""
    if isinstance(values, list):
        return [_unsaid(one) for one in values]
    return {name.removesuffix("_en"): _unsaid(one) for name, one in values.items()} if isinstance(values, dict) else values


def _named(values: Mapping[str, Any], record: type[Any], section: str) -> Iterator[tuple[str, Any]]:
    form = form_of(record)
    tables = {of.table: of for of in form.tables}
    kinds = {name: column for column in form.columns for name in column.names}
    for name, value in values.items():
        if section and name == section:
            yield name, dict(_named(value, record, ""))
        elif name in tables:
            rows = [dict(_named(row, tables[name].record, "")) for row in ([value] if isinstance(value, dict) else value)]
            yield name, rows[0] if isinstance(value, dict) else rows
        elif (
            name in kinds
            and isinstance(kinds[name].kind, Reference)
            and kinds[name].kind.names_from
            and not kinds[name].kind.names_from[0].startswith(".")
        ):
            place = kinds[name].kind.names_from[0]
            if place in KNOWN and isinstance(value, list):
                yield name, list(KNOWN[place][: len(value)])
            elif place in KNOWN:
                yield name, KNOWN[place][sum(map(ord, str(value))) % len(KNOWN[place])]
            elif kinds[name].required:
                yield name, value
        else:
            yield name, value


def _waits(kind: Any) -> bool:
    """Whether a field follows from what stands in other rows or fields: it is there once those are sent."""
    return bool(kind.keys and (kind.keys.within or kind.keys.to or kind.keys.of.keys)) or any(
        one.startswith(".") for one in kind.names_from
    )

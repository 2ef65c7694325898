"""The shapes of what the API takes and answers, as its description in OpenAPI shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from ninja import Schema
from pydantic import Field

from legation.dossier import TABLES

__all__ = [
    "Account",
    "Clash",
    "Conflict",
    "Difference",
    "DossierList",
    "DossierOne",
    "EditsBody",
    "Error",
    "EvidenceItem",
    "Found",
    "Package",
    "Parts",
    "Proposed",
    "ReleaseBody",
    "Revisions",
    "Row",
    "RowEntry",
    "RowHistory",
    "Rows",
    "SavedRevision",
    "TableName",
    "WaitingRows",
]

TableName: TypeAlias = Literal[tuple(TABLES)]  # type: ignore[valid-type]  # the tables of a dossier
Cell: TypeAlias = Annotated[str, Field(max_length=100_000)] | int | float | bool | list[str] | None


class Problem(Schema):
    """One thing that is wrong, with its place; ``href``: the page on which what is missing is added."""

    part: str
    row: int | None
    column: str | None
    allowed: str | None
    found: str | None
    code: str
    remedy: str
    href: str | None = None


class Error(Schema):
    """What every error looks like."""

    ok: Literal[False]
    error: str
    status: int
    problems: list[Problem] = Field(default_factory=list)


class ClashField(Schema):
    """A field with its value before, mine and theirs."""

    field: str
    base: Any
    mine: Any
    theirs: Any


class Clash(Schema):
    """A place that two people changed; ``key`` and one of ``allowed`` go into ``choices``."""

    key: str
    words: str
    subject: str
    fields: list[ClashField]
    allowed: list[str]


class Conflict(Error):
    """Others changed the same since; or the dossier is in a state in which this cannot be done."""

    conflicts: list[Clash] = Field(default_factory=list)


class DossierLine(Schema):
    """A dossier in the list."""

    slug: str
    title: str
    role: str
    revision: int
    changed: str
    closed: bool


class DossierList(Schema):
    """The dossiers that the token reaches, the last changed first."""

    items: list[DossierLine]


class DossierOne(DossierLine):
    """A dossier: what it is, and how much of it the person sees. ``hash`` is of what they see."""

    id: str
    summary: str
    marking: str
    pap: str
    handling: str
    licence: str
    languages: list[str]
    as_of: str
    hash: str
    tables: dict[str, int]


class PartLine(Schema):
    """A part, as the person sees it."""

    name: str
    sha256: str
    size: int


class Parts(Schema):
    """The parts of what the person sees; ``hash`` is that of the list."""

    revision: int
    hash: str
    items: list[PartLine]


class Package(Schema):
    """The tables and their fields, as a Frictionless data package."""

    name: str
    resources: list[dict[str, Any]]


class FoundRow(Schema):
    """A row that holds every word."""

    row: str
    name: str
    excerpt: str


class FoundTable(Schema):
    """How many rows of a table hold every word, and the first of them."""

    table: str
    count: int
    rows: list[FoundRow]


class Found(Schema):
    """What was found, by table."""

    count: int
    items: list[FoundTable]


class Cited(Schema):
    """A row of another table."""

    table: str
    row: str


class Row(Schema):
    """A row: its identity, and its values by column; numbers, truths and lists as such, all else as the part writes it."""

    row: str
    values: dict[str, Cell]


class Rows(Schema):
    """Some rows of a table, all of one revision. ``next`` is the cursor of the next, null at the end."""

    table: str
    revision: int
    count: int
    items: list[Row]
    next: str | None


class EvidenceItem(Row):
    """A piece of evidence: the part that is its file, where it has one; whose word it is, as a page says it; the rows that rest on it."""

    part: str | None
    source: str
    cited_by: list[Cited]


class EditBody(Schema):
    """One change of one row."""

    table: TableName
    do: Literal["add", "change", "remove"]
    row: str = Field("", max_length=400)
    values: dict[str, Cell] = Field(default_factory=dict)


class EditsBody(Schema):
    """Changes of rows, made all or none."""

    edits: list[EditBody] = Field(min_length=1, max_length=5000)
    base: int = Field(ge=1, le=10**8)
    reason: str = Field("", max_length=500, pattern="^[^\\x00]*$")
    choices: dict[str, Literal["mine", "theirs", "both"]] = Field(default_factory=dict)


class RecognisedLine(Schema):
    """What a file may be: a ``source`` by its id, a ``part`` by its name, or a ``dossier``; ``strength`` 3 is this format alone."""

    way: str
    id: str
    title: str
    why: str
    strength: int
    into_lake: bool


class RecognisedFile(Schema):
    """What a file may be, the likeliest first; empty where it is none of the formats."""

    items: list[RecognisedLine]


class SavedRevision(Schema):
    """What was saved; ``merged`` where others had saved in between."""

    revision: int
    merged: bool


class Proposed(Schema):
    """What was offered for an editor to review."""

    proposal: int
    state: str


class WaitingRow(Schema):
    """A row that is marked lower than what it cites, ``cited``: it is seen at ``marking`` once a second person confirms it."""

    part: str
    table: str
    row: str
    marking: str
    cited: str


class WaitingRows(Schema):
    """Rows that wait to be confirmed."""

    revision: int
    items: list[WaitingRow]


class ReleaseBody(Schema):
    """That a row may be seen at its own marking. ``again``: an owner confirms their own row a second time, with nobody else there to."""

    part: str = Field(max_length=400)
    table: str = Field("", max_length=400)
    row: str = Field("", max_length=400)
    marking: str = Field(max_length=20)
    function: str = Field(max_length=200, pattern="^[^\\x00]*$")
    reason: str = Field(max_length=500, pattern="^[^\\x00]*$")
    again: bool = False


class RevisionLine(Schema):
    """A revision; ``summary`` says what of it the person may see."""

    number: int
    by: str
    reviewer: str
    made: str
    reason: str
    summary: str | None


class Revisions(Schema):
    """Revisions, the newest first."""

    head: int
    items: list[RevisionLine]
    next: str | None


class FieldChange(Schema):
    """A field before and now."""

    field: str
    before: str | None
    now: str | None


class Change(Schema):
    """A row that changed."""

    how: str
    subject: str
    fields: list[FieldChange]


class RowEntry(Schema):
    """What a revision did to a row: ``how`` is new, altered or gone; of a new row ``fields`` is all that it says."""

    number: int
    how: str
    subject: str
    by: str
    made: str
    reason: str
    fields: list[FieldChange]


class RowHistory(Schema):
    """The history of a row, the newest first."""

    part: str
    table: str
    row: str
    items: list[RowEntry]


class Section(Schema):
    """The changes of a part: how many there are, and the first of them."""

    part: str
    title: str
    count: int
    shown: int
    changes: list[Change]
    sentences: list[str]


class Difference(Schema):
    """What differs, in words. After a dry run ``conflicts`` says where others changed the same."""

    summary: str | None
    sections: list[Section]
    conflicts: list[Clash] = Field(default_factory=list)


class Account(Schema):
    """Whose the token is, and what it opens."""

    name: str
    language: str
    role: str
    token: str
    scopes: list[str]
    expires: str
    dossiers: list[str] | None

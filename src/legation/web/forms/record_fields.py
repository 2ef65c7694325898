"""The fields by which a person says what of a record is taken: which record, on what, of which body, in which years; or which fora."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from legation.dossier.column import Wording
from legation.dossier.parts.rules import Body
from legation.dossier.verification import said_of
from legation.language import Message
from legation.sources.packs.extract import Extract
from legation.web.dossiers.records import OfferedRecord
from legation.web.forms.site_form import CheckField, ChecksField, SelectField, TextField

__all__ = ["ForumBox", "ForumGroup", "extract_of", "fault_of_years", "forum_fields", "forum_groups", "record_fields"]


_NOTHING = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumBox:
    """A box to tick: a forum, what it is about, and whether it was not compared with any source; or several fora by one word."""

    value: str
    name: Wording
    about: Wording = _NOTHING
    is_ticked: bool = False
    is_unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumGroup:
    """Boxes under one heading."""

    title: Message
    boxes: tuple[ForumBox, ...]


_CHOICES = 3
"""All bodies, one, and another: with fewer there is nothing to choose."""
LONGEST = 10
"""The span of years that is proposed, of the record that is chosen [years]."""


def record_fields(
    records: Sequence[OfferedRecord], bodies: Iterable[Body], *, chosen: str = "", may_leave: bool = False
) -> dict[str, forms.Field]:
    """Return the fields; ``chosen`` is the record that stands first, ``may_leave`` whether one may take none."""
    offered = [(record.value, record.title) for record in records]
    none = [("", Message("packs.none"))] if may_leave else []
    deciding = [("", Message("packs.every-body")), *((body.id, body.name or body.id) for body in bodies)]
    until = next((record.facts.until for record in records if record.value == chosen and record.facts and record.facts.until), None)
    last = str(until.last.year) if until else ""
    first = str(until.last.year - LONGEST + 1) if until else ""
    fields: dict[str, forms.Field] = {
        "record": SelectField(
            Message("packs.record"), [*none, *offered], initial=chosen, help=Message("packs.record-help"), required=not may_leave
        ),
        "words": TextField(Message("packs.words"), help=Message("packs.words-help")),
        "first": TextField(Message("packs.first"), initial=first, limit=4),
        "last": TextField(Message("packs.last"), initial=last, limit=4, help=Message("packs.years-help")),
        "body": SelectField(Message("packs.body"), deciding),
        "groups": CheckField(Message("packs.groups"), initial=True),
    }
    if len(deciding) < _CHOICES:
        del fields["body"]
    return fields


def forum_fields(record: OfferedRecord) -> dict[str, forms.Field]:
    """Return the fields by which fora of a record are taken: the record, its families of fora, and each forum alone."""
    families = record.facts.families if record.facts is not None else {}
    named = [(word, Wording(en=called["en"], fr=called["fr"])) for word, called in families.items()]
    one_by_one = [(row.id, row.forum) for row in record.fora if row.id not in families]
    return {
        "record": SelectField(Message("packs.record"), [(record.value, record.title)], initial=record.value, required=True),
        "fora": ChecksField(Message("packs.fora"), [*named, *one_by_one]),
    }


def forum_groups(record: OfferedRecord, ticked: Collection[str]) -> tuple[ForumGroup, ...]:
    """Return the boxes of a record's fora as they are shown: its families first, then each forum under its kind."""
    families = record.facts.families if record.facts is not None else {}
    boxes = tuple(
        ForumBox(value=word, name=Wording(en=called["en"], fr=called["fr"]), is_ticked=word in ticked) for word, called in families.items()
    )
    groups = [ForumGroup(title=Message("packs.families"), boxes=boxes)] if boxes else []
    kinds = dict.fromkeys(row.kind for row in record.fora)
    for kind in kinds:
        title = Message(f"choice.processes.kind.{kind}") if kind else Message("packs.fora")
        listed = (row for row in record.fora if row.kind == kind and row.id not in families)
        boxes = tuple(
            ForumBox(
                value=row.id,
                name=row.forum,
                about=row.subject or row.mandate,
                is_ticked=row.id in ticked,
                is_unverified=said_of(row) == "no",
            )
            for row in listed
        )
        groups += [ForumGroup(title=title, boxes=boxes)] if boxes else []
    return tuple(groups)


def fault_of_years(values: Mapping[str, Any]) -> str:
    """Return the name of the field whose year is none; empty where both are years or left out."""
    return next((name for name in ("first", "last") if values.get(name) and not _is_year(values[name])), "")


def extract_of(values: Mapping[str, Any], members: tuple[str, ...] | None) -> Extract:
    """Return what a form asks for."""
    years = {name: int(values[name]) if values.get(name) else None for name in ("first", "last")}
    bodies = (values["body"],) if values.get("body") else ()
    fora = tuple(values.get("fora") or ())
    return Extract(members=members, words=values.get("words", ""), bodies=bodies, groups=bool(values.get("groups")), fora=fora, **years)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()

"""The fields by which a person says what of a record is taken: which record, on what, of which body, in which years, whose votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from legation.dossier.parts.rules import Body
from legation.language import Message
from legation.sources.packs.extract import Extract
from legation.web.dossiers.records import OfferedRecord
from legation.web.forms.site_form import CheckField, SelectField, TextField

__all__ = ["extract_of", "fault_of_years", "record_fields"]

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


def fault_of_years(values: Mapping[str, Any]) -> str:
    """Return the name of the field whose year is none; empty where both are years or left out."""
    return next((name for name in ("first", "last") if values.get(name) and not _is_year(values[name])), "")


def extract_of(values: Mapping[str, Any], members: tuple[str, ...] | None) -> Extract:
    """Return what a form asks for."""
    years = {name: int(values[name]) if values.get(name) else None for name in ("first", "last")}
    bodies = (values["body"],) if values.get("body") else ()
    return Extract(members=members, words=values.get("words", ""), bodies=bodies, groups=bool(values.get("groups")), **years)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()

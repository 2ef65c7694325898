"""A small form of our own: fields with their words, what was sent, and what is wrong beside the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from legation.language import Message
from legation.web.accounts.names import UNSEEN

__all__ = ["Field", "filled", "is_sound", "value_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field.

    Attributes
    ----------
    kind : {"text", "email", "password", "date", "select", "check", "checks", "area"}
    choices : tuple of (str, label)
    limit : int
        The longest text that is taken.
    error : Message, str or None
    """

    name: str
    label: Any
    kind: str = "text"
    value: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    help: Any = None
    error: Any = None
    required: bool = False
    limit: int = 200
    autocomplete: str = ""


def filled(fields: Sequence[Field], form: QueryDict) -> tuple[Field, ...]:
    """Return the fields with what was sent, and with an error where it is not allowed."""
    return tuple(_filled(field, form) for field in fields)


def is_sound(fields: Sequence[Field]) -> bool:
    """Whether no field has an error."""
    return not any(field.error for field in fields)


def value_of(fields: Sequence[Field]) -> Mapping[str, Any]:
    """Return the values by name: texts, a truth for a box, a list for several boxes, for a date the date, or None where it is none."""
    return {field.name: _typed(field) for field in fields}


def _typed(field: Field) -> Any:
    if field.kind == "date":
        return dt.date.fromisoformat(field.value) if field.value and not field.error else None
    return field.value


def _filled(field: Field, form: QueryDict) -> Field:
    if field.kind == "check":
        return replace(field, value=form.get(field.name) in ("on", "yes", "1"))
    if field.kind == "checks":
        sent = form.getlist(field.name)
        known = {value for value, _ in field.choices}
        return replace(field, value=[value for value in sent if value in known])
    text = str(form.get(field.name, "")).strip() if field.kind != "password" else str(form.get(field.name, ""))
    return replace(field, value="" if field.kind == "password" else text, error=_fault(field, text))


def _fault(field: Field, text: str) -> Message | None:
    """Return what is wrong with a text."""
    if not text:
        return Message("page-accounts.field.needed") if field.required else None
    if len(text) > field.limit or "\x00" in text:
        return Message("page-accounts.field.long", count=len(text), limit=field.limit)
    unseen = UNSEEN.search(text) if field.kind in ("text", "email") else None
    if unseen is not None:
        return Message("page-accounts.field.unseen", found=f"U+{ord(unseen[0]):04X}")
    if field.kind == "select" and text not in {value for value, _ in field.choices}:
        return Message("page-accounts.field.choice", found=text[:40])
    if field.kind == "date":
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            return Message("page-accounts.field.date", found=text[:40])
    if field.kind == "email":
        try:
            validate_email(text)
        except ValidationError:
            return Message("page-accounts.field.email", found=text[:80])
    return None

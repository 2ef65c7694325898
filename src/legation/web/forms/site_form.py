"""Forms of the site: Django reads and checks what was sent; a template and the JSON of a page show its fields as :class:`ShownField`.

The messages are those of our catalogues, so that a page says them in the reader's language. A form names its fields when it is made::

    class NameForm(SiteForm):
        def __init__(self, sent: QueryDict | None = None) -> None:
            super().__init__(sent, name=TextField(Message("web.name"), required=True))

    form = NameForm(request.form)
    if form.is_valid():
        form.cleaned_data["name"]
    form.shown                          # with what was sent, and what is wrong beside each field
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from legation.dossier.when import When
from legation.language import Message
from legation.methods.text.confusable import UNSEEN

__all__ = [
    "CheckField",
    "ChecksField",
    "DateField",
    "EmailField",
    "PasswordField",
    "SelectField",
    "ShownField",
    "SiteForm",
    "TextField",
    "WhenField",
]

_NEEDED: Any = Message("page-accounts.field.needed")
LIMIT = 200
"""The longest text that a field takes where it names no other [characters]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """One field before a reader.

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
    limit: int = LIMIT
    autocomplete: str = ""


class TextField(forms.CharField):
    """A text without the blanks around it; ``area`` where it may have several lines, ``offered`` what it may be, among others."""

    kind = "text"

    def __init__(
        self,
        label: Any,
        *,
        help: Any = None,  # noqa: A002 - the word of the template
        initial: str = "",
        required: bool = False,
        limit: int = LIMIT,
        autocomplete: str = "",
        area: bool = False,
        strip: bool = True,
        offered: Iterable[tuple[str, Any]] = (),
    ) -> None:
        self.limit, self.autocomplete, self.help = limit, autocomplete, help
        self.listed = tuple(offered)
        self.kind = "area" if area else self.kind
        super().__init__(
            label=label, initial=initial, required=required, strip=strip, error_messages={"required": _NEEDED}, validators=[self.fits]
        )

    def fits(self, text: str) -> None:
        """Refuse a text that is too long, or that holds in one line what nobody sees.

        Raises
        ------
        ValidationError
        """
        _fit(text, self.limit)
        unseen = UNSEEN.search(text) if self.kind in ("text", "email") else None
        if unseen is not None:
            raise _wrong("page-accounts.field.unseen", found=f"U+{ord(unseen[0]):04X}")

    def shown(self, sent: Any) -> Any:
        """Return what stands in the field after it was sent."""
        return self.to_python(sent)


class EmailField(TextField):
    """An address of electronic mail."""

    kind = "email"

    def fits(self, text: str) -> None:
        """Refuse what is none."""
        super().fits(text)
        try:
            validate_email(text)
        except ValidationError as error:
            raise _wrong("page-accounts.field.email", found=text[:80]) from error


class PasswordField(TextField):
    """A password: taken as it was typed, never shown again."""

    kind = "password"

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, strip=False, **more)

    def shown(self, sent: Any) -> str:  # noqa: ARG002 - what every field is given
        """Return nothing."""
        return ""


class DateField(TextField):
    """A day, written YYYY-MM-DD; None where it is left empty."""

    kind = "date"

    def clean(self, value: Any) -> Any:
        """Return the day.

        Raises
        ------
        ValidationError
        """
        text = super().clean(value)
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError as error:
            raise _wrong("page-accounts.field.date", found=text[:40]) from error


class WhenField(TextField):
    """A day, or a month or a year where no more is known; None where it is left empty."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, limit=10, **more)

    def clean(self, value: Any) -> Any:
        """Return the date.

        Raises
        ------
        ValidationError
        """
        text = super().clean(value)
        try:
            return When(text) if text else None
        except ValueError as error:
            raise _wrong("page-settings.bad-date", found=text[:40]) from error


class SelectField(forms.ChoiceField):
    """One of a list."""

    kind, limit, autocomplete = "select", LIMIT, ""

    def __init__(
        self,
        label: Any,
        choices: Iterable[tuple[str, Any]],
        *,
        help: Any = None,  # noqa: A002 - the word of the template
        initial: str = "",
        required: bool = False,
    ) -> None:
        self.listed, self.help = tuple(choices), help
        super().__init__(label=label, choices=self.listed, initial=initial, required=required, error_messages={"required": _NEEDED})

    def to_python(self, value: Any) -> str:
        """Return the choice without blanks around it."""
        return str(super().to_python(value)).strip()

    def validate(self, value: str) -> None:
        """Refuse what is not in the list.

        Raises
        ------
        ValidationError
        """
        forms.Field.validate(self, value)
        _fit(value, self.limit)
        if value and not self.valid_value(value):
            raise _wrong("page-accounts.field.choice", found=value[:40])

    def shown(self, sent: Any) -> str:
        """Return what was chosen."""
        return self.to_python(sent)


class CheckField(forms.BooleanField):
    """A box to tick."""

    kind, limit, autocomplete = "check", LIMIT, ""
    widget = forms.TextInput  # the word that was sent, not whether one was

    def __init__(self, label: Any, *, help: Any = None, initial: bool = False) -> None:  # noqa: A002 - the word of the template
        self.help = help
        super().__init__(label=label, initial=initial, required=False)

    def to_python(self, value: Any) -> bool:
        """Whether it was ticked."""
        return value in ("on", "yes", "1")

    def shown(self, sent: Any) -> bool:
        """Whether it was ticked."""
        return self.to_python(sent)


class ChecksField(forms.MultipleChoiceField):
    """Boxes to tick; what is not in the list is left out."""

    kind, limit, autocomplete = "checks", LIMIT, ""

    def __init__(
        self,
        label: Any,
        choices: Iterable[tuple[str, Any]],
        *,
        help: Any = None,  # noqa: A002 - the word of the template
        initial: Sequence[str] = (),
    ) -> None:
        self.listed, self.help = tuple(choices), help
        super().__init__(label=label, choices=self.listed, initial=list(initial), required=False)

    def to_python(self, value: Any) -> list[str]:
        """Return the values of the list that were ticked, as they were sent."""
        known = {choice for choice, _ in self.listed}
        return [one for one in value or () if one in known]

    def shown(self, sent: Any) -> list[str]:
        """Return what was ticked."""
        return self.to_python(sent)


class SiteForm(forms.Form):
    """A form with some fields, in their order; unbound where nothing was sent."""

    def __init__(self, sent: QueryDict | None = None, /, **fields: Any) -> None:
        super().__init__(sent)
        self.fields.update(fields)

    @property
    def shown(self) -> tuple[ShownField, ...]:
        """The fields with what was sent, or what stands in them first, and the first thing that is wrong with each."""
        return tuple(self._shown(name, field) for name, field in self.fields.items())

    def refuse(self, name: str, error: Any) -> None:
        """Say what is wrong with a field: a message of ours, or a text."""
        self.add_error(name, ValidationError(error))

    def sent_text(self, name: str) -> str:
        """Return what was sent for a field, be it allowed or not: for a rule between fields."""
        return str(self.fields[name].to_python(self[name].data))

    def _shown(self, name: str, field: Any) -> ShownField:
        errors = self.errors.as_data().get(name, [])
        return ShownField(
            name=name,
            label=field.label,
            kind=field.kind,
            value=field.shown(self[name].data) if self.is_bound else field.initial,
            choices=getattr(field, "listed", ()),
            help=field.help,
            error=errors[0].message if errors else None,
            required=field.required,
            limit=field.limit,
            autocomplete=field.autocomplete,
        )


def _wrong(identifier: str, **values: Any) -> ValidationError:
    """Return an error with a message of ours, which a page says in the reader's language."""
    said: Any = Message(identifier, **values)
    return ValidationError(said)


def _fit(text: str, limit: int) -> None:
    if len(text) > limit or "\x00" in text:
        raise _wrong("page-accounts.field.long", count=len(text), limit=limit)

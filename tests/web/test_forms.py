"""Forms of the site: what Django reads, checks and shows of each kind of field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from legation.language import Message
from legation.web.forms.site_form import (
    CheckField,
    ChecksField,
    DateField,
    EmailField,
    PasswordField,
    SelectField,
    ShownField,
    SiteForm,
    TextField,
)

WORD = Message("web.name")
CHOICES = [("a", "A"), ("b", "B")]


def sent(field: Any, query: str) -> tuple[Any, ShownField]:
    """Return what came of a field: its value where it is sound, and how it is shown."""
    form = SiteForm(QueryDict(query), it=field)
    form.is_valid()
    return form.cleaned_data.get("it"), form.shown[0]


def test_a_form_that_nobody_sent_shows_what_stands_in_it_and_finds_nothing_wrong() -> None:
    form = SiteForm(None, name=TextField(WORD, initial="Ada", required=True), on=CheckField(WORD, initial=True))

    assert [(field.name, field.kind, field.value, field.error) for field in form.shown] == [
        ("name", "text", "Ada", None),
        ("on", "check", True, None),
    ]
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("field", "query", "value"),
    [
        (TextField(WORD), "it=%20Ada%20", "Ada"),
        (TextField(WORD), "", ""),
        (TextField(WORD), "it=x&it=y", "y"),
        (TextField(WORD, area=True), "it=a%0D%0Ab", "a\r\nb"),
        (EmailField(WORD), "it=%20a@b.org", "a@b.org"),
        (PasswordField(WORD), "it=%20secret%20", " secret "),
        (DateField(WORD), "it=2026-11-29", dt.date(2026, 11, 29)),
        (DateField(WORD), "it=", None),
        (SelectField(WORD, CHOICES), "it=b", "b"),
        (SelectField(WORD, CHOICES), "", ""),
        (CheckField(WORD), "it=on", True),
        (CheckField(WORD), "it=no", False),
        (CheckField(WORD), "", False),
        (ChecksField(WORD, CHOICES), "it=b&it=zz&it=a", ["b", "a"]),
        (ChecksField(WORD, CHOICES), "", []),
    ],
)
def test_what_was_sent_is_read(field: Any, query: str, value: Any) -> None:
    found, shown = sent(field, query)

    assert (found, shown.error) == (value, None)


@pytest.mark.parametrize(
    ("field", "query", "message"),
    [
        (TextField(WORD, required=True), "it=%20", Message("page-accounts.field.needed")),
        (TextField(WORD, limit=3), "it=abcd", Message("page-accounts.field.long", count=4, limit=3)),
        (TextField(WORD), "it=a%00b", Message("page-accounts.field.long", count=3, limit=200)),
        (TextField(WORD), "it=a%E2%80%8Bb", Message("page-accounts.field.unseen", found="U+200B")),
        (EmailField(WORD), "it=nobody", Message("page-accounts.field.email", found="nobody")),
        (PasswordField(WORD, required=True), "", Message("page-accounts.field.needed")),
        (DateField(WORD), "it=29.11.2026", Message("page-accounts.field.date", found="29.11.2026")),
        (SelectField(WORD, CHOICES), "it=c", Message("page-accounts.field.choice", found="c")),
        (SelectField(WORD, CHOICES, required=True), "it=", Message("page-accounts.field.needed")),
    ],
)
def test_what_is_wrong_is_said_in_our_own_words_beside_the_field(field: Any, query: str, message: Message) -> None:
    found, shown = sent(field, query)

    assert found is None
    assert shown.error == message


def test_what_was_typed_is_shown_again_but_for_a_password() -> None:
    assert sent(DateField(WORD), "it=%20soon%20")[1].value == "soon"
    assert sent(SelectField(WORD, CHOICES), "it=c")[1].value == "c"
    assert sent(PasswordField(WORD), "it=secret")[1].value == ""


def test_a_field_has_what_the_template_and_the_json_need() -> None:
    form = SiteForm(None, it=SelectField(WORD, CHOICES, help="why", initial="a", required=True))

    assert form.shown == (
        ShownField(name="it", label=WORD, kind="select", value="a", choices=(("a", "A"), ("b", "B")), help="why", required=True),
    )


def test_the_first_thing_that_is_wrong_with_a_field_is_shown() -> None:
    form = SiteForm(QueryDict("it=nobody"), it=EmailField(WORD))
    form.is_valid()
    form.refuse("it", Message("page-accounts.has-account", email="nobody"))

    assert form.shown[0].error == Message("page-accounts.field.email", found="nobody")
    assert form.sent_text("it") == "nobody"

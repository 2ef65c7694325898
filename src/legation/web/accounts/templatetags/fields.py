"""Fields of django-allauth's forms as our pages have them: the label stands above, so nothing stands inside."""

from __future__ import annotations

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def plain_field(field: BoundField) -> BoundField:
    """Return a field without its placeholder."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether a field is a box to tick, whose label stands beside it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox"


@register.filter
def id_after(name: str, prefix: object) -> str:
    """Return the id of a field on a page with several forms.

    >>> id_after("role", 7)
    'f-7-role'
    """
    return f"f-{prefix}-{name}"

"""What templates say: a sentence of the page's language, and a field with its label, help and fault."""

from __future__ import annotations

from typing import Any

from django import template

from legation.web.front.typed import Refused

__all__ = ["fault", "line", "register"]

register = template.Library()


@register.simple_tag(takes_context=True)
def line(context: template.Context, key: str, **values: object) -> str:
    """Return a sentence of the page's language, escaped as all that a template writes."""
    return str(context["texts"].say(key, **values))


@register.simple_tag(takes_context=True)
def fault(context: template.Context, name: str) -> str:
    """Return what is wrong with a field; empty where it is well."""
    refused = (context.get("problems") or {}).get(name)
    return str(context["texts"].say(f"error.{refused.key}", **refused.values)) if isinstance(refused, Refused) else ""


@register.inclusion_tag("front/field.html", takes_context=True)
def typed(context: template.Context, name: str, label: str, value: str = "", **shown: object) -> dict[str, Any]:
    """Return what a field of one line shows: label above, help below, the fault beside it with what to do.

    ``shown`` may hold ``kind`` (``date``), ``hint``, ``most`` (characters), ``fill`` (what a browser may fill in), ``optional``, and
    ``names``, the id of a list of names.
    """
    texts = context["texts"]
    label = texts.say(label, **shown) if "." in label else label
    hint = texts.say(str(shown["hint"]), **shown) if shown.get("hint") else ""
    optional = texts.say("frame.optional") if shown.get("optional") else ""
    return {**shown, "name": name, "label": label, "value": value, "hint": hint, "optional": optional, "fault": fault(context, name)}

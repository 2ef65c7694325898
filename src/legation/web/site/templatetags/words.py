"""Tags and filters that every site's templates use: what is said, in the reader's language, and the fields of forms."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from legation.language import Message, plain, say
from legation.web.route import PLACEHOLDER

register = template.Library()


@register.simple_tag(takes_context=True, name="say")
def say_tag(context: Any, identifier: Any, **values: Any) -> str:
    """Write a message of the catalogues: ``{% say "web.home.title" count=3 %}``; escaped like any variable."""
    message = Message(identifier, **values) if isinstance(identifier, str) else identifier
    return conditional_escape(say(message, context["lang"]))


_say = register.tags["say"]
_PLAIN = re.compile(r"""(["'])([^"'|]+)\1""")


class PlainWords(template.Node):
    """A message of the catalogues that names no value."""

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier

    def render(self, context: Any) -> SafeString:
        """Return the message, escaped like any variable."""
        return conditional_escape(plain(self.identifier, context["lang"]))


@register.tag("say")
def say_node(parser: Any, token: Any) -> template.Node:
    """Read a tag ``say``: most name a message and nothing else, and are written many times on each page."""
    bits = token.split_contents()
    named = _PLAIN.fullmatch(bits[1]) if len(bits) == 2 else None
    return PlainWords(named[2]) if named else _say(parser, token)


@register.filter
def said(value: Any, lang: str) -> str:
    """Write a value as a reader of a language has it: ``{{ actor.name|said:lang }}``."""
    return "" if value is None else say(value, lang)  # type: ignore[arg-type]  # lang comes from the context


@register.filter
def here(value: Any, lang: str) -> str:
    """Write a sentence, a message or a problem: ``{{ sentence|here:lang }}``. A site with pages in place of commands has its own of it."""
    return value if isinstance(value, str) else said(value, lang)


@register.filter
def day(at: str) -> Any:
    """Return the day of an instant as a file has it, to be said: ``{{ note.date|day|said:lang }}``; what is none as it is.

    >>> day("2026-03-05T10:00:00Z")
    datetime.date(2026, 3, 5)
    """
    try:
        return dt.date.fromisoformat(at[:10])
    except ValueError:
        return at


@register.filter
def message(suffix: Any, prefix: str) -> Message:
    """Make a message id of a prefix and a value: ``{{ row.kind|message:"kind"|said:lang }}``."""
    return Message(f"{prefix}.{suffix}")


@register.simple_tag(takes_context=True)
def csrf(context: Any) -> SafeString:
    """Write the field that a form needs against forgery.

    Where the template knows the request, as those of allauth do, it is the token; in cached content a placeholder, and the token is
    put in at the end.
    """
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token") or PLACEHOLDER)


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

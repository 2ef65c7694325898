"""Tags and filters of templates: what is said, in the reader's language, and the fields of forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from legation.briefing.markings.labels import label_of
from legation.dossier import Wording
from legation.language import Message, say
from legation.problem import Problem
from legation.web.site.commands import in_browser, placed
from legation.web.site.marking import chip
from legation.web.site.named_files import spared
from legation.web.site.routing import PLACEHOLDER

register = template.Library()


@register.simple_tag(takes_context=True, name="say")
def say_tag(context: Any, identifier: Any, **values: Any) -> str:
    """Write a message of the catalogues: ``{% say "web.home.title" count=3 %}``; escaped like any variable."""
    message = Message(identifier, **values) if isinstance(identifier, str) else identifier
    return conditional_escape(say(message, context["lang"]))


@register.filter
def said(value: Any, lang: str) -> str:
    """Write a value as a reader of a language has it: ``{{ actor.name|said:lang }}``."""
    return "" if value is None else say(value, lang)  # type: ignore[arg-type]  # lang comes from the context


@register.simple_tag(takes_context=True, name="marking")
def marking_tag(context: Any, marking: str) -> SafeString:
    """Write a marking in the words of the house: ``{% marking page.marking %}``."""
    return chip(marking, context["lang"])


@register.filter
def label(marking: str) -> Wording:
    """Return the words of the house for a marking, in both languages: ``{{ one|label|said:lang }}``."""
    return label_of(marking).wording


@register.filter
def here(value: Any, lang: str) -> str:
    """Write a sentence, a message or a problem, with pages in place of commands and files that have one: ``{{ sentence|here:lang }}``."""
    if isinstance(value, Problem):
        said_of = placed(value)  # its remedy names tables of the dossier; what was found, and where, may be a file that somebody sent
        value = Message(said_of.id, **{name: spared(one) if isinstance(one, str) else one for name, one in said_of.values.items()})
    elif isinstance(value, Message):
        value = spared(value)
    return in_browser(value if isinstance(value, str) else said(value, lang), lang)  # type: ignore[arg-type]  # lang comes from the context


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


@register.filter
def shows(request: Any, route: str) -> bool:
    """Whether a page may have something to show to the reader: ``{% if request|shows:"actors.map" %}``."""
    from legation.web.site.frame import rests_on_shared

    return rests_on_shared(request, route)


@register.simple_tag(takes_context=True)
def nothing(context: Any, title: str, help: str) -> SafeString:  # noqa: A002 - the word of the templates
    """Write what stands where a page has no row: ``{% nothing "page-actors.empty-title" "page-actors.empty" %}``.

    To a guest it never says that the dossier holds nothing, only that nothing of it is open to them.
    """
    words = (title, help) if context["request"].scope.tables is None else ("web.nothing-seen", "web.nothing-seen-ask")
    return format_html("<h2>{}</h2><p>{}</p>", *(say(Message(one), context["lang"]) for one in words))


@register.inclusion_tag("site/chapter_tabs.html", takes_context=True)
def tabs(context: Any) -> dict[str, Any]:
    """Write the pages and tables of the chapter that is open: ``{% tabs %}``, below the heading."""
    from legation.web.site.chapters import chapter_tabs

    return {"tabs": chapter_tabs(context["request"]), "lang": context["lang"]}


@register.filter
def back(request: Any) -> str:
    """Return the address within the dossier to which the page was asked to lead back: ``{% if request|back %}``; empty where to none."""
    return str(request.inside(request.query.get("next", "") or request.form.get("next", ""))) if request.dossier else ""


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

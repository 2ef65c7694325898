"""Tags and filters of the templates of dossiers: markings, chapters, and pages in place of commands."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from legation.briefing.markings.labels import label_of
from legation.dossier import Wording
from legation.language import Message, say
from legation.problem import Problem
from legation.web.site.commands import in_browser, placed
from legation.web.site.marking import chip
from legation.web.site.named_files import spared
from legation.web.site.templatetags.words import said

register = template.Library()


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

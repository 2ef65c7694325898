"""How a marking stands on a page: the house's own words on a chip; and which marking the page itself bears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString

from legation.briefing.markings.frame import frame_marking
from legation.briefing.markings.labels import label_of
from legation.language import Lang, say

if TYPE_CHECKING:
    from legation.web.site.page import PageRequest

__all__ = ["chip", "page_marking", "tlp_of"]

APPROACHING = frozenset({"engagement", "people", "briefs", "tallies"})
"""Places of a dossier that list whom to approach."""


def tlp_of(marking: str) -> str:
    """Return the class under which a marking is drawn.

    >>> tlp_of("TLP:AMBER+STRICT")
    'amber-strict'
    """
    return marking.removeprefix("TLP:").lower().replace("+", "-")


def chip(marking: str, lang: Lang) -> SafeString:
    """Return a marking in the words of the house; with its colour beside the words where they are not those of TLP.

    The colour is an attribute of a drawing: the site's rules allow no style in a page.

    >>> chip("TLP:RED", "en")
    '<span class="tlp red">TLP:RED</span>'
    """
    if not marking:
        return SafeString("")
    label = label_of(marking)
    words = say(label.wording, lang)
    if not label.own:
        return format_html('<span class="tlp {}">{}</span>', tlp_of(marking), words)
    swatch = '<svg class="swatch" aria-hidden="true" viewBox="0 0 8 8"><rect width="8" height="8" fill="{}"/></svg>'
    return format_html(f'<span class="tlp own" dir="auto">{swatch}{{}}</span>', label.colour, words)


def page_marking(request: PageRequest, here: str) -> str:
    """Return the marking of a page of a dossier: the dossier's own, and that of a paper where the page lists whom to approach."""
    match = request.http.resolver_match
    named = match.kwargs if match is not None else {}
    question = named.get("question", "")
    if here == "questions" and "number" in named:
        question = _question_of(request, named["number"])
    kind = here if here in APPROACHING else question
    own = request.dossier.marking
    return frame_marking(request.view, kind, least=own) if kind else own


def _question_of(request: PageRequest, number: int) -> str:
    """Return the question that a run answers, or that it is a paper: its page is marked as its answer is."""
    from legation.web.runs.models import Run

    run = Run.objects.filter(pk=number, dossier=request.dossier).values_list("kind", "question").first()
    return "" if run is None else run[1] if run[0] == "question" else "briefs"

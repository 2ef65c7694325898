"""What a post reported, as the text of a telegram to copy into its house's own system; pasted here, it is read back to the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from legation import moment
from legation.dossier import standing
from legation.language import Message, say
from legation.sources.telegram import Report, report_text
from legation.web.pages.posts.assignments import frame_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.posts.routes import PostRequest, post_route

__all__ = ["draft_of"]


@post_route("draft", name="post-draft")
def draft(request: PostRequest) -> HttpResponse:
    """Show all that the post reported, the oldest first, as one text to copy."""
    rows = sorted(standing(request.case.dossier.engagements), key=lambda row: (str(row.date), str(row.at or "")))
    return private_page(request.http, "posts/draft.html", frame_of(request) | {"draft": draft_of(request, rows) if rows else ""})


def draft_of(request: PostRequest, rows: Sequence[Any]) -> str:
    """Return reports as the text of a telegram: a line for each thing that was said, and a blank line between targets."""
    return report_text(
        [_report(request, row) for row in rows], request.case.dossier.actors, request.lang, [_more(request, row) for row in rows]
    )


def _report(request: PostRequest, row: Any) -> Report:
    zone = request.given.round.zone or "UTC" if request.given else "UTC"
    day = moment.local(row.at.instant, zone).date() if row.at else row.date.last if row.date else None
    if row.reached is False:
        return Report(target=row.actor, day=day)
    said = {"condition": row.condition, "wording": row.words}
    words = {name: value.in_language(request.lang) for name, value in said.items() if value}
    return Report(target=row.actor, day=day, answer=row.answer, level=row.level, form=row.form, **words)


def _more(request: PostRequest, row: Any) -> list[str]:
    """Return the lines of what a reading gives back to nobody: that nobody was reached, the function of whoever spoke."""
    lines = [(Message("page-posts.field-reached"), Message("page-posts.reached-no"))] if row.reached is False else []
    written = [*lines, *([(Message("page-posts.field-function"), row.participants)] if row.participants else [])]
    return [say(Message("page-posts.draft-line", name=name, value=value), request.lang) for name, value in written]

"""Changes of rows: saved, offered for review, or sent back with what others changed in the same place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse

from legation.dossier.edit import Edit
from legation.language import Message, say
from legation.web.api.cells import cell_of
from legation.web.api.operation import Status, operation
from legation.web.api.shapes import EditsBody, Proposed, SavedRevision
from legation.web.asked import Asked
from legation.web.conflicts import clashes
from legation.web.dossiers import store
from legation.web.dossiers.models import Proposal
from legation.web.plain import plain
from legation.web.saving import number_of, take_edits

__all__ = ["clashing", "said_clashes"]


@operation("post", "dossiers/{slug}/edits", name="edits", action="propose", answers={200: SavedRevision, 202: Proposed})
def edits(asked: Asked, body: EditsBody) -> Any:
    """Save changes of rows, all or none; a token without the scope ``edit`` offers them for review."""
    number = number_of(body.base, asked)
    wanted = [Edit(one.table, one.do, one.row, {name: cell_of(value) for name, value in one.values.items()}) for one in body.edits]
    taken = take_edits(asked, wanted, reason=body.reason.strip(), base=number, choices=body.choices)
    if isinstance(taken, Proposal):
        return Status(202, {"proposal": taken.pk, "state": taken.state})
    if taken.revision is None:
        return clashing(asked, taken, number)
    return {"revision": taken.revision.number, "merged": taken.merged}


def clashing(asked: Asked, saved: store.Saved, base: int) -> HttpResponse:
    """Return what others changed in the same place; nothing was written."""
    body = {
        "ok": False,
        "error": say(Message("web.conflicts"), asked.lang),
        "status": 409,
        "problems": [],
        "conflicts": said_clashes(asked, saved.conflicts, base),
    }
    return JsonResponse(body, status=409, json_dumps_params={"ensure_ascii": False})


def said_clashes(asked: Asked, conflicts: Iterable[Any], base: int) -> list[dict[str, Any]]:
    """Return conflicts as plain data."""
    return [
        {
            "key": clash.key,
            "words": say(clash.words, asked.lang),
            "subject": say(clash.subject, asked.lang),
            "fields": [
                {"field": say(line.field, asked.lang)}
                | {side: plain(getattr(line, side), asked.lang) for side in ("base", "mine", "theirs")}
                for line in clash.lines
            ],
            "allowed": list(clash.allowed),
        }
        for clash in clashes(asked, conflicts, base)
    ]

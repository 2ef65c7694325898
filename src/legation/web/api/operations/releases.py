"""Rows that are marked lower than what they cite: which wait, and that a second person confirms one."""

from __future__ import annotations

from typing import Any

from legation.web.api.operation import operation
from legation.web.api.operations.edits import clashing
from legation.web.api.shapes import ReleaseBody, SavedRevision, WaitingRows
from legation.web.asked import Asked
from legation.web.dossiers import store
from legation.web.dossiers.releasing import release, waiting_for


@operation("get", "dossiers/{slug}/releases", name="releases", action="release", answers={200: WaitingRows})
def releases(asked: Asked) -> Any:
    """Return the rows that wait, of those that the person sees."""
    items = []
    for one in waiting_for(store.content(asked.revision), asked.sight):
        part, table, row = one.place
        items.append({"part": part, "table": table, "row": row, "marking": one.marking, "cited": one.cited})
    return {"revision": asked.dossier.head, "items": items}


@operation("post", "dossiers/{slug}/releases", name="releases.add", action="release", answers={200: SavedRevision})
def add(asked: Asked, body: ReleaseBody) -> Any:
    """Confirm the marking of a row, as a person who did not write it."""
    place = (body.part, body.table, body.row)
    saved = release(asked.dossier, place, body.marking, body.function, body.reason, asked.account, again=body.again)
    if saved.revision is None:
        return clashing(asked, saved, asked.dossier.head)
    return {"revision": saved.revision.number, "merged": saved.merged}

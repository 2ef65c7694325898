"""A dossier carried in and out: its parts, exports, imports with a dry run."""

from __future__ import annotations

import hashlib
import io
from typing import Annotated, Any, Literal

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Path, Query
from pydantic import Field

from legation.dossier import TABLES, encode
from legation.dossier.difference import difference
from legation.dossier.format import writable
from legation.dossier.merging import merge
from legation.dossier.parts import kind_of
from legation.errors import WrongUse
from legation.language import Message
from legation.web.api.operation import File, operation
from legation.web.api.operations.edits import clashing, said_clashes
from legation.web.api.operations.revisions import said_difference
from legation.web.api.shapes import Difference, Parts, SavedRevision
from legation.web.asked import Asked
from legation.web.dossiers import past, store
from legation.web.dossiers.arriving import Brought, How, joined
from legation.web.dossiers.kept import Kept
from legation.web.pages import carrying
from legation.web.saving import number_of
from legation.web.uploads import parts_in

Base = Annotated[int, Query(), Field(ge=1, le=10**8)]
Reason = Annotated[str, Query(), Field(max_length=500, pattern=r"^[^\x00]*$")]
_PARTS: Kept[dict[str, bytes]] = Kept(6)


@operation("get", "dossiers/{slug}/parts", name="parts", action="export", answers={200: Parts})
def parts(asked: Asked) -> Any:
    """Return the parts of what the person sees, with the hash of each."""
    items = [{"name": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in _parts(asked).items()]
    return {"revision": asked.dossier.head, "hash": asked.view.hash, "items": items}


@operation(
    "get", "dossiers/{slug}/parts/{path:part}", name="parts.one", action="export", answers={200: File(("application/octet-stream",))}
)
def part(asked: Asked, part: Annotated[str, Path()]) -> HttpResponse:
    """Return one part as it is."""
    data = _parts(asked).get(part)
    if data is None:
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=part.rpartition("/")[2])
    headers = {"Content-Disposition": name or "attachment", "X-Content-Type-Options": "nosniff", "X-Revision": str(asked.dossier.head)}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


@operation(
    "put",
    "dossiers/{slug}/parts/{path:part}",
    name="parts.put",
    action="edit",
    answers={200: SavedRevision},
    takes="application/octet-stream",
)
def put(asked: Asked, part: Annotated[str, Path()], base: Base, reason: Reason = "") -> Any:
    """Put a table, the bodies or a file in place of what is there."""
    alone = [table.part for table in TABLES.values()] + ["bodies.toml"]
    if part not in alone and ("/" not in part or (kind_of(part) is None and part not in asked.view.files)):
        raise WrongUse(Message("api.not-a-part", found=part, allowed=" | ".join((*alone, "files/..."))))
    return _save(asked, Brought({part: asked.request.read()}), "replace", base, reason, part)


@operation(
    "get",
    "dossiers/{slug}/export/{form}",
    name="export",
    action="export",
    answers={200: File(tuple(carrying.TYPES.values()))},
)
def export(
    asked: Asked,
    form: Annotated[Literal["zip", "xlsx", "json"], Path()],
    revision: Annotated[int | None, Query(), Field(ge=1, le=10**8)] = None,  # noqa: ARG001 - the page reads it of the address
    mandate: Annotated[Literal["yes", "no"], Query()] = "no",  # noqa: ARG001 - the same
) -> HttpResponse:
    """Return what the person sees in one file."""
    return carrying.export(asked, form)  # type: ignore[no-any-return]


@operation(
    "post",
    "dossiers/{slug}/import",
    name="import",
    action="edit",
    answers={200: SavedRevision},
    takes="application/octet-stream",
)
def import_(
    asked: Asked, form: Annotated[Literal["zip", "xlsx", "json"], Query()], how: Annotated[How, Query()], base: Base, reason: Reason = ""
) -> Any:
    """Save what a file brings."""
    return _save(asked, _brought(asked, form), how, base, reason, f"import.{form}")


@operation(
    "post",
    "dossiers/{slug}/import/check",
    name="import.check",
    action="edit",
    answers={200: Difference},
    takes="application/octet-stream",
)
def check(asked: Asked, form: Annotated[Literal["zip", "xlsx", "json"], Query()], how: Annotated[How, Query()], base: Base) -> Any:
    """Say what a file would change; nothing is saved."""
    begun, mine = _mine(asked, _brought(asked, form), how, number_of(base, asked))
    merged = merge(begun, mine, asked.view)
    found = difference(asked.view, merged.dossier) if merged.dossier is not None else difference(begun, mine)
    return said_difference(asked, found) | {"conflicts": said_clashes(asked, merged.conflicts, base)}


def _parts(asked: Asked) -> dict[str, bytes]:
    return _PARTS.get((asked.revision.hash, asked.sight.key), lambda: encode(writable(asked.view)))


def _brought(asked: Asked, form: str) -> Brought:
    """Return the parts of a body, read within the limits of archives."""
    data = asked.request.read()
    sent = InMemoryUploadedFile(io.BytesIO(data), None, f"import.{form}", carrying.TYPES[form], len(data), None)
    return parts_in([sent])


def _mine(asked: Asked, brought: Brought, how: How, number: int) -> tuple[Any, Any]:
    begun = past.seen_at(store.revision_of(asked.dossier, number), asked.revision, asked.sight)
    return begun, carrying.allowed(asked, begun, joined(begun, brought, how))


def _save(asked: Asked, brought: Brought, how: How, base: int, reason: str, name: str) -> Any:
    number = number_of(base, asked)
    _, mine = _mine(asked, brought, how, number)
    why = reason.strip() or Message("page-import.reason", name=name)
    saved = store.save(asked.dossier, number, mine, asked.account, asked.sight, reason=why)
    if saved.revision is None:
        return clashing(asked, saved, number)
    return {"revision": saved.revision.number, "merged": saved.merged}

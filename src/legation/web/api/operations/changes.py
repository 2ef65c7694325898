"""Changes: rows saved or offered for review, revisions and what differs between two, parts carried in and out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from ninja import Path, Query
from pydantic import Field

from legation.dossier import TABLES, encode
from legation.dossier.changes.difference import Difference as Found
from legation.dossier.changes.difference import difference
from legation.dossier.changes.merge import merge
from legation.dossier.edit import Edit
from legation.dossier.files.format import writable
from legation.dossier.parts import kind_of
from legation.errors import WrongUse
from legation.language import Message, say
from legation.web.api.operation import File, Status, operation
from legation.web.api.rows import LIMIT, cell_of, read_cursor, write_cursor
from legation.web.api.shapes import Difference, EditsBody, Parts, Proposed, Revisions, SavedRevision
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Proposal, Revision
from legation.web.dossiers.preparation import is_large
from legation.web.dossiers.uploads import How, Upload, parts_in
from legation.web.forms.changes import counts_of, sections_of, shown_conflicts
from legation.web.forms.importing import parts_into
from legation.web.forms.saving import number_of, take_edits
from legation.web.pages.dossiers import import_export
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.values import to_json

__all__ = [
    "clashing",
    "said_clashes",
    "said_difference",
]


@operation("post", "dossiers/{slug}/edits", name="edits", action="propose", answers={200: SavedRevision, 202: Proposed})
def edits(request: PageRequest, body: EditsBody) -> Any:
    """Save changes of rows, all or none; a token without the scope ``edit`` offers them for review."""
    number = number_of(body.base, request)
    wanted = [Edit(one.table, one.do, one.row, {name: cell_of(value) for name, value in one.values.items()}) for one in body.edits]
    taken = take_edits(request, wanted, reason=body.reason.strip(), base=number, choices=body.choices)
    if isinstance(taken, Proposal):
        return Status(202, {"proposal": taken.pk, "state": taken.state})
    if taken.revision is None:
        return clashing(request, taken, number)
    return {"revision": taken.revision.number, "merged": taken.merged}


def clashing(request: PageRequest, saved: store.Saved, base: int) -> HttpResponse:
    """Return what others changed in the same place; nothing was written."""
    body = {
        "ok": False,
        "error": say(Message("web.conflicts"), request.lang),
        "status": 409,
        "problems": [],
        "conflicts": said_clashes(request, saved.conflicts, base),
    }
    return JsonResponse(body, status=409, json_dumps_params={"ensure_ascii": False})


def said_clashes(request: PageRequest, conflicts: Iterable[Any], base: int) -> list[dict[str, Any]]:
    """Return conflicts as plain data."""
    return [
        {
            "key": clash.key,
            "words": say(clash.words, request.lang),
            "subject": say(clash.subject, request.lang),
            "fields": [
                {"field": say(line.field, request.lang)}
                | {side: to_json(getattr(line, side), request.lang) for side in ("base", "mine", "theirs")}
                for line in clash.lines
            ],
            "allowed": list(clash.allowed),
        }
        for clash in shown_conflicts(request, conflicts, base)
    ]


OF_EACH = 200
Number = Annotated[int, Query(), Field(ge=1, le=10**8)]


@operation("get", "dossiers/{slug}/revisions", name="revisions", action="see-history", answers={200: Revisions})
def revisions(
    request: PageRequest,
    limit: Annotated[int, Query(), Field(ge=1, le=LIMIT)] = 20,
    cursor: Annotated[str, Query(), Field(max_length=2000)] = "",
) -> Any:
    """Return revisions, the newest first."""
    (top,) = read_cursor(request, ["revisions"], cursor) if cursor else (request.dossier.head,)
    revisions_found = Revision.objects.filter(dossier=request.dossier, number__lte=top, number__gte=top - limit).select_related(
        "author", "reviewer"
    )
    by_number = {revision.number: revision for revision in revisions_found}
    lines = [_line(request, by_number[n], by_number.get(n - 1)) for n in range(top, max(0, top - limit), -1) if n in by_number]
    after = top - limit
    return {"head": request.dossier.head, "items": lines, "next": write_cursor(request, ["revisions"], [after]) if after > 0 else None}


@operation("get", "dossiers/{slug}/compare", name="revisions.compare", action="see-history", answers={200: Difference})
def compare(request: PageRequest, a: Number, b: Number) -> Any:
    """Return what differs between two revisions, as the person may see them."""
    before, now = (request.seen_at(number_of(n, request)) for n in (a, b))
    return said_difference(request, difference(before, now))


def said_difference(request: PageRequest, changes: Found) -> dict[str, Any]:
    """Return a difference as plain data, in words."""
    sections = sections_of(changes, [counted.part for counted in counts_of(changes)], OF_EACH)
    return {
        "summary": say(changes.summary(), request.lang) if changes else None,
        "sections": [
            {
                "part": section.part,
                "title": say(section.title, request.lang),
                "count": section.count,
                "shown": section.shown,
                "changes": [
                    {
                        "how": change.how,
                        "subject": say(change.subject, request.lang),
                        "fields": [
                            {
                                "field": say(field.field, request.lang),
                                "before": None if field.before is None else say(field.before, request.lang),
                                "now": None if field.now is None else say(field.now, request.lang),
                            }
                            for field in change.fields
                        ],
                    }
                    for change in section.changes
                ],
                "sentences": to_json(section.sentences, request.lang),
            }
            for section in sections
        ],
        "conflicts": [],
    }


def _line(request: PageRequest, revision: Revision, before: Revision | None) -> dict[str, Any]:
    summary = older_revisions.summary_of(revision, before, request.revision, request.scope)
    return {
        "number": revision.number,
        "by": str(revision.author or ""),
        "reviewer": str(revision.reviewer or ""),
        "made": revision.made,
        "reason": say(older_revisions.reason_of(revision, summary), request.lang),
        "summary": None if summary is None else say(summary, request.lang),
    }


Base = Annotated[int, Query(), Field(ge=1, le=10**8)]
Reason = Annotated[str, Query(), Field(max_length=500, pattern=r"^[^\x00]*$")]
_PARTS: Cache[dict[str, bytes]] = Cache(6)


@operation("get", "dossiers/{slug}/parts", name="parts", action="export", answers={200: Parts})
def parts(request: PageRequest) -> Any:
    """Return the parts of what the person sees, with the hash of each."""
    items = [{"name": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in _parts(request).items()]
    return {"revision": request.dossier.head, "hash": request.view.hash, "items": items}


@operation(
    "get", "dossiers/{slug}/parts/{path:part}", name="parts.one", action="export", answers={200: File(("application/octet-stream",))}
)
def part(request: PageRequest, part: Annotated[str, Path()]) -> HttpResponse:
    """Return one part as it is."""
    data = _parts(request).get(part)
    if data is None:
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=part.rpartition("/")[2])
    headers = {"Content-Disposition": name or "attachment", "X-Content-Type-Options": "nosniff", "X-Revision": str(request.dossier.head)}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


@operation(
    "put",
    "dossiers/{slug}/parts/{path:part}",
    name="parts.put",
    action="edit",
    answers={200: SavedRevision},
    takes="application/octet-stream",
)
def put(request: PageRequest, part: Annotated[str, Path()], base: Base, reason: Reason = "") -> Any:
    """Put a table, the bodies or a file in place of what is there."""
    alone = [table.part for table in TABLES.values()] + ["bodies.toml"]
    if part not in alone and ("/" not in part or (kind_of(part) is None and part not in request.view.files)):
        raise WrongUse(Message("api.not-a-part", found=part, allowed=" | ".join((*alone, "files/..."))))
    return _save(request, Upload({part: request.http.read()}), "replace", base, reason, part)


@operation(
    "get",
    "dossiers/{slug}/export/{form}",
    name="export",
    action="export",
    answers={200: File(tuple(import_export.TYPES.values()))},
)
def export(
    request: PageRequest,
    form: Annotated[Literal["zip", "xlsx", "json"], Path()],
    revision: Annotated[int | None, Query(), Field(ge=1, le=10**8)] = None,  # noqa: ARG001 - the page reads it of the address
    mandate: Annotated[Literal["yes", "no"], Query()] = "no",  # noqa: ARG001 - the same
) -> HttpResponse:
    """Return what the person sees in one file."""
    return import_export.export(request, form)  # type: ignore[no-any-return]


@operation(
    "post",
    "dossiers/{slug}/import",
    name="import",
    action="edit",
    answers={200: SavedRevision},
    takes="application/octet-stream",
)
def import_(
    request: PageRequest,
    form: Annotated[Literal["zip", "xlsx", "json"], Query()],
    how: Annotated[How, Query()],
    base: Base,
    reason: Reason = "",
) -> Any:
    """Save what a file brings."""
    return _save(request, _uploaded(request, form), how, base, reason, f"import.{form}")


@operation(
    "post",
    "dossiers/{slug}/import/check",
    name="import.check",
    action="edit",
    answers={200: Difference},
    takes="application/octet-stream",
)
def check(request: PageRequest, form: Annotated[Literal["zip", "xlsx", "json"], Query()], how: Annotated[How, Query()], base: Base) -> Any:
    """Say what a file would change; nothing is saved."""
    begun, mine = parts_into(request, _uploaded(request, form), number_of(base, request), how)
    merged = merge(begun, mine, request.view)
    changes = difference(request.view, merged.dossier) if merged.dossier is not None else difference(begun, mine)
    return said_difference(request, changes) | {"conflicts": said_clashes(request, merged.conflicts, base)}


def _parts(request: PageRequest) -> dict[str, bytes]:
    key, view = (request.revision.hash, request.scope.key), request.view

    def made() -> dict[str, bytes]:
        return _PARTS.get(key, lambda: encode(writable(view)))

    return request.beside(("parts", *key), made, is_known=lambda: _PARTS.peek(key) is not None, is_slow=lambda: is_large(request.revision))


def _uploaded(request: PageRequest, form: str) -> Upload:
    """Return the parts of a body, read within the limits of archives."""
    data = request.http.read()
    sent = InMemoryUploadedFile(io.BytesIO(data), None, f"import.{form}", import_export.TYPES[form], len(data), None)
    return parts_in([sent])


def _save(request: PageRequest, upload: Upload, how: How, base: int, reason: str, name: str) -> Any:
    number = number_of(base, request)
    _, mine = parts_into(request, upload, number, how)
    why = reason.strip() or Message("page-import.reason", name=name)
    saved = store.save(request.dossier, number, mine, request.account, request.scope, reason=why)
    if saved.revision is None:
        return clashing(request, saved, number)
    return {"revision": saved.revision.number, "merged": saved.merged}

"""Files of other people's formats: what one is, and one of them brought in."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from legation.dossier.files.format import writable
from legation.errors import WrongUse
from legation.language import Message, say
from legation.sources.doubt import read_answers
from legation.sources.recognising import recognised
from legation.web.api.operation import operation
from legation.web.api.operations.changes import Base, Reason, clashing
from legation.web.api.shapes import RecognisedFile, SavedRevision
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.imports import SOURCE, FileOfPack, FilesOfLake, FilesOfSource, read, sort_out
from legation.web.dossiers.uploads import merge_upload
from legation.web.forms.saving import number_of
from legation.web.pages.dossiers.import_read import allowed
from legation.web.site.page import PageRequest

__all__ = ["file", "recognise"]

Name = Annotated[str, Query(), Field(min_length=1, max_length=200, pattern=r"^[^\x00/\\]+$")]
Words = Annotated[str, Query(), Field(max_length=20_000)]
"""Several, with ``;`` between them: ``3=COD;7=new``."""
Chosen = Annotated[str, Query(), Field(max_length=60)]


@operation(
    "post",
    "dossiers/{slug}/import/recognise",
    name="import.recognise",
    action="edit",
    answers={200: RecognisedFile},
    takes="application/octet-stream",
)
def recognise(request: PageRequest, name: Name) -> Any:
    """Say what a file may be, the likeliest first; nothing is saved."""
    found = recognised(name, request.http.read())
    return {
        "items": [
            {
                "way": one.way,
                "id": one.id,
                "title": say(one.title, request.lang),
                "why": say(one.why, request.lang),
                "strength": one.strength,
                "into_lake": one.into_lake,
            }
            for one in found
        ]
    }


@operation(
    "post",
    "dossiers/{slug}/import/file",
    name="import.file",
    action="edit",
    answers={200: SavedRevision},
    takes="application/octet-stream",
)
def file(
    request: PageRequest,
    name: Name,
    base: Base,
    source: Chosen = "",
    option: Words = "",
    answer: Words = "",
    reason: Reason = "",
) -> Any:
    """Save what one file brings, read as it is recognised or as the source that is named; what is in doubt must be answered."""
    number = number_of(base, request)
    begun = writable(older_revisions.seen_at(store.revision_of(request.dossier, number), request.revision, request.scope))
    sent = {name: request.http.read()}
    upload = sort_out(sent, f"{SOURCE}{source}" if source else "")
    if isinstance(upload, FilesOfLake | FileOfPack):
        raise upload.refusal
    if isinstance(upload, FilesOfSource):
        options = dict(one.split("=", 1) for one in option.split(";") if "=" in one)
        found = read(
            upload.source,
            sent,
            begun,
            options=options,
            answers=read_answers(filter(None, answer.split(";"))),
            place=begun.info.id,
            today=request.today,
        )
        if found.error is not None:
            raise found.error
        if found.doubtful:
            first = found.doubtful[0]
            answers = " | ".join(f"{first.line}={one}" for one, _ in first.answers)
            raise WrongUse(Message("api.undecided", question=first.question, count=len(found.doubtful), answers=answers))
        mine = found.made.after if found.made is not None else begun
    else:
        mine = merge_upload(begun, upload, "add")
    why = reason.strip() or Message("page-import.reason", name=name)
    mine = allowed(request, begun, mine)
    saved = store.save(request.dossier, number, mine, request.account, request.scope, reason=why, owns=request.may("share"))
    if saved.revision is None:
        return clashing(request, saved, number)
    return {"revision": saved.revision.number, "merged": saved.merged}

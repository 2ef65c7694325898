"""Files of other people's formats: what one is, and one of them brought in."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from legation.errors import WrongUse
from legation.language import Message, say
from legation.sources.cut_off import CUT, cut_error
from legation.sources.doubt import read_answers
from legation.sources.recognising import recognised
from legation.web.api.operation import operation
from legation.web.api.operations.changes import Base, Reason, clashing
from legation.web.api.shapes import RecognisedFile, SavedRevision
from legation.web.dossiers import store
from legation.web.dossiers.imports import SOURCE, opened, received, sort_out
from legation.web.forms.importing import Import, import_of
from legation.web.forms.saving import number_of
from legation.web.site.page import PageRequest

__all__ = ["file", "recognise"]

Name = Annotated[str, Query(), Field(min_length=1, max_length=200, pattern=r"^[^\x00/\\]+$")]
MaybeName = Annotated[str, Query(), Field(max_length=200, pattern=r"^[^\x00/\\]*$")]
"""Needed where the body is the file itself."""
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
    several="files",
)
def file(
    request: PageRequest,
    base: Base,
    name: MaybeName = "",
    source: Chosen = "",
    option: Words = "",
    answer: Words = "",
    reason: Reason = "",
) -> Any:
    """Save what files bring, read as they are recognised or as the source that is named; what is in doubt must be answered."""
    number = number_of(base, request)
    sent = opened(_sent(request, name))
    upload = sort_out(sent, f"{SOURCE}{source}" if source else "")
    options = dict(one.split("=", 1) for one in option.split(";") if "=" in one)
    answers = read_answers(filter(None, answer.split(";")))
    came = import_of(request, upload, sent, number, options=options, answers=answers)
    _whole_and_decided(came)
    mine = came.mine or came.begun
    why = reason.strip() or Message("page-import.reason", name=tuple(sent) if len(sent) > 1 else next(iter(sent)))
    saved = store.save(request.dossier, number, mine, request.account, request.scope, reason=why, owns=request.may("share"))
    if saved.revision is None:
        return clashing(request, saved, number)
    return {"revision": saved.revision.number, "merged": saved.merged}


def _sent(request: PageRequest, name: str) -> dict[str, bytes]:
    """Return the files of a request by their names: several in the fields ``files`` of a form, or the body itself."""
    if (request.http.content_type or "").startswith("multipart/"):
        return received(request.http.FILES.getlist("files"), "", request.today)
    if not name:
        raise WrongUse(Message("api.no-name"))
    return {name: request.http.read()}


def _whole_and_decided(came: Import) -> None:
    """Raise where files could not be read, one of them is cut off, or something is in doubt."""
    found = came.found
    if found is None:
        return
    if found.error is not None:
        raise found.error
    cut = next((one for one in found.made.problems if one.code in CUT), None) if found.made is not None else None
    if cut is not None:
        raise cut_error(cut)
    if found.doubtful:
        first = found.doubtful[0]
        choices = " | ".join(f"{first.line}={one}" for one, _ in first.answers)
        raise WrongUse(Message("api.undecided", question=first.question, count=len(found.doubtful), answers=choices))

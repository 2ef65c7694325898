"""What files would make of a dossier, for a person: read or merged beside the revision that they name, cut to what this person may change.

The import page and the API go this one way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import MARKINGS
from legation.dossier import Dossier as Content
from legation.dossier.files.format import writable
from legation.language import say
from legation.web.dossiers import store
from legation.web.dossiers.imports import FileOfPack, FilesOfLake, FilesOfSource, ReadImport, read
from legation.web.dossiers.uploads import How, Upload, merge_upload
from legation.web.site.page import PageRequest

__all__ = ["Import", "allowed", "import_of", "parts_into"]


@dataclass(frozen=True, slots=True)
class Import:
    """What files would make of a dossier.

    Attributes
    ----------
    begun : Dossier
        The revision that they are brought into, as the person sees it.
    mine : Dossier or None
        With what the files bring, as far as this person may change it; None where they could not be read.
    found : ReadImport or None
        What a source made of them; None for parts of a dossier.
    """

    begun: Content
    mine: Content | None
    found: ReadImport | None = None

    @property
    def is_new(self) -> bool:
        """Whether the files say anything that the dossier does not."""
        return self.found is None or (self.found.made is not None and self.found.made.after is not self.begun)


def import_of(
    request: PageRequest,
    upload: Upload | FilesOfSource | FilesOfLake | FileOfPack,
    sent: Mapping[str, bytes],
    number: int,
    *,
    options: Mapping[str, Any] | None = None,
    answers: Mapping[int, str] | None = None,
) -> Import:
    """Return what files that were sorted out would make of revision ``number``.

    Raises
    ------
    WrongUse
        Where they are observations or a pack, which go another way.
    DossierError
        Where they are parts that make no dossier. What a source cannot read is in ``found``.
    """
    if isinstance(upload, FilesOfLake | FileOfPack):
        raise upload.refusal
    if isinstance(upload, Upload):
        return Import(*parts_into(request, upload, number))
    begun = writable(request.seen_at(number))
    found = read(
        upload.source,
        {name: sent[name] for name in upload.names},
        begun,
        options=options or {},
        answers=answers or {},
        place=say(begun.info.title, request.lang) or begun.info.id,
        today=request.today,
    )
    made = found.made
    mine = None if made is None else begun if made.after is begun else allowed(request, begun, made.after)
    return Import(begun, mine, found)


def parts_into(request: PageRequest, upload: Upload, number: int, how: How = "add") -> tuple[Content, Content]:
    """Return revision ``number`` as the person sees it, and with parts of a dossier as far as this person may change it."""
    begun = request.seen_at(number)
    return begun, allowed(request, begun, merge_upload(begun, upload, how))


def allowed(request: PageRequest, begun: Content, mine: Content) -> Content:
    """Return what an import may change: mandate and marking of the whole are for owners; settings that are not seen stay."""
    whole = store.content(request.revision).info.marking or MARKINGS[0]
    if MARKINGS.index(whole) > MARKINGS.index(request.scope.marking):
        mine = dataclasses.replace(mine, info=begun.info)
    if not request.may("share"):
        mine = dataclasses.replace(mine, mandate=begun.mandate, info=dataclasses.replace(mine.info, marking=begun.info.marking))
    return dataclasses.replace(mine, info=dataclasses.replace(mine.info, id=begun.info.id))

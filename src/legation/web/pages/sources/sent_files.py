"""The files and the pasted text of a form as parts of a load: of the kind that is chosen, else of the kinds that they are recognised as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from legation.errors import WrongUse
from legation.language import Message
from legation.sources.recognising import recognised
from legation.sources.registry import for_lakes
from legation.sources.source import Source
from legation.web.runs.loading import LoadPart, file_name
from legation.web.site.page import PageRequest

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

__all__ = ["by_kind", "parts_sent"]

_PASTED = 4_000_000
"""The longest text that is pasted [characters]."""
_WHOLE = 16 * 1024 * 1024
"""Up to so many bytes a file is looked at whole to be recognised: the list of a zip stands at its end."""
_BESIDE = "metadata.csv"
_TEXTS = "documents"

Files = dict[str, "UploadedFile[Any] | bytes"]
Sent = TypeVar("Sent", bytes, "UploadedFile[Any] | bytes")


def parts_sent(request: PageRequest, sent: Mapping[str, str]) -> list[LoadPart]:
    """Return what a form holds, by kind.

    Raises
    ------
    WrongUse
        Where two files have one name, a text is too long, a kind is none, or a file is not recognised.
    """
    files = _files(request, sent)
    if sent["kind"]:
        of = for_lakes().get(sent["kind"])
        if of is None:
            raise WrongUse(Message("page-observations.no-kind"))
        return [_part(request, sent, of, files)]
    return [_part(request, sent, for_lakes()[kind], own) for kind, own in by_kind(files).items()]


def by_kind(files: Mapping[str, Sent]) -> dict[str, dict[str, Sent]]:
    r"""Return files by the kind of observations that each is recognised as.

    Raises
    ------
    WrongUse
        Where a file is not recognised.

    Examples
    --------
    >>> line = b'192.0.2.1 - - [05/Mar/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n'
    >>> list(by_kind({"access.log": line * 3}))
    ['requests']
    """
    grouped: dict[str, dict[str, Sent]] = {}
    for name, one in files.items():
        if name != _BESIDE:
            grouped.setdefault(_kind_of(name, one), {})[name] = one
    beside = files.get(_BESIDE)
    if beside is not None:
        grouped.setdefault(_TEXTS if _TEXTS in grouped else _kind_of(_BESIDE, beside), {})[_BESIDE] = beside
    return grouped


def _files(request: PageRequest, sent: Mapping[str, str]) -> Files:
    files: Files = {}
    for one in request.http.FILES.getlist("files"):
        name = file_name(str(one.name))
        if name in files:
            raise WrongUse(Message("page-import.part-twice", name=name))
        files[name] = one
    if sent["text"].strip():
        if len(sent["text"]) > _PASTED:
            raise WrongUse(Message("page-accounts.field.long", count=len(sent["text"]), limit=_PASTED))
        named = file_name(sent["name"].strip() or f"{request.today.isoformat()}.txt")
        files.setdefault(named if "." in named else f"{named}.txt", sent["text"].replace("\r\n", "\n").rstrip("\n").encode() + b"\n")
    return files


def _kind_of(name: str, one: UploadedFile[Any] | bytes) -> str:
    """Return the kind that a file is recognised as: by its content, else, of a text, by the end of its name."""
    found = [sign for sign in recognised(name, _beginning(one)) if sign.way == "source" and sign.into_lake]
    sure = [sign.id for sign in found if not sign.is_guess]
    guesses = [sign.id for sign in found if sign.is_guess]
    if sure:
        return sure[0]
    if _TEXTS in guesses or len(guesses) == 1:
        return _TEXTS if _TEXTS in guesses else guesses[0]
    raise WrongUse(Message("page-observations.not-recognised", name=name))


def _beginning(one: UploadedFile[Any] | bytes) -> bytes:
    if isinstance(one, bytes):
        return one[:_WHOLE]
    one.seek(0)
    data: bytes = one.read(_WHOLE)
    one.seek(0)
    return data


def _part(request: PageRequest, sent: Mapping[str, str], of: Source, files: Files) -> LoadPart:
    takes = {option.name: option for option in of.options}
    register = request.http.FILES.get("register") if "register" in takes else None
    form = sent["format"].strip()[:500]
    return LoadPart(
        kind=of.id,
        files={name: [one] if isinstance(one, bytes) else one.chunks() for name, one in files.items()},
        source=sent["source"].strip()[:200],
        options={"format": form} if "format" in takes and form else {},
        register=register.chunks() if register is not None else None,
    )

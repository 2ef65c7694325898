"""Files that take long to make, of large dossiers: made in the background, taken along by whoever asks again.

Who asks for one sees a page that asks again by itself until the download begins; a program is told to wait (503, ``Retry-After``).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from legation.errors import NotReady
from legation.language import Message
from legation.web.dossiers.models import Revision
from legation.web.dossiers.preparation import is_large
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest

__all__ = ["file_bytes"]

_LIMIT = 128 * 1024 * 1024
_FILES: Cache[bytes] = Cache(_LIMIT, lambda data: min(len(data), _LIMIT))
"""So many bytes of files; one that is larger is there alone, for who waits for it comes back."""


def file_bytes(request: PageRequest, revision: Revision, key: Hashable, make: Callable[[], bytes], *, once: bool = False) -> bytes:
    """Return a file of a dossier: made at once where the dossier is small, else in the background and cached for whoever sees the same.

    Parameters
    ----------
    revision : Revision
        What it is made of; an older one is seen as the newest lets it be seen.
    key : hashable
        All else that the file depends on, besides what the person may see.
    make : callable
        Makes the file, in another thread: it asks nothing of the request that is not there.
    once : bool
        Whether it is dropped when it was handed over, for it names persons.

    Raises
    ------
    NotReady
        Where the file is still being made.
    """
    if not is_large(revision):
        return make()
    whole = ("file", revision.hash, request.revision.hash, request.scope.key, key)
    try:
        data = request.beside(whole, lambda: _FILES.get(whole, make), is_known=lambda: _FILES.peek(whole) is not None, is_slow=lambda: True)
    except NotReady:
        raise NotReady(Message("web.file-not-ready")) from None
    if once:
        _FILES.drop(whole)
    return data

"""Which household an address names, and what of it its reader may see."""

from __future__ import annotations

from django.http import Http404

from legation.web.consular.records.models import Household
from legation.web.consular.routing import DeskRequest
from legation.web.consular.vault import Shredded, vault

__all__ = ["household_of"]


def household_of(request: DeskRequest, household: str) -> Household:
    """Return a household of the post of the address.

    Raises
    ------
    Http404
        Where there is none, it is another post's, or its key is destroyed: which of these nobody is told.
    """
    found = Household.objects.filter(pk=household, post=request.post.id if request.post else "").first()
    if found is None:
        raise Http404
    try:
        vault().open(found, "contact")
    except Shredded:
        raise Http404 from None
    return found

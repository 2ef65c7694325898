"""What others shared with a person since the person last looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from legation.web.dossiers.models import Grant
from legation.web.pages.desk.changes import OpenDossier
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest

__all__ = ["SharedDossier", "given_since", "shared_with"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDossier:
    """A dossier that somebody shared with the person, who has not looked at it yet."""

    title: str
    href: str
    role: str
    by: str
    at: dt.datetime


def given_since(request: PageRequest, visited: Collection[int]) -> list[Grant]:
    """Return the grants by which others opened dossiers that the person has not looked at, the newest first."""
    unseen = [grant.pk for grant in request.grants if grant.dossier_id not in visited]
    return list(Grant.objects.filter(pk__in=unseen).exclude(by=request.account).select_related("by").order_by("-made")) if unseen else []


def shared_with(request: PageRequest, by_pk: dict[int, OpenDossier], visited: Collection[int]) -> list[SharedDossier]:
    """Return the dossiers that others shared with the person, who has not looked at them yet, the newest first."""
    return [
        SharedDossier(
            title=titled(by_pk[one.dossier_id].grant, request.lang),
            href=reverse("dossier", kwargs={"slug": by_pk[one.dossier_id].dossier.slug}),
            role=by_pk[one.dossier_id].grant.role,
            by=str(one.by),
            at=one.made,
        )
        for one in given_since(request, visited)
        if one.by_id is not None and one.dossier_id in by_pk
    ]

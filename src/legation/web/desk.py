"""The dossiers of a person, all at once: by what they stand to each, and its newest revision, in two queries however many there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from legation.dossier import Dossier as Content
from legation.dossier.records import MARKINGS
from legation.questions import Case
from legation.web.access import ROLES, TABLE, Sight, role_in_site, sight_of
from legation.web.dossiers import store
from legation.web.dossiers.kept import Kept
from legation.web.dossiers.models import Dossier, Grant, Revision

__all__ = ["Stand", "stands"]

_CASES: Kept[Case] = Kept(64)


@dataclass(frozen=True)
class Stand:
    """A dossier that a person may open, with their grant and the newest revision."""

    dossier: Dossier
    grant: Grant
    revision: Revision
    today: dt.date

    @property
    def sight(self) -> Sight:
        """What of it the person sees."""
        return sight_of(self.grant)

    @property
    def view(self) -> Content:
        """The dossier as the person sees it."""
        return store.seen(self.revision, self.sight)

    @property
    def case(self) -> Case:
        """What is known of it at its own day, else today."""
        key = (self.revision.hash, self.sight.key, self.today)
        return _CASES.get(key, lambda: _at_its_day(Case(dossier=self.view, today=self.today)))

    def may(self, action: str) -> bool:
        """Whether the grant allows something, without asking the database again."""
        return self.grant.role in TABLE[action]


def stands(account: Any, today: dt.date) -> list[Stand]:
    """Return the dossiers of a person, the last changed first.

    Of several grants on one dossier that one counts which :func:`legation.web.access.grant_of` would choose.
    """
    if role_in_site(account) == "anonymous":
        return []
    theirs = Grant.objects.filter(
        Q(account=account) | Q(organisation__in=account.organisations.values("pk")), Q(until__isnull=True) | Q(until__gte=today)
    ).select_related("dossier")
    best: dict[int, Grant] = {}
    for grant in sorted(theirs, key=lambda g: (ROLES.index(g.role), -MARKINGS.index(g.marking), g.pk)):
        best.setdefault(grant.dossier_id, grant)
    heads = {row.dossier_id: row for row in Revision.objects.filter(dossier__in=best, number=F("dossier__head"))}
    found = []
    for number, grant in best.items():
        if account.is_guest:
            grant.role = "guest"
        if number in heads:
            found.append(Stand(grant.dossier, grant, heads[number], today))
    return sorted(found, key=lambda stand: (stand.dossier.changed, stand.dossier.slug), reverse=True)


def _at_its_day(case: Case) -> Case:
    return case.at(case.as_of)

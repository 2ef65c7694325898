"""A revision as it may be seen and was known on a day, for the questions; the last ones are cached."""

from __future__ import annotations

import datetime as dt

from legation.questions import Case
from legation.web.access import AccessScope
from legation.web.dossiers import store
from legation.web.dossiers.models import Revision
from legation.web.site.cache import Cache

__all__ = ["case_at"]

_CASES: Cache[Case] = Cache(128)


def case_at(revision: Revision, scope: AccessScope, today: dt.date, day: dt.date | None = None) -> Case:
    """Return a newest revision as it may be seen and was known at a day; at its own day, else today, where none is named."""

    def made() -> Case:
        case = Case(dossier=store.seen(revision, scope), today=today)
        return case.at(day or case.as_of)

    return _CASES.get((revision.pk, revision.hash, scope.key, today, day), made)

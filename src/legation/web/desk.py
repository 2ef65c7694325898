"""The dossiers of a person, all at once: by what they stand to each, and its newest revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from legation.dossier import Dossier as Content
from legation.questions import Case
from legation.web.access import Sight, allows, sight_of
from legation.web.dossiers import store
from legation.web.dossiers.cases import case_at
from legation.web.dossiers.models import Dossier, Grant, Revision

__all__ = ["Stand", "stands"]


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
        return case_at(self.revision, self.sight, self.today)

    def may(self, action: str) -> bool:
        """Whether the grant allows something, without asking the database again."""
        return allows(self.grant, action)


def stands(grants: Iterable[Grant], today: dt.date) -> list[Stand]:
    """Return the dossiers to which somebody was let in, in the order of the grants; one without a revision is left out."""
    return [Stand(grant.dossier, grant, store.newest(grant.dossier), today) for grant in grants if grant.dossier.head]

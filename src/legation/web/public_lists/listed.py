"""Who stands in a public list, made of the dossier at this moment: who is counted, and what is not marked higher than the dossier.

The whole dossier says who is counted, so that a withdrawal counts also where it is marked high. What is marked higher than the dossier is
not shown: a signatory stands in the list where the dossier up to its own marking gives the same answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legation.dossier.records import MARKINGS
from legation.errors import LegationError
from legation.language import Lang
from legation.questions import Case
from legation.questions.coalitions.circulation.log import CirculationInputs, circulated_drafts, find_circulation
from legation.questions.coalitions.circulation.signatories import Signatory, signatories
from legation.web.access import AccessScope
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.site.page import case_at
from legation.web.stores.public_lists.models import PublicList

__all__ = ["Listed", "listed", "public_at"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is at an instant.

    Attributes
    ----------
    case, found : Case, CirculationInputs
        The dossier up to its own marking.
    there : tuple of Signatory
    withheld : tuple of str
        Actors that are counted, and whose answer or name is marked higher than the dossier.
    """

    case: Case
    found: CirculationInputs
    there: tuple[Signatory, ...]
    withheld: tuple[str, ...]


def listed(dossier: Dossier, draft: str, lang: Lang, now: dt.datetime) -> Listed | None:
    """Return the list of a draft at an instant; None where no such draft is in circulation, or it is marked higher than the dossier."""
    revision = store.newest(dossier)
    scope = AccessScope(dossier.marking or MARKINGS[0], "desk")
    whole, seen = (case_at(revision, one, now.date(), now.date()) for one in (store.EVERYTHING, scope))
    if draft not in circulated_drafts(seen.dossier.files):
        return None
    found = find_circulation(seen, draft, now)
    shown = {one.actor: one for one in signatories(seen, found, lang)}
    there, withheld = [], []
    for one in signatories(whole, find_circulation(whole, draft, now), lang):
        same = shown.get(one.actor)
        if same is not None and (same.answer.id, same.version, same.has_left) == (one.answer.id, one.version, one.has_left):
            there.append(same)
        else:
            withheld.append(one.actor)
    return Listed(seen, found, tuple(there), tuple(withheld))


def public_at(key: str, lang: Lang, now: dt.datetime) -> Listed | None:
    """Return what the world may read at an address; None before the list is public, after it was revoked, and where there is none.

    Both must say so: this site, which released it, and the dossier as it is now, which an older revision may have taken back. Of a text of
    which no version was sent, or whose draft cannot be read, nothing is told.
    """
    entry = PublicList.objects.filter(key=key, revoked=None).select_related("dossier").first()
    if entry is None or entry.released > now or (entry.embargo is not None and entry.embargo > now):
        return None
    try:
        made = listed(entry.dossier, entry.draft, lang, now)
    except LegationError:
        return None
    if made is None or not made.found.versions:
        return None
    released, embargo = made.found.terms.released, made.found.terms.embargoed_until
    if released is None or released.instant > now or (embargo is not None and embargo > now):
        return None
    return made

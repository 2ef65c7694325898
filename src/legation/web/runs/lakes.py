"""The lake of a dossier on the site: the folder ``lakes/SLUG`` of the site's data, where there is one.

Observations bear no marking of their own. They are shown to those who see the dossier as its desk does, all of its tables, up to the
marking that the dossier bears: a partner's answer is made without them.
"""

from __future__ import annotations

from django.conf import settings

from legation.dossier import MARKINGS
from legation.lake import Lake
from legation.lake.settings import lake_at
from legation.web.access import Sight
from legation.web.dossiers.models import Dossier

__all__ = ["lake_hash", "lake_of"]

_WITH = ("owner", "desk")


def lake_of(dossier: Dossier, sight: Sight, marking: str) -> Lake | None:
    """Return the lake beside a dossier, for a reader who may see it; None where there is none, or not for them.

    Parameters
    ----------
    dossier : Dossier
    sight : Sight
        What the reader sees of the dossier.
    marking : str
        That of the dossier as a whole.
    """
    folder = settings.DATA / "lakes" / dossier.slug
    if not (folder / "manifest.sqlite").is_file():
        return None
    covered = MARKINGS.index(sight.marking) >= MARKINGS.index(marking or MARKINGS[0])
    return lake_at(folder) if covered and sight.audience in _WITH and sight.tables is None else None


def lake_hash(dossier: Dossier, sight: Sight, marking: str) -> str:
    """Return the hash of what the lake holds, or nothing: an answer of yesterday is none on what came since."""
    lake = lake_of(dossier, sight, marking)
    return lake.hash() if lake is not None else ""

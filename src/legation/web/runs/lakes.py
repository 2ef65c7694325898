"""The lakes of the site: one for each dossier, in the folder ``lakes/SLUG`` of the site's data; how large they are, how long things stay.

Observations bear no marking of their own. They are shown to those who see the dossier as its desk does, all of its tables, up to the
marking that the dossier bears: a partner's answer is made without them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.lake import Lake
from legation.lake.lake import lake_at
from legation.lake.partition import UNDATED
from legation.web.access import AccessScope
from legation.web.dossiers.models import Dossier
from legation.web.stores.observations.models import Retention

__all__ = [
    "INCOMING",
    "LakeSource",
    "Room",
    "expire_overdue",
    "lake_folder",
    "lake_there",
    "lakes_there",
    "may_see_observations",
    "retention_days",
    "room_of",
    "sources_of",
]

INCOMING = "incoming"
"""The folder of the site's data where files wait until a worker loads them."""
_WITH = ("owner", "desk")


def lake_folder(dossier: Dossier) -> Path:
    """Return where the lake of a dossier is, or is made by the first file that is loaded."""
    return Path(settings.DATA) / "lakes" / dossier.slug


def may_see_observations(scope: AccessScope, marking: str) -> bool:
    """Whether a reader sees the observations of a dossier that bears a marking.

    >>> [may_see_observations(AccessScope("TLP:GREEN", audience), "TLP:GREEN") for audience in ("desk", "partner")]
    [True, False]
    """
    covered = MARKINGS.index(scope.marking) >= MARKINGS.index(marking or MARKINGS[0])
    return covered and scope.audience in _WITH and scope.tables is None and scope.rows is None


def lake_there(dossier: Dossier) -> Lake | None:
    """Return the lake of a dossier; None where nothing was ever loaded. Whether somebody may see it is asked elsewhere."""
    folder = lake_folder(dossier)
    return lake_at(folder) if (folder / "manifest.sqlite").is_file() else None


def lakes_there() -> Iterator[Lake]:
    """Give every lake of the site."""
    for manifest in sorted((Path(settings.DATA) / "lakes").glob("*/manifest.sqlite")):
        yield lake_at(manifest.parent)


@dataclass(frozen=True, slots=True)
class Room:
    """How much the observations of a dossier take up, and how much they may [bytes]."""

    used: int
    allowed: int

    @property
    def left(self) -> int:
        """How much more may be loaded."""
        return max(0, self.allowed - self.used)


def room_of(dossier: Dossier) -> Room:
    """Return how much room a dossier has: its own quota, or what the lakes of all others leave of that of the site."""
    own, others = 0, 0
    for lake in lakes_there():
        size = lake.manifest.total_bytes()
        if lake.path.name == dossier.slug:
            own = size
        else:
            others += size
    return Room(used=own, allowed=max(0, min(settings.LAKE_QUOTA, settings.LAKES_QUOTA - others)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeSource:
    """What a lake holds of one source.

    Attributes
    ----------
    files : int
        Imports: a folder that was loaded as one is one.
    first, last : When or None
        The months between which its rows fall; None where no row bears a date.
    missing : int
        Slices of its clock that were not received: quarters of an hour of events, days of visits.
    added, begun : datetime
        When its last import, and its first, was listed.
    """

    table: str
    source: str
    files: int
    rows: int
    size: int
    first: When | None
    last: When | None
    missing: int
    added: dt.datetime
    begun: dt.datetime


def sources_of(lake: Lake) -> list[LakeSource]:
    """Return what a lake holds, by table and source."""
    found = []
    for name in lake.names():
        imports, gaps = lake.held(name), lake.gaps(name)
        for source in dict.fromkeys(one.source for one in imports):
            parts = lake.manifest.parts(name, source)
            if not parts:
                continue
            months = sorted(part.month for part in parts if part.month != UNDATED and part.rows)
            own = [one for one in imports if one.source == source]
            found.append(
                LakeSource(
                    table=name,
                    source=source,
                    files=len(own),
                    rows=sum(part.rows for part in parts),
                    size=sum(part.bytes for part in parts),
                    first=When(months[0]) if months else None,
                    last=When(months[-1]) if months else None,
                    missing=sum(gap.slices for gap in gaps if gap.source == source),
                    added=dt.datetime.fromisoformat(max(one.recorded for one in own)),
                    begun=dt.datetime.fromisoformat(min(one.recorded for one in own)),
                )
            )
    return found


def retention_days(dossier: Dossier) -> int:
    """Return for how many days the observations of a dossier stay: the shorter of its own time and the site's; 0 for good."""
    own = Retention.objects.filter(dossier=dossier).values_list("days", flat=True).first() or 0
    return min((days for days in (own, settings.LAKE_DAYS) if days), default=0)


def expire_overdue() -> int:
    """Delete the months whose time is over in every lake; return how many rows went."""
    gone = 0
    for dossier in Dossier.objects.order_by("pk"):
        lake, days = lake_there(dossier), retention_days(dossier)
        if lake is not None and days:
            gone += lake.expire(timezone.now().date() - dt.timedelta(days=days))
    return gone

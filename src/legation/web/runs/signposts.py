"""The signposts of the site: read after the monitors and once a day; a crossing becomes one proposal, and no row by itself.

Each is read on what somebody sees whose marking covers the signpost, its monitor and the activity that it starts; the proposal has that
marking. What was proposed once is never proposed again: what is watched, not the day of the crossing, says which crossing it is.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import Error
from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.dossier import standing
from legation.dossier.column import Wording
from legation.dossier.edit import Edit
from legation.dossier.models.monitor import MONITOR
from legation.dossier.records import MARKINGS, Activity, Signpost
from legation.errors import Cancelled
from legation.figures.figure import Named
from legation.language import LANGUAGES, Message, say
from legation.questions import Case
from legation.questions.strategy.dates import origins
from legation.questions.strategy.signposts.reading import SignpostReading, read_signpost, started_by
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Proposal
from legation.web.runs.lakes import lake_there
from legation.web.stores.observations.models import SignpostsRead

__all__ = ["has_signposts", "propose_crossings", "were_read"]

_PART = "signposts.csv"
_LOG = logging.getLogger("legation.runs")


def has_signposts(dossier: Dossier) -> bool:
    """Whether the newest revision of a dossier has signposts, said without reading it."""
    return any(name == _PART or name.endswith(f"/{_PART}") for name in store.revision_of(dossier).parts)


def were_read(dossier: Dossier, seen: str) -> bool:
    """Whether the signposts of a dossier were read on what a hash stands for."""
    return SignpostsRead.objects.filter(dossier=dossier, seen=seen).exists()


def propose_crossings(dossier: Dossier, seen: str) -> int:
    """Read the signposts of a dossier, offer what crossings start, and note on what they were read; return how many are newly crossed.

    A signpost of which a crossing was offered is not read again. One that cannot be read, by whatever mistake of ours, is noted in the log
    and keeps no other from being read.
    """
    revision = store.revision_of(dossier)
    content = store.content(revision)
    seen_at = functools.cache(lambda marking: _Seen(dossier, content.cleared(marking)))
    offered = set(Proposal.objects.filter(dossier=dossier, crossing__isnull=False).values_list("crossing", flat=True))
    first = origins(content, "signposts")
    found = []
    for row in standing(content.signposts):
        crossing = _crossing(first, row)
        if crossing in offered:
            continue
        try:
            proposed = _offer(dossier, revision.number, content, row, seen_at)
        except (Cancelled, Error, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - whatever it was, it is our own mistake: the log has it, the other signposts are read
            _LOG.exception("signpost %s of dossier %s could not be read", row.id, dossier.pk)
            continue
        if proposed is not None:
            proposed.crossing = crossing
            found.append(proposed)
    Proposal.objects.bulk_create(found, ignore_conflicts=True)  # of two workers one offers it, and nobody offers it again
    SignpostsRead.objects.update_or_create(dossier=dossier, defaults={"seen": seen})
    return len(found)


def _case(dossier: Dossier, content: Content) -> Case:
    """Return what of a dossier is seen, with its lake, as of its own day, else today."""
    case = Case(dossier=content, today=timezone.now().date(), lake=lake_there(dossier))
    return case.at(case.as_of)


class _Seen:
    """What is seen of a dossier at a marking: the ids that say which signposts are read on it, and the case that they are read on."""

    def __init__(self, dossier: Dossier, content: Content) -> None:
        self._dossier, self._content = dossier, content
        self._signposts = {one.id for one in content.signposts}
        self._monitors: Mapping[str, Any] = MONITOR.of(content.files)
        self._activities = {one.id for one in content.activities}

    def covers(self, row: Signpost) -> bool:
        """Whether a signpost, its monitor and its activity are seen."""
        monitor = not row.monitor or row.monitor in self._monitors
        return row.id in self._signposts and monitor and (not row.starts or row.starts in self._activities)

    @functools.cached_property
    def case(self) -> Case:
        """What is seen, as it was known at the day of the dossier."""
        return _case(self._dossier, self._content)

    @functools.cached_property
    def known(self) -> frozenset[str]:
        """The signposts that stand and were known by then."""
        return frozenset(one.id for one in standing(self.case.dossier.signposts))


def _offer(dossier: Dossier, base: int, content: Content, row: Signpost, seen_at: Callable[[str], _Seen]) -> Proposal | None:
    """Return what a signpost offers, read at the lowest marking that covers it; None where it is not crossed, or was not known by then."""
    lowest = MARKINGS.index(content.info.marking or MARKINGS[0])
    marking = next((one for one in MARKINGS[lowest:] if seen_at(one).covers(row)), "")
    if not marking or row.id not in seen_at(marking).known:
        return None
    case = seen_at(marking).case
    reading = read_signpost(case, row)
    return _proposal(dossier, base, content, case, reading, marking) if reading.state == "crossed" else None


def _proposal(dossier: Dossier, base: int, content: Content, case: Case, reading: SignpostReading, marking: str) -> Proposal:
    activity = started_by(case, reading.row)
    said = _said(reading)
    return Proposal(
        dossier=dossier,
        base=base,
        edits=[edit.to_plain() for edit in _edits(content, reading, said, marking, activity)],
        said=store.written_reason(said),
        marking=marking,
    )


def _said(reading: SignpostReading) -> Message:
    """Return in one sentence what was crossed, with its number, the threshold and the day."""
    day = {lang: say(reading.crossed_on, lang) for lang in LANGUAGES}
    title = reading.row.title or reading.row.id
    way = "below" if reading.row.direction == "at_most" else "above"
    return Message(
        f"page-proposals.crossing-{way}",
        title=Named("", title if isinstance(title, Wording) else Wording(title)),
        number=_short(reading.number),
        threshold=_short(reading.row.threshold),
        day=Named("", Wording(**day)),
    )


def _short(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number


def _edits(content: Content, reading: SignpostReading, said: Message, marking: str, activity: Activity | None) -> list[Edit]:
    """Return the source that says what was crossed and, where it starts what is planned, that this is under way."""
    source = {
        "kind": "dataset" if reading.row.monitor else "model",
        "date": reading.crossed_on.isoformat() if reading.crossed_on else "",
        **{f"title_{lang}": say(said, lang) for lang in LANGUAGES},
    }
    if marking != (content.info.marking or MARKINGS[0]):
        source["marking"] = marking
    edits = [Edit("evidence", "add", "", source)]
    if activity is not None and activity.status in ("", "planned"):
        edits.append(Edit("activities", "change", activity.id, {"status": "under_way"}))
    return edits


def _crossing(first: Mapping[str, str], row: Signpost) -> str:
    """Return what tells a crossing from any other of the dossier: the first row of the signpost, and what is watched from when on."""
    watched: dict[str, Any] = {name: getattr(row, name) for name in ("monitor", "question", "value", "direction", "threshold")}
    watched |= {"signpost": first[row.id], "since": str(row.since or "")}
    return hashlib.sha256(json.dumps(watched, sort_keys=True).encode()).hexdigest()

"""The signposts of the site: read after the monitors and once a day; a crossing becomes one proposal, and no row by itself.

Each is read on what somebody sees whose marking covers the signpost, its monitor and the activity that it starts; the proposal has that
marking. What was proposed once is never proposed again: what is watched, not the day of the crossing, says which crossing it is.
"""

from __future__ import annotations

import functools
import hashlib
import json
from typing import Any

from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.dossier import standing
from legation.dossier.column import Wording
from legation.dossier.edit import Edit
from legation.dossier.models.monitor import MONITOR
from legation.dossier.records import MARKINGS, Activity, Signpost
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


def has_signposts(dossier: Dossier) -> bool:
    """Whether the newest revision of a dossier has signposts, said without reading it."""
    return any(name == _PART or name.endswith(f"/{_PART}") for name in store.revision_of(dossier).parts)


def were_read(dossier: Dossier, seen: str) -> bool:
    """Whether the signposts of a dossier were read on what a hash stands for."""
    return SignpostsRead.objects.filter(dossier=dossier, seen=seen).exists()


def propose_crossings(dossier: Dossier, seen: str) -> int:
    """Read the signposts of a dossier, offer what crossings start, and note on what they were read; return how many are crossed."""
    revision = store.revision_of(dossier)
    content = store.content(revision)
    at_marking = functools.cache(lambda marking: _case(dossier, content.cleared(marking)))
    found = []
    for row in standing(content.signposts):
        marking = _marking(content, row)
        reading = _read(at_marking(marking), row) if marking else None
        if reading is not None and reading.state == "crossed":
            found.append(_proposal(dossier, revision.number, content, at_marking(marking), reading, marking))
    Proposal.objects.bulk_create(found, ignore_conflicts=True)  # of two workers one offers it, and nobody offers it again
    SignpostsRead.objects.update_or_create(dossier=dossier, defaults={"seen": seen})
    return len(found)


def _case(dossier: Dossier, content: Content) -> Case:
    """Return what of a dossier is seen, with its lake, as of its own day, else today."""
    case = Case(dossier=content, today=timezone.now().date(), lake=lake_there(dossier))
    return case.at(case.as_of)


def _read(case: Case, row: Signpost) -> SignpostReading | None:
    """Return how a signpost stands; None where its row was not known by then."""
    there = any(one.id == row.id for one in standing(case.dossier.signposts))
    return read_signpost(case, row) if there else None


def _marking(content: Content, row: Signpost) -> str:
    """Return the lowest marking, from that of the dossier on, at which a signpost, its monitor and its activity are seen; else nothing."""
    lowest = MARKINGS.index(content.info.marking or MARKINGS[0])
    for marking in MARKINGS[lowest:]:
        seen = content.cleared(marking)
        rows = any(one.id == row.id for one in seen.signposts)
        monitor = not row.monitor or row.monitor in MONITOR.of(seen.files)
        starts = not row.starts or any(one.id == row.starts for one in seen.activities)
        if rows and monitor and starts:
            return marking
    return ""


def _proposal(dossier: Dossier, base: int, content: Content, case: Case, reading: SignpostReading, marking: str) -> Proposal:
    row, activity = reading.row, started_by(case, reading.row)
    said = _said(reading)
    return Proposal(
        dossier=dossier,
        base=base,
        edits=[edit.to_plain() for edit in _edits(content, reading, said, marking, activity)],
        crossing=_crossing(content, row),
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


def _crossing(content: Content, row: Signpost) -> str:
    """Return what tells a crossing from any other of the dossier: the first row of the signpost, and what is watched from when on."""
    watched: dict[str, Any] = {name: getattr(row, name) for name in ("monitor", "question", "value", "direction", "threshold")}
    watched |= {"signpost": origins(content, "signposts")[row.id], "since": str(row.since or "")}
    return hashlib.sha256(json.dumps(watched, sort_keys=True).encode()).hexdigest()

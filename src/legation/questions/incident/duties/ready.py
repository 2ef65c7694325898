"""Duties to notify that are ready to be taken: the two acts of the Union that bind most firms, counted from one moment.

They are starting values: who enters them compares them with the law in force, corrects what differs, and adds contracts as own rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from legation import moment
from legation.dossier import Dossier, standing
from legation.dossier.edit import Edit, new_id
from legation.errors import WrongUse
from legation.language import LANGUAGES, Message, say

__all__ = ["ACTS", "READY", "ReadyDuty", "ready_edits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyDuty:
    """A duty of an act: within how many hours of the moment, or how many months after another duty of the same act."""

    id: str
    act: str
    after: str = ""
    hours: int | None = None
    months: int | None = None


READY = (
    ReadyDuty(id="early-warning", act="nis2", hours=24),
    ReadyDuty(id="notification", act="nis2", hours=72),
    ReadyDuty(id="final-report", act="nis2", after="notification", months=1),
    ReadyDuty(id="data-breach", act="gdpr", hours=72),
)
"""Directive (EU) 2022/2555, Article 23(4)(a), (b) and (d); Regulation (EU) 2016/679, Article 33(1)."""
ACTS = tuple(dict.fromkeys(one.act for one in READY))
"""The acts, as the ground of a duty names them."""
_WORDS = ("to", "clause", "says")


def ready_edits(
    dossier: Dossier,
    aware: dt.datetime,
    zone: str,
    acts: Collection[str] = ACTS,
    incident: str = "",
    known: Mapping[str, str] | None = None,
) -> tuple[Edit, ...]:
    """Return the rows that are added to a dossier for some acts, in both languages.

    Parameters
    ----------
    dossier : Dossier
    aware : datetime
        When the firm became aware; every time counts from it.
    zone : str
        In which deadlines are shown, and by whose calendar months count.
    acts : collection of str
        Of :data:`ACTS`.
    incident : str
        The name of its model; empty: the only one.
    known : mapping of str to str, optional
        Further cells of each row.

    Raises
    ------
    WrongUse
        For an act that is none, or a zone.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> edits = ready_edits(decode({"dossier.toml": b'id = "x"'}), moment.parse("2026-01-30T13:00Z"), "Europe/Copenhagen", ("nis2",))
    >>> [(one.row, one.values.get("hours"), one.values.get("after")) for one in edits][1:]
    [('notification', '72', None), ('final-report', None, 'notification')]
    """
    unknown = [one for one in acts if one not in ACTS]
    if unknown:
        raise WrongUse(Message("ready-duties.unknown-act", found=unknown[0], allowed=" | ".join(ACTS)))
    if zone not in moment.zones():
        raise WrongUse(Message("moment.no-zone", found=zone))
    taken = {row.id for row in dossier.duties}
    rows: dict[str, str] = {}
    there: set[str] = set()
    for one in READY:
        if one.act not in acts:
            continue
        same = _same(dossier, one, rows, aware, incident)
        if same:
            there.add(one.id)
        rows[one.id] = same or new_id("duties", {"to_en": one.id}, taken | set(rows.values()))
    if rows and len(there) == len(rows):
        raise WrongUse(Message("ready-duties.all-there"))
    return tuple(
        Edit(
            "duties",
            "add",
            rows[one.id],
            {**_cells(one, rows, aware, zone), **({"incident": incident} if incident else {}), **(known or {})},
        )
        for one in READY
        if one.id in rows and one.id not in there
    )


def _same(dossier: Dossier, one: ReadyDuty, rows: Mapping[str, str], aware: dt.datetime, incident: str) -> str:
    """Return the id of the row that is this duty already, counted from the same moment or the same notice; empty where there is none."""
    for row in standing(dossier.duties):
        counted = row.after == rows[one.after] if one.after else row.since is not None and row.since.instant == aware
        if counted and (row.basis, row.incident, row.hours, row.months) == (one.act, incident, one.hours, one.months):
            return row.id
    return ""


def _cells(one: ReadyDuty, rows: Mapping[str, str], aware: dt.datetime, zone: str) -> dict[str, str]:
    words = {f"{name}_{lang}": say(Message(f"ready-duties.{name}.{one.id}"), lang) for name in _WORDS for lang in LANGUAGES}
    counts = {"after": rows[one.after]} if one.after else {"since": _written(aware, zone)}
    times = {name: str(value) for name, value in (("hours", one.hours), ("months", one.months)) if value is not None}
    return {**words, "basis": one.act, "zone": zone, **counts, **times}


def _written(aware: dt.datetime, zone: str) -> str:
    return moment.local(aware, zone).isoformat(timespec="minutes") + moment.offset(aware, zone)

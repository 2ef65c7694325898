"""``legation watch``: the monitors of a dossier on what is new in a lake since they last ran."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.cli.questions import case_of, chosen_date
from legation.cli.terminal import bar, tell
from legation.dossier import write_file
from legation.errors import CannotRead, NotAvailable
from legation.language import Lang, Message, say
from legation.system_words import system_words

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor
    from legation.questions import Case
    from legation.questions.observations.monitors.run import Alert, Ran

__all__ = ["ALERT", "watch"]

ALERT = 4
"""The exit code where there is an alert."""
_FOLDER = "monitors"


def watch(dossier: Path, lake: Path | None, name: str, since: str | None, *, as_json: bool, seed: int, lang: Lang) -> int:
    """Run the monitors, print alerts, and keep where each stands beside the lake; 4 with an alert, 1 where one could not run, else 0."""
    from legation.questions.observations.monitors.run import joined, monitors_of, run

    case = case_of(dossier, lake=lake)
    if case.lake is None:
        raise NotAvailable(Message("observing.none"))
    from_day = chosen_date("since", since) if since else None
    rows: list[dict[str, Any]] = []
    rings = fails = False
    for monitor in monitors_of(case, name):
        place = case.lake.path / _FOLDER / f"{_safe(case.info.id)}-{_safe(monitor.id)}.json"
        state = _read(place)
        try:
            with bar(Message("cli.watching", title=monitor.title), lang) as progress:
                ran = run(case, monitor, state, seed=seed, progress=progress)
        except NotAvailable as error:
            fails = True
            rows.append(_failed(monitor, error, lang, as_json=as_json))
            continue
        earlier = joined((one for one in ran.before if from_day and one.until >= from_day), (), monitor.days, ran.watched.excess)
        shown = (*earlier, *ran.alerts)
        changed = bool(state) and ran.fresh
        rows.append(_say(case, dataclasses.replace(ran, alerts=shown), place, lang, changed=changed, as_json=as_json))
        rings = rings or bool(shown)
        if ran.state != state:
            write_file(place, json.dumps(ran.state, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n")
    if as_json:
        sys.stdout.write(json.dumps({"dossier": case.info.id, "monitors": rows}, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return ALERT if rings else 1 if fails else 0


def _read(place: Path) -> Any:
    """Return the stored state; None where nothing was, or nothing that can be read as such: the watch then begins anew."""
    try:
        return json.loads(place.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    except OSError as error:
        raise CannotRead(Message("cli.watch-state", path=str(place), why=system_words(error))) from error


def _say(case: Case, ran: Ran, place: Path, lang: Lang, *, changed: bool, as_json: bool) -> dict[str, Any]:
    """Print what a run found, and return it as plain data."""
    from legation.questions.observations.monitors.findings import alert_said, delay_said, rates_said, run_said
    from legation.questions.observations.monitors.tables import rows_behind

    alerts = [(one, alert_said(ran, one), rows_behind(case, ran.monitor, one)) for one in ran.alerts]
    notes = [Message("watching.changed", title=ran.monitor.title)] if changed else []
    notes += [rates_said(ran), delay_said(ran)]
    if ran.watched.baseline_alarms:
        notes.append(Message("watching.uneven", count=ran.watched.baseline_alarms))
    if ran.missing:
        notes.append(Message("watching.missing", count=len(ran.missing), since=ran.series.begins))
    if ran.late:
        notes.append(Message("watching.late", count=ran.late, path=str(place)))
    if not as_json:
        tell(run_said(ran), lang)
        for _, message, rows in alerts:
            sys.stdout.write(f"  ! {say(message, lang)}\n")
            sys.stdout.writelines(f"      {_line(row)}\n" for row in rows)
        if alerts and ran.monitor.tell:
            sys.stdout.write(f"    {say(Message('watching.tell', tell=ran.monitor.tell), lang)}\n")
        sys.stdout.writelines(f"    {say(note, lang)}\n" for note in notes)
    return {
        "monitor": ran.monitor.id,
        "title": say(ran.monitor.title, lang),
        "tell": ran.monitor.tell,
        "through": ran.through.isoformat(),
        "baseline_set": ran.fresh,
        "alerts": [_alert(one, say(message, lang), rows) for one, message, rows in alerts],
        **_rates(ran),
        "missing": [day.isoformat() for day in ran.missing],
        "late": ran.late,
        "notes": [say(note, lang) for note in notes],
        "why": None,
    }


def _failed(monitor: Monitor, error: NotAvailable, lang: Lang, *, as_json: bool) -> dict[str, Any]:
    why = say(error.message, lang)
    if not as_json:
        tell(Message("cli.not-watched", title=monitor.title, why=why), lang)
    return {"monitor": monitor.id, "title": say(monitor.title, lang), "tell": monitor.tell, "alerts": [], "why": why}


def _alert(alert: Alert, text: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {**alert.written(), "text": text, "rows": rows}


def _rates(ran: Ran) -> dict[str, Any]:
    """Return threshold, false alarms and delay as a program reads them: rates for a year, delays in days, null where never."""
    from legation.questions.observations.monitors.findings import YEAR

    watched, days = ran.watched, ran.monitor.days
    year = YEAR / days
    rates = {"rate": watched.false_alarm_rate, "low": watched.false_alarm_low, "high": watched.false_alarm_high}
    return {
        "threshold": watched.threshold,
        "false_alarms_per_year": {name: value * year for name, value in rates.items()} | {"allowed": ran.monitor.false_alarms},
        "delay_days": {"half": _days(watched.delay * days), "nine_tenths": _days(watched.late * days)},
    }


def _days(days: float) -> float | None:
    return days if days < float("inf") else None


def _line(row: dict[str, Any]) -> str:
    parts = (row["day"], row["outlet"], row["title"], row["url"] or row["id"], "" if row["count"] is None else str(row["count"]))
    return " · ".join(part for part in parts if part)


def _safe(name: str) -> str:
    """Return a name that is one on every disk.

    >>> _safe("un-ict-2018"), _safe("../a b")
    ('un-ict-2018', '___a_b')
    """
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:100]

"""``legation forecast``: write a forecast down, seal it, open it, resolve it, note a paper that printed it, check the seals."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from legation.cli.opening import load
from legation.cli.questions import chosen_date
from legation.cli.start import must_be_new
from legation.cli.terminal import tell
from legation.dossier import Dossier, Forecast, save, standing, write_file
from legation.dossier.edit import Edit, apply, cells_of, new_id
from legation.dossier.tables.forecasts import FIXED, opens, seal_of, seal_states, withheld
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message, say

__all__ = ["ACTIONS", "forecast"]

ACTIONS = ("add", "seal", "open", "resolve", "printed", "check")
_STATES = {
    "unsealed": Message("cli.seal.unsealed"),
    "withheld": Message("cli.seal.withheld"),
    "intact": Message("cli.seal.intact"),
    "broken": Message("cli.seal.broken"),
}
_MADE = (*FIXED, "id", "author", "reason", "evidence", "marking", "printed_in")
_KEEP_BYTES = 100_000
"""Bytes of the file of a sealed forecast."""
_PRINTED = ("printed_in", "reason", "author")
_RESOLVED = ("resolution", "came_true", "result", "resolution_evidence", "reason", "author")


def forecast(action: str, dossier: Path, row: str, given: list[str], keep: Path | None, on: str, *, lang: Lang) -> int:
    """Do one of :data:`ACTIONS`; exit code 1 where ``check`` finds a broken seal."""
    if action not in ACTIONS:
        raise WrongUse(Message("all-questions.bad-option", name="action", found=action, allowed=" | ".join(ACTIONS)))
    before = load(dossier)
    if action == "check":
        return _check(before, dossier, lang)
    day = chosen_date("on", on) if on else dt.date.today()  # noqa: DTZ011 - the reader's own day
    after, identity, values = _changed(action, before, row, given, keep, day)
    save(after, dossier, over=before.hash)
    tell(Message(f"cli.forecast-{action}", id=identity, path=str(dossier), **values), lang)
    return 0


def _changed(
    action: str, before: Dossier, row: str, given: list[str], keep: Path | None, day: dt.date
) -> tuple[Dossier, str, dict[str, Any]]:
    if action in ("add", "seal"):
        values = _values(given, _MADE) | ({"id": row} if row else {})
        values.setdefault("made_on", day.isoformat())
        return _added(before, values, keep, hidden=action == "seal")
    if action == "open":
        return _opened(before, row, _secret(keep))
    if action == "printed":
        row = _latest(before, row)
    old = _row(before, row)
    if action == "printed":
        values = _values(given, _PRINTED)
        papers = tuple(dict.fromkeys((*old.printed_in, *values.get("printed_in", "").split())))
        return _superseded(before, row, values | {"printed_in": " ".join(papers)}), row, {"papers": papers or ("—",)}
    if old.seal and not old.salt:
        raise WrongUse(Message("cli.forecast-withheld", id=row))
    values = _values(given, _RESOLVED) | {"resolved_on": day.isoformat()}
    return _superseded(before, row, values), row, {"day": day}


def _added(before: Dossier, values: dict[str, str], keep: Path | None, *, hidden: bool) -> tuple[Dossier, str, dict[str, Any]]:
    """Add a forecast with its seal; of one that is hidden the deposit alone, while the whole of it goes into the file to keep."""
    if hidden and keep is None:
        raise WrongUse(Message("cli.forecast-keep"))
    identity = values.pop("id", "") or new_id("forecasts", values, {r.id for r in before.forecasts})
    after = apply(before, [Edit("forecasts", "add", identity, values)], day=dt.date.today())  # noqa: DTZ011
    forecast = next(r for r in after.forecasts if r.id == identity)
    salt = secrets.token_hex(16)
    forecast = dataclasses.replace(forecast, seal=seal_of(forecast, salt), salt=salt)
    if hidden and keep is not None:
        must_be_new(keep)
        text = json.dumps(
            {name: cell for name, cell in cells_of("forecasts", forecast).items() if name in (*FIXED, "seal", "salt")}, indent=1
        )
        write_file(keep, text.encode() + b"\n")
        keep.chmod(0o600)  # it holds what nobody else is to know yet
    shown = withheld(forecast) if hidden else forecast
    return _with(before, shown), identity, {"seal": forecast.seal, "file": str(keep or "")}


def _opened(before: Dossier, row: str, secret: Mapping[str, str]) -> tuple[Dossier, str, dict[str, Any]]:
    """Open a deposited forecast with its secret; refused where that is not what was sealed."""
    old = _row(before, row)
    values = {name: cell for name, cell in secret.items() if name in (*FIXED, "salt")}
    after = _superseded(before, row, values)
    new = next(r for r in after.forecasts if r.supersedes == row)
    if not opens(new, old.seal, new.salt):
        raise WrongUse(Message("cli.forecast-not-opened", id=row))
    return after, new.id, {}


def _check(before: Dossier, path: Path, lang: Lang) -> int:
    states = seal_states(before.forecasts)
    rows = standing(before.forecasts)
    for row in rows:
        state = _STATES[states[row.id]]
        sys.stdout.write(say(Message("cli.forecast-line", id=row.id, state=state, question=row.question), lang) + "\n")
    broken = sum(states[row.id] == "broken" for row in rows)
    tell(Message("cli.forecast-checked", count=broken, of=len(rows), path=str(path)), lang)
    return 1 if broken else 0


def _with(before: Dossier, row: Forecast) -> Dossier:
    cells = {name: cell for name, cell in cells_of("forecasts", row).items() if cell and name != "id"}
    return apply(before, [Edit("forecasts", "add", row.id, cells)])


def _superseded(before: Dossier, row: str, values: Mapping[str, str]) -> Dossier:
    return apply(before, [Edit("forecasts", "change", row, values)], day=dt.date.today())  # noqa: DTZ011


def _latest(before: Dossier, row: str) -> str:
    """Return the id of the row that stands today for one that others took the place of."""
    after = {r.supersedes: r.id for r in before.forecasts if r.supersedes}
    seen: set[str] = set()
    while row in after and row not in seen:
        seen.add(row)
        row = after[row]
    return row


def _row(before: Dossier, row: str) -> Forecast:
    current = {r.id: r for r in standing(before.forecasts)}
    if row not in current:
        raise WrongUse(Message("cli.forecast-unknown", found=row, there=tuple(current) or ("—",)))
    return current[row]


def _values(given: list[str], allowed: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for item in given:
        name, mark, cell = item.partition("=")
        if not mark or name not in allowed:
            raise WrongUse(Message("all-questions.bad-option", name="set", found=item[:80], allowed=" | ".join(f"{n}=" for n in allowed)))
        values[name] = cell.strip()
    return values


def _secret(keep: Path | None) -> Mapping[str, str]:
    if keep is None:
        raise WrongUse(Message("cli.forecast-keep"))
    from legation.sources.imports.json_text import read_json
    from legation.sources.reading import file_bytes

    try:
        data = read_json(file_bytes(keep, _KEEP_BYTES), keep.name)
    except CannotRead as error:
        raise WrongUse(Message("cli.forecast-unread", path=str(keep))) from error
    if not isinstance(data, dict) or not all(isinstance(cell, str) for cell in data.values()):
        raise WrongUse(Message("cli.forecast-unread", path=str(keep)))
    return data

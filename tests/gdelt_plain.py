"""The events of a file read cell by cell in plain Python, as an oracle for the compiled reading."""

from __future__ import annotations

import datetime as dt
import re

from legation.sources.names.event_codes import REGIONS, place_of, state_of

COLUMNS = {
    1: "SQLDATE", 7: "Actor1CountryCode", 8: "Actor1KnownGroupCode", 12: "Actor1Type1Code", 17: "Actor2CountryCode",
    18: "Actor2KnownGroupCode", 22: "Actor2Type1Code", 26: "EventCode", 29: "QuadClass", 30: "GoldsteinScale", 31: "NumMentions",
    53: "ActionGeo_CountryCode", 56: "ActionGeo_Lat", 57: "ActionGeo_Long", 59: "DATEADDED", 60: "SOURCEURL",
}  # fmt: skip
WHOLE, NUMBER = (1, 29, 31, 59), (30, 56, 57)

Said = tuple[int, str, str]


def read(data: bytes, longest: int) -> tuple[list[dict[str, object]], list[Said], list[Said]]:
    """Return the rows of a file, and as (line, code, column) what could not be placed and what is to be looked at."""
    rows: list[dict[str, object]] = []
    unplaced: list[Said] = []
    doubts: list[Said] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        text = line.rstrip(b"\r")
        cells = text.split(b"\t")
        if len(text) > longest:
            unplaced.append((number, "gdelt-long-line", ""))
        elif text and len(cells) != 61:
            unplaced.append((number, "gdelt-width", ""))
        elif text:
            faults, looked_at, row = _row(cells)
            unplaced += [(number, *fault) for fault in faults[:1]]
            doubts += [(number, *doubt) for doubt in looked_at]
            rows += [] if faults else [row]
    return rows, unplaced, doubts


def _row(cells: list[bytes]) -> tuple[list[tuple[str, str]], list[tuple[str, str]], dict[str, object]]:
    faults: list[tuple[str, str]] = []
    doubts: list[tuple[str, str]] = []
    found: dict[int, str | float | None] = {}
    for at, name in COLUMNS.items():
        cell = cells[at].replace(b"\r", b" ")
        try:
            text = cell.decode()
        except UnicodeDecodeError:
            text = cell.decode("latin-1")
            doubts.append(("gdelt-encoding", name))
        found[at] = text or None
    for at in (at for at in COLUMNS if at in (*WHOLE, *NUMBER) and found[at] is not None):
        value = _number(str(found[at]), at)
        if value is None and not faults:
            (faults if at in WHOLE else doubts).append(("gdelt-number", COLUMNS[at]))
        found[at] = value
    if faults:
        return faults, doubts, {}
    day, added = _moment(found[1], "%Y%m%d"), _moment(found[59], "%Y%m%d%H%M%S")
    faults += [("gdelt-date", name) for name, value in (("SQLDATE", day), ("DATEADDED", added)) if value is None]
    for at, low, high in ((56, -90, 90), (29, 1, 4), (30, -10, 10)):
        pair = (found[56], found[57]) if at == 56 else (found[at],)
        limits = ((-90, 90), (-180, 180)) if at == 56 else ((low, high),)
        if None not in pair and not all(lo <= value <= hi for value, (lo, hi) in zip(pair, limits, strict=True)):  # type: ignore[operator]
            doubts.append(("gdelt-range", COLUMNS[at]))
            found.update(dict.fromkeys((56, 57) if at == 56 else (at,)))
    if day is not None and added is not None:
        doubts += [(code, "SQLDATE") for code in _slips(day.date(), added.date())]

    def group(first: int) -> str | None:
        return found[first + 1] or found[first + 5] or (found[first] if found[first] in REGIONS else None)  # type: ignore[return-value]

    row: dict[str, object] = {
        "date": day and day.date(), "added": added, "actor1": state_of(str(found[7])),
        "actor2": state_of(str(found[17])), "actor1_group": group(7), "actor2_group": group(17), "code": found[26], "quad": found[29],
        "goldstein": found[30], "mentions": found[31], "place": place_of(str(found[53])), "lat": found[56], "lon": found[57],
        "url": found[60],
    }  # fmt: skip
    return faults, doubts, row


def _number(text: str, at: int) -> float | int | None:
    if at in NUMBER:
        return float(text) if re.fullmatch(r"(?i)\s*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?|nan|inf(inity)?)\s*", text) else None
    value = int(text) if re.fullmatch(r"\s*[+-]?\d{1,18}\s*", text) else None
    return None if value is not None and at in (29, 31) and not -(2**31) <= value < 2**31 else value


def _moment(value: object, form: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(str(value).zfill(8 if form == "%Y%m%d" else 14), form).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _slips(day: dt.date, added: dt.date) -> list[str]:
    if day == added:
        return []
    months = (added.year - day.year) * 12 + added.month - day.month
    named = {
        "gdelt-day-before": (added - day).days == 1,
        "gdelt-month-before": added.day == day.day and months == 1,
        "gdelt-year-before": added.day == day.day and months == 12,
        "gdelt-before-1970": day < dt.date(1970, 1, 1),
        "gdelt-after-added": day > added,
    }
    return [code for code, is_so in named.items() if is_so]

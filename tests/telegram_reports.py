"""Invented reports with what a careful person reads in them, and how a reading compares: right, asked, wrong."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from legation.dossier import Wording
from legation.dossier.records import Actor
from legation.methods.text.plain import plain
from legation.sources.names.countries import country
from legation.sources.telegram import Report, read_reports

__all__ = ["FIELDS", "TARGETS", "TODAY", "Compared", "compared", "reports"]

TODAY = dt.date(2026, 11, 20)
_CODES = "AUT BRA CHE CHL COD COG DEU GHA IDN IND JPN KEN MEX NER NGA NOR SEN UGA ZAF"
TARGETS = tuple(
    Actor(id=code.lower(), name=Wording("", fr=country(code).name.fr, en=country(code).name.en), kind="state", iso3=code)
    for code in _CODES.split()
)
FIELDS = ("answer", "level", "form", "day", "condition")


class Compared(NamedTuple):
    """A field of a report: ``right``, ``asked``, ``wrong``, or ``lost`` where there is no report at all."""

    report: str
    target: str
    field: str
    truth: str
    read: str
    outcome: str


def reports(name: str) -> list[dict[str, Any]]:
    """Return the reports of a file."""
    return list(tomllib.loads(Path(__file__).parent.joinpath("sources", "telegram", f"{name}.toml").read_text("utf-8"))["report"])


def compared(case: dict[str, Any]) -> list[Compared]:
    """Compare what is read in a report with what a careful person reads."""
    read = {one.target: one for one in read_reports(case["text"], TARGETS, case.get("language"), today=TODAY)}
    truths = {one["target"]: one for one in case.get("read", [])}
    nobody = read.pop("", None)
    found = [
        _field(case["name"], target, name, truths.get(target, {}), read.get(target, nobody))
        for target in {**truths, **read}
        for name in FIELDS
    ]
    return [one for one in found if one.outcome]


def _field(report: str, target: str, name: str, truth: dict[str, Any], read: Report | None) -> Compared:
    wanted = str(truth.get(name, ""))
    value = "" if read is None else str(getattr(read, name) or "")
    if read is None:
        outcome = "lost" if wanted else ""
    elif name in read.asked:
        outcome = "asked"
    elif name == "condition":
        outcome = (
            "right" if (plain(wanted).text in plain(value).text) == bool(wanted) == bool(value) or (not wanted and not value) else "wrong"
        )
    else:
        outcome = "right" if wanted and value == wanted else "wrong"
    return Compared(report, target, name, wanted, value, outcome)

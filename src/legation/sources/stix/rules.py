"""Rules that no single field can keep: a judgement without a holder, a number beyond its own scale, an end before the beginning."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from legation.sources.stix.desk_records import Duty
from legation.sources.stix.records import Coding, Intensity, LegalTest, Norm, Response

__all__ = ["usable"]

Told = Callable[[str, str, str, Any], None]
"""Told the code of a fault, its place, what is allowed, and what was found."""
_SUBJECT = {"norms": "norm", "law": "test", "responses": "family"}


def usable(record: Any, tell: Told) -> Any:
    """Return a record without what breaks a rule, after telling each such thing.

    Examples
    --------
    >>> coding = Coding(intensity=(Intensity(codebook="DCID 2.0", value=12, lowest=0, highest=10),), norms=(Norm(norm="f"),))
    >>> usable(coding, print) == Coding()
    wrong-value intensity.1.value 0..10 12
    no-holder norms.1.holder text f
    True
    """
    if isinstance(record, Coding):
        return _coding(record, tell)
    if isinstance(record, Duty) and bool(record.runs_from) == bool(record.after_ref):
        tell("wrong-value", "runs_from", "runs_from | after_ref", " ".join((record.runs_from, record.after_ref)).strip())
        return dataclasses.replace(record, runs_from="", after_ref="")
    return record


def _coding(record: Coding, tell: Told) -> Coding:
    kept: dict[str, Any] = {"intensity": tuple(one for at, one in enumerate(record.intensity, start=1) if _fits(one, at, tell))}
    for name, subject in _SUBJECT.items():
        rows: tuple[Norm | LegalTest | Response, ...] = getattr(record, name)
        kept[name] = tuple(one for at, one in enumerate(rows, start=1) if _held(one, subject, f"{name}.{at}.", tell))
    if record.started is not None and record.ended is not None and record.ended.last < record.started.first:
        tell("wrong-value", "ended", f">= {record.started}", str(record.ended))
        kept["ended"] = None
    return dataclasses.replace(record, **kept)


def _fits(one: Intensity, at: int, tell: Told) -> bool:
    if not one.codebook or one.value is None:
        missing = "value" if one.codebook else "codebook"
        tell("wrong-value", f"intensity.{at}.{missing}", "text" if missing == "codebook" else "0..1000", "")
        return False
    low, high = one.lowest or 0, one.highest
    if one.value < low or (high is not None and one.value > high):
        tell("wrong-value", f"intensity.{at}.value", f"{low}..{'' if high is None else high}", str(one.value))
        return False
    return True


def _held(one: Norm | LegalTest | Response, subject: str, place: str, tell: Told) -> bool:
    said = getattr(one, subject)
    if not said:
        tell("wrong-value", f"{place}{subject}", "text", "")
    elif not one.holder:
        tell("no-holder", f"{place}holder", "text", said)
    return bool(said and one.holder)

"""The monitors of a dossier as a reader may see them: a monitor is as open as the evidence that it names."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

from legation.dossier.toml_part import plain, written
from legation.sources.monitor_model.reading import is_monitor, read_monitor
from legation.sources.monitor_model.records import WHAT, Monitor
from legation.sources.part_by_part import seen_by_part

__all__ = ["monitors_seen", "write_monitor"]


def monitors_seen(files: Mapping[str, bytes], evidence: Collection[str], as_of: dt.date | None = None) -> dict[str, bytes]:
    """Return a dossier's files with the monitors that a reader may see; all other files are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    evidence : collection of str
        The ids of the evidence that the reader may see.
    as_of : date, optional
        The day of knowing; None: now.

    Notes
    -----
    One that names evidence of which none is there, that was known later, or that cannot be read, is left out. Comments name no evidence
    and are left out too.
    """

    def seen(data: bytes, part: str) -> bytes | None:
        monitor = read_monitor(data, part)
        known = as_of is None or monitor.known_on is None or monitor.known_on.by(as_of)
        left = tuple(one for one in monitor.evidence if one in evidence)
        return write_monitor(dataclasses.replace(monitor, evidence=left)) if known and (left or not monitor.evidence) else None

    return seen_by_part(files, is_monitor, seen)


def write_monitor(monitor: Monitor) -> bytes:
    """Return a monitor as the bytes of a part, without comments.

    >>> from legation.sources.monitor_model import read_monitor, template
    >>> one = read_monitor(template("en").encode(), "monitors/press.toml")
    >>> read_monitor(write_monitor(one), "monitors/press.toml") == one
    True
    """
    usual = Monitor()
    others = {name for names in WHAT.values() for name in names} - set(WHAT[monitor.what])
    table = {name: value for name, value in plain(monitor).items() if name not in others and name != "part"}
    return written({"monitor": {name: value for name, value in table.items() if value != getattr(usual, name, None)}})

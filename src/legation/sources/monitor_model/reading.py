"""A monitor from TOML: every fault is named with its place, all at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import fill, read_toml, wrong_value
from legation.errors import BadValue
from legation.sources.monitor_model.records import ACTS, PERIODS, WHAT, Monitor
from legation.sources.reading import notice

__all__ = ["FOLDER", "is_monitor", "read_monitor"]

FOLDER = "monitors/"
FEWEST = 28
"""Periods of a baseline; from fewer nothing usual is learnt."""
_MOST = {"day": 50, "week": 10}
"""False alarms in a year at most: more would be noise."""
_NEEDED = ("title", "what", "baseline_from", "baseline_to")
_MOST_LISTED = 40
_WORDS: Mapping[str, Collection[str]] = {"what": WHAT, "acts": ACTS, "every": PERIODS, "direction": ("up", "down", "both")}
_LONGEST = 200


def is_monitor(part: str) -> bool:
    """Whether a part of a dossier is a monitor.

    >>> is_monitor("monitors/press.toml"), is_monitor("monitors/notes.txt")
    (True, False)
    """
    return part.startswith(FOLDER) and part.endswith(".toml")


def read_monitor(data: bytes, part: str) -> Monitor:
    """Read a monitor.

    Parameters
    ----------
    data : bytes
    part : str
        The part's name, ``monitors/NAME.toml``: where faults are said to stand.

    Raises
    ------
    DossierError
        With every fault, its line where a key stands in the text, and its place.
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    if table is None:
        stop_at(problems)
        raise AssertionError(part)
    head = table.pop("monitor", {})
    problems.extend(problem("unknown-key", part, None, name, allowed="[monitor]", found=name) for name in table)
    if not isinstance(head, dict):
        problems.append(wrong_value(part, "monitor", "[monitor]", head))
        head = {}
    given = dict(head)
    empty = [name for name in _NEEDED if not any(given.get(key) for key in (name, f"{name}_fr", f"{name}_en"))]
    problems.extend(wrong_value(part, f"monitor.{name}", _FORM.get(name, "text"), "") for name in empty)
    faulty = len(problems)
    monitor = fill(Monitor, part, "monitor.", {k: v for k, v in given.items() if k not in empty}, problems, part=part)
    sound = monitor if monitor is not None else _sound(given, part)
    problems.extend(_checked(sound, part, given, {fault.column for fault in problems[faulty:]} | {f"monitor.{n}" for n in empty}))
    stop_at([_with_line(fault, data) for fault in problems])
    if monitor is None:
        raise AssertionError(part)
    return dataclasses.replace(monitor, source=data)


_FORM = {"what": " | ".join(WHAT), "baseline_from": "YYYY-MM-DD", "baseline_to": "YYYY-MM-DD"}


def _sound(given: dict[str, Any], part: str) -> Monitor:
    """Return what of a faulty monitor has the right form, so that the rest of it is checked all the same."""
    made = Monitor(part=part)
    for name, value in given.items():
        one = fill(Monitor, part, "", {name: value}, [], part=part)
        if one is not None:
            changed = {f.name: getattr(one, f.name) for f in dataclasses.fields(one) if name.startswith(f.name)}
            made = dataclasses.replace(made, **{k: v for k, v in changed.items() if v != getattr(Monitor(part=part), k)})
    return made


def _checked(monitor: Monitor, part: str, given: dict[str, Any], faulty: set[str | None]) -> Iterator[Problem]:
    """Check what was of the right form: words of lists, what belongs together, numbers, and the baseline."""
    for name, allowed in _WORDS.items():
        value = getattr(monitor, name)
        if value not in allowed and f"monitor.{name}" not in faulty:
            yield problem("not-a-choice", part, None, f"monitor.{name}", allowed=" | ".join(allowed), found=value)
    if monitor.what in WHAT:
        yield from _keys(monitor, part, given, faulty)
        yield from _counted(monitor, part)
    most = _MOST.get(monitor.every, _MOST["week"])
    for name, low, high in (("false_alarms", 1, most), ("change", 10, 900)):
        if not low <= getattr(monitor, name) <= high and f"monitor.{name}" not in faulty:
            yield wrong_value(part, f"monitor.{name}", f"{low}..{high}", getattr(monitor, name))
    if len(monitor.tell) > _LONGEST:
        yield wrong_value(part, "monitor.tell", f"1..{_LONGEST}", monitor.tell)
    dated = monitor.baseline_from is not None and monitor.baseline_to is not None
    if dated and monitor.every in PERIODS and monitor.learnt < FEWEST:
        found = f"{monitor.baseline_from}..{monitor.baseline_to} ({monitor.learnt})"
        yield notice("monitor-baseline", part, None, "monitor.baseline_to", allowed=f">= {FEWEST} {monitor.every}", found=found)


def _keys(monitor: Monitor, part: str, given: dict[str, Any], faulty: set[str | None]) -> Iterator[Problem]:
    """Check that the keys are those of what is counted, and that its lists hold something."""
    own = WHAT[monitor.what]
    for name in dict.fromkeys(key for keys in WHAT.values() for key in keys):
        if name in given and name not in own:
            yield notice("monitor-other-key", part, None, f"monitor.{name}", allowed=" | ".join(own), found=name)
    for name in own:
        value = getattr(monitor, name)
        if isinstance(value, tuple) and not 1 <= len(value) <= _MOST_LISTED and f"monitor.{name}" not in faulty:
            yield wrong_value(part, f"monitor.{name}", f'["...", "..."], 1..{_MOST_LISTED}', list(value))


def _counted(monitor: Monitor, part: str) -> Iterator[Problem]:
    """Check the keys that say what is counted."""
    from legation.methods.text.uptake import phrase

    match monitor.what:
        case "phrase" | "topic":
            for word in monitor.words:
                try:
                    phrase(word[:_LONGEST])
                except BadValue:
                    yield notice("monitor-words", part, None, "monitor.words", allowed="a-z 0-9 ' - * |", found=word)
            if monitor.what == "topic" and not 1 <= monitor.least <= max(len(monitor.words), 1):
                yield wrong_value(part, "monitor.least", f"1..{max(len(monitor.words), 1)}", monitor.least)
        case "pair":
            yield from _pair(monitor, part)
        case "pages":
            for page in monitor.pages:
                if not page.startswith(("/", "*")) or len(page) > _LONGEST or not page.strip("*/"):
                    yield notice("monitor-page", part, None, "monitor.pages", allowed="/path | */path*", found=page)
        case _:
            from legation.sources.access_log.bots import families

            known = families()
            for bot in monitor.bots:
                if bot not in known and bot not in known.values():
                    yield _nearest(bot, (*known, *dict.fromkeys(known.values())), part)


def _pair(monitor: Monitor, part: str) -> Iterator[Problem]:
    from legation.sources.countries import countries

    for name in ("first", "second"):
        code = getattr(monitor, name)
        if code not in countries():
            yield notice("monitor-state", part, None, f"monitor.{name}", allowed="ISO 3166-1 alpha-3", found=code)
    if monitor.first and monitor.first == monitor.second:
        yield notice("monitor-same-twice", part, None, "monitor.second", found=monitor.second)


def _nearest(bot: str, known: tuple[str, ...], part: str) -> Problem:
    import difflib

    close = (difflib.get_close_matches(bot[:80], known, 1, 0.0) or ["—"])[0]
    return notice("monitor-bot", part, None, "monitor.bots", allowed="GPTBot | ... | ai | search | ...", found=bot, close=close)


def _with_line(fault: Problem, data: bytes) -> Problem:
    """Return a fault with the line on which its key stands, where the key stands in the text."""
    if fault.row is not None or not fault.column:
        return fault
    key = fault.column.rpartition(".")[2]
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
        name = line.partition("=")[0].strip().strip("\"'[]")
        if name == key:
            return dataclasses.replace(fault, row=number)
    return fault

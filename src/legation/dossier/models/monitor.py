"""``monitors/NAME.toml``: what is counted in the lake, which days teach what is usual, how many false alarms are allowed, and who is told.

A whole one::

    [monitor]
    title_en = "Our wording in the press"         # title, title_fr, title_en: any of them
    what = "phrase"                               # phrase | topic | pair | pages | bots
    words = ["open internet", "internet ouvert"]
    baseline_from = "2024-01-01"                  # the days that teach what is usual, both included
    baseline_to = "2024-06-30"
    every = "day"                                 # day | week
    false_alarms = 2                              # so many in a year are allowed
    direction = "up"                              # up | down | both
    change = 50                                   # the change to be found soonest, in percent: 1.5 times the usual
    tell = "press desk"                           # who is told, in your words
    evidence = []                                 # ids in evidence.csv; optional, like marking, known_on, author, note

What is counted, and its keys:

==========  ====================================================================  ===============================
``phrase``  texts in which a form stands, of all texts                            ``words``
``topic``   texts in which at least ``least`` of the words stand, of all texts    ``words``, ``least``
``pair``    stories of two states with such an act, of all stories                ``first``, ``second``, ``acts``
``pages``   visits of persons in which one of the pages was read                  ``pages``
``bots``    requests of crawlers                                                  ``bots``
==========  ====================================================================  ===============================

``words`` are forms of :func:`legation.methods.text.uptake.phrase`. ``first`` and ``second`` are ISO 3166-1 alpha-3 codes; ``acts`` is
``conflict``, ``cooperation``, or one of the four classes. ``pages`` are paths, with ``*`` for any signs, letters compared without
case; pages and visits are those of ``who-reads-us``, and a file counts where its ending is named (``*.pdf``). ``bots`` are families such as
``GPTBot``, or a kind of them (``ai``, ``search``).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import choice, column, text
from legation.dossier.kind import Choice, Day, Number
from legation.dossier.kind.composite import Texts
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.tables.bots import families
from legation.dossier.tables.countries import countries
from legation.dossier.when import When
from legation.errors import BadValue

__all__ = ["ACTS", "MONITOR", "PERIODS", "TABLE", "WHAT", "Monitor"]

WHAT: Mapping[str, tuple[str, ...]] = {
    "phrase": ("words",),
    "topic": ("words", "least"),
    "pair": ("first", "second", "acts"),
    "pages": ("pages",),
    "bots": ("bots",),
}
"""By what is counted, the keys that say more of it."""
TABLE: Mapping[str, str] = {"phrase": "texts", "topic": "texts", "pair": "events", "pages": "requests", "bots": "requests"}
"""The table of observations in which it is counted."""
ACTS: Mapping[str, tuple[int, ...]] = {
    "conflict": (3, 4),
    "cooperation": (1, 2),
    "verbal-cooperation": (1,),
    "material-cooperation": (2,),
    "verbal-conflict": (3,),
    "material-conflict": (4,),
}
"""Classes of acts (``quad``) by their name."""
PERIODS: Mapping[str, int] = {"day": 1, "week": 7}
"""Days of a period."""
FEWEST = 28
"""Periods of a baseline; from fewer nothing usual is learnt."""
_MOST = {"day": 50, "week": 10}
"""False alarms in a year at most: more would be noise."""
_MOST_LISTED = 40
_LONGEST = 200
_OWN = tuple(dict.fromkeys(name for names in WHAT.values() for name in names))
"""The keys that say what is counted."""
_DECIDING = ("what", *_OWN, "baseline_from", "baseline_to", "every", "false_alarms", "direction", "change")
"""What cannot be changed without another watch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor(ModelHead):
    """Something in the lake that is watched.

    Attributes
    ----------
    what : str
        One of :data:`WHAT`.
    words : tuple of str
        Forms of a phrase, or the words of a topic.
    least : int
        How many of a topic's words a text must hold, from 1.
    first, second : str
        ISO 3166-1 alpha-3 codes of a pair.
    acts : str
        One of :data:`ACTS`.
    pages : tuple of str
        Paths, with ``*`` for any signs.
    bots : tuple of str
        Families of programs, or kinds of them.
    baseline_from, baseline_to : When
        The days that teach what is usual, both included.
    every : {"day", "week"}
    false_alarms : int
        Allowed in a year.
    direction : {"up", "down", "both"}
    change : int
        The change to be found soonest [percent of the usual].
    tell : str
        Who is told; free text.
    """

    ENDING: ClassVar[str] = ".toml"
    what: str = column(Choice(tuple(WHAT)), "", needed=True)
    words: tuple[str, ...] = column(Texts(), ())
    least: int = column(Number(0, 2**31 - 1, whole=True), 2)
    first: str = text()
    second: str = text()
    acts: str = choice(*ACTS, default="conflict")
    pages: tuple[str, ...] = column(Texts(), ())
    bots: tuple[str, ...] = column(Texts(), ())
    baseline_from: When | None = column(Day(), None, needed=True)
    baseline_to: When | None = column(Day(), None, needed=True)
    every: str = choice(*PERIODS, default="day")
    false_alarms: int = column(Number(1, _MOST["day"], whole=True), 1)
    direction: str = choice("up", "down", "both", default="up")
    change: int = column(Number(10, 900, "%", whole=True), 50)
    tell: str = text()

    @property
    def table(self) -> str:
        """The table of observations in which it counts."""
        return TABLE[self.what]

    @property
    def days(self) -> int:
        """Days of a period."""
        return PERIODS[self.every]

    @property
    def rate(self) -> float:
        """False alarms allowed in a period."""
        return self.false_alarms * self.days / 365

    @property
    def begins(self) -> dt.date:
        """The first day of the baseline."""
        return self.baseline_from.first if self.baseline_from else dt.date.min

    @property
    def learnt(self) -> int:
        """Whole periods of the baseline; 0 where it has none."""
        if self.baseline_from is None or self.baseline_to is None:
            return 0
        return max(0, (self.baseline_to.last - self.baseline_from.first).days + 1) // self.days

    @property
    def digest(self) -> str:
        """The hash of what the watch depends on: with another one it begins anew."""
        others = set(_OWN) - set(WHAT.get(self.what, ()))
        deciding = {name: getattr(self, name) for name in _DECIDING if name not in others}
        return hashlib.blake2b(json.dumps(deciding, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()

    def keys(self) -> Mapping[str, Any]:
        """Return the keys that say what is counted, with their values."""
        return {name: getattr(self, name) for name in WHAT.get(self.what, ())}


def _checked(model: Monitor, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:  # noqa: ARG001
    """Yield what does not belong together, too many alarms, and a baseline from which nothing is learnt; of a faulty head what is right."""
    check = Check(part)
    if model.what:
        yield from _keys(model, check)
        yield from _check_count(model, check)
    most = _MOST[model.every]
    if model.false_alarms > most:
        yield check.fault("toml-value", "monitor.false_alarms", f"1..{most}", model.false_alarms)
    if len(model.tell) > _LONGEST:
        yield check.fault("toml-value", "monitor.tell", f"1..{_LONGEST}", model.tell)
    dated = model.baseline_from is not None and model.baseline_to is not None
    if dated and model.learnt < FEWEST:
        found = f"{model.baseline_from}..{model.baseline_to} ({model.learnt})"
        yield check.fault("monitor-baseline", "monitor.baseline_to", f">= {FEWEST} {model.every}", found)


def _keys(monitor: Monitor, check: Check) -> Iterator[Problem]:
    """Check that the keys are those of what is counted, and that its lists hold something."""
    own = WHAT[monitor.what]
    defaults = {f.name: f.default for f in dataclasses.fields(Monitor)}
    for name in _OWN:
        value = getattr(monitor, name)
        if name not in own and value != defaults[name]:
            yield check.fault("monitor-other-key", f"monitor.{name}", " | ".join(own), name)
        if name in own and isinstance(value, tuple) and not 1 <= len(value) <= _MOST_LISTED:
            yield check.fault("toml-value", f"monitor.{name}", f'["...", "..."], 1..{_MOST_LISTED}', list(value))


def _check_count(monitor: Monitor, check: Check) -> Iterator[Problem]:
    """Check the keys that say what is counted."""
    match monitor.what:
        case "phrase" | "topic":
            yield from _words(monitor, check)
        case "pair":
            for name in ("first", "second"):
                code = getattr(monitor, name)
                if code not in countries():
                    yield check.fault("monitor-state", f"monitor.{name}", "ISO 3166-1 alpha-3", code)
            if monitor.first and monitor.first == monitor.second:
                yield check.fault("monitor-same-twice", "monitor.second", "", monitor.second)
        case "pages":
            for page in monitor.pages:
                if not page.startswith(("/", "*")) or len(page) > _LONGEST or not page.strip("*/"):
                    yield check.fault("monitor-page", "monitor.pages", "/path | */path*", page)
        case _:
            known = (*families(), *dict.fromkeys(families().values()))
            for bot in monitor.bots:
                if bot not in known:
                    close = (difflib.get_close_matches(bot[:80], known, 1, 0.0) or ["—"])[0]
                    yield check.fault("monitor-bot", "monitor.bots", "GPTBot | ... | ai | search | ...", bot, close=close)


def _words(monitor: Monitor, check: Check) -> Iterator[Problem]:
    from legation.methods.text.uptake.phrase import phrase

    for word in monitor.words:
        try:
            phrase(word[:_LONGEST])
        except BadValue:
            yield check.fault("monitor-words", "monitor.words", "a-z 0-9 ' - * |", word)
    if monitor.what == "topic" and not 1 <= monitor.least <= max(len(monitor.words), 1):
        yield check.fault("toml-value", "monitor.least", f"1..{max(len(monitor.words), 1)}", monitor.least)


MONITOR = ModelKind(id="monitor", pattern="monitors/{path}.toml", head=Monitor, section="monitor", checked=_checked)

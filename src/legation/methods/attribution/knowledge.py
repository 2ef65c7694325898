"""What is known of groups before an incident: techniques, software, reports, sponsors; and an observation read against it."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from legation.errors import BadValue
from legation.methods.attribution.item import Claim, Item, Observed, claims, items
from legation.methods.attribution.table import UseTable
from legation.methods.attribution.weights import WITHIN, Weights

__all__ = [
    "LEAST_FLOOR",
    "SOFTWARE_CAP",
    "TEMPERATURE",
    "Knowledge",
    "Note",
    "read_observation",
]


TEMPERATURE = 3.0
"""At this temperature the weights were learnt; a higher one makes every answer less sure."""
SOFTWARE_CAP = 6.0
"""Software can be copied, bought or left behind on purpose: one report of it counts no more than this. See ``benchmarks.attribution``."""
LEAST_FLOOR = 0.10
"""Below this :func:`calibrate` never sets the floor."""
_PARTS = {"techniques", "software", "sponsor"}

Uses = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Groups and their records, and how far to trust a match with them.

    Attributes
    ----------
    groups : mapping of str to mapping
        Group -> ``{"techniques": {id: [reports]}, "software": {id: [reports]}, "sponsor": {country: share}}``; each part may be left out. A
        use without a report stands on nobody's word and is never excluded. Shares of sponsors are suspicion, 0 to 1, at most 1 together.
    software : mapping of str to sequence of str
        Software -> techniques that it does; empty where the source has none.
    temperature : float
        More than 0; see :data:`TEMPERATURE`.
    floor : float
        Least chance of an unlisted actor, more than 0 and less than 1.
    unlisted : float
        Prior chance that the actor is none of the groups, more than 0 and less than 1; learnt from release history where there is one.
    false_flag : float
        Prior chance that marks which point to a group were planted, 0 or more and less than 1.
    rho : float
        Dependence of items within a report, 0 to 1.
    software_cap : float
        The most that the software of one report may add to a group, as the logarithm of a likelihood ratio at temperature 3, more than 0,
        and less where the rest of the case is somebody else's; software that is costly to fake is not capped.
    slip : float
        Share of the listed groups' chance that is spread over all of them, 0 or more and less than 1: records are wrong at times.
    tools : frozenset of str or None
        Software that anybody can have; None where the source does not say.
    techniques : frozenset of str
        Techniques that the source lists, used by a group or not.
    replaced : mapping of str to str
        Withdrawn id -> the id that took its place, of a technique, software or group.
    withdrawn : frozenset of str
        Ids withdrawn without one.
    names : mapping of str to str
        Id -> name.
    weights : Weights
    notice, release : str
        What the owner of the data asks to be shown with them, and which release they are.
    incidents : int
        Reports left out one at a time from which :func:`calibrate` learnt temperature and floor; 0 where they are the defaults.

    Raises
    ------
    BadValue
        For anything outside these forms and ranges, with its place.

    Examples
    --------
    >>> k = Knowledge(groups={"G0007": {"techniques": {"T1566.001": ["report-1"]}, "sponsor": {"RU": 0.8}}})
    >>> k.groups["G0007"]["software"], k.floor
    (mappingproxy({}), 0.1)
    """

    groups: Mapping[str, Mapping[str, Any]]
    software: Mapping[str, Sequence[str]] = field(default_factory=dict)
    temperature: float = TEMPERATURE
    floor: float = LEAST_FLOOR
    unlisted: float = 0.5
    false_flag: float = 0.02
    rho: float = WITHIN
    software_cap: float = SOFTWARE_CAP
    slip: float = 0.05
    tools: frozenset[str] | None = None
    techniques: frozenset[str] = frozenset()
    replaced: Mapping[str, str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    notice: str = ""
    release: str = ""
    incidents: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.groups, Mapping) or not self.groups:
            raise BadValue(f"groups must be a mapping of one group or more (got {self.groups!r}); give each group's record")
        put = functools.partial(object.__setattr__, self)
        put("groups", MappingProxyType({_id("groups", name): _group(name, record) for name, record in self.groups.items()}))
        if not isinstance(self.software, Mapping):
            raise BadValue(f"software must be a mapping of software to its techniques (got {self.software!r}); leave it out")
        put("software", MappingProxyType({_id("software", s): _ids(f"software[{s!r}]", used) for s, used in self.software.items()}))
        put("replaced", MappingProxyType(dict(self.replaced)))
        put("names", MappingProxyType(dict(self.names)))
        for name, low, high, open_low in (
            ("temperature", 0.0, math.inf, True), ("floor", 0.0, 1.0, True), ("unlisted", 0.0, 1.0, True),
            ("software_cap", 0.0, math.inf, True), ("false_flag", 0.0, 1.0, False), ("slip", 0.0, 1.0, False),
        ):  # fmt: skip
            _between(name, getattr(self, name), low, high, open_low=open_low)
        if not isinstance(self.rho, (int, float)) or not 0 <= self.rho <= 1:
            raise BadValue(f"rho must be 0 to 1 (got {self.rho!r}); leave it out for {WITHIN}")
        for name, value in zip(type(self.weights).__dataclass_fields__, self.weights.values(), strict=True):
            if not math.isfinite(value):
                raise BadValue(f"weights.{name} must be a finite number (got {value!r}); leave the weights out")

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, ({field.name: _plain(getattr(self, field.name)) for field in fields(self)},)

    @functools.cached_property
    def table(self) -> UseTable:
        """The records as arrays."""
        return UseTable(self.groups, self.software, tools=self.tools, techniques=self.techniques)

    def current(self, name: str) -> str:
        """Return the id that stands today for an id, which is itself where nothing took its place."""
        seen = {name}
        while name in self.replaced and self.replaced[name] not in seen:
            name = self.replaced[name]
            seen.add(name)
        return name


def _again(values: dict[str, Any]) -> Knowledge:
    return Knowledge(**values)


def _plain(value: Any) -> Any:
    """Return a value without read-only mappings, which cannot be sent to another process."""
    return {name: _plain(inner) for name, inner in value.items()} if isinstance(value, Mapping) else value


def _between(name: str, value: object, low: float, high: float, *, open_low: bool) -> None:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not (fits and (low < value if open_low else low <= value) and value < high):  # type: ignore[operator]
        span = f"{'more than' if open_low else 'at least'} {low:g}" + ("" if math.isinf(high) else f" and less than {high:g}")
        raise BadValue(f"{name} must be a finite number, {span} (got {value!r}); leave it out for the default")


def _id(place: str, name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        raise BadValue(f"{place} must be an id (got {name!r}); write the id of the source")
    return name


def _ids(place: str, found: object) -> tuple[str, ...]:
    if isinstance(found, (str, bytes, Mapping)) or not isinstance(found, Iterable):
        raise BadValue(f"{place} must be a list of names (got {found!r}); put it in a list")
    return tuple(sorted({_id(place, name) for name in found}))


def _group(name: str, record: object) -> Mapping[str, Mapping[str, Any]]:
    place = f"groups[{name!r}]"
    if not isinstance(record, Mapping) or set(record) - _PARTS:
        raise BadValue(f"{place} must be a mapping with {' | '.join(sorted(_PARTS))} (got {record!r:.80}); correct its keys")
    found: dict[str, Mapping[str, Any]] = {}
    for part in ("techniques", "software"):
        uses = record.get(part, {})
        if not isinstance(uses, Mapping):
            raise BadValue(f"{place}[{part!r}] must be a mapping of ids to reports (got {uses!r:.80}); write {{id: [reports]}}")
        found[part] = MappingProxyType({_id(place, key): _ids(f"{place}[{part!r}][{key!r}]", by) for key, by in uses.items()})
    sponsors = record.get("sponsor", {})
    if not isinstance(sponsors, Mapping):
        raise BadValue(f"{place}['sponsor'] must be a mapping of countries to shares (got {sponsors!r:.80}); write {{country: share}}")
    for country, share in sponsors.items():
        _id(f"{place}['sponsor']", country)
        if not isinstance(share, (int, float)) or isinstance(share, bool) or not 0 <= share <= 1:
            raise BadValue(f"{place}['sponsor'][{country!r}] must be 0 to 1 (got {share!r}); write the share as 0.8")
    if math.fsum(sponsors.values()) > 1 + 1e-9:
        raise BadValue(f"{place}['sponsor'] must be at most 1 together (got {math.fsum(sponsors.values()):g}); lower the shares")
    found["sponsor"] = MappingProxyType(dict(sorted(sponsors.items())))
    return MappingProxyType(found)


_SOFTWARE = re.compile(r"S\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a reader has to know beside the number.

    Attributes
    ----------
    code : str
        ``nothing-observed``, ``ungraded`` (every item is F or 6), ``repeated`` (said more than once by one origin), ``replaced``,
        ``withdrawn``, ``unknown`` (not in the knowledge), ``new-software`` (not in the knowledge, but shaped like its ids: it counts as
        software of nobody), ``capped`` (software that would add more to the first group if it could not be faked), ``contradiction``
        (items point to different groups), ``one-report`` (all rests on one origin),
        ``not-calibrated`` (temperature and floor are the defaults).
    ids : tuple of str
        What it is about, sorted; empty where it is about the whole.
    """

    code: str
    ids: tuple[str, ...] = ()


def read_observation(observed: Observed, knowledge: Knowledge) -> tuple[tuple[Claim, ...], tuple[Note, ...]]:
    """Return the claims that count, each once, and what has to be said of the rest.

    Withdrawn ids are read as those that took their place; what the knowledge does not hold says nothing, except software with an id of the
    usual shape, which is software that no group is known for.
    """
    given = items(observed)
    notes: dict[str, set[str]] = {}
    read: list[Item] = []
    for item in given:
        name = item.id.strip()
        today = knowledge.current(name)
        if today != name:
            notes.setdefault("replaced", set()).add(name)
        if knowledge.table.knows(item.kind, today):
            read.append(replace(item, id=today))
        elif today in knowledge.withdrawn:
            notes.setdefault("withdrawn", set()).add(name)
        elif item.kind == "software" and _SOFTWARE.fullmatch(today):
            notes.setdefault("new-software", set()).add(name)
            read.append(replace(item, id=today))
        else:
            notes.setdefault("unknown", set()).add(name)
    found = claims(read)
    if not found:
        notes["nothing-observed"] = set()
    elif all(item.reliability == "F" or item.credibility == 6 for item in read):
        notes["ungraded"] = set()
    if found and len({item.report for item in read}) == 1:
        notes["one-report"] = set()
    repeated = _twice((item.kind, item.id, item.report) for item in read)
    if repeated:
        notes["repeated"] = {name for _, name, _ in repeated}
    if not knowledge.incidents:
        notes["not-calibrated"] = set()
    return found, tuple(Note(code=code, ids=tuple(sorted(ids))) for code, ids in sorted(notes.items()))


def _twice(keys: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    seen: set[tuple[str, str, str]] = set()
    again: set[tuple[str, str, str]] = set()
    for key in keys:
        (again if key in seen else seen).add(key)
    return again

"""ATT&CK as tables: groups with their techniques (t) and software (s), each with the reports that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["Found", "Groups", "from_history", "from_table", "merged", "release_names"]

_TECHNIQUE, _SOFTWARE = re.compile(r"T\d{4}(?:\.\d{3})?", re.ASCII), re.compile(r"S\d{4}", re.ASCII)
_RELEASE = re.compile(r"v\d+(?:\.\d+)*", re.ASCII)

Uses = dict[str, list[str]]
Groups = dict[str, dict[str, Uses]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file says, whatever its layout.

    Attributes
    ----------
    groups : dict
        Group -> ``techniques`` and ``software`` -> id -> reports.
    software : dict
        Software -> techniques that it does.
    tools : frozenset of str or None
        Software that anybody can have; None where the file does not say.
    techniques, withdrawn : frozenset of str
    replaced, names : dict
    notice, release : str
    """

    groups: Groups
    software: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tools: frozenset[str] | None = None
    techniques: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    replaced: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    release: str = ""


def from_table(data: Mapping[str, Any], part: str, *, campaigns: bool) -> Found:
    """Return what the table of one release says.

    Raises
    ------
    CannotRead
        For a record of another form, with its place.
    """
    records = {name: _mapping(one, part, f"groups.{name}") for name, one in _mapping(data["groups"], part, "groups").items()}
    groups = {name: _record(one, part, f"groups.{name}", None) for name, one in records.items()}
    for name, raw in _mapping(data.get("campaigns", {}), part, "campaigns").items() if campaigns else ():
        one = _mapping(raw, part, f"campaigns.{name}")
        for group in _names(one.get("attributed_to", []), part, f"campaigns.{name}.attributed_to"):
            if group in groups:
                merged(groups[group], _record(one, part, f"campaigns.{name}", None))
    software = {name: _mapping(one, part, f"software.{name}") for name, one in _mapping(data.get("software", {}), part, "software").items()}
    techniques = _mapping(data.get("techniques", {}), part, "techniques")
    typed = [one for one in software.values() if "type" in one]
    about = {**records, **software, **{name: one for name, one in techniques.items() if isinstance(one, dict)}}
    return Found(
        groups=groups,
        software={name: sorted(_listed(one.get("t", []), _TECHNIQUE, part, f"software.{name}.t")) for name, one in software.items()},
        tools=frozenset(name for name, one in software.items() if one.get("type") == "tool") if typed else None,
        techniques=frozenset(techniques),
        names={name: one["name"] for name, one in about.items() if isinstance(one.get("name"), str)},
        notice=_notice(data),
        release=_release(data),
    )


def release_names(data: Mapping[str, Any]) -> list[str]:
    """Return the releases of a history, in its order."""
    return list(data["versions"])


def from_history(data: Mapping[str, Any], release: str, part: str) -> Found:
    """Return what one release of a history says; what software does is not in it.

    Raises
    ------
    CannotRead
        For a record of another form, with its place.
    """
    citations = _names(data.get("citations", []), part, "citations")
    place = f"versions.{release}"
    groups = {
        name: _record(_mapping(one, part, f"{place}.{name}"), part, f"{place}.{name}", citations)
        for name, one in _mapping(data["versions"][release], part, place).items()
    }
    return Found(groups=groups, notice=_notice(data), release=release)


def merged(record: dict[str, Uses], other: Mapping[str, Uses]) -> None:
    """Add the uses of another record to a record that is being made."""
    for kind, uses in other.items():
        for name, by in uses.items():
            record[kind][name] = sorted({*record[kind].get(name, []), *by})


def _record(one: Mapping[str, Any], part: str, place: str, citations: Sequence[str] | None) -> dict[str, Uses]:
    return {
        "techniques": _uses(one.get("t", {}), _TECHNIQUE, part, f"{place}.t", citations),
        "software": _uses(one.get("s", {}), _SOFTWARE, part, f"{place}.s", citations),
    }


def _uses(given: object, shape: re.Pattern[str], part: str, place: str, citations: Sequence[str] | None) -> Uses:
    if not isinstance(given, dict):
        return {name: [] for name in _listed(given, shape, part, place)}
    found: Uses = {}
    for name, by in given.items():
        if citations is None or (isinstance(by, list) and by and all(isinstance(one, str) for one in by)):
            found[name] = _names(by, part, f"{place}.{name}")
        elif isinstance(by, list) and all(type(at) is int and 0 <= at < len(citations) for at in by):
            found[name] = [citations[at] for at in by]
        else:
            raise _bad(part, f"{place}.{name}", f"0..{len(citations) - 1}", by)
    return found


def _listed(given: object, shape: re.Pattern[str], part: str, place: str) -> list[str]:
    """Return ids from a list, or from a string by their shape."""
    return list(dict.fromkeys(shape.findall(given))) if isinstance(given, str) else _names(given, part, place)


def _names(given: object, part: str, place: str) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(name, str) and name.strip() for name in given):
        raise _bad(part, place, "[text, ...]", given)
    return list(dict.fromkeys(given))


def _mapping(given: object, part: str, place: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _bad(part, place, "{...}", given)
    return given


def _bad(part: str, place: str, allowed: str, found: object) -> CannotRead:
    return CannotRead(Message("attack.bad-part", part=part, place=place, allowed=allowed, found=f"{found!r}"[:60]))


def _meta(data: Mapping[str, Any], key: str) -> str:
    about = data.get("_meta")
    said = about.get(key) if isinstance(about, dict) else None
    return said if isinstance(said, str) else ""


def _notice(data: Mapping[str, Any]) -> str:
    return _meta(data, "notice")


def _release(data: Mapping[str, Any]) -> str:
    found = _RELEASE.search(_meta(data, "source"))
    return found[0] if found else ""

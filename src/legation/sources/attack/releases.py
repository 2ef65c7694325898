"""ATT&CK as its owner publishes it, a STIX bundle a release, or as tables of groups, techniques, software and reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.errors import CannotRead
from legation.language import Message

__all__ = [
    "AttackRelease",
    "Groups",
    "from_bundle",
    "from_history",
    "from_table",
    "merged",
    "release_names",
]


_TECHNIQUE, _SOFTWARE = re.compile(r"T\d{4}(?:\.\d{3})?", re.ASCII), re.compile(r"S\d{4}", re.ASCII)
_RELEASE = re.compile(r"v\d+(?:\.\d+)*", re.ASCII)

Uses = dict[str, list[str]]
Groups = dict[str, dict[str, Uses]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackRelease:
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


def from_table(data: Mapping[str, Any], part: str, *, campaigns: bool) -> AttackRelease:
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
    return AttackRelease(
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


def from_history(data: Mapping[str, Any], release: str, part: str) -> AttackRelease:
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
    return AttackRelease(groups=groups, notice=_notice(data), release=release)


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


_GROUP, _CAMPAIGN, _TECHNIQUE_ID = "intrusion-set", "campaign", "attack-pattern"
_SOFTWARE_ID = ("malware", "tool")
_OWN = re.compile(r"mitre(-[a-z]+)?-attack")
"""A reference with such a source gives the object's own id: mitre-attack, mitre-ics-attack, mitre-mobile-attack, mitre-pre-attack."""
_CITATION = re.compile(r"\(Citation: ([^()]*(?:\([^()]*\)[^()]*)*)\)")
"""How a description names a report: ``(Citation: Vendor May 2020)``; the name may hold parentheses itself."""

Object = Mapping[str, Any]


def from_bundle(objects: Sequence[object], part: str, *, campaigns: bool) -> AttackRelease:
    """Return what the objects of a bundle say.

    Raises
    ------
    CannotRead
        For an entry that is no object with id and type.
    """
    latest = _latest(objects, part)
    gone = {ref for ref, one in latest.items() if _is_gone(one)}
    named = {ref: _own_id(one) for ref, one in latest.items() if one["type"] in (_GROUP, _CAMPAIGN, _TECHNIQUE_ID, *_SOFTWARE_ID)}
    kind = {ref: latest[ref]["type"] for ref in named}
    alive = {ref: name for ref, name in named.items() if ref not in gone}
    groups: Groups = {name: {"techniques": {}, "software": {}} for ref, name in alive.items() if kind[ref] == _GROUP}
    software: dict[str, set[str]] = {name: set() for ref, name in alive.items() if kind[ref] in _SOFTWARE_ID}
    by_campaign: Groups = {}
    behind: dict[str, set[str]] = {}
    replaced: dict[str, str] = {}
    for relation, source, target in _relations(latest, named):
        how = relation.get("relationship_type")
        if how == "revoked-by":
            replaced[named[source]] = min(named[target], replaced.get(named[source], named[target]))
        elif source not in alive or target not in alive or _is_gone(relation):
            continue
        elif how == "attributed-to" and kind[source] == _CAMPAIGN and kind[target] == _GROUP:
            behind.setdefault(named[source], set()).add(named[target])
        elif how == "uses":
            _use(relation, (kind[source], named[source]), (kind[target], named[target]), groups, by_campaign, software)
    if campaigns:
        for campaign in sorted(behind):
            for group in sorted(behind[campaign]):
                merged(groups[group], by_campaign.get(campaign, {}))
    current = set(alive.values())
    return AttackRelease(
        groups=groups,
        software={name: sorted(does) for name, does in software.items()},
        tools=frozenset(name for ref, name in alive.items() if kind[ref] == "tool"),
        techniques=frozenset(name for ref, name in alive.items() if kind[ref] == _TECHNIQUE_ID),
        withdrawn=frozenset(name for ref, name in named.items() if ref in gone and name not in replaced and name not in current),
        replaced={old: new for old, new in replaced.items() if old not in current},
        names={name: text for ref, name in named.items() if isinstance(text := latest[ref].get("name"), str)},
        notice=_bundle_notice(latest),
        release=_bundle_release(latest),
    )


def _latest(objects: Sequence[object], part: str) -> dict[str, Object]:
    found: dict[str, Object] = {}
    for at, one in enumerate(objects):
        if not isinstance(one, dict) or not all(isinstance(one.get(key), str) and one[key] for key in ("id", "type")):
            raise CannotRead(
                Message("attack.bad-part", part=part, place=f"objects[{at}]", allowed="{id, type, ...}", found=f"{one!r}"[:60])
            )
        before = found.get(one["id"])
        if before is None or str(one.get("modified", "")) > str(before.get("modified", "")):
            found[one["id"]] = one
    return found


def _relations(latest: Mapping[str, Object], named: Mapping[str, str]) -> Iterator[tuple[Object, str, str]]:
    """Yield the relations between objects that are here; the others lead nowhere."""
    for one in latest.values():
        source, target = one.get("source_ref"), one.get("target_ref")
        if one["type"] == "relationship" and isinstance(source, str) and isinstance(target, str) and source in named and target in named:
            yield one, source, target


def _use(
    relation: Object,
    who: tuple[str, str],
    what: tuple[str, str],
    groups: Groups,
    by_campaign: Groups,
    software: dict[str, set[str]],
) -> None:
    """Record that someone uses something."""
    (kind, name), (of_kind, used) = who, what
    if kind in _SOFTWARE_ID and of_kind == _TECHNIQUE_ID:
        software[name].add(used)
    elif kind in (_GROUP, _CAMPAIGN) and (of_kind == _TECHNIQUE_ID or of_kind in _SOFTWARE_ID):
        record = groups[name] if kind == _GROUP else by_campaign.setdefault(name, {"techniques": {}, "software": {}})
        uses = record["techniques" if of_kind == _TECHNIQUE_ID else "software"]
        uses[used] = sorted({*uses.get(used, []), *_reports(relation)})


def _references(one: Object) -> list[Mapping[str, Any]]:
    given = one.get("external_references")
    return [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []


def _reports(relation: Object) -> list[str]:
    """Return who reported a use: its references, or the citations in its description where it has none."""
    names = [entry.get("source_name") for entry in _references(relation)]
    named = [name for name in names if isinstance(name, str) and name.strip() and not _OWN.fullmatch(name)]
    said = relation.get("description")
    return named or ([name for name in _CITATION.findall(said) if name.strip()] if isinstance(said, str) else [])


def _own_id(one: Object) -> str:
    """Return ATT&CK's id of an object, or its STIX id where it has none."""
    for entry in _references(one):
        source, name = entry.get("source_name"), entry.get("external_id")
        if isinstance(source, str) and _OWN.fullmatch(source) and isinstance(name, str) and name.strip():
            return name
    return str(one["id"])


def _is_gone(one: Object) -> bool:
    return one.get("revoked") is True or one.get("x_mitre_deprecated") is True


def _bundle_notice(latest: Mapping[str, Object]) -> str:
    """Return the statements of the bundle's markings, as their owner asks."""
    said = []
    for one in latest.values():
        definition = one.get("definition") if one["type"] == "marking-definition" else None
        if isinstance(definition, dict) and isinstance(definition.get("statement"), str):
            said.append(definition["statement"])
    return " ".join(dict.fromkeys(said))


def _bundle_release(latest: Mapping[str, Object]) -> str:
    found = [one.get("x_mitre_version") for one in latest.values() if one["type"] == "x-mitre-collection"]
    return f"v{found[0]}" if len(found) == 1 and isinstance(found[0], str) and found[0] else ""

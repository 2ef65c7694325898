"""ATT&CK as its owner publishes it: one STIX 2 bundle for each release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.attack_table import Found, Groups, merged

__all__ = ["from_bundle"]

_GROUP, _CAMPAIGN, _TECHNIQUE = "intrusion-set", "campaign", "attack-pattern"
_SOFTWARE = ("malware", "tool")
_OWN = re.compile(r"mitre(-[a-z]+)?-attack")
"""A reference with such a source gives the object's own id: mitre-attack, mitre-ics-attack, mitre-mobile-attack, mitre-pre-attack."""
_CITATION = re.compile(r"\(Citation: ([^()]*(?:\([^()]*\)[^()]*)*)\)")
"""How a description names a report: ``(Citation: Vendor May 2020)``; the name may hold parentheses itself."""

Object = Mapping[str, Any]


def from_bundle(objects: Sequence[object], part: str, *, campaigns: bool) -> Found:
    """Return what the objects of a bundle say.

    Raises
    ------
    CannotRead
        For an entry that is no object with id and type.
    """
    latest = _latest(objects, part)
    gone = {ref for ref, one in latest.items() if _is_gone(one)}
    named = {ref: _own_id(one) for ref, one in latest.items() if one["type"] in (_GROUP, _CAMPAIGN, _TECHNIQUE, *_SOFTWARE)}
    kind = {ref: latest[ref]["type"] for ref in named}
    alive = {ref: name for ref, name in named.items() if ref not in gone}
    groups: Groups = {name: {"techniques": {}, "software": {}} for ref, name in alive.items() if kind[ref] == _GROUP}
    software: dict[str, set[str]] = {name: set() for ref, name in alive.items() if kind[ref] in _SOFTWARE}
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
    standing = set(alive.values())
    return Found(
        groups=groups,
        software={name: sorted(does) for name, does in software.items()},
        tools=frozenset(name for ref, name in alive.items() if kind[ref] == "tool"),
        techniques=frozenset(name for ref, name in alive.items() if kind[ref] == _TECHNIQUE),
        withdrawn=frozenset(name for ref, name in named.items() if ref in gone and name not in replaced and name not in standing),
        replaced={old: new for old, new in replaced.items() if old not in standing},
        names={name: text for ref, name in named.items() if isinstance(text := latest[ref].get("name"), str)},
        notice=_notice(latest),
        release=_release(latest),
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
    if kind in _SOFTWARE and of_kind == _TECHNIQUE:
        software[name].add(used)
    elif kind in (_GROUP, _CAMPAIGN) and (of_kind == _TECHNIQUE or of_kind in _SOFTWARE):
        record = groups[name] if kind == _GROUP else by_campaign.setdefault(name, {"techniques": {}, "software": {}})
        uses = record["techniques" if of_kind == _TECHNIQUE else "software"]
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


def _notice(latest: Mapping[str, Object]) -> str:
    """Return the statements of the bundle's markings, as their owner asks."""
    said = []
    for one in latest.values():
        definition = one.get("definition") if one["type"] == "marking-definition" else None
        if isinstance(definition, dict) and isinstance(definition.get("statement"), str):
            said.append(definition["statement"])
    return " ".join(dict.fromkeys(said))


def _release(latest: Mapping[str, Object]) -> str:
    found = [one.get("x_mitre_version") for one in latest.values() if one["type"] == "x-mitre-collection"]
    return f"v{found[0]}" if len(found) == 1 and isinstance(found[0], str) and found[0] else ""

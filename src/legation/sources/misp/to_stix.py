"""Events of MISP become objects of STIX; each keeps what it was in ``x_misp``, so that the way back loses nothing."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from legation.sources.misp.mapping import CLUSTERS, observable, pattern, tlp_of
from legation.sources.stix.clearing import rank
from legation.sources.stix.extension import MAKER, definition, extended
from legation.sources.stix.kinds import Faults
from legation.sources.stix.records import Claim
from legation.sources.stix.vocabulary import STANDARD_MARKINGS, stamp

__all__ = ["CHILDREN", "converted"]

_NAMESPACE = uuid.UUID("0d1b6d0e-6d4f-4f0d-9b6c-6a1a2b7a4f55")
CHILDREN = ("Attribute", "Object", "Galaxy")
"""What of an event becomes objects of its own."""
_MARKINGS = {marking: identity for identity, marking in reversed(list(STANDARD_MARKINGS.items()))}
_WITHIN = "TLP:AMBER+STRICT"
"""What a distribution to one organisation (0) or to a sharing group (4) is read as where no tag of TLP is set."""
_KNOWN = frozenset({"Attribute", "Object", "Galaxy", "Tag", "Org", "Orgc", "EventReport"})
_Raw = Mapping[str, Any]


def converted(event: _Raw, row: int, faults: Faults) -> list[dict[str, Any]]:
    """Return the objects of an event: its creator, the incident, what belongs to it, and a grouping that holds it together."""
    return _Event(event, row, faults).objects()


class _Event:
    """One event on its way into STIX."""

    def __init__(self, raw: _Raw, row: int, faults: Faults) -> None:
        self._raw, self._row, self._faults = raw, row, faults
        self._at = _moment(raw.get("timestamp"), raw.get("date"))
        self._uuid = _uuid(raw)
        self._creator, self._holder = self._organisation()
        self._marking = self._marked(raw, "", CHILDREN)
        self._found: list[dict[str, Any]] = []
        self._ids: set[str] = set()

    def objects(self) -> list[dict[str, Any]]:
        raw = self._raw
        incident = self._made("incident", self._uuid, name=_text(raw.get("info")) or "MISP", raw=raw, without=CHILDREN)
        self._found.append(incident)
        for name in sorted(raw.keys() - _KNOWN):
            if isinstance(raw[name], (list, dict)) and raw[name]:
                self._faults.add("misp-kept", self._row, name, found=name)
        for at, one in self._rows(raw, "Attribute"):
            self._add(f"Attribute.{at}", self._attribute(one, f"Attribute.{at}"))
        for at, one in self._rows(raw, "Object"):
            self._add(f"Object.{at}", self._made("x-misp-object", _uuid(one), name=_text(one.get("name")), raw=one))
            self._faults.add("misp-kept", self._row, f"Object.{at}", found=one.get("name"))
        for at, galaxy in self._rows(raw, "Galaxy"):
            clusters = self._rows(galaxy, "GalaxyCluster", f"Galaxy.{at}.")
            if not clusters:
                self._faults.add(
                    "misp-value", self._row, f"Galaxy.{at}.GalaxyCluster", allowed="[{...}, ...]", found=galaxy.get("GalaxyCluster")
                )
            for number, cluster in clusters:
                place = f"Galaxy.{at}.GalaxyCluster.{number}"
                self._add(place, *self._cluster(galaxy, cluster, incident, place))
        refs = list(dict.fromkeys(o["id"] for o in self._found))
        grouping = self._made("grouping", self._uuid, name=incident["name"], context="suspicious-activity", object_refs=refs)
        claims = [MAKER, definition()] if any("extensions" in o for o in self._found) else []
        return [*map(dict, claims), *self._creator, *self._found, grouping]

    def _add(self, place: str, *objects: dict[str, Any]) -> None:
        """Add the objects of a row; one that stands already is left out, and said to be."""
        identity = objects[0]["id"]
        if identity in self._ids:
            self._faults.add("misp-twice", self._row, place, found=identity)
            return
        self._ids.add(identity)
        self._found += objects

    def _rows(self, raw: _Raw, name: str, place: str = "") -> list[tuple[int, dict[str, Any]]]:
        rows = raw.get(name) or []
        if not isinstance(rows, list):
            self._faults.add("misp-value", self._row, f"{place}{name}", allowed="[{...}, ...]", found=rows)
            return []
        for at, one in enumerate(rows, start=1):
            if not isinstance(one, dict):
                self._faults.add("misp-value", self._row, f"{place}{name}.{at}", allowed="{...}", found=one)
        return [(at, one) for at, one in enumerate(rows, start=1) if isinstance(one, dict)]

    def _organisation(self) -> tuple[list[dict[str, Any]], str]:
        raw = self._raw.get("Orgc") or self._raw.get("Org")
        if not isinstance(raw, dict) or not _text(raw.get("name")):
            return [], ""
        head = {"type": "identity", "spec_version": "2.1", "id": f"identity--{_uuid(raw)}", "created": self._at, "modified": self._at}
        return [{**head, "name": raw["name"], "identity_class": "organization"}], raw["name"]

    def _marked(self, raw: _Raw, inherited: str, without: tuple[str, ...] = ()) -> str:
        """Return the marking of a row: the highest of its tags, of what is within it, of its event, and of what its distribution allows."""
        rows = list(_within(raw, without))
        own = [marking for row in rows for marking in map(tlp_of, _tags(row)) if marking]
        limited = next((row["distribution"] for row in rows if str(row.get("distribution")) in ("0", "4")), None)
        found = max((one for one in (*own, inherited) if one), key=rank, default="")
        if limited is not None and not own and rank(found or "TLP:CLEAR") < rank(_WITHIN):
            self._faults.add("misp-distribution", self._row, "distribution", found=limited, marking=_WITHIN)
            return _WITHIN
        return found

    def _made(self, kind: str, identity: str, raw: _Raw | None = None, without: tuple[str, ...] = (), **own: Any) -> dict[str, Any]:
        at = _moment((raw or {}).get("timestamp"), None) if raw and raw.get("timestamp") else self._at
        o: dict[str, Any] = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{identity}", "created": at, "modified": at, **own}
        o["x_misp_event"] = self._uuid
        if self._creator:
            o["created_by_ref"] = self._creator[0]["id"]
        labels = [tag for tag in _tags(raw or {}) if not tlp_of(tag)]
        if labels:
            o["labels"] = labels
        marking = self._marking if raw is None or raw is self._raw else self._marked(raw, self._marking)
        if marking:
            o["object_marking_refs"] = [_MARKINGS[marking]]
        if raw is not None:
            o["x_misp"] = {name: value for name, value in raw.items() if name not in without or not value}
        if raw is not None and raw.get("deleted") in (True, "1", 1):
            o["revoked"] = True
        return o

    def _attribute(self, raw: dict[str, Any], place: str) -> dict[str, Any]:
        kind, value, identity = _text(raw.get("type")), _text(raw.get("value")), _uuid(raw)
        about = {"description": raw["comment"]} if _text(raw.get("comment")) else {}
        if kind == "vulnerability" and value:
            return self._made("vulnerability", identity, raw, name=value, **about)
        if kind in ("text", "comment", "other") and value:
            return self._made("note", identity, raw, content=value, object_refs=[self._found[0]["id"]])
        found = observable(kind, value)
        if isinstance(raw.get("Galaxy"), list) and raw["Galaxy"]:
            self._faults.add("misp-kept", self._row, f"{place}.Galaxy", found=kind)
        if found is None:
            self._faults.add("misp-kept", self._row, place, found=kind or raw.get("type"))
            return self._made("x-misp-attribute", identity, raw)
        made, own = found
        if raw.get("to_ids") in (True, "1", 1):
            at = _moment(raw.get("first_seen") or raw.get("timestamp"), self._raw.get("date"))
            terms = pattern(made, own)
            return self._made("indicator", identity, raw, name=value, pattern=terms, pattern_type="stix", valid_from=at, **about)
        return self._made(made, identity, raw, **own)

    def _cluster(self, galaxy: _Raw, raw: dict[str, Any], incident: _Raw, place: str) -> list[dict[str, Any]]:
        kind = _text(raw.get("type")) or _text(galaxy.get("type"))
        made, relation = CLUSTERS.get(kind, ("x-misp-galaxy-cluster", "related-to"))
        if kind not in CLUSTERS:
            self._faults.add("misp-kept", self._row, place, found=kind)
        own: dict[str, Any] = {"name": _text(raw.get("value")) or kind, "description": _text(raw.get("description"))}
        own |= {"is_family": True} if made == "malware" else {"identity_class": "class"} if made == "identity" else {}
        meta = raw.get("meta")
        names = meta.get("synonyms") if isinstance(meta, dict) else None
        if isinstance(names, list) and made in ("threat-actor", "intrusion-set", "campaign", "malware", "tool"):
            own["aliases"] = [one for one in names if isinstance(one, str)]
        o = self._made(made, _uuid(raw), raw) | {name: value for name, value in own.items() if value}
        o["x_misp_galaxy"] = {name: value for name, value in galaxy.items() if name != "GalaxyCluster"}
        between = str(uuid.uuid5(_NAMESPACE, f"{incident['id']} {relation} {o['id']}"))
        link = self._made("relationship", between, relationship_type=relation, source_ref=incident["id"], target_ref=o["id"])
        if relation == "attributed-to":
            link = extended(link, Claim(holder=self._holder, act="attributes", track="technical"), link["modified"])
        return [o, link]


def _tags(raw: _Raw) -> list[str]:
    tags = raw.get("Tag")
    rows = tags if isinstance(tags, list) else []
    return list(dict.fromkeys(one["name"] for one in rows if isinstance(one, dict) and isinstance(one.get("name"), str)))


def _within(raw: _Raw, without: tuple[str, ...]) -> Iterator[_Raw]:
    """Yield a row and every row within it, except for some of its lists."""
    waiting: list[Any] = [{name: value for name, value in raw.items() if name not in without}]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _uuid(raw: _Raw) -> str:
    """Return the uuid of a row; where it has none, one that the same row always gets."""
    try:
        return str(uuid.UUID(raw.get("uuid")))
    except (ValueError, TypeError, AttributeError):
        return str(uuid.uuid5(_NAMESPACE, json.dumps(raw, sort_keys=True, default=str)))


def _moment(seconds: Any, day: Any) -> str:
    """Return a moment of MISP, seconds since 1970 or a text, as STIX writes it; else the beginning of a day, else of 1970."""
    text = str(seconds) if isinstance(seconds, (int, str)) and not isinstance(seconds, bool) else ""
    try:
        if text.isascii() and text.isdigit() and len(text) < 12:
            return stamp(dt.datetime.fromtimestamp(int(text), dt.UTC))
        if text:
            found = dt.datetime.fromisoformat(text)
            return stamp(found if found.tzinfo else found.replace(tzinfo=dt.UTC))
    except (ValueError, OverflowError):
        pass
    try:
        return stamp(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC))
    except (ValueError, TypeError):
        return stamp(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))

"""Objects of STIX become events of MISP: what came from MISP goes back as it was, the rest as far as MISP has a place for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.sources.misp.mapping import CLUSTERS, lost, rows_of, tags_of
from legation.sources.misp.to_stix import converted
from legation.sources.stix.clearing import marks_of
from legation.sources.stix.extension import ID, MAKER
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.kinds import Faults
from legation.sources.stix.vocabulary import kind_of, moment

__all__ = ["events"]

_UNSAID = frozenset({"created", "modified", "created_by_ref", "x_misp_event"})
"""Properties that follow from the event."""
_RELATIONS = frozenset(CLUSTERS.values())
_Object = Mapping[str, Any]


def events(incidents: Incidents, faults: Faults) -> list[dict[str, Any]]:
    """Return the events that say what a register says, as far as MISP can; ``faults`` says what was lost.

    Every incident is an event. Other objects go to the event that a relationship or a grouping ties them to; where there is one event, to
    that one. Of an object in several versions the newest goes.
    """
    return _Register(incidents, faults).events()


class _Register:
    """One register on its way into MISP."""

    def __init__(self, incidents: Incidents, faults: Faults) -> None:
        self._incidents, self._faults = incidents, faults
        self._objects = incidents.by_id
        self._marks = marks_of(incidents.objects)
        self._row = {id(o): row for row, o in enumerate(incidents.objects, start=1)}
        self._done: set[str] = {ID, MAKER["id"]}

    def events(self) -> list[dict[str, Any]]:
        heads = [o for o in self._objects.values() if kind_of(o) == "incident"]
        made = {o["id"]: self._event(o) for o in heads}
        ties = self._ties(made)
        only = next(iter(made.values())) if len(made) == 1 else None
        for o in self._objects.values():
            if o["id"] not in self._done:
                self._place(o, ties.get(o["id"]) or only)
        older = len(self._incidents.objects) - len(self._objects)
        if older:
            self._faults.add("misp-older", found=older, count=older)
        return list(made.values())

    def _event(self, o: _Object) -> dict[str, Any]:
        """Return the event of an incident, with what came with it from MISP."""
        self._done.add(o["id"])
        creator = self._objects.get(str(o.get("created_by_ref")))
        if creator is not None:
            self._done.add(creator["id"])
        raw = o.get("x_misp")
        if type(raw) is not dict:
            self._partly(o, lost(o, "name"))
            return self._head(o, creator)
        members = self._members(o)
        rows = {one["id"]: one["x_misp"] for one in members if type(one.get("x_misp")) is dict}
        event = self._assembled(raw, rows)
        again = {one["id"]: one for one in converted(event, 1, Faults(self._incidents.part))}
        self._done |= {one["id"] for one in members if one["id"] in again}
        changed = [one for one in (o, *members) if one["id"] in again and _said(one) != _said(again[one["id"]])]
        for one in changed:
            self._faults.add("misp-changed", self._row[id(one)], found=one["id"])
            if one["id"] in rows:
                rows[one["id"]] = self._anew(one, rows[one["id"]])
        if o in changed:
            raw = {**raw, "info": self._incidents.name(o["id"]), "Tag": tags_of(o, self._marks)}
        return self._assembled(raw, {identity: row for identity, row in rows.items() if row}) if changed else event

    def _members(self, o: _Object) -> list[_Object]:
        """Return the objects that came with an incident from MISP: in the order of its grouping, where that may be seen."""
        own = o["id"].partition("--")[2]
        refs = self._objects.get(f"grouping--{own}", {}).get("object_refs")
        named = [one for one in refs if type(one) is str and one in self._objects] if type(refs) is list else []
        of_event = [one["id"] for one in self._objects.values() if one.get("x_misp_event") == own]
        return [self._objects[one] for one in dict.fromkeys((*named, *of_event)) if one != o["id"]]

    def _anew(self, o: _Object, raw: dict[str, Any]) -> dict[str, Any]:
        """Return a changed row; an empty one where MISP could not say what its marking is now."""
        if kind_of(o) == "x-misp-object":
            self._faults.add("misp-lost", self._row[id(o)], "type", found=kind_of(o))
            return {}
        new = rows_of(o, self._incidents.name(o["id"]), self._marks)
        first = new.galaxy["GalaxyCluster"][0] if new.galaxy else new.attributes[0] if new.attributes else {}
        return {**raw, **first, "Tag": tags_of(o, self._marks)}

    def _assembled(self, head: Mapping[str, Any], rows: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return an event put together of its head and its rows, in their order."""
        event = dict(head)
        for identity, raw in rows.items():
            o = self._objects[identity]
            if kind_of(o) == "x-misp-object":
                event["Object"] = [*event.get("Object", ()), raw]
            elif type(o.get("x_misp_galaxy")) is dict:
                galaxies = list(event.get("Galaxy", ()))
                last = galaxies.pop() if galaxies else {}
                if {name: value for name, value in last.items() if name != "GalaxyCluster"} == o["x_misp_galaxy"] and last:
                    galaxies.append({**last, "GalaxyCluster": [*last["GalaxyCluster"], raw]})
                else:
                    galaxies += [*([last] if last else []), {**o["x_misp_galaxy"], "GalaxyCluster": [raw]}]
                event["Galaxy"] = galaxies
            else:
                event["Attribute"] = [*event.get("Attribute", ()), raw]
        return event

    def _head(self, o: _Object, creator: _Object | None) -> dict[str, Any]:
        made = moment(o.get("modified")) or moment(o.get("created"))
        head: dict[str, Any] = {"uuid": o["id"].partition("--")[2], "info": self._incidents.name(o["id"])}
        head |= {"threat_level_id": "4", "analysis": "0", "published": False}
        if made:
            head |= {"date": made.date().isoformat(), "timestamp": str(int(made.timestamp()))}
        if creator is not None:
            head["Orgc"] = {"name": self._incidents.name(creator["id"]), "uuid": creator["id"].partition("--")[2]}
        tags = tags_of(o, self._marks)
        return head | ({"Tag": tags} if tags else {})

    def _ties(self, made: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return the event that each object is tied to, by a relationship, a grouping, a report or a note."""
        found: dict[str, dict[str, Any]] = {}
        for o in self._incidents.of_type("relationship", "grouping", "report", "note"):
            refs = o.get("object_refs")
            named = [one for one in (o.get("source_ref"), o.get("target_ref"), *(refs if type(refs) is list else ())) if type(one) is str]
            event = next((made[one] for one in named if one in made), None)
            if event is not None:
                for one in (o["id"], *named):
                    found.setdefault(one, event)
        return found

    def _place(self, o: _Object, event: dict[str, Any] | None) -> None:
        """Put an object that did not come from MISP into an event, or say that it is lost."""
        if self._is_implied(o):
            return
        rows = rows_of(o, self._incidents.name(o["id"]), self._marks)
        if event is None or rows.is_empty:
            self._faults.add("misp-lost", self._row[id(o)], "type", found=kind_of(o))
            return
        if rows.galaxy is not None:
            event["Galaxy"] = [*event.get("Galaxy", ()), rows.galaxy]
        if rows.attributes:
            event["Attribute"] = [*event.get("Attribute", ()), *rows.attributes]
        self._partly(o, rows.lost)

    def _is_implied(self, o: _Object) -> bool:
        """Whether an object is said by the place of others: a marking by tags, a relationship by a cluster in an event."""
        if kind_of(o) == "marking-definition":
            return self._marks.get(o["id"]) is not None
        if kind_of(o) != "relationship" or o.keys() & {"extensions", "description", "confidence"}:
            return False
        target = kind_of(self._objects.get(str(o.get("target_ref"))))
        return str(o.get("source_ref")).startswith("incident--") and (target, o.get("relationship_type")) in _RELATIONS

    def _partly(self, o: _Object, names: tuple[str, ...]) -> None:
        if names:
            self._faults.add("misp-partly", self._row[id(o)], ", ".join(names), found=kind_of(o))


def _said(o: _Object) -> dict[str, Any]:
    return {name: value for name, value in o.items() if name not in _UNSAID}

"""What of MISP means what in STIX: types of attributes, galaxies, tags; and one object of STIX as rows of MISP.

Source: MISP core format (draft-dulaunoy-misp-core-format) and the tag taxonomies ``tlp`` and ``misp-galaxy``.
"""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.sources.stix.clearing import level_of
from legation.sources.stix.vocabulary import kind_of, moment

__all__ = [
    "CLUSTERS",
    "GALAXIES",
    "HASHES",
    "MispRows",
    "attribute_of",
    "observable",
    "pattern",
    "pattern_value",
    "rows_of",
    "tags_of",
    "tlp_of",
]


HASHES: Mapping[str, tuple[str, int]] = {"md5": ("MD5", 32), "sha1": ("SHA-1", 40), "sha256": ("SHA-256", 64), "sha512": ("SHA-512", 128)}
"""Types of hashes: their names in STIX, and how many hexadecimal digits they have."""
_PLAIN: Mapping[str, tuple[str, str]] = {
    "domain": ("domain-name", "value"),
    "hostname": ("domain-name", "value"),
    "url": ("url", "value"),
    "uri": ("url", "value"),
    "link": ("url", "value"),
    "email": ("email-addr", "value"),
    "email-src": ("email-addr", "value"),
    "email-dst": ("email-addr", "value"),
    "filename": ("file", "name"),
    "mutex": ("mutex", "name"),
    "regkey": ("windows-registry-key", "key"),
    "mac-address": ("mac-addr", "value"),
}
_BACK: Mapping[tuple[str, str], tuple[str, str]] = {
    ("ipv4-addr", "value"): ("ip-dst", "Network activity"),
    ("ipv6-addr", "value"): ("ip-dst", "Network activity"),
    ("domain-name", "value"): ("domain", "Network activity"),
    ("url", "value"): ("url", "Network activity"),
    ("email-addr", "value"): ("email", "Payload delivery"),
    ("file", "name"): ("filename", "Payload delivery"),
    ("mutex", "name"): ("mutex", "Artifacts dropped"),
    ("windows-registry-key", "key"): ("regkey", "Artifacts dropped"),
    ("mac-addr", "value"): ("mac-address", "Network activity"),
    ("autonomous-system", "number"): ("AS", "Network activity"),
    ("vulnerability", "name"): ("vulnerability", "External analysis"),
    ("note", "content"): ("text", "Other"),
}
CLUSTERS: Mapping[str, tuple[str, str]] = {
    "threat-actor": ("threat-actor", "attributed-to"),
    "microsoft-activity-group": ("threat-actor", "attributed-to"),
    "mitre-intrusion-set": ("intrusion-set", "attributed-to"),
    "mitre-campaign": ("campaign", "related-to"),
    "mitre-attack-pattern": ("attack-pattern", "uses"),
    "mitre-malware": ("malware", "uses"),
    "malpedia": ("malware", "uses"),
    "ransomware": ("malware", "uses"),
    "backdoor": ("malware", "uses"),
    "rat": ("malware", "uses"),
    "banker": ("malware", "uses"),
    "stealer": ("malware", "uses"),
    "tool": ("tool", "uses"),
    "mitre-tool": ("tool", "uses"),
    "mitre-course-of-action": ("course-of-action", "related-to"),
    "sector": ("identity", "targets"),
    "country": ("location", "targets"),
    "target-information": ("location", "targets"),
}
"""By type of galaxy: the type of the object, and how the incident is related to it."""
GALAXIES: Mapping[str, str] = {
    "threat-actor": "threat-actor",
    "intrusion-set": "mitre-intrusion-set",
    "campaign": "mitre-campaign",
    "attack-pattern": "mitre-attack-pattern",
    "malware": "mitre-malware",
    "tool": "tool",
    "course-of-action": "mitre-course-of-action",
}
"""By type of object the galaxy that it goes back to, where it came from none."""
_PATTERN = re.compile(r"\[([a-z0-9-]+):(value|name|key|number|hashes\.'([A-Z0-9-]+)') = '((?:[^'\\]|\\['\\])*)'\]")
_HEX = re.compile(r"[0-9a-fA-F]+", re.ASCII)
_TLP = re.compile(r"tlp:(clear|white|green|amber|amber\+strict|red)", re.IGNORECASE)


def observable(kind: str, value: str) -> tuple[str, dict[str, Any]] | None:
    """Return the type and the properties of the observable that an attribute means; None where there is none, or the value is none.

    >>> observable("ip-dst", "198.51.100.3"), observable("filename|md5", "a.exe|" + "0" * 32), observable("ip-dst", "nowhere")
    (('ipv4-addr', {'value': '198.51.100.3'}), ('file', {'name': 'a.exe', 'hashes': {'MD5': '00000000000000000000000000000000'}}), None)
    """
    if kind in ("ip-src", "ip-dst"):
        try:
            return f"ipv{ipaddress.ip_address(value).version}-addr", {"value": value}
        except ValueError:
            return None
    if kind == "AS":
        number = value.upper().removeprefix("AS")
        return ("autonomous-system", {"number": int(number)}) if number.isascii() and number.isdigit() and len(number) < 11 else None
    first, _, second = kind.partition("|")
    if (first == "filename" and second in HASHES) or kind == "malware-sample":
        name, _, digest = value.rpartition("|")
        hashes = _hash(second or "md5", digest)
        return ("file", {"name": name, "hashes": hashes}) if name and hashes else None
    if kind in HASHES:
        hashes = _hash(kind, value)
        return ("file", {"hashes": hashes}) if hashes else None
    if kind in _PLAIN and value:
        made, name = _PLAIN[kind]
        return made, {name: value}
    return None


def _hash(kind: str, value: str) -> dict[str, str]:
    name, digits = HASHES[kind]
    return {name: value} if len(value) == digits and _HEX.fullmatch(value) else {}


def pattern(kind: str, own: Mapping[str, Any]) -> str:
    r"""Return the pattern of STIX that finds an observable with these properties.

    >>> pattern("file", {"name": "it's.exe", "hashes": {"MD5": "ab"}})
    "[file:name = 'it\\'s.exe' AND file:hashes.'MD5' = 'ab']"
    """
    terms = []
    for name, value in own.items():
        inner = [(f"hashes.'{one}'", digest) for one, digest in value.items()] if isinstance(value, dict) else [(name, value)]
        for path, found in inner:
            text = str(found).replace("\\", "\\\\").replace("'", "\\'")
            terms.append(f"{kind}:{path} = {text if isinstance(found, int) else chr(39) + text + chr(39)}")
    return f"[{' AND '.join(terms)}]"


def pattern_value(text: str) -> tuple[str, str, str] | None:
    r"""Return type of observable, property and value of a pattern that asks for one value; None for any other.

    >>> pattern_value("[file:hashes.'MD5' = 'ab']"), pattern_value("[url:value = 'it\\'s']"), pattern_value("[a:b = 'c'] AND [d:e = 'f']")
    (('file', 'MD5', 'ab'), ('url', 'value', "it's"), None)
    """
    found = _PATTERN.fullmatch(text)
    return (found[1], found[3] or found[2], re.sub(r"\\(['\\])", r"\1", found[4])) if found else None


def attribute_of(kind: str, name: str) -> tuple[str, str] | None:
    """Return type and category of the attribute for a property of an object; None where there is none.

    >>> attribute_of("file", "SHA-256"), attribute_of("url", "value"), attribute_of("report", "name")
    (('sha256', 'Payload delivery'), ('url', 'Network activity'), None)
    """
    digest = next((own for own, (other, _) in HASHES.items() if other == name), None)
    return (digest, "Payload delivery") if kind == "file" and digest else _BACK.get((kind, name))


def tlp_of(tag: str) -> str:
    """Return the marking that a tag means; empty for a tag of another kind.

    >>> tlp_of("tlp:white"), tlp_of("TLP:AMBER+STRICT"), tlp_of("tlp:unclear")
    ('TLP:CLEAR', 'TLP:AMBER+STRICT', '')
    """
    found = _TLP.fullmatch(tag)
    word = found[1].upper() if found else ""
    return f"TLP:{'CLEAR' if word == 'WHITE' else word}" if word else ""


_TAGS = ("clear", "green", "amber", "amber+strict", "red")
_HEAD = ("type", "id", "spec_version", "created", "modified", "created_by_ref", "object_marking_refs", "labels", "revoked")
_CARRIED = frozenset((*_HEAD, "x_misp", "x_misp_event", "x_misp_galaxy"))
_Object = Mapping[str, Any]
_Marks = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class MispRows:
    """What MISP has for an object: attributes or one galaxy, and the properties that have no place in them."""

    attributes: tuple[dict[str, Any], ...] = ()
    galaxy: dict[str, Any] | None = None
    lost: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether MISP has no place for the object."""
        return self.galaxy is None and not self.attributes


def rows_of(o: _Object, name: str, marks: _Marks) -> MispRows:
    """Return what MISP has for an object; ``name`` is the object's name as one line, ``marks`` the ranks of marking definitions."""
    galaxy = _galaxy(o, name, marks)
    if galaxy is not None:
        return MispRows((), galaxy, lost(o, "name", "description", "aliases", "is_family", "identity_class", "country"))
    if kind_of(o) == "indicator":
        found = pattern_value(o["pattern"]) if isinstance(o.get("pattern"), str) else None
        place = attribute_of(found[0], found[1]) if found else None
        stated = (*place, found[2]) if found and place else ("stix2-pattern", "External analysis", str(o.get("pattern")))
        unsaid = lost(o, "pattern", "pattern_type", "name", "description", "valid_from")
        return MispRows((_attribute(o, marks, *stated, to_ids=True),), None, unsaid)
    made: list[dict[str, Any]] = []
    mapped = {"description"} | ({"object_refs"} if kind_of(o) == "note" else set())
    for key, value in o.items():
        for inner, one in value.items() if key == "hashes" and isinstance(value, dict) else ((key, value),):
            place = attribute_of(kind_of(o), inner)
            if place is not None and isinstance(one, (str, int)):
                mapped.add(key)
                made.append(_attribute(o, marks, *place, str(one), number=len(made)))
    return MispRows(tuple(made), None, lost(o, *mapped)) if made else MispRows()


def lost(o: _Object, *mapped: str) -> tuple[str, ...]:
    """Return the properties of an object that MISP has no place for."""
    return tuple(sorted(o.keys() - set(mapped) - _CARRIED))


def tags_of(o: _Object, marks: _Marks) -> list[dict[str, Any]]:
    """Return the tags of an object: its marking of TLP, red where it cannot be read, then its labels."""
    level, labels = level_of(o, marks, -1), o.get("labels")
    names = [f"tlp:{_TAGS[level]}"] if level >= 0 else []
    names += [one for one in labels if isinstance(one, str)] if isinstance(labels, list) else []
    return [{"name": name} for name in names]


def _galaxy(o: _Object, name: str, marks: _Marks) -> dict[str, Any] | None:
    kind = kind_of(o)
    galaxy = GALAXIES.get(kind) or ("country" if kind == "location" else None)
    if kind == "identity" and o.get("identity_class") == "class":
        galaxy = "sector"
    if galaxy is None:
        return None
    own = o["id"].partition("--")[2]
    row: dict[str, Any] = {"uuid": own, "type": galaxy, "value": name, "tag_name": f'misp-galaxy:{galaxy}="{name}"'}
    if isinstance(o.get("description"), str):
        row["description"] = o["description"]
    if isinstance(o.get("aliases"), list):
        row["meta"] = {"synonyms": o["aliases"]}
    tags = tags_of(o, marks)
    return {"type": galaxy, "name": galaxy, "GalaxyCluster": [row | ({"Tag": tags} if tags else {})]}


def _attribute(o: _Object, marks: _Marks, kind: str, category: str, value: str, *, to_ids: bool = False, number: int = 0) -> dict[str, Any]:
    own, made = o["id"].partition("--")[2], moment(o.get("modified"))
    row: dict[str, Any] = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{own}/{number}")) if number else own,
        "type": kind,
        "category": category,
        "value": value,
        "to_ids": to_ids,
    }
    if isinstance(o.get("description"), str):
        row["comment"] = o["description"]
    if made:
        row["timestamp"] = str(int(made.timestamp()))
    tags = tags_of(o, marks)
    return row | ({"Tag": tags} if tags else {})

"""What of MISP means what in STIX: types of attributes, galaxies, tags.

Source: MISP core format (draft-dulaunoy-misp-core-format) and the tag taxonomies ``tlp`` and ``misp-galaxy``.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["CLUSTERS", "GALAXIES", "HASHES", "attribute_of", "observable", "pattern", "pattern_value", "tlp_of"]

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

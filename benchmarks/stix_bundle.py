"""A bundle of STIX 2.1 of any size, of every type of object, with relationships, markings and custom properties."""

from __future__ import annotations

import random
import uuid
from typing import Any

__all__ = ["bundle"]

MADE = "2024-03-05T08:00:00.000Z"
LATER = "2024-06-01T10:30:00.000Z"
TEXT = "Spear-phishing documents, then a remote-access tool that waits for the working hours of the victim; « dépôt » of files. "
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
_IPV4, _FILE, _EMAIL = "ipv4-addr", "file", "email-addr"

OWN: dict[str, dict[str, Any]] = {
    "attack-pattern": {"name": "Spearphishing", "kill_chain_phases": [{"kill_chain_name": "mitre-attack", "phase_name": "initial-access"}]},
    "campaign": {"name": "Campaign", "aliases": ["C1"], "first_seen": MADE},
    "course-of-action": {"name": "Patch"},
    "grouping": {"context": "suspicious-activity", "object_refs": ["identity"]},
    "identity": {"name": "Ministry", "identity_class": "organization", "sectors": ["government-national"]},
    "incident": {"name": "Incident"},
    "indicator": {"pattern": "[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']", "pattern_type": "stix", "valid_from": MADE},
    "infrastructure": {"name": "Servers", "infrastructure_types": ["command-and-control"]},
    "intrusion-set": {"name": "Group", "aliases": ["Other name"], "goals": ["espionage"]},
    "language-content": {"object_ref": "identity", "contents": {"fr": {"name": "Ministère"}}},
    "location": {"name": "Namibia", "country": "NA", "latitude": -22.5, "longitude": 17.1},
    "malware": {"name": "Tool", "is_family": True, "malware_types": ["remote-access-trojan"]},
    "malware-analysis": {"product": "sandbox", "result": "malicious"},
    "note": {"content": TEXT, "object_refs": ["identity"]},
    "observed-data": {"first_observed": MADE, "last_observed": LATER, "number_observed": 3, "object_refs": ["ipv4-addr"]},
    "opinion": {"opinion": "agree", "object_refs": ["relationship"], "explanation": TEXT},
    "relationship": {"relationship_type": "attributed-to", "source_ref": "campaign", "target_ref": "intrusion-set"},
    "report": {"name": "Report", "published": MADE, "object_refs": ["campaign", "intrusion-set", "malware"]},
    "sighting": {"sighting_of_ref": "malware", "where_sighted_refs": ["identity"], "count": 4},
    "threat-actor": {"name": "Actor", "threat_actor_types": ["nation-state"]},
    "tool": {"name": "Scanner"},
    "vulnerability": {"name": "CVE-2021-44228"},
    "extension-definition": {
        "created_by_ref": "identity",
        "name": "An extension",
        "schema": "https://example.org/schema.json",
        "version": "1.0.0",
        "extension_types": ["toplevel-property-extension"],
    },
    "marking-definition": {"definition_type": "statement", "definition": {"statement": "Copyright of the sender"}},
    "artifact": {"mime_type": "text/plain", "payload_bin": "VGhpcyBpcyBhIHRlc3Q="},
    "autonomous-system": {"number": 64500, "name": "Example"},
    "directory": {"path": "/usr/home"},
    "domain-name": {"value": "example.org"},
    "email-addr": {"value": "desk@example.org"},
    "email-message": {"is_multipart": False, "from_ref": _EMAIL, "subject": "Agenda", "body": TEXT},
    "file": {"name": "agenda.docx", "size": 25536, "hashes": {"MD5": "d41d8cd98f00b204e9800998ecf8427e"}},
    "ipv4-addr": {"value": "198.51.100.3"},
    "ipv6-addr": {"value": "2001:db8::1"},
    "mac-addr": {"value": "d2:fb:49:24:37:18"},
    "mutex": {"name": "__CLEANSWEEP__"},
    "network-traffic": {
        "protocols": ["ipv4", "tcp"],
        "src_ref": _IPV4,
        "dst_port": 443,
        "extensions": {"tcp-ext": {"src_flags_hex": "00000002"}},
    },
    "process": {"pid": 1221, "image_ref": _FILE, "command_line": "run --quiet"},
    "software": {"name": "Word", "version": "2002"},
    "url": {"value": "https://example.org/agenda"},
    "user-account": {"user_id": "1001", "account_login": "desk"},
    "windows-registry-key": {"key": "hkey_local_machine\\system", "values": [{"name": "Foo", "data": "qwerty", "data_type": "REG_SZ"}]},
    "x509-certificate": {"issuer": "C=NA", "serial_number": "36:f7:d4"},
}
_OBSERVED = frozenset(list(OWN)[list(OWN).index("artifact") :])
_LAST = frozenset({"extension-definition", "marking-definition"})


def bundle(count: int, seed: int = 1) -> dict[str, Any]:
    """Return a bundle of so many objects; the same seed gives the same."""
    rng = random.Random(seed)
    kinds = list(OWN)
    ids = [_id(kinds[i % len(kinds)], rng) for i in range(count)]
    by_kind = {kind: ids[at :: len(kinds)] for at, kind in enumerate(kinds)}
    return {"type": "bundle", "id": _id("bundle", rng), "objects": [_made(one, by_kind, rng) for one in ids]}


def _id(kind: str, rng: random.Random) -> str:
    return f"{kind}--{uuid.UUID(int=rng.getrandbits(128), version=4)}"


def _made(identity: str, ids: dict[str, list[str]], rng: random.Random) -> dict[str, Any]:
    kind = identity.partition("--")[0]
    o: dict[str, Any] = {"type": kind, "spec_version": "2.1", "id": identity}
    if kind == "marking-definition":
        o["created"] = MADE
    elif kind not in _OBSERVED:
        o |= {"created_by_ref": rng.choice(ids["identity"]), "created": MADE, "modified": LATER}
    for name, value in OWN[kind].items():
        if name.endswith("_ref"):
            o[name] = rng.choice(ids[value])
        elif name.endswith("_refs"):
            o[name] = [rng.choice(ids[one]) for one in value]
        else:
            o[name] = value
    if kind not in _OBSERVED | _LAST:
        o["external_references"] = [{"source_name": "report", "url": f"https://example.org/{rng.randrange(10**6)}", "description": TEXT}]
        o["confidence"] = rng.randrange(101)
        o["labels"] = ["desk", f"case-{rng.randrange(100)}"]
        if kind not in {"observed-data", "language-content"} and "description" not in o:
            o["description" if kind not in {"note", "opinion", "malware-analysis"} else "x_remark"] = TEXT * rng.randrange(1, 4)
    if kind != "marking-definition":
        o["object_marking_refs"] = [GREEN]
        o["x_desk_remark"] = f"Seen by desk {rng.randrange(50)}"
        o["x_desk_score"] = {"value": rng.random(), "by": ["a", "b"], "open": None, "count": rng.randrange(9)}
    return o

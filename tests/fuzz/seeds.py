"""What the changes begin from: the sample of every source, the parts of the examples, dossiers in every carrier, what other readers take."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from source_samples import POLIS, SAMPLES, SUPPORTERS

import legation

__all__ = ["EXAMPLES", "Seed", "backup_of", "carried", "parts_of_examples", "pool"]

Seed = Mapping[str, bytes]
EXAMPLES = Path(__file__).parents[2] / "examples"
_LINES, _LARGEST = 12, 24_000
"""What is kept of a table of an example, and the bytes of a seed: small files are changed in more ways in the same time."""


@functools.cache
def parts_of_examples() -> Mapping[str, Mapping[str, bytes]]:
    """Return the parts of the examples, of tables their first lines, by the example."""
    from legation.dossier import read_parts

    found = {}
    for folder in sorted(EXAMPLES.glob("*/dossier.toml")):
        parts = read_parts(folder.parent)
        short = {name: b"".join(data.splitlines(keepends=True)[:_LINES]) if name.endswith(".csv") else data for name, data in parts.items()}
        found[folder.parent.name] = {name: data for name, data in short.items() if len(data) <= _LARGEST}
    return found


@functools.cache
def carried() -> Mapping[str, bytes]:
    """Return a small dossier in each form of a file, by its name."""
    from legation.dossier import decode
    from legation.dossier.files.folder import CARRIERS, carrier_bytes

    small = decode(MADE)
    return {f"made{form}": carrier_bytes(small, form) for form in CARRIERS}


MADE: Mapping[str, bytes] = {
    "dossier.toml": b'id = "made"\ntitle = "Made"\nlanguages = ["en", "fr"]\n',
    "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nKEN,Kenya,state,KEN\n",
    "groups.csv": b"group,actor,start\nwest,FRA,2018-01-01\n",
    "issues.csv": b"id,question,low,high\nreport,Report?,no,yes\n",
    "evidence.csv": b"id,kind,title,known_on,reliability,credibility\ne1,report,A report,2019-02-03,B,2\n",
    "positions.csv": b"id,actor,issue,value,low_value,high_value,basis,confidence,evidence\np1,FRA,report,70,60,80,expert,low,e1\n",
    "rollcalls.csv": b"id,symbol,date,stage,title\nr1,A/RES/1,2018-12-05,plenary,ICT\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nKEN,r1,abstain\n",
    "rooms/talks.toml": b'[room]\ntitle = "Talks"\n\n[[statement]]\nid = "s1"\ntext = "We agree."\n',
}
"""A small dossier of tables and a model."""


@functools.cache
def pool() -> tuple[Seed, ...]:
    """Return every seed: one file, or the files of one import."""
    found: list[Seed] = [sample.files for sample in SAMPLES.values()]
    found += [{name: data} for sample in SAMPLES.values() if len(sample.files) > 1 for name, data in sample.files.items()]
    seen: set[str] = set()
    for parts in parts_of_examples().values():
        for name, data in parts.items():
            shape = f"{name.partition('/')[0]}.{name.rpartition('.')[2]}"
            if sum(shape == one for one in seen) < 1 or "/" not in name:
                found.append({name: data})
            seen.add(shape)
    found += [{name: data} for name, data in carried().items()]
    found += [{name: data} for name, data in OTHER.items()]
    found += TOGETHER
    return tuple(found)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


PACK = {
    **{name: data for name, data in MADE.items() if not name.startswith("rooms/")},
    "pack.toml": b'title_en = "Made"\ntitle_fr = "Fait"\npublisher = "nobody"\nlicence = "CC0"\n\n[words]\nict = ["cyber"]\n',
    "dossier.toml": MADE["dossier.toml"] + b'marking = "TLP:CLEAR"\n',
}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 44>>stream\nBT /F 12 Tf 20 100 Td (We agree to it.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_CITED = {"source_name": "mitre-attack"}
ATTACK = [
    {"type": "x-mitre-collection", "id": "x-mitre-collection--1", "x_mitre_version": "15.1"},
    {"type": "intrusion-set", "id": "intrusion-set--1", "name": "Alpha", "external_references": [_CITED | {"external_id": "G0001"}]},
    {"type": "malware", "id": "malware--1", "name": "Eel", "external_references": [_CITED | {"external_id": "S0001"}]},
    {"type": "attack-pattern", "id": "attack-pattern--1", "name": "Phish", "external_references": [_CITED | {"external_id": "T1001"}]},
    {"type": "relationship", "id": "relationship--1", "relationship_type": "uses", "source_ref": "intrusion-set--1", "target_ref": "attack-pattern--1",
     "external_references": [{"source_name": "Report A"}]},
]  # fmt: skip
OTHER: Mapping[str, bytes] = {
    "pack.zip": _zipped(PACK),
    "page.html": b"<!doctype html><html lang=fr><head><title>Note</title><meta charset=utf-8></head><body><h1>Note</h1><p>We agree to the text <a href=https://example.org>as it is</a>.</p><table><tr><td>1</table></body></html>",
    "memo.pdf": PDF,
    "seal.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A</title><path d="M0 0L9 9" onclick="x()"/><text x="1" y="2">a</text></svg>',
    "names.mapping.toml": b'[columns]\nname = "name"\nkind = ["nature", "category"]\n\n[kinds]\nONG = "ngo"\n\n[actors."Access Now"]\nid = "access-now"\n',
    "register.csv": b"platform,account,actor,name,evidence\nmastodon,@mfa@example.org,FRA,MFA,e1\n",
    "texts.mapping.toml": b'[columns]\ntext = "text"\ndate = "date"\n',
    "labels.toml": (Path(legation.__file__).parent / "briefing/markings/labels.toml").read_bytes(),
    "meeting.json": json.dumps({"taxii": {"title": "x", "api_roots": ["https://example.org/api/"]}}).encode(),
    "record.toml": b'date = "2019-06-20"\nplace = "Geneva"\nnext_step = "Send"\ndue = "2019-07-01"\n\n[[answer]]\nanswer = "undecided"\n'
    b'words_en = "We ask"\n\n[[promise]]\npromise = "A seat"\ndirection = "given"\ndue = "2019-08-01"\n',
    "list.txt": b"France\nPays-Bas (les)\nCongo\n",
    "solutions.sl": b'$ ScenarioWizard 3.0\nSolution set\n 2 \n\n" 2 3",4,0,0,15,""\n" 1 1",12,-1,0,-2,"so"\n',
    "act.xml": b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" xmlns:d="urn:legation:draft:1"><act name="act"><meta><d:draft '
    b'bis="bis" known="FRA"/></meta><body><article eId="art_1"><num>1</num><paragraph><content><p>We <del>may</del><ins>shall</ins> agree.</p>'
    b"</content></paragraph></article></body></act></akomaNtoso>",
    "attack.json": json.dumps({"type": "bundle", "id": "bundle--1", "objects": ATTACK}).encode(),
    "FRA_70_2015.txt": b"Mr. President, we meet at a time at which many of the rules that we have agreed upon are put in doubt.\n",
}
"""Files that no source and no example has."""
TOGETHER: list[Seed] = [
    {name: text.encode() for name, text in POLIS.items()},
    {"supporters.csv": SUPPORTERS.encode(), "supporters.csv.mapping.toml": OTHER["names.mapping.toml"]},
    {
        "export.csv": SAMPLES["suite"].files["export.csv"],
        "export.csv.mapping.toml": b'[columns]\ntext = "Hit Sentence"\ndate = "Date"\nurl = ["URL"]\n',
    },
]
"""Files of which one is read with what lies beside it."""


@functools.cache
def backup_of() -> Seed:
    """Return a backup as the site writes it, with one table of one row."""
    import hashlib

    from legation.version import VERSION

    row = b'["a", 1]\n'
    manifest = {
        "format": 1,
        "version": VERSION,
        "migrations": [["dossiers", "0001_initial"]],
        "tables": {"dossiers_dossier": {"columns": ["slug", "id"], "rows": 1, "sha256": hashlib.sha256(row).hexdigest()}},
        "files": {},
    }
    return {"backup.zip": _zipped({"manifest.json": json.dumps(manifest).encode(), "rows/dossiers_dossier.jsonl": row})}

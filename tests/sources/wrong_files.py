"""Files that somebody sends by mistake, damaged or dressed up as another kind: what each is, and what the answer must name."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping

from source_samples import BUNDLE, DOMAIN, LOGFRAME, MATRIX, POLIS, PROFILE, SAMPLES, SCW, UNDL, UNVOTES, zipped

__all__ = ["FRENCH", "WRONG"]


def _tar(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        packed.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _rows(text: str, old: str, new: str) -> bytes:
    assert old in text, old
    return text.replace(old, new).encode()


_PAGE = "<!DOCTYPE html>\n<html><head><title>Votes</title></head><body><table><tr><td>France</td></tr></table></body></html>"

WRONG: Mapping[str, tuple[dict[str, bytes], tuple[str, ...]]] = {
    "nothing": ({"empty.csv": b""}, ("empty.csv", "empty")),
    "blanks": ({"blank.txt": b" \n\t\n"}, ("blank.txt", "empty")),
    "a PDF": ({"vote.pdf": b"%PDF-1.7\n%..."}, ("vote.pdf", "PDF", "CSV or XLSX")),
    "a PDF called a table": ({"vote.csv": b"%PDF-1.7\n%..."}, ("vote.csv", "PDF")),
    "a picture": ({"sheet.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 60}, ("sheet.png", "picture")),
    "a photograph called a workbook": ({"sheet.xlsx": b"\xff\xd8\xff\xe0" + b"\0" * 60}, ("sheet.xlsx", "picture")),
    "an old workbook": ({"list.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60}, ("list.xls", ".xlsx")),
    "a text with formatting": ({"text.doc": b"{\\rtf1\\ansi France\\par}"}, ("text.doc", ".docx")),
    "slides": ({"talk.pptx": zipped({"ppt/presentation.xml": "<p/>"})}, ("talk.pptx", "slides")),
    "an archive of anything": ({"all.zip": zipped({"holiday.jpg": b"\xff\xd8\xff", "a.txt": "x"})}, ("all.zip", "Unpack")),
    "an archive of another kind": ({"all.7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 40}, ("all.7z", "archive")),
    "a packed table": ({"votes.csv.gz": gzip.compress(UNDL.encode())}, ("votes.csv.gz", "Unpack")),
    "a packed folder": ({"all.tar.gz": _tar("a.txt", b"x")}, ("all.tar.gz", "Unpack")),
    "an archive cut off": ({"export.zip": SAMPLES["polis"].files["export.zip"][:200]}, ("export.zip", "cut off")),
    "a workbook cut off": ({"votes.xlsx": zipped({"xl/workbook.xml": "<workbook/>" * 50})[:80]}, ("votes.xlsx", "cut off")),
    "a program": ({"setup.exe": b"MZ\x90\x00\x03" + b"\0" * 60}, ("setup.exe", "program")),
    "a program called a list": ({"list.txt": b"#!/bin/sh\nrm -rf /\n"}, ("list.txt", "program")),
    "a database": ({"votes.db": b"SQLite format 3\x00" + b"\0" * 60}, ("votes.db", "Export")),
    "a calendar": ({"session.ics": b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"}, ("session.ics", "calendar")),
    "contacts": ({"people.vcf": b"BEGIN:VCARD\nFN:Someone\nEND:VCARD\n"}, ("people.vcf", "role")),
    "a message": ({"fwd.eml": b"Received: from a by b\nSubject: votes\n\nSee attached\n"}, ("fwd.eml", "attached")),
    "noise": ({"x.bin": bytes(range(256)) * 4}, ("x.bin", "no text")),
    "a web page": ({"votes.html": _PAGE.encode()}, ("votes.html", "web page", "download")),
    "a web page called a table": ({"votes.csv": _PAGE.encode()}, ("votes.csv", "web page")),
    "a web page in capitals": ({"x.csv": _PAGE.upper().encode()}, ("x.csv", "web page")),
    "other XML": ({"config.xml": b'<?xml version="1.0"?><configuration><a/></configuration>'}, ("config.xml", "configuration")),
    "other JSON": ({"data.json": b'{"a": 1, "b": {"c": 2}}'}, ("data.json", "a and b")),
    "JSON cut off": ({"bundle.json": json.dumps(BUNDLE).encode()[:300]}, ("bundle.json", "no JSON")),
    "other TOML": ({"pyproject.toml": b'[project]\nname = "x"\n[tool.ruff]\nline-length = 80\n'}, ("pyproject.toml", "model")),
    "votes without their recorded votes": ({"un_votes.csv": UNVOTES.encode()}, ("un_votes.csv", "Add the others")),
    "votes twice": ({"a.csv": UNVOTES.encode(), "b.csv": UNVOTES.encode()}, ("a.csv", "Add the others")),
    "votes and a matrix": ({"v.csv": UNDL.encode(), "m.csv": MATRIX.encode()}, ("v.csv", "m.csv", "one after the other")),
    "a profile without its domain": ({"alba.xml": PROFILE.encode(), "boria.xml": PROFILE.encode()}, ("alba.xml", "Add the others")),
    "a domain alone": ({"summit.xml": DOMAIN.encode()}, ("summit.xml", "Add the others")),
    "a matrix one column too wide": ({"m.csv": _rows(MATRIX, "a.down,0,0,-1,1", "a.down,0,0,-1,1,3")}, ("m.csv:3", "5")),
    "a matrix with a row too few": ({"m.csv": _rows(MATRIX, "b.down,-1,1,0,0\n", "")}, ("m.csv", "4")),
    "a matrix with a word in it": ({"m.csv": _rows(MATRIX, "b.up,1,-1,0,0", "b.up,1,much,0,0")}, ("m.csv:4:2", "much")),
    "a ScenarioWizard file cut off": ({"e.scw": SCW[:90].encode()}, ("e.scw",)),
    "a profile of another domain": (
        {"d.xml": DOMAIN.encode(), "a.xml": PROFILE.encode(), "b.xml": PROFILE.replace("Vienna", "Bonn").encode()},
        ("b.xml", "Bonn"),
    ),
    "an opinion map without its people": (
        {"e.zip": zipped({name: text for name, text in POLIS.items() if name != "summary.csv"} | {"comments.csv": "x,y\n1,2\n"})},
        ("comments.csv",),
    ),
    "a strategy with an unknown level": ({"l.csv": _rows(LOGFRAME, "activity,a1", "deed,a1")}, ("l.csv:3:level", "deed")),
    "a dossier of a later version": (
        {"d.zip": zipped({"dossier.toml": 'format = 999\nid = "x"\n'})},
        ("999",),
    ),
    "a table of a dossier with a faulty cell": ({"actors.csv": b"id,name,kind\nFRA,France,nation\n"}, ("actors.csv:2:kind", "nation")),
    "a table of a dossier without its columns": ({"positions.csv": b"who,what\nx,5\n"}, ("positions.csv", "who and what")),
    "a model with a faulty field": (
        {"m.toml": b'[monitor]\ntitle = "x"\nwhat = "smoke"\nbaseline_from = "2024-01-01"\n'},
        ("m.toml", "smoke"),
    ),
    "a workbook that is none": ({"w.xlsx": zipped({"a.txt": "x"})}, ("w.xlsx", "archive")),
    "a table of numbers": ({"n.csv": b"a,b,c\n" + b"1,2,3\n" * 20}, ("n.csv",)),
}  # fmt: skip

FRENCH: Mapping[str, str] = {
    "empty": "vide",
    "CSV or XLSX": "CSV ou XLSX",
    "picture": "image",
    "slides": "diapositives",
    "Unpack": "Décompressez",
    "archive": "archive",
    "cut off": "coupé",
    "program": "programme",
    "Export": "Exportez",
    "calendar": "calendrier",
    "role": "rôle",
    "attached": "jointe",
    "no text": "ni un texte",
    "web page": "page web",
    "download": "téléchargement",
    "a and b": "a et b",
    "no JSON": "JSON",
    "model": "modèle",
    "Add the others": "Ajoutez les autres",
    "one after the other": "l’un après l’autre",
    "who and what": "who et what",
}
"""What the French answer names where the English one names these; what is not here is the same in both."""
